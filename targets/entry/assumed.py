"""Assumptions as they are typed on the what-if page: what was understood, what it means, or why it cannot be. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from targets.evaluation.aggregate import Record
from targets.evaluation.forecast_pool import ALONE, Common
from targets.evaluation.model import Combination, Direction, GoalEvaluation, GoalRule, MonthFigure
from targets.evaluation.phrases import counted, month_name, plain, telling, things, with_unit
from targets.evaluation.what_if import Field, Outcome, Preset, fields_of, figure_of, outcome, preset
from targets.numbers import NumberError, below_zero, not_a_share, read, write_number
from targets.periods import Month, months_of
from targets.standards.rounding import round_down, round_up
from targets.texts import Text

_SHARE_DECIMALS = 2  # of a part that is measured


@dataclass(frozen=True)
class Asked:
    """One open month on the page. ``problem``: what is wrong with the text, why, and an example."""

    field: Field
    text: str
    number: Decimal | None
    slider: Decimal  # where it stands; of a blank field in the middle of what can be
    meaning: Text | None
    problem: Text | None

    @property
    def name(self) -> str:
        return name_of(self.field.month)

    @property
    def month_name(self) -> Text:
        return month_name(self.field.month)


@dataclass(frozen=True)
class Choice:
    """A preset: the texts of the fields that it fills, as the address carries them; none where the record has none."""

    kind: Preset
    texts: tuple[tuple[str, str], ...]
    is_chosen: bool


@dataclass(frozen=True)
class Assumption:
    """Everything that the page says.

    ``left_out``: months that were typed for, but have a figure by now. ``is_whole``: what is asked for are counts.
    """

    asked: tuple[Asked, ...]
    choices: tuple[Choice, ...]
    outcome: Outcome
    left_out: tuple[Month, ...]
    is_whole: bool = False

    @property
    def is_made(self) -> bool:
        return any(one.number is not None for one in self.asked)

    @property
    def rounding(self) -> Text | None:
        """How the presets that are shares of last year come to whole numbers; None where nothing is rounded to them."""
        texts = {one.kind: one.texts for one in self.choices}
        if not self.is_whole or not texts.get(Preset.BETTER):
            return None
        if texts[Preset.BETTER] == texts.get(Preset.LAST_YEAR):
            return Text(
                "计数取整数：好 10% 与去年同样的差别不足 1，因此两者相同。",
                "Counts are whole numbers: 10 % better than last year is less than one more, so both are the same.",
            )
        return Text(
            "计数按四舍六入五成双取整数。", "Counts are rounded to the nearest whole number, halves to the even one."
        )

    @property
    def has_problems(self) -> bool:
        return any(one.problem is not None for one in self.asked)


def name_of(month: Month) -> str:
    """The field's name in the address: ``m11``."""
    return f"m{month.number}"


def assume(
    present: GoalEvaluation,
    figures: Sequence[MonthFigure],
    texts: Mapping[str, str],
    *,
    whole: bool,
    common: Common = ALONE,
) -> Assumption:
    """Read the texts of the fields ``m1`` to ``m12``, evaluate, and fill the presets.

    ``present``: the goal as it stands, evaluated from the figures. ``whole``: parts are counts. What cannot be read
    counts as blank.
    """
    rule, as_of = present.rule, present.as_of
    record = Record.at(rule, figures, as_of)
    fields = fields_of(record, whole=whole)
    asked = tuple(ask(rule, field, texts.get(name_of(field.month), ""), whole=whole) for field in fields)
    assumed = [figure_of(rule.indicator, one.field, one.number) for one in asked if one.number is not None]
    found = outcome(present, figures, assumed, common)
    given = {one.name: one.number for one in asked}
    choices = []
    for kind in Preset:
        numbers = preset(record, found.present, fields, kind, whole=whole)
        filled = {name_of(month): number for month, number in numbers.items()}
        chosen = bool(filled) and all(given[name] == filled.get(name) for name in given)
        choices.append(Choice(kind, tuple((name, write_number(number)) for name, number in filled.items()), chosen))
    open_names = {one.name for one in asked}
    typed = [month for month in months_of(rule.year) if texts.get(name_of(month), "").strip()]
    left_out = tuple(month for month in typed if name_of(month) not in open_names)
    are_counts = whole and any(one.field.of is not None and not one.field.is_share for one in asked)
    return Assumption(asked, tuple(choices), found, left_out, are_counts)


