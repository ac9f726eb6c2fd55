"""What a plan file may say of areas, indicators, plans and demo figures: types, lengths, closed vocabularies.

Strict: nothing is converted but dates and numbers, which are written as strings, and no field is unknown.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationInfo
from pydantic.functional_validators import field_validator, model_validator

from targets.evaluation.model import Combination, Comparison, Direction, PaceKind, ReportedBy
from targets.periods import Frequency, Month

# Units that the pages, the API and the import know how to write.
UNITS = ("%", "µg/m³")

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def decimal(given: object) -> Decimal:
    """The number written as a string; ValueError for anything else, exponents included."""
    if not isinstance(given, str) or _NUMBER.fullmatch(given) is None:
        raise ValueError('must be a number written as a string, such as "27.5"')
    return Decimal(given)


def _day(given: object) -> date:
    if not isinstance(given, str) or _DAY.fullmatch(given) is None:
        raise ValueError('must be a day written "YYYY-MM-DD"')
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ValueError("is a day that does not exist") from None


def _month(given: object) -> Month:
    if not isinstance(given, str):
        raise ValueError('must be a month written "YYYY-MM"')
    return Month.parse(given)


def _plain(given: object) -> object:
    if isinstance(given, str) and _CONTROL.search(given):
        raise ValueError("holds a control character")
    return given


def up_to(longest: int, *, shortest: int = 1) -> StringConstraints:
    """The limits of a text; blanks around it do not count."""
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)


def needs(test: Callable[[Any, dict[str, Any]], str | None], *fields: str) -> Any:
    """A validator of fields that looks at the fields before them; the test returns the reason for a refusal."""

    def check(value: Any, info: ValidationInfo) -> Any:
        reason = test(value, info.data)
        if reason:
            raise ValueError(reason)
        return value

    return field_validator(*fields)(check)


Small = Annotated[int, Field(ge=0, le=32767)]
Number1 = Annotated[int, Field(ge=1, le=999)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Day = Annotated[date, BeforeValidator(_day)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,12}$")]
Decimals = Annotated[int, Field(ge=0, le=6)]
Days = Annotated[int, Field(ge=1, le=366)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)]
Target = Annotated[Decimal, BeforeValidator(decimal), Field(ge=0, max_digits=14, decimal_places=6)]
Count = Annotated[Decimal, BeforeValidator(decimal), Field(ge=0, max_digits=24, decimal_places=10)]
Probability = Annotated[Decimal, BeforeValidator(decimal), Field(ge=0, le=1, max_digits=3, decimal_places=2)]
Text20 = Annotated[str, up_to(20), BeforeValidator(_plain)]
Text40 = Annotated[str, up_to(40), BeforeValidator(_plain)]
Text60 = Annotated[str, up_to(60), BeforeValidator(_plain)]
Text100 = Annotated[str, up_to(100), BeforeValidator(_plain)]
Text200 = Annotated[str, up_to(200), BeforeValidator(_plain)]
Text300 = Annotated[str, up_to(300), BeforeValidator(_plain)]
Text5000 = Annotated[str, up_to(5000), BeforeValidator(_plain)]
Maybe300 = Annotated[str, up_to(300, shortest=0), BeforeValidator(_plain)]
Maybe1000 = Annotated[str, up_to(1000, shortest=0), BeforeValidator(_plain)]
Maybe5000 = Annotated[str, up_to(5000, shortest=0), BeforeValidator(_plain)]


class Row(BaseModel):
    """A record of a plan file."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Area(Row):
    code: Code
    name_zh: Text100
    name_en: Text100
    parent: Code | None
    order: Small
    reports: bool = True


class Indicator(Row):
    slug: Slug
    name_zh: Text100
    name_en: Text100
    short_zh: Text40
    short_en: Text40
    unit_zh: Text20
    unit_en: Text20
    combination: Annotated[Combination, Field(strict=False)]
    frequency: Annotated[Frequency, Field(strict=False)]
    scale: Literal[1, 100]
    decimals: Decimals
    detail_decimals: Decimals
    numerator_name_zh: Text60
    numerator_name_en: Text60
    numerator_unit_zh: Text20
    numerator_unit_en: Text20
    denominator_name_zh: Text60
    denominator_name_en: Text60
    denominator_unit_zh: Text20
    denominator_unit_en: Text20
    shortfall_name_zh: Text60
    shortfall_name_en: Text60
    counts_days: bool
    whole_numbers: bool
    min_days_year: Days | None
    min_days_month: DayOfMonth | None
    min_days_february: DayOfMonth | None
    due_day: DayOfMonth
    provisional_until_day: DayOfMonth | None
    supplier_zh: Text100
    supplier_en: Text100
    rule_zh: Text5000
    rule_en: Text5000
    source_zh: Text5000
    source_en: Text5000

    known_unit = needs(
        lambda unit, _: None if unit in UNITS else f"is an unknown unit; known: {', '.join(UNITS)}",
        "unit_zh",
        "unit_en",
    )


