"""A figure's life: submitted, approved, returned, corrected; each way out, and what stays standing meanwhile."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from targets.entry.cell import Cell
from targets.models import Assignment, Figure, Reopening, StandIn
from targets.queries.access import access_of, reviewers_of
from targets.services.drafts import DraftTooLong, drop_draft, keep_draft
from targets.services.figures import Locked, NotYours, ReasonNeeded, StaleVersion, save_figure
from targets.services.review import MonthLocked, NotWaiting, OwnFigure, SentenceNeeded, approve, return_
from tests.conftest import member
from tests.factories import NOW, make_area, make_figure, make_indicator, make_slot

TODAY = date(2024, 11, 4)
GOOD, BETTER = Cell(Decimal(29), Decimal(31)), Cell(Decimal(30), Decimal(31))


def save(by: User, cell: Cell = GOOD, version: int = 0, **fields: Any) -> Figure:
    slot = fields.pop("slot", None) or make_slot()
    return save_figure(slot=slot, cell=cell, version=version, by=by, now=NOW, **fields)


def accept(figure: Figure, by: User, **fields: Any) -> Figure:
    known: dict[str, Any] = {"figure_id": figure.pk, "version": figure.version, "by": by, "now": NOW}
    return approve(**known | {"access": access_of(by, TODAY), "today": TODAY} | fields)


def send_back(figure: Figure, by: User, note: str = "28 天？请核对") -> Figure:
    access = access_of(by, TODAY)
    return return_(figure_id=figure.pk, version=figure.version, by=by, now=NOW, access=access, today=TODAY, note=note)


def test_submitted_then_approved_is_on_record_with_who_and_when(editor: User, reviewer: User) -> None:
    figure = save(editor)
    assert (figure.review, figure.entered_by, figure.entered_at) == ("submitted", editor, NOW)
    approved = accept(figure, reviewer)
    assert (approved.review, approved.reviewed_by, approved.version) == ("approved", reviewer, 2)
    states = list(figure.events.order_by("pgh_id").values_list("review", "version"))  # type: ignore[attr-defined]
    assert states == [("submitted", 1), ("approved", 2)]


def test_a_correction_needs_a_reason_and_leaves_the_approved_value_standing(editor: User, reviewer: User) -> None:
    figure = accept(save(editor), reviewer)
    for correction, reason in (("", ""), ("whim", "x"), ("other", "  ")):
        with pytest.raises(ReasonNeeded):
            save(editor, BETTER, 2, correction=correction, reason=reason)
    changed = save(editor, BETTER, 2, correction="audited", reason="")
    assert (changed.review, changed.correction, changed.standing_version) == ("submitted", "audited", 2)
    assert (changed.standing_cell, Cell.of(changed)) == (GOOD, BETTER)
    again = accept(changed, reviewer)
    assert (again.review, again.standing_version, again.standing_cell, Cell.of(again)) == (
        "approved", None, None, BETTER,
    )  # fmt: skip
    assert figure.pk == again.pk


def test_a_correction_corrected_again_keeps_the_first_approved_value(editor: User, reviewer: User) -> None:
    accept(save(editor), reviewer)
    save(editor, BETTER, 2, correction="typing")
    third = save(editor, Cell(Decimal(28), Decimal(31)), 3, correction="other", reason="again")
    assert (third.standing_cell, third.standing_version, third.reason) == (GOOD, 2, "again")


def test_the_approved_value_typed_again_is_approved_as_before(editor: User, reviewer: User) -> None:
    accept(save(editor), reviewer)
    save(editor, BETTER, 2, correction="typing")
    by_hand = member("second", "editor")
    back = save(by_hand, GOOD, 3)
    assert (back.review, back.standing_version, back.correction) == ("approved", None, "")
    assert (back.entered_by, back.reviewed_by, back.changed_by) == (editor, reviewer, by_hand), "as it was approved"


def test_an_approved_zero_and_an_approved_blank_stand_too(editor: User, reviewer: User) -> None:
    zero = Cell(Decimal(0), Decimal(31))
    accept(save(editor, zero), reviewer)
    assert save(editor, GOOD, 2, correction="audited").standing_cell == zero
    blank = accept(save(editor, Cell(), 3, correction="audited"), reviewer)
    assert (blank.is_blank, blank.was_approved) == (True, True)
    assert save(editor, GOOD, 5, correction="audited").standing_cell == Cell()


def test_returned_with_a_sentence_and_back(editor: User, reviewer: User) -> None:
    figure = save(editor)
    for sentence in ("", " \n ", "x" * 501):
        with pytest.raises(SentenceNeeded):
            send_back(figure, reviewer, sentence)
    back = send_back(figure, reviewer)
    assert (back.review, back.review_note, back.reviewed_by) == ("returned", "28 天？请核对", reviewer)
    with pytest.raises(NotWaiting):
        accept(back, reviewer)
    mended = save(editor, BETTER, 2)
    assert (mended.review, mended.review_note) == ("submitted", "28 天？请核对"), (
        "who reviews it next reads why it came"
    )
    assert accept(mended, reviewer).review_note == ""


def test_an_approved_figure_returned_stands_until_it_is_replaced(editor: User, reviewer: User) -> None:
    back = send_back(accept(save(editor), reviewer), reviewer)
    assert (back.review, back.standing_cell) == ("returned", GOOD)


def test_what_a_reviewer_returned_is_not_approved_by_typing_it_again(editor: User, reviewer: User) -> None:
    send_back(accept(save(editor), reviewer), reviewer)
    save(editor, BETTER, 3, correction="typing")
    back = save(editor, GOOD, 4, correction="typing")
    assert (back.review, back.standing_cell) == ("submitted", GOOD)


def test_a_correction_that_was_returned_is_withdrawn_by_the_approved_value(editor: User, reviewer: User) -> None:
    accept(save(editor), reviewer)
    send_back(save(editor, BETTER, 2, correction="typing"), reviewer)
    back = save(editor, GOOD, 4)
    assert (back.review, back.standing_version) == ("approved", None)


@pytest.mark.parametrize("how", [{"note": "核对无误"}, {"again": True}])
def test_a_returned_figure_that_is_right_goes_back_as_it_is(editor: User, reviewer: User, how: dict[str, Any]) -> None:
    send_back(save(editor), reviewer)
    assert save(editor, GOOD, 2).version == 2, "untouched, nothing happens"
    again = save(editor, GOOD, 2, **how)
    assert (again.review, again.version, Cell.of(again)) == ("submitted", 3, GOOD)
    assert accept(again, reviewer).review == "approved"


def test_an_approved_figure_of_a_locked_month_is_not_returned(editor: User, reviewer: User) -> None:
    figure = accept(save(editor), reviewer)
    much_later = {"by": reviewer, "now": NOW, "access": access_of(reviewer, TODAY), "today": date(2024, 12, 1)}
    with pytest.raises(MonthLocked):
        return_(figure_id=figure.pk, version=2, note="again", **much_later)  # type: ignore[arg-type]
    Reopening.objects.create(
        indicator=figure.indicator,
        area=figure.area,
        month=figure.month,
        until_on=date(2024, 12, 5),
        reason="审计",
        changed_at=NOW,
    )
    assert return_(figure_id=figure.pk, version=2, note="again", **much_later).review == "returned"  # type: ignore[arg-type]


def test_nobody_returns_an_own_approved_figure_while_another_reviews(editor: User, reviewer: User) -> None:
    figure = accept(save(reviewer), reviewer)
    member("second", "reviewer")
    with pytest.raises(OwnFigure):
        send_back(figure, reviewer)


def test_the_author_approves_only_where_nobody_else_reviews(editor: User, reviewer: User) -> None:
    own = save(reviewer)  # a reviewer who may also enter
    assert accept(own, reviewer).review == "approved"
    other = member("second", "reviewer")
    mine = save(reviewer, BETTER, 2, correction="typing")
    with pytest.raises(OwnFigure):
        accept(mine, reviewer)
    assert accept(mine, other).review == "approved"


def test_a_reviewer_of_other_figures_is_nobody_else(reviewer: User) -> None:
    other = member("second", "reviewer")
    Assignment.objects.filter(user=other).update(indicator=make_indicator("other-goal"))
    assert [one.username for one in reviewers_of(indicator=make_indicator().pk, area=make_area().pk, today=TODAY)] == [
        "reviewer"
    ]
    assert accept(save(reviewer), reviewer).review == "approved"


@pytest.mark.parametrize("act", ["approve", "return"])
def test_what_changed_since_it_was_seen_is_not_reviewed(editor: User, reviewer: User, act: str) -> None:
    seen = save(editor)
    save(editor, BETTER, 1)
    with pytest.raises(StaleVersion):
        accept(seen, reviewer) if act == "approve" else send_back(seen, reviewer)
    assert Figure.objects.get().review == "submitted"


def test_reviewing_needs_the_right_over_the_very_figure(editor: User, reviewer: User) -> None:
    figure = save(editor)
    Assignment.objects.filter(user=reviewer).update(area=make_area("230621"))
    for act in (accept, send_back):
        with pytest.raises(NotYours):
            act(figure, reviewer)
    with pytest.raises(NotYours):
        accept(figure, editor)


def test_a_locked_month_is_refused_and_a_returned_one_is_not(editor: User, reviewer: User) -> None:
    late = {"closes_after_days": 10, "today": date(2024, 11, 16)}
    with pytest.raises(Locked):
        save(editor, slot=make_slot(**late))  # type: ignore[arg-type]
    send_back(save(editor), reviewer)
    mended = save(editor, BETTER, 2, slot=make_slot(**late, returned=True))  # type: ignore[arg-type]
    assert mended.was_returned, "open until somebody reviews it again"
    accept(mended, reviewer)
    with pytest.raises(Locked):  # a page made before it was approved
        save(editor, GOOD, 4, correction="typing", slot=make_slot(**late, returned=True))  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        save(editor, BETTER, 1, slot=make_slot(may_enter=False))


def test_a_county_editor_enters_its_own_area_and_a_deputy_what_the_absent_may(editor: User, viewer: User) -> None:
    indicator, county, city = make_indicator(), make_area("230621"), make_area()
    county.parent = city
    county.save()
    Assignment.objects.filter(user=editor).update(area=county)
    StandIn.objects.create(absent=editor, deputy=viewer, from_on=TODAY, until_on=TODAY, changed_at=NOW)
    for user in (editor, viewer):
        access = access_of(user, TODAY)
        assert access.may_enter(indicator=indicator.pk, area=county.pk)
        assert not access.may_enter(indicator=indicator.pk, area=city.pk)
        assert not access.reviews
    assert access_of(viewer, TODAY).deputy_of == ("staff",)
    assert not access_of(viewer, TODAY + timedelta(days=1)).enters
    Assignment.objects.filter(user=editor).update(area=city)
    assert access_of(editor, TODAY).may_enter(indicator=indicator.pk, area=county.pk), "a city's editor enters for all"


def test_nobody_without_an_assignment_but_who_gives_them(editor: User, administrator: User) -> None:
    Assignment.objects.all().delete()
    assert access_of(editor, TODAY).enters == ()
    assert access_of(administrator, TODAY).enters


@pytest.mark.parametrize(
    "broken",
    [
        {"review": "returned", "review_note": ""},
        {"standing_numerator": 1, "standing_denominator": 2},
        {"standing_version": 1, "review": "approved"},
        {"correction": "whim"},
    ],
)
def test_the_database_refuses_a_life_that_makes_no_sense(db: None, broken: dict[str, Any]) -> None:
    figure = make_figure(make_indicator(), "2024-10", "29", "31")
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=figure.pk).update(**broken)


def test_a_draft_is_kept_per_person_and_bounded(editor: User, administrator: User) -> None:
    slot = make_slot()
    keep_draft(slot=slot, texts={"numerator": "2"}, version=0, by=editor, now=NOW)
    kept = keep_draft(slot=slot, texts={"numerator": "29\x00\ud800"}, version=0, by=editor, now=NOW)
    keep_draft(slot=slot, texts={"numerator": "7"}, version=0, by=administrator, now=NOW)
    kept.refresh_from_db()
    assert kept.texts == {"numerator": "29"}
    with pytest.raises(DraftTooLong):
        keep_draft(slot=slot, texts={"note": "x" * 4001}, version=0, by=editor, now=NOW)
    drop_draft(slot=slot, by=editor)
    assert [draft.user for draft in administrator.drafts.all()] == [administrator]
    assert not editor.drafts.exists()


def test_a_correction_under_way_is_not_asked_why_again(editor: User, reviewer: User) -> None:
    accept(save(editor), reviewer)
    save(editor, BETTER, 2, correction="other", reason="站点审核")
    third = save(editor, Cell(Decimal(28), Decimal(31)), 3)
    assert (third.correction, third.reason, third.standing_cell) == ("other", "站点审核", GOOD)


def test_the_words_of_a_correction_stay_with_its_value(editor: User, reviewer: User) -> None:
    accept(save(editor), reviewer)
    save(editor, BETTER, 2, correction="other", reason="站点审核")
    assert save(editor, BETTER, 3, note="附报告").reason == "站点审核"
    returned = send_back(Figure.objects.get(), reviewer)
    assert (returned.correction, returned.reason) == ("other", "站点审核")
    assert save(editor, BETTER, 5, note="附报告", again=True).reason == "站点审核"
    assert save(editor, BETTER, 6, note="附报告 2", reason="监测站审核").reason == "监测站审核"
    assert accept(Figure.objects.get(), reviewer).reason == ""
