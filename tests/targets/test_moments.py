"""The record as of a moment: the newest states of then, in as many queries as the present takes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q

from targets.models import AreaTarget, Figure, Goal, Indicator
from targets.periods import Month
from targets.queries.asked import read_at, read_instant
from targets.queries.moments import Moment, as_rows, first_or_newest, rows
from targets.queries.plan import Outside, Scope, find_scope, goal_states
from tests.factories import NOW, make_figure, make_goal, make_indicator, make_plan

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def at(days: float, recorded_until: datetime | None = None) -> Moment:
    """So many days after the present of the tests."""
    return Moment(NOW + days * DAY, recorded_until)


def numerators(moment: Moment | None) -> list[Decimal | None]:
    return [row.numerator for row in as_rows(Figure, rows(Figure, moment, Q()).order_by("month"))]


def change(figure: Figure, numerator: str, days: float) -> None:
    figure.numerator, figure.changed_at = Decimal(numerator), NOW + days * DAY
    figure.save()


def test_a_row_has_the_state_of_the_moment() -> None:
    figure = make_figure(make_indicator(), "2024-10", "20", "31")
    change(figure, "21", 1)
    assert numerators(at(-1)) == []
    assert numerators(at(0)) == numerators(at(0.5)) == [Decimal(20)]
    assert numerators(at(1)) == numerators(at(9)) == numerators(None) == [Decimal(21)]


def test_what_was_written_later_under_an_earlier_date_is_left_out_of_what_was_printed() -> None:
    make_figure(make_indicator(), "2024-10", "20", "31")
    event = rows(Figure, at(0), Q()).get()
    before = event.pgh_created_at - timedelta(microseconds=1)
    assert numerators(at(0, event.pgh_created_at)) == [Decimal(20)]
    assert numerators(at(0, before)) == numerators(Moment(None, before)) == []


def test_a_deletion_is_respected_since_its_last_change() -> None:
    goal = make_goal()
    target = AreaTarget.objects.create(goal=goal, area=goal.plan.area, target=5, changed_at=NOW)
    target.changed_at = NOW + DAY
    target.save()
    target.delete()
    assert rows(AreaTarget, at(0), Q(goal=goal.pk)).count() == 1
    assert rows(AreaTarget, at(1), Q(goal=goal.pk)).count() == 0


def test_a_rule_was_in_force_before_its_record_began() -> None:
    indicator = make_indicator()
    indicator.decimals, indicator.changed_at = 3, NOW + DAY
    indicator.save()
    found = [
        as_rows(Indicator, first_or_newest(Indicator, at(days), Q(pgh_obj_id=indicator.pk)))[0].decimals
        for days in (-300, 0, 1)
    ]
    assert found == [1, 1, 3]


def test_rebuilt_rows_are_whole() -> None:
    goal = make_goal()
    (rebuilt,) = as_rows(Goal, rows(Goal, at(0), Q(plan=goal.plan_id)))
    assert rebuilt == goal
    assert {field.attname: getattr(rebuilt, field.attname) for field in Goal._meta.concrete_fields} == {
        field.attname: getattr(Goal.objects.get(), field.attname) for field in Goal._meta.concrete_fields
    }


def scope(moment: datetime | None) -> Scope:
    today = (moment or NOW).date()
    return find_scope(area_code="230600", year=2024, as_of=Month(2024, 10), today=today, at=moment)


def test_a_goal_is_judged_by_the_target_and_the_figures_of_then(django_assert_num_queries: object) -> None:
    goal = make_goal(make_plan(), make_indicator(), changed_at=NOW - 30 * DAY)
    change(make_figure(goal.indicator, "2024-10", "31", "31", changed_at=NOW - 9 * DAY), "10", -1)
    goal.target, goal.changed_at = Decimal(30), NOW
    goal.save()
    targets_and_numerators = [
        [(state.evaluation.rule.target, state.evaluation.numerator) for state in goal_states(scope(NOW - days * DAY))]
        for days in (40, 20, 5, 0.5, 0)
    ]
    assert targets_and_numerators == [[], [(92, None)], [(92, 31)], [(92, 10)], [(30, 10)]]
    assert [state.evaluation for state in goal_states(scope(NOW))] == [
        state.evaluation for state in goal_states(scope(None))
    ]


def test_a_moment_costs_one_query_more(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    goal = make_goal()
    for month in range(1, 11):
        make_figure(goal.indicator, f"2024-{month:02d}", "20", "28")
    present, moment = scope(None), scope(NOW)
    with django_assert_num_queries(2):
        goal_states(present)
    with django_assert_num_queries(3):
        goal_states(moment)


SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-11-03", datetime(2024, 11, 3, 23, 59, 59, 999999, SHANGHAI)),
        ("2024-11-04", datetime(2024, 11, 4, 23, 59, 59, 999999, SHANGHAI)),
        ("2024-11-03T18:00", datetime(2024, 11, 3, 18, tzinfo=SHANGHAI)),
        ("2024-11-03 18:00:30", datetime(2024, 11, 3, 18, 0, 30, tzinfo=SHANGHAI)),
        ("2024-11-03T18:00Z", datetime(2024, 11, 3, 18, tzinfo=UTC)),
        ("2024-11-03t18:00z", datetime(2024, 11, 3, 18, tzinfo=UTC)),
        ("0001-01-01", datetime(1950, 1, 1, 23, 59, 59, 999999, SHANGHAI)),
        ("0001-01-01T00:00+08:00", datetime.fromisoformat("1950-01-01T00:00+08:00")),
        ("2024-11-03T18:00 08:00", datetime(2024, 11, 3, 18, tzinfo=SHANGHAI)),
        ("2024-11-02T15:00-19:00", datetime(2024, 11, 3, 18, tzinfo=SHANGHAI)),
    ],
)
def test_a_moment_is_read(text: str, expected: datetime) -> None:
    found = read_at(text, NOW)
    assert found == expected
    assert found.utcoffset() == timedelta(hours=8)  # the database does not take every one


@pytest.mark.parametrize("text", ["", "now", "2024-11", "2024-13-01", "2024-02-30", "0001-13-01", "2024-11-03T25:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Outside) as refusal:
        read_instant(text)
    assert refusal.value.status == 422


@pytest.mark.parametrize("text", ["2024-11-05", "2024-11-04T09:01"])
def test_the_future_is_refused(text: str) -> None:
    with pytest.raises(Outside) as refusal:
        read_at(text, NOW)
    assert refusal.value.status == 404
