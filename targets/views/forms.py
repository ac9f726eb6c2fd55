"""What was typed on a page that shows more than its forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest

from targets.services.locking import Busy
from targets.services.refusals import Refused
from targets.texts import Text

FIELDS = ("document", "reason", "month", "note", "from_month", "until_month", "grounds")


@dataclass(frozen=True)
class Form:
    """``name``: which of the page's forms; ``said``: its fields as typed; ``chosen``: its ticked boxes."""

    name: str = ""
    said: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    chosen: Sequence[str] = ()
    errors: Mapping[str, Text] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 422 if self.errors else 200


BLANK = Form()


def typed(request: HttpRequest) -> dict[str, str]:
    """The fields as they were posted."""
    return {name: request.POST.get(name, "") for name in FIELDS}


def refused(request: HttpRequest, name: str, refusal: Refused | Busy) -> Form:
    """The form as it was typed, with the sentence beside the field to mend, or above the form for Busy."""
    field = "seen" if isinstance(refusal, Busy) else refusal.field
    return Form(name, typed(request), request.POST.getlist("items"), {field: refusal.sentence})
