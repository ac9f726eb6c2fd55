"""Why a figure has its value: what was said when it came on record, of all the states that it had."""

from typing import Any

import pytest

from targets.models import Figure
from targets.queries.overrides import Said, reasons_of
from tests.factories import make_figure, make_indicator

UNSAID = Said("", "")


@pytest.fixture
def figure(db: None) -> Figure:
    return make_figure(make_indicator(), "2024-10", "20", "21")


def become(figure: Figure, value: str | None, reason: str = "", **fields: Any) -> None:
    """The figure's next state."""
    fields |= {"numerator": value, "denominator": None if value is None else "21", "reason": reason}
    fields |= {"correction": "other" if reason else "", "version": figure.version + 1}
    Figure.objects.filter(pk=figure.pk).update(**fields)
    figure.refresh_from_db()


def said(figure: Figure) -> Said | None:
    return reasons_of([figure]).get(figure.pk)


def test_what_was_said_first_holds_while_the_value_stands(figure: Figure) -> None:
    assert said(figure) == UNSAID
    become(figure, "21", "letter 7")
    assert said(figure) == Said("other", "letter 7")
    become(figure, "21", note="as sent")
    become(figure, "21", review="approved")
    assert said(figure) == Said("other", "letter 7")


def test_a_value_that_comes_back_has_its_new_reason(figure: Figure) -> None:
    become(figure, "21", "letter 7")
    become(figure, "20", "letter 8")
    become(figure, "21", "letter 9")
    assert said(figure) == Said("other", "letter 9")


def test_a_blank_is_another_value_and_so_is_half_a_unit(figure: Figure) -> None:
    become(figure, None, "no power")
    assert said(figure) == Said("other", "no power")
    become(figure, "21", "letter 7")
    assert said(figure) == Said("other", "letter 7")
    become(figure, "21", "rounded", half_unit="0.05")
    assert said(figure) == Said("other", "rounded")


def test_of_a_figure_that_changed_since_nothing_is_told(figure: Figure) -> None:
    old = Figure.objects.get(pk=figure.pk)
    other = make_figure(make_indicator(), "2024-09", "20", "21")
    become(figure, "21", "letter 7")
    assert reasons_of([old, other]) == {other.pk: UNSAID}
    assert reasons_of([]) == {}