class Link(Row):
    """A link that the plan's text does not state gives its reason, in both languages."""

    stated: bool
    reason_zh: Maybe300
    reason_en: Maybe300

    reasoned = needs(
        lambda reason, seen: None if reason or seen.get("stated", True) else "a link that is not stated needs a reason",
        "reason_zh",
        "reason_en",
    )


class ToNumber(Link):
    number: Number1


class ToSlug(Link):
    slug: Slug


class Node(Row):
    number: Number1
    title_zh: Text200
    title_en: Text200


class Outcome(Node):
    nodes: list[ToNumber]
    goals: list[ToSlug]


def _decimals_fit(decimals: int | None, seen: dict[str, Any]) -> str | None:
    if "comparison" in seen and (decimals is not None) != (seen["comparison"] is Comparison.ROUNDED):
        return 'is given exactly when the comparison is "rounded"'
    return None


def milestones_fit(milestones: dict[str, str], pace: str) -> bool:
    """Whether there are milestones exactly where the pace goes by them."""
    return bool(milestones) == (pace == PaceKind.MILESTONES)


def _milestone(given: object) -> object:
    decimal(given)
    return given


# Month number to value, both as strings; the administration holds what is typed to the same.
Milestones = dict[
    Annotated[str, StringConstraints(pattern=r"^([1-9]|1[0-2])$")], Annotated[str, BeforeValidator(_milestone)]
]
MILESTONES: TypeAdapter[Milestones] = TypeAdapter(Milestones, config=ConfigDict(strict=True))


class AreaTarget(Row):
    area: Code
    target: Target


class Goal(Row):
    """``area_targets``: None leaves those on record as they are."""

    slug: Slug
    order: Small
    direction: Annotated[Direction, Field(strict=False)]
    target: Target
    comparison: Annotated[Comparison, Field(strict=False)]
    comparison_decimals: Decimals | None
    pace: Annotated[PaceKind, Field(strict=False)]
    milestones: Milestones
    owner_zh: Text100
    owner_en: Text100
    note_zh: Maybe5000
    note_en: Maybe5000
    reported_by: Annotated[ReportedBy, Field(strict=False)] = ReportedBy.CITY
    area_targets: list[AreaTarget] | None = None

    decimals_where_rounded = needs(_decimals_fit, "comparison_decimals")
    milestones_where_paced = needs(
        lambda milestones, seen: (
            None
            if "pace" not in seen or milestones_fit(milestones, seen["pace"])
            else 'are given exactly when the pace is "milestones"'
        ),
        "milestones",
    )


class Plan(Row):
    """``in_force_on``: since when the plan's rows are on record, where they are new; None: since they are loaded."""

    area: Code
    year: Year
    title_zh: Text200
    title_en: Text200
    main_line_zh: Text300
    main_line_en: Text300
    counts_unapproved: bool = False
    closes_after_days: Small | None = 10
    in_force_on: Day | None = None
    on_track_from: Probability = Decimal("0.70")
    at_risk_from: Probability = Decimal("0.30")
    nodes: list[Node]
    outcomes: list[Outcome]
    goals: list[Goal]

    @model_validator(mode="after")
    def thresholds_in_order(self) -> "Plan":
        """Both or neither: what is not said stays as it is, and might not fit."""
        if len({"on_track_from", "at_risk_from"} & self.model_fields_set) == 1:
            raise ValueError("on_track_from and at_risk_from are given together or not at all")
        if self.at_risk_from > self.on_track_from:
            raise ValueError("at_risk_from must not be above on_track_from")
        return self


class Figure(Row):
    """A demo figure; numerator and denominator are always there, the month by itself has both or neither."""

    indicator: Slug
    area: Code
    month: Annotated[Month, BeforeValidator(_month)]
    numerator: Count
    denominator: Count
    month_numerator: Count | None
    month_denominator: Count | None
    origin: Literal["computed", "sample"]
    source_zh: Maybe300
    source_en: Maybe300
    note: Maybe1000

    both_or_neither = needs(
        lambda month, seen: (
            "stands only beside the month's numerator, and the other way round"
            if "month_numerator" in seen and (month is None) != (seen["month_numerator"] is None)
            else None
        ),
        "month_denominator",
    )


SECTIONS: dict[str, type[BaseModel]] = {"areas": Area, "indicators": Indicator, "plans": Plan, "figures": Figure}
