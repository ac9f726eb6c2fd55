"""What the read API answers with. Numbers that are measured or compared are strings of decimals; states are closed."""

from ninja import Schema
from pydantic import Field

from daqing1369.api.fields import (
    DayText,
    MomentText,
    MonthText,
    Number,
    Origin,
    ReportedBy,
    Review,
    TaskState,
    Whole,
)
from targets.evaluation.model import Attainability, Direction, RequiredKind, Status, Verdict


class Problem(Schema):
    detail: str = Field(description="one sentence that says what is wrong", examples=["There is no 1999 plan."])


class Part(Schema):
    number: int
    title: str
    status: Status


class MainLine(Schema):
    title: str
    status: Status


class RequiredOut(Schema):
    kind: RequiredKind
    value: Number
    over: Whole
    unit: str = Field(examples=["days"])


class BudgetOut(Schema):
    unit: str = Field(examples=["days"])
    allowed: Whole
    used: Whole
    left: Whole


class MonthOut(Schema):
    month: MonthText
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    cumulative: Number | None
    month_numerator: Number | None
    month_denominator: Number | None
    review: Review | None
    origin: Origin | None
    provisional: bool
    missing_areas: list[str]


class AreaOut(Schema):
    area: str = Field(examples=["230602"])
    name: str
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    data_through: MonthText | None
    review: Review | None
    target: Number | None
    is_met: bool | None
    missing_months: list[MonthText]


class GoalOut(Schema):
    slug: str = Field(examples=["pm25"])
    title: str
    direction: Direction
    target: Number
    target_decided: bool = Field(description="false: taken over from last year; nothing is judged by it")
    unit: str = Field(examples=["µg/m³"])
    value: Number | None = Field(description="with the goal's shown decimals, half to even")
    value_exact: Number | None = Field(description="with eight decimals, half to even", examples=["27.24983607"])
    status: Status
    verdict: Verdict
    attainability: Attainability
    provisional: bool
    data_through: MonthText | None
    numerator: Number | None
    denominator: Number | None
    pace: Number | None
    required: RequiredOut | None
    budget: BudgetOut | None
    headline: str
    proof: list[str]
    months: list[MonthOut]
    reported_by: ReportedBy
    areas: list[AreaOut]


class OutlookOut(Schema):
    month: MonthText
    median: Number
    low: Number
    high: Number


class ForecastOut(Schema):
    median: Number
    low: Number = Field(description="one year in ten ends below")
    high: Number = Field(description="one year in ten ends above")
    probability: Number = Field(description="of meeting the target, 0 to 1", examples=["0.32"])
    years: list[int] = Field(description="the earlier years it was drawn from")
    path: list[OutlookOut]


class HistoryMonth(Schema):
    month: MonthText
    value: Number | None
    cumulative: Number | None
    numerator: Number | None
    denominator: Number | None


class HistoryYear(Schema):
    year: int
    value: Number | None = Field(description="the year's value; null where December has none")
    months: list[HistoryMonth]


class YearValue(Schema):
    year: int
    value: Number


class Seen(Schema):
    """Which plan, as of the end of which month."""

    year: int
    area: str = Field(examples=["230600"])
    as_of: MonthText
    at: MomentText | None = Field(description="only what was on record at this moment; null: the present")


class GoalDetail(GoalOut, Seen):
    owner: str
    notes: list[str]
    rule: list[str]
    best: Number | None = Field(description="the year's value if all that is open goes as well as it can")
    worst: Number | None
    rest_in_earlier_years: list[YearValue] = Field(description="what the months still open brought in earlier years")
    forecast: ForecastOut | None = Field(description="null where there is none; nothing proven depends on it")
    history: list[HistoryYear] = Field(description="earlier years, newest first")


class Goals(Seen):
    goals: list[GoalOut]


class ActionOut(Schema):
    number: int
    name: str
    theme: str
    status: Status
    progress: Number | None


class BoardOut(Seen):
    main_line: MainLine
    nodes: list[Part]
    outcomes: list[Part]
    goals: list[GoalOut]
    actions: list[ActionOut]


class PlanOut(Schema):
    year: int
    area: str = Field(examples=["230600"])
    area_name: str
    title: str
    main_line: str
    as_of: MonthText = Field(description="the month that is shown where none is asked for")
    closed_on: DayText | None = Field(description="since when nothing of the year changes; null: it is open")
    counts_unapproved: bool = Field(description="whether submitted figures count before they are approved")


class PlanAt(PlanOut):
    at: MomentText | None = Field(description="as the plan stood on record at this moment; null: the present")


class Plans(Schema):
    plans: list[PlanOut]


class GoalOfArea(AreaOut):
    slug: str = Field(examples=["rural-sewage"])
    title: str
    direction: Direction
    unit: str


class AreaGoals(Schema):
    area: str = Field(examples=["230602"])
    name: str
    goals: list[GoalOfArea]


class Areas(Seen):
    areas: list[AreaGoals]


class TaskOut(Schema):
    number: int
    title: str
    owner: str
    status: Status
    state: TaskState
    progress: Whole = Field(description="per cent", examples=["40"])
    start_on: DayText | None
    due_on: DayText | None
    days_late: int | None
    reported_on: DayText | None
    dates_are_sample: bool
    note: str
    sentence: str


class CommitmentOut(Schema):
    slug: str = Field(examples=["zero-waste-cells"])
    title: str
    unit: str
    status: Status
    target: Number
    done: Number | None
    start_on: DayText | None
    due_on: DayText | None
    dates_are_sample: bool
    sentence: str


class ServedGoal(Schema):
    slug: str = Field(examples=["pm25"])
    title: str
    stated: bool = Field(description="whether the plan's text says so")
    reason: str


class ActionLine(ActionOut):
    owner: str
    tasks: int
    done: int
    late: int
    next_due_on: DayText | None
    sentence: str


class Actions(Seen):
    actions: list[ActionLine]


class ActionDetail(Seen, ActionOut):
    owner: str
    summary: str
    sentence: str
    nodes: list[int]
    outcomes: list[int]
    goals: list[ServedGoal]
    tasks: list[TaskOut]
    commitments: list[CommitmentOut]


class Piece(Schema):
    label: str
    old: str
    new: str


class ChangeOut(Schema):
    id: str = Field(description="its place in the record", examples=["1730682000000000.0.17"])
    at: MomentText
    kind: str = Field(examples=["figure"])
    what: str
    area: str
    month: str = Field(description="empty where the change is of no month", examples=["2024-10"])
    pieces: list[Piece]
    correction: str = Field(description="empty unless a figure that had been approved was corrected")
    reason: str
    page: str = Field(description="the page that shows it; empty where there is none")


class Changes(Schema):
    year: int
    area: str
    since: MomentText
    until: MomentText
    at: MomentText | None = Field(description="nothing later is listed; null: the present")
    changes: list[ChangeOut] = Field(description="newest first")
    next: str | None = Field(description="the cursor of older ones; null where there are none")
