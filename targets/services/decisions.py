"""What is decided about measurements: sand-dust days, frozen months, natural background.

Each decision names its document or grounds, which is its reason on record; it is withdrawn for a reason, never deleted.
The months concerned are computed again in the same transaction. A load that has the turn is waited for briefly: Busy.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser

from targets.measurements.taken import FIRST_YEAR
from targets.models import Background, City, DustDay, FrozenMonth, Section
from targets.periods import Month
from targets.services.computed import Changed
from targets.services.load_turns import take_turns
from targets.services.locking import briefly
from targets.services.refusals import Refused, words
from targets.services.settings_changed import after_setting
from targets.standards.surface_water_table import EVALUATED
from targets.texts import Text

Decision = DustDay | FrozenMonth | Background
_DOCUMENT = Text("请写明依据的文件，例如 庆环函〔2024〕1号。", "Name the document, such as 庆环函〔2024〕1号.")
_ICE = Text(
    "请写明依据，例如 封冻，冰厚超过 1 m，无法采样。",
    "Say why, such as: frozen over, ice of more than 1 m, no sampling.",
)
_GROUNDS = Text(
    "请写明自然本底的依据，例如 湿地腐殖质。", "Say what makes it natural, such as humic matter of the wetlands."
)
_WITHDRAWN = Text("请写明撤销的理由。", "Say why it is withdrawn.")
_ITEMS = Text("请至少选择一个项目。", "Choose one item at least.")
_ITS_END = Text("结束月份早于开始月份。", "It ends before it begins.")
_TWICE = Text("这些项目在同一时段已经认定为自然本底。", "These items are deducted in the same months already.")
_TO_COME = Text("这一月份还没有到。", "That month is still to come.")
_TOO_EARLY = Text(
    f"请填 {FIRST_YEAR} 年以后的月份，例如 2024-01。", f"Give a month since {FIRST_YEAR}, such as 2024-01."
)


class StaleDecision(Refused):
    """Somebody decided meanwhile; the page shows what stands now."""

    def __init__(self) -> None:
        super().__init__(
            "seen",
            Text(
                "其间有人作了变更，现状如下；请核对后再操作。",
                "Somebody decided meanwhile; what stands now is shown here. Look at it and try again.",
            ),
        )


@briefly()
def declare_dust(
    *, city: City, day: date, document: str, seen: datetime | None, by: AbstractBaseUser, now: datetime, today: date
) -> list[Changed]:
    """Declare a sand-dust day of the city; again, where it was withdrawn. The figures that it moves.

    ``seen``: when the row that the writer saw was changed, None where there was none. Raises StaleDecision, Refused (no
    document, or too long; a day to come).
    """
    if day > today:
        raise Refused("document", Text(f"{day} 还没有到。", f"{day} is still to come."))
    paper = words(document, field="document", most=300, needed=_DOCUMENT)
    take_turns()
    found = DustDay.objects.select_for_update(of=("self",)).filter(city=city.pk, day=day).order_by("pk").first()
    row = _again(found, seen) or DustDay(city=city, day=day)
    row.document = paper
    return _write(row, reason=paper, by=by, now=now)


@briefly()
def declare_frozen(
    *, section: Section, month: Month, note: str, by: AbstractBaseUser, now: datetime, today: date
) -> list[Changed]:
    """Declare a month of the section as frozen over; again, where it was withdrawn. The figures that it moves.

    Raises Refused (no grounds, or too long; a month to come, long past, or declared already).
    """
    _check_month(month, "month")
    if month > Month.of(today):
        raise Refused("month", _TO_COME)
    grounds = words(note, field="note", most=300, needed=_ICE)
    take_turns()
    rows = FrozenMonth.objects.select_for_update(of=("self",)).filter(section=section.pk, month=month.first_on)
    found = rows.order_by("pk").first()
    if found is not None and not found.withdrawn:
        raise Refused("month", Text(f"{month} 已经认定为封冻。", f"{month} is declared as frozen over already."))
    row = found or FrozenMonth(section=section, month=month.first_on)
    row.note, row.withdrawn = grounds, False
    return _write(row, reason=grounds, by=by, now=now)


@briefly()
def declare_background(
    *,
    section: Section,
    items: Collection[str],
    from_month: Month,
    until_month: Month | None,
    grounds: str,
    document: str,
    by: AbstractBaseUser,
    now: datetime,
) -> list[Changed]:
    """Leave these items out of the section's class in these months, ``until_month`` None: until it is withdrawn.

    The figures that it moves. Raises Refused (no item that decides the class, months that do not fit, the same declared
    already, a text that is missing or too long).
    """
    chosen = sorted({item.value for item in EVALUATED} & set(items))
    if not chosen:
        raise Refused("chosen", _ITEMS)
    _check_month(from_month, "from_month")
    if until_month is not None and until_month < from_month:
        raise Refused("until_month", _ITS_END)
    told = {
        "grounds": words(grounds, field="grounds", most=500, needed=_GROUNDS),
        "document": words(document, field="document", most=300, needed=_DOCUMENT),
    }
    take_turns()
    span = {"from_month": from_month.first_on, "until_month": until_month and until_month.first_on}
    if Background.objects.filter(section=section.pk, items=chosen, withdrawn=False, **span).exists():
        raise Refused("chosen", _TWICE)
    row = Background(section=section, items=chosen, **span, **told)
    return _write(row, reason=told["grounds"], by=by, now=now)


@briefly()
def withdraw(
    *, decision: Decision, reason: str, seen: datetime | None, by: AbstractBaseUser, now: datetime
) -> list[Changed]:
    """Withdraw what was decided; the figures that it moves. Raises StaleDecision, Refused (no reason, or too long)."""
    why = words(reason, field="reason", most=500, needed=_WITHDRAWN)
    take_turns()
    rows = type(decision)._default_manager.select_for_update(of=("self",))
    row: Decision = rows.get(pk=decision.pk)
    if row.withdrawn or row.changed_at != seen:
        raise StaleDecision
    row.withdrawn = True
    return _write(row, reason=why, by=by, now=now)


def _again(found: DustDay | None, seen: datetime | None) -> DustDay | None:
    """The withdrawn row that is declared again, if it is the one that the writer saw."""
    if (found and found.changed_at) != seen or (found is not None and not found.withdrawn):
        raise StaleDecision
    if found is not None:
        found.withdrawn = False
    return found


def _check_month(month: Month, field: str) -> None:
    if month.year < FIRST_YEAR:
        raise Refused(field, _TOO_EARLY)


def _write(row: Decision, *, reason: str, by: AbstractBaseUser, now: datetime) -> list[Changed]:
    row.changed_by_id, row.changed_at, row.reason = by.pk, now, reason
    row.save()
    return after_setting(row, by=by, now=now)