def ask(rule: GoalRule, field: Field, text: str, *, whole: bool) -> Asked:
    """Understand one field."""
    problem: Text | None = None
    number: Decimal | None = None
    try:
        number = _number(rule, field, text, whole=whole)
    except NumberError as refusal:
        problem = refusal.sentence
    if number is not None:
        problem = _refused(rule, field, number, whole=whole)
    if problem is not None:
        number = None
    slider = field.most / 2 if number is None else min(number, field.most)
    meaning = None if number is None else meaning_of(rule, field, number)
    return Asked(field, text, number, slider, meaning, problem)


def _number(rule: GoalRule, field: Field, text: str, *, whole: bool) -> Decimal | None:
    """The typed number as a mean or a part; a share is turned into the part, rounded to the side that promises less."""
    reading = read(text)
    if reading is None:
        return None
    if reading.value < 0:
        raise below_zero(reading.value)
    if not reading.percent or field.is_share:
        return reading.value
    if field.of is None or rule.indicator.scale != 100:
        raise not_a_share(text)
    exact = Fraction(reading.value) / 100 * Fraction(field.of)
    rounding = round_down if rule.direction is Direction.AT_LEAST else round_up
    return rounding(exact, 0 if whole else _SHARE_DECIMALS)


def _refused(rule: GoalRule, field: Field, number: Decimal, *, whole: bool) -> Text | None:
    if field.of is None:
        return _too_high(rule, field, number) if number > field.limit else None
    written, month = write_number(number), month_name(field.month)
    if number > field.of:
        most, name = write_number(field.of), rule.indicator.denominator_name
        if field.is_share:
            return Text(
                f"比例不会超过 100 %，不能是 {written}。请填 0 到 100，例如 95。",
                f"A share is never above 100 %, so {written} cannot be right. Write 0 to 100, for example 95.",
            )
        if rule.indicator.counts_days:
            return Text(
                f"{month.zh}只有 {most} 天，不能是 {written}。请填 0 到 {most}，例如 {int(field.of) - 3}。",
                f"{month.en} has {most} days, so {written} cannot be right. Write 0 to {most}, "
                f"for example {int(field.of) - 3}.",
            )
        return Text(
            f"{name.zh}共 {most}，不能是 {written}。请填 0 到 {most}，例如 {most}。",
            f"There are {most} in all ({name.en}), so {written} cannot be right. Write 0 to {most}, "
            f"for example {most}.",
        )
    if whole and not field.is_share and number % 1:
        name, near = rule.indicator.numerator_name, int(number)
        return Text(
            f"{name.zh}是计数，必须是整数，不能是 {written}。例如 {near} 或 {near + 1}。",
            f"These are counted ({name.en}), so {written} cannot be right. For example {near} or {near + 1}.",
        )
    return None


def _too_high(rule: GoalRule, field: Field, number: Decimal) -> Text:
    """A mean beyond everything that is on record, many times over."""
    month = month_name(field.month)
    value, most = with_unit(plain(number), rule), plain(field.limit)
    near = plain(rule.target if rule.target > 0 else field.most / 2)
    return Text(
        f"{month.zh}均值 {value.zh} 远高于有记录的任何月份，应为笔误。请填 0 到 {most}，例如 {near}。",
        f"A mean of {value.en} in {month.en} is far above every month on record and must be a slip. "
        f"Write 0 to {most}, for example {near}.",
    )


def meaning_of(rule: GoalRule, field: Field, number: Decimal) -> Text:
    """What the number stands for: 27 of 30 days, 90.0 %; 25.7 µg/m³ over 30 days."""
    indicator, written = rule.indicator, plain(number)
    if field.of is None:
        value = with_unit(written, rule)
        if not indicator.counts_days:
            return value
        days = field.month.days
        return Text(
            f"{value.zh}，{days} {indicator.denominator_unit.zh}",
            f"{value.en} over {counted(str(days), indicator.denominator_unit.en)}",
        )
    if field.is_share:
        return with_unit(written, rule)
    share = indicator.scale * Fraction(number) / Fraction(field.of)
    value, all_of = with_unit(telling(share, rule.target, indicator.decimals), rule), things(field.of, indicator)
    return Text(f"{all_of.zh}中 {written}，即 {value.zh}", f"{written} of {all_of.en}: {value.en}")


def label_of(rule: GoalRule, field: Field) -> Text:
    """What the field asks for, besides its month."""
    indicator = rule.indicator
    if field.of is None:
        return Text(f"均值（{indicator.unit.zh}）", f"mean ({indicator.unit.en})")
    if field.is_share:
        return Text(f"比例（{indicator.unit.zh}）", f"share in {indicator.unit.en}")
    total = indicator.combination is Combination.NEWEST
    name = indicator.numerator_name
    return Text(f"{'累计' if total else ''}{name.zh}", f"{name.en}{' in all' if total else ''}")
