"""What is made of a goal's figures holds while they stand, and what other cities share while theirs do; no longer."""

from collections.abc import Callable

import psycopg
import pytest
from django.contrib.auth.models import User
from django.test import Client

from daqing1369.versions import MOST_OF_A_KIND, reading, remember
from daqing1369.year import year_state
from targets.models import Figure, GoalOfOutcome, Outcome, Plan
from targets.queries import neighbours, plan, shared
from targets.queries.plan import find_scope, goals_of
from tests.elsewhere import parameters
from tests.factories import NOW, make_area, make_figure, make_mean, make_plan
from tests.year import make_air_year

OURS = "UPDATE targets_figure SET numerator = numerator + 40 WHERE month = '2024-10-01' AND area_id = %s"
CHANGES = {
    "a figure": "UPDATE targets_figure SET numerator = numerator * 2 WHERE month = '2024-09-01' AND area_id <> %s",
    "a figure less": "DELETE FROM targets_figure WHERE month = '2024-09-01' AND area_id <> %s",
    "a figure that is no longer approved": "UPDATE targets_figure SET review = 'draft' WHERE area_id <> %s",
    "a plan less": "DELETE FROM targets_plan WHERE area_id <> %s",
    "a target": "UPDATE targets_goal SET target = 12 WHERE plan_id IN (SELECT id FROM targets_plan WHERE area_id = %s)",
}


@pytest.fixture
def leader(transactional_db: None, viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    other = make_area("230100", name_zh="哈尔滨市", name_en="Harbin")
    make_plan(area=other)
    for year in (2022, 2023, 2024):
        for number in range(1, 11 if year == 2024 else 13):
            days = str((70 - 5 * min(number, 13 - number)) * 30)
            make_figure(make_mean(), f"{year}-{number:02d}", days, "30", area=other, changed_at=NOW)
    return client_of(viewer)


def elsewhere(statement: str) -> None:
    """On a connection of its own, as another process does."""
    with psycopg.connect(**parameters()) as other:
        other.execute(statement, [Plan.objects.order_by("id")[0].area_id] if "%s" in statement else None)


def counted(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[object]:
    """Each call of the function from now on."""
    calls: list[object] = []
    real = getattr(module, name)

    def call(*given: object) -> object:
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(module, name, call)
    return calls


def test_a_figure_of_ours_computes_nothing_of_the_others(leader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("/", "/goals/pm25/"):
        leader.get(address)
    pools, steps = counted(monkeypatch, neighbours, "_shared"), counted(monkeypatch, shared, "_shared")
    goals = counted(monkeypatch, plan, "goal_state")
    elsewhere(f"{OURS} AND indicator_id = (SELECT id FROM targets_indicator WHERE slug = 'pm25')")
    for address in ("/", "/goals/pm25/"):
        leader.get(address)
    assert (len(pools), len(steps), len(goals)) == (0, 0, 1)


def test_what_is_kept_of_a_goal_is_nobodys_own(leader: Client) -> None:
    scope = find_scope(area_code="230600", year=2024, as_of=None, today=NOW.date())
    with reading():
        one, other = goals_of(scope)[0], goals_of(scope)[0]
        assert one is not other and one.plan is other.plan is scope.plan
        one.indicator = one.plan = None  # type: ignore[assignment]
        assert other.indicator is not None is not other.plan
        assert goals_of(scope)[0].indicator == other.indicator


@pytest.mark.parametrize("change", CHANGES)
def test_what_holds_is_what_is_computed_anew(leader: Client, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = "/api/v1/plans/2024/goals/pm25", "/api/v1/plans/2024/board"
    before = [leader.get(address).json() for address in addresses]
    elsewhere(CHANGES[change])
    held = [leader.get(address).json() for address in addresses]
    assert held[0] != before[0]
    monkeypatch.setattr("daqing1369.versions._kept", {})
    monkeypatch.setattr("daqing1369.versions._store", lambda *_: None)
    assert held == [leader.get(address).json() for address in addresses]


def test_what_is_computed_of_the_same_is_remembered_and_each_kind_forgets_its_oldest() -> None:
    computed: list[tuple[str, int]] = []

    def of(kind: str, number: int) -> int:
        def compute() -> int:
            computed.append((kind, number))
            return number

        return remember(kind, number, compute)

    assert of("one kind", 0) == of("one kind", 0) == 0
    assert of("another", 0) == 0
    for number in range(1, MOST_OF_A_KIND + 1):
        of("one kind", number)
    assert computed.count(("one kind", 0)) == 1
    assert (of("one kind", 0), of("another", 0), of("one kind", MOST_OF_A_KIND)) == (0, 0, MOST_OF_A_KIND)
    assert computed.count(("one kind", 0)) == 2, "the oldest was forgotten"
    assert computed.count(("another", 0)) == computed.count(("one kind", MOST_OF_A_KIND)) == 1


def test_an_outcome_follows_the_figures_of_its_goal(transactional_db: None) -> None:
    """What is kept of the plan's parts leaves the figures out and goes by what the goals say."""
    air, _ = make_air_year()
    outcome = Outcome.objects.create(plan=air.plan, number=1, title_zh="空气", title_en="air")
    GoalOfOutcome.objects.create(goal=air, outcome=outcome, stated=True)
    scope = find_scope(area_code="230600", year=2024, as_of=None, today=NOW.date())
    with reading():
        before = year_state(scope)
    Figure.objects.filter(indicator=air.indicator, month__year=2024).update(numerator=1)
    with reading():
        after = year_state(scope)
    (member,) = after.outcomes[0].members
    goal = next(state.evaluation for state in after.goals if state.goal.pk == air.pk)
    assert (member.status, member.sentence) == (goal.status, goal.sentences.headline)
    assert member.status is not before.outcomes[0].members[0].status
