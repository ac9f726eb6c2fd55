"""The plain values that the evaluation takes and returns. Everything is exact: Decimal or Fraction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from targets.periods import Frequency, Month
from targets.texts import Text


class Direction(StrEnum):
    """On which side of the target the value must lie; the target itself is met."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Combination(StrEnum):
    """How the months of a year become the year's value."""

    SUM = "sum"  # numerators and denominators are summed, then divided
    MEAN = "mean"  # numerator: sum of valid daily means; denominator: valid days
    NEWEST = "newest"  # the newest month's figure is the total to date
    ANNUAL = "annual"  # settled once, in December


class Comparison(StrEnum):
    """GB/T 8170: the full value is compared, or the value rounded to a stated number of decimals."""

    EXACT = "exact"
    ROUNDED = "rounded"


class ReportedBy(StrEnum):
    """Who gives a goal's figures: the city, or each of its areas, from whose sums the city's value is composed."""

    CITY = "city"
    AREAS = "areas"


class PaceKind(StrEnum):
    """What the value to date is held against, besides the target."""

    NONE = "none"
    SEASONAL = "seasonal"  # the mean path of earlier years, scaled to end on the target
    SCHEDULE = "schedule"  # 时序进度: straight from last year's final value to the target
    MILESTONES = "milestones"  # values set by the plan for some months; straight between them


class Attainability(StrEnum):
    SECURED = "secured"
    OUT_OF_REACH = "out_of_reach"
    ATTAINABLE = "attainable"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    OPEN = "open"
    MET = "met"
    NOT_MET = "not_met"
    NOT_EVALUABLE = "not_evaluable"


class Status(StrEnum):
    """The one lamp, worst first: the order decides which member of a parent is the weakest."""

    OUT_OF_REACH = "out_of_reach"
    NOT_MET = "not_met"
    BEHIND = "behind"
    NOT_EVALUABLE = "not_evaluable"
    AT_RISK = "at_risk"
    NO_DATA = "no_data"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    SECURED = "secured"
    MET = "met"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Status).index(self)

    @property
    def is_worrying(self) -> bool:
        """Whether a leader must hear of it: all that is worse than too early to say."""
        return self.rank < Status.TOO_EARLY.rank


@dataclass(frozen=True)
class IndicatorRule:
    """What is measured and how its months combine; nothing here depends on a plan."""

    slug: str
    name: Text
    unit: Text  # of the value: "%", "µg/m³"
    combination: Combination
    frequency: Frequency
    scale: int  # the value is scale × numerator ÷ denominator: 100 for a share in per cent, 1 for a mean
    decimals: int  # shown on the board and in the API
    detail_decimals: int  # shown on the goal's own page
    numerator_name: Text  # "good days"
    numerator_unit: Text  # "days"
    denominator_name: Text  # "valid days"
    denominator_unit: Text  # "days"
    shortfall_name: Text  # what lies between them, as a budget names it: "bad days", "failed checks"
    counts_days: bool  # the denominator is a number of days of the month
    min_days_year: int | None = None  # validity: fewer valid days in the year make it not evaluable
    min_days_month: int | None = None  # the same for each month but February
    min_days_february: int | None = None


@dataclass(frozen=True)
class GoalRule:
    """An indicator's target in one year's plan."""

    indicator: IndicatorRule
    year: int
    direction: Direction
    target: Decimal
    comparison: Comparison = Comparison.EXACT
    comparison_decimals: int | None = None  # given exactly when the comparison is rounded
    pace: PaceKind = PaceKind.NONE
    milestones: Mapping[int, Decimal] = field(default_factory=dict, hash=False)  # month number -> value
    on_track_from: Decimal = Decimal("0.70")  # the plan's: with a forecast, on track from this probability on
    at_risk_from: Decimal = Decimal("0.30")  # and at risk from this one on; behind below
    target_decided: bool = True  # False: last year's, taken over; it is shown, and judges nothing


@dataclass(frozen=True)
class Pair:
    """Another value of a month beside the one that counts. Both None: blank."""

    numerator: Decimal | None
    denominator: Decimal | None


@dataclass(frozen=True)
class MonthFigure:
    """What counts for one month. A blank month has no MonthFigure at all; 0 is a value. For combination ``mean`` the
    numerator is the sum of the valid daily means (value's unit × days).
    """

    month: Month
    numerator: Decimal
    denominator: Decimal
    review: str = "approved"
    origin: str = "entered"
    provisional: bool = False
    month_numerator: Decimal | None = None  # newest-is-the-total: the month by itself, kept beside the total
    month_denominator: Decimal | None = None
    half_unit: Decimal | None = None  # a mean typed as 27.2 is known to ±0.05: 0.05 here; None when the sum was given
    missing_areas: tuple[Text, ...] = ()  # composed of areas: those that gave nothing and are not in the sum
    was: Pair | None = None  # counted is a correction, not yet approved: the approved value that it would replace
    waiting: Pair | None = None  # counted is the approved value: the correction that waits for approval

    def __hash__(self) -> int:  # of what differs most, for whole records are looked up; equality compares all of it
        return hash((self.month, self.numerator, self.denominator))


