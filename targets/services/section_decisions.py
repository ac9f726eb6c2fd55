"""What is decided about a section, not measured: months of ice, natural background. Its months follow at once."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from targets.measurements.taken import Place
from targets.models import Background, FrozenMonth, Section
from targets.periods import Month
from targets.services.section_months import deduction_of, months_on_record, recompute_sections
from targets.standards.surface_water_table import EVALUATED
from targets.texts import Text

Changed = set[tuple[int, Month]]


class NotDecided(Exception):
    """The decision cannot be put on record; ``sentence`` says why."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


@transaction.atomic
def declare_frozen(*, section: Section, month: Month, note: str, by: AbstractBaseUser | None, now: datetime) -> Changed:
    """Put on record that ice prevents sampling in the month, or say it anew; the rows that changed. NotDecided."""
    if not note.strip():
        raise NotDecided(
            Text("请写明封冻的依据，例如：冰厚0.6米，未采样。", "Say why, for example: ice of 0.6 m, not sampled.")
        )
    frozen = FrozenMonth.objects.filter(section=section, month=month.first_on).first()
    frozen = frozen or FrozenMonth(section=section, month=month.first_on)
    frozen.note, frozen.withdrawn = note.strip(), False
    return _decided(frozen, [month], by=by, now=now, reason=note.strip())


@transaction.atomic
def withdraw_frozen(*, frozen: FrozenMonth, reason: str, by: AbstractBaseUser | None, now: datetime) -> Changed:
    """The month is not frozen after all; the rows that changed. NotDecided without a reason."""
    frozen.withdrawn = True
    return _decided(frozen, [Month.of(frozen.month)], by=by, now=now, reason=_reason(reason))


@transaction.atomic
def deduct_background(*, background: Background, by: AbstractBaseUser | None, now: datetime) -> Changed:
    """Put a deduction of natural background on record, new or changed; the rows that changed.

    NotDecided for items that do not decide the class, none of them, or no grounds, document or sensible months.
    """
    items = {item.value for item in EVALUATED}
    if not background.items or not set(background.items) <= items:
        raise NotDecided(
            Text(
                "请选择参与评价的项目，例如 codmn、cod。",
                "Choose items that take part in the class, for example codmn, cod.",
            )
        )
    try:
        deduction_of(background)
    except ValueError:
        raise NotDecided(
            Text(
                "请写明理由和文件（例如文号），截止月份不早于起始月份。",
                "Give the grounds and the document, for example its number; it does not end before it begins.",
            )
        ) from None
    return _decided(background, months_on_record(background.section), by=by, now=now, reason=background.grounds)


@transaction.atomic
def withdraw_background(*, background: Background, reason: str, by: AbstractBaseUser | None, now: datetime) -> Changed:
    """The deduction holds no more; the rows that changed. NotDecided without a reason."""
    background.withdrawn = True
    months = months_on_record(background.section)
    return _decided(background, months, by=by, now=now, reason=_reason(reason))


def _decided(
    decision: FrozenMonth | Background,
    months: list[Month],
    *,
    by: AbstractBaseUser | None,
    now: datetime,
    reason: str,
) -> Changed:
    decision.changed_by_id = by.pk if by else None
    decision.changed_at, decision.reason = now, reason[:500]
    decision.save()
    return recompute_sections([Place("section", decision.section_id, month) for month in months], now=now)


def _reason(text: str) -> str:
    if not text.strip():
        raise NotDecided(Text("请写明撤回的理由。", "Say why it is withdrawn."))
    return text.strip()
