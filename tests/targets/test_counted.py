"""What counts of a figure through its life, with and without the plan's leave for what is not yet approved."""

from decimal import Decimal
from typing import Any

import pytest

from targets.evaluation.model import Pair
from targets.models import Figure
from tests.factories import NOW, make_figure, make_indicator

TODAY = NOW.date()
STANDING: dict[str, Any] = {
    "standing_version": 1,
    "standing_numerator": 29,
    "standing_denominator": 31,
    "standing_origin": "computed",
}
Expected = tuple[str, str, Pair | None, Pair | None] | None  # numerator, review, was, waiting

OLD, NEW = Pair(Decimal(29), Decimal(31)), Pair(Decimal(28), Decimal(31))
BLANK = Pair(None, None)
# review and fields: what counts where only approved figures do, and where submitted ones count at once
LIFE: dict[str, tuple[str, str | None, dict[str, Any], Expected, Expected]] = {
    "approved": ("approved", "28", {}, ("28", "approved", None, None), ("28", "approved", None, None)),
    "submitted": ("submitted", "28", {}, None, ("28", "submitted", None, None)),
    "draft": ("draft", "28", {}, None, None),
    "returned": ("returned", "28", {"review_note": "?"}, None, None),
    "blanked": ("approved", None, {}, None, None),
    "correction": (
        "submitted",
        "28",
        STANDING,
        ("29", "approved", None, NEW),
        ("28", "submitted", OLD, None),
    ),
    "correction returned": (
        "returned",
        "28",
        STANDING | {"review_note": "?"},
        ("29", "approved", None, None),
        ("29", "approved", None, None),
    ),
    # A value is not taken off the board before a reviewer agrees, at once or not.
    "correction to a blank": (
        "submitted",
        None,
        STANDING,
        ("29", "approved", None, BLANK),
        ("29", "approved", None, BLANK),
    ),
    "correction of a blank": (
        "submitted",
        "28",
        {"standing_version": 1},
        None,
        ("28", "submitted", BLANK, None),
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("name", LIFE)
def test_what_counts(name: str, *, at_once: bool) -> None:
    review, numerator, fields, approved_only, unapproved_too = LIFE[name]
    make_figure(make_indicator(), "2024-09", numerator, numerator and "31", review=review, origin="entered", **fields)
    counted = Figure.objects.select_related("indicator").get().counted(TODAY, counts_unapproved=at_once)
    expected = unapproved_too if at_once else approved_only
    if expected is None:
        assert counted is None
        return
    assert counted is not None
    assert (str(counted.numerator.normalize()), counted.review, counted.was, counted.waiting) == expected
    assert counted.origin == ("computed" if expected[0] == "29" else "entered")


@pytest.mark.django_db
def test_a_standing_mean_keeps_its_doubt_and_its_month() -> None:
    fields: dict[str, Any] = {
        f"standing_{name}": Decimal("0.5") for name in ("half_unit", "month_numerator", "month_denominator")
    }
    make_figure(make_indicator(), "2024-10", "28", "31", review="submitted", **STANDING, **fields)
    counted = Figure.objects.select_related("indicator").get().counted(TODAY, counts_unapproved=False)
    assert counted is not None
    assert {counted.half_unit, counted.month_numerator, counted.month_denominator} == {Decimal("0.5")}
    assert counted.provisional, "October's figures are provisional until 10 November"