@dataclass(frozen=True)
class MonthResult:
    """One month of the plan's year, as the pages and the API list it. None: there is no such value."""

    month: Month
    figure: MonthFigure | None
    is_due: bool  # by the indicator's frequency
    is_past: bool  # not after the as-of month
    value: Fraction | None  # of the month by itself
    cumulative: Fraction | None  # of the year to this month's end; carried over no gap at the end: None without figure
    pace: Fraction | None
    last_year: Fraction | None  # the same month a year earlier, by itself
    last_year_cumulative: Fraction | None


class RequiredKind(StrEnum):
    MEAN_OF_REST = "mean_of_rest"
    COUNT_OF_REST = "count_of_rest"


@dataclass(frozen=True)
class Required:
    """What the rest of the period must bring. ``value`` is rounded to the safe side; ``exact`` is not rounded."""

    kind: RequiredKind
    value: Decimal
    exact: Fraction
    over: int
    unit: Text  # of ``over``


@dataclass(frozen=True)
class Budget:
    """How many shortfalls (bad days, failed checks) the target allows for the expected denominator."""

    unit: Text
    name: Text
    allowed: int
    used: int

    @property
    def left(self) -> int:
        """Negative once more are used than allowed."""
        return self.allowed - self.used


@dataclass(frozen=True)
class Validity:
    """Whether the year can be evaluated by the standard's rules on valid days, as of now."""

    evaluable: bool  # all rules fulfilled now
    broken: bool  # can no longer be fulfilled, whatever comes: a month with a figure has too few valid days
    short_months: tuple[Month, ...]  # months with a figure but too few valid days
    missing_months: tuple[Month, ...]  # due months up to the as-of month without a figure
    valid_days: int | None  # None where the indicator does not count days
    incomplete_months: tuple[Month, ...] = ()  # months with a figure that lacks areas: never enough to evaluate by


@dataclass(frozen=True)
class Proof:
    """The numbers behind the attainability. Best, worst: the year's value if the rest goes so; None: unbounded."""

    open_units: int  # open days (or open due months, where the indicator does not count days)
    expected: int | None  # expected valid days; None where unknowable
    best: Fraction | None
    worst: Fraction | None


@dataclass(frozen=True)
class EarlierRest:
    """What the part of the year that is open brought in an earlier year that has a figure for all of it: the sum of the
    same months; of a total, its change from the same month to December."""

    year: int
    numerator: Decimal
    denominator: Decimal
    value: Fraction | None  # of these months alone; None for a total


@dataclass(frozen=True)
class MonthOutlook:
    """The year's value to the end of a month to come, as the forecast sees it: median and 80 % interval."""

    month: Month
    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """The year's final value as a distribution, in the value's own unit. An opinion: nothing proven depends on it."""

    median: float
    low: float  # 10 % lie below
    high: float  # 10 % lie above
    probability: float  # of meeting the target, 0 to 1
    years: tuple[int, ...]  # the earlier years of the same city that it was drawn from
    path: tuple[MonthOutlook, ...]  # the open months in order; the last one is December


@dataclass(frozen=True)
class Sentences:
    """The same facts in words, complete sentences without markup. An empty tuple: there is nothing to say."""

    headline: Text  # the one line of the board's card: what it still takes
    proof: tuple[Text, ...]  # attainability with its numbers
    notes: tuple[Text, ...]  # validity, missing months, rounding error of typed means, restated proofs
    rule: tuple[Text, ...]  # how months combine, comparison, pace
    history: Text | None = None  # what is required from now on, set against the same months of earlier years


@dataclass(frozen=True)
class GoalEvaluation:
    """Everything a page, the API or an export says about one goal as of one month."""

    rule: GoalRule
    as_of: Month
    value: Fraction | None
    numerator: Decimal | None
    denominator: Decimal | None
    months: tuple[MonthResult, ...]  # all twelve; those after the as-of month carry no figure
    data_through: Month | None
    provisional: bool
    rounding_error: Fraction | None  # the most that rounded typed means can move the year's value; None: no typed means
    validity: Validity
    verdict: Verdict
    attainability: Attainability
    proof: Proof
    required: Required | None
    budget: Budget | None
    pace: Fraction | None  # at the month that the status is judged by
    rest_in_earlier_years: tuple[
        tuple[int, Fraction], ...
    ]  # the open months' mean/share in earlier years, where complete
    status: Status
    sentences: Sentences
    forecast: Forecast | None = None  # None: there is no earlier year to go by, or nothing seasonal to foresee
    earlier_rests: tuple[EarlierRest, ...] = ()  # of the complete earlier years, in order
