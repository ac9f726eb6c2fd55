"""What is owed, by whom: due, late, returned, locked, waiting; for oneself and as a stand-in."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from targets.models import Area, Assignment, Draft, Goal, Plan, StandIn
from targets.periods import Month
from targets.queries import duties
from targets.queries.access import workers
from targets.queries.duties import DutyKind, all_duties, duties_of
from targets.queries.slots import Slot, slot_of
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_mean, make_plan

TODAY = NOW.date()  # Monday 2024-11-04: October is due tomorrow


@pytest.fixture
def goal(db: None) -> Goal:
    goal = make_goal(plan=make_plan(closes_after_days=10))
    for number in range(1, 10):
        make_figure(goal.indicator, f"2024-{number:02d}", "28", "30")
    return goal


def kinds(user: User, today: date = TODAY) -> list[tuple[str, str]]:
    return [(duty.kind.value, str(duty.month)) for duty in duties_of(user.pk, today).owed]


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_due_late_locked_and_done(goal: Goal, editor: User) -> None:
    assert kinds(editor) == [("due", "2024-10")]
    assert kinds(editor, day("2024-11-05")) == [("due", "2024-10")], "the due day itself is not late"
    (late,) = duties_of(editor.pk, day("2024-11-06")).owed
    assert (late.kind, late.term.days_late, late.term.closes_in) == (DutyKind.LATE, 1, 9)
    assert kinds(editor, day("2024-11-15")) == [("late", "2024-10")], "the last day on which it can be given"
    assert kinds(editor, day("2024-11-16")) == [("locked", "2024-10")]
    make_figure(goal.indicator, "2024-10", "0", "31", review="submitted")
    assert kinds(editor) == [], "0 is a value"


def test_a_month_that_is_not_over_is_not_owed(goal: Goal, editor: User) -> None:
    make_figure(goal.indicator, "2024-10", "29", "31")
    assert kinds(editor, day("2024-11-30")) == []
    assert kinds(editor, day("2024-12-01")) == [("due", "2024-11")]


@pytest.mark.parametrize("review", ["submitted", "approved"])
def test_a_blank_is_owed_unless_its_note_answers(goal: Goal, editor: User, review: str) -> None:
    figure = make_figure(goal.indicator, "2024-10", None, None, note=" ", review=review)
    assert kinds(editor) == [("due", "2024-10")]
    figure.note = "仪器故障"
    figure.save()
    assert kinds(editor) == []


def test_a_blank_that_came_back_is_owed_whatever_its_note_says(goal: Goal, editor: User) -> None:
    make_figure(goal.indicator, "2024-10", None, None, note="仪器故障", review="returned", review_note="请补报")
    assert kinds(editor) == [("returned", "2024-10")]


def test_returned_comes_first_with_its_sentence_and_its_cell(goal: Goal, editor: User) -> None:
    figure = make_figure(goal.indicator, "2024-10", "3", "31", review="returned", review_note="缺一天")
    goal.indicator.figures.filter(month="2024-03-01").update(review="returned", review_note="请核对")
    first, second = duties_of(editor.pk, TODAY).owed
    assert (first.kind, str(first.month), first.sentence) == (DutyKind.RETURNED, "2024-03", "请核对")
    assert (second.sentence, second.version) == ("缺一天", figure.version)
    assert first.path == "/figures/2024/3/#row-good-air-days"
    assert first.term.is_open, "a returned figure is open however late"


def test_only_what_its_frequency_asks_for(db: None, editor: User) -> None:
    make_goal(indicator=make_indicator(frequency="annual"))
    assert kinds(editor) == []
    assert kinds(editor, day("2025-01-03")) == [("due", "2024-12")]


def test_the_year_before_ends_with_what_can_still_be_given(goal: Goal, editor: User) -> None:
    for number in (10, 11):
        make_figure(goal.indicator, f"2024-{number}", "28", "30")
    make_goal(plan=make_plan(2025, closes_after_days=10), indicator=goal.indicator)
    assert kinds(editor, day("2025-01-10")) == [("late", "2024-12")]
    assert kinds(editor, day("2025-02-05")) == [("due", "2025-01")], "locked figures of a past year are let be"


def test_a_plan_that_never_locks(goal: Goal, editor: User) -> None:
    Plan.objects.update(closes_after_days=None)
    (duty,) = duties_of(editor.pk, day("2025-03-01")).owed[:1]
    assert duty.kind is DutyKind.LATE
    assert duty.term.closes_in is None


def test_a_draft_is_named(goal: Goal, editor: User) -> None:
    Draft.objects.create(
        user=editor, indicator=goal.indicator, area=goal.plan.area, month=day("2024-10-01"), saved_at=NOW
    )
    (duty,) = duties_of(editor.pk, TODAY).owed
    assert duty.has_draft


def test_areas_owe_their_own(db: None, editor: User) -> None:
    city = make_area()
    mine, other = (make_area(code, parent=city, order=order) for order, code in enumerate(("230621", "230622")))
    make_area("230699", parent=city, reports=False)
    make_goal(plan=make_plan(area=city), reported_by="areas")
    Assignment.objects.filter(user=editor).update(area=mine)
    found = [duty for duty in duties_of(editor.pk, TODAY).owed if duty.month == Month(2024, 10)]
    assert [duty.area for duty in found] == [mine]
    assert found[0].path == "/figures/2024/10/#row-good-air-days_a230621"
    Assignment.objects.filter(user=editor).update(area=city)
    found = [duty for duty in duties_of(editor.pk, TODAY).owed if duty.month == Month(2024, 10)]
    assert [duty.area for duty in found] == [mine, other], "the city stands for its divisions"


def test_another_citys_cell_names_its_area(db: None, editor: User) -> None:
    make_goal(plan=make_plan(area=make_area("230100")))
    duty = next(duty for duty in duties_of(editor.pk, TODAY).owed if duty.month == Month(2024, 10))
    assert duty.path == "/figures/2024/10/?area=230100#row-good-air-days"


def test_who_is_assigned_to_nothing_owes_nothing(goal: Goal, administrator: User, viewer: User) -> None:
    for user in (administrator, viewer):
        assert duties_of(user.pk, TODAY).is_empty
    Assignment.objects.create(user=viewer, changed_at=NOW)
    assert duties_of(viewer.pk, TODAY).is_empty, "an assignment gives no right"
    Assignment.objects.create(user=administrator, changed_at=NOW)
    assert kinds(administrator) == [("due", "2024-10")]


def test_an_assignment_to_another_indicator(goal: Goal, editor: User) -> None:
    Assignment.objects.filter(user=editor).update(indicator=make_mean())
    assert kinds(editor) == []


def test_a_stand_in_owes_what_the_absent_one_does(goal: Goal, editor: User, viewer: User) -> None:
    times: dict[str, Any] = {"from_on": TODAY, "until_on": TODAY + timedelta(days=3), "changed_at": NOW}
    StandIn.objects.create(absent=editor, deputy=viewer, **times)
    assert kinds(viewer) == [("due", "2024-10")]
    assert kinds(viewer, TODAY + timedelta(days=4)) == []
    editor.is_active = False
    editor.save()
    assert kinds(viewer) == [], "nothing of who has left"


def test_what_waits_for_a_reviewer(goal: Goal, editor: User, reviewer: User) -> None:
    make_figure(goal.indicator, "2024-10", "29", "31", review="submitted", entered_by=editor)
    assert len(duties_of(reviewer.pk, TODAY).waiting) == 1
    assert duties_of(editor.pk, TODAY).waiting == ()


def test_ones_own_figure_waits_for_the_other_reviewer(goal: Goal, editor: User, reviewer: User) -> None:
    make_figure(goal.indicator, "2024-10", "29", "31", review="submitted", entered_by=reviewer)
    assert len(duties_of(reviewer.pk, TODAY).waiting) == 1, "nobody else is there to review it"
    editor.groups.set(reviewer.groups.all())
    assert duties_of(reviewer.pk, TODAY).waiting == ()
    assert len(duties_of(editor.pk, TODAY).waiting) == 1


def test_queries_do_not_grow(goal: Goal, editor: User, reviewer: User, django_assert_num_queries: Any) -> None:
    for number in range(5):
        make_goal(indicator=make_mean(f"more-{number}"))
        extra = User.objects.create_user(f"more-{number}")
        extra.groups.set(editor.groups.all())
        Assignment.objects.create(user=extra, changed_at=NOW)
    with django_assert_num_queries(4):
        assert len(workers(TODAY)) == 7
    with django_assert_num_queries(10):
        assert len(duties_of(editor.pk, TODAY).owed) == 51
    with django_assert_num_queries(9):
        assert len(list(all_duties(TODAY))) == 7


def test_only_ones_own_places_are_looked_at(
    goal: Goal, editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_goal(plan=make_plan(area=make_area("230100")), indicator=make_mean())
    make_goal(indicator=make_indicator("more"))
    Assignment.objects.filter(user=editor).update(area=goal.plan.area, indicator=goal.indicator)
    looked: list[tuple[int, int]] = []
    whole = slot_of

    def looking(of: Goal, area: Area, *args: Any, **options: Any) -> Slot:
        looked.append((of.pk, area.pk))
        return whole(of, area, *args, **options)

    monkeypatch.setattr(duties, "slot_of", looking)
    assert kinds(editor) == [("due", "2024-10")]
    assert set(looked) == {(goal.pk, goal.plan.area_id)}
    assert (other.pk, other.plan.area_id) not in looked
    make_figure(goal.indicator, "2024-10", "29", "31", review="submitted", entered_by=editor)
    assert len(duties_of(reviewer.pk, TODAY).waiting) == 1


def test_ones_own_list_is_the_one_out_of_everybodys(goal: Goal, editor: User, reviewer: User) -> None:
    county = make_area("230621", parent=goal.plan.area)
    make_goal(indicator=make_mean(), reported_by="areas")
    make_figure(goal.indicator, "2024-10", "29", "31", review="submitted", entered_by=reviewer)
    for assigned in ({"area": county}, {"area": goal.plan.area}, {"indicator": goal.indicator}, {}):
        Assignment.objects.filter(user=editor).update(**{"area": None, "indicator": None} | assigned)
        for worker, listed in all_duties(TODAY):
            assert duties_of(worker.user.pk, TODAY) == listed
