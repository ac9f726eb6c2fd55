"""The database refuses nonsense, also past the forms."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection

from targets.models import Goal, OutcomeOfNode
from targets.models.plan import Node, Outcome
from tests.factories import make_area, make_figure, make_goal, make_indicator, make_plan


@pytest.mark.parametrize(
    "fields",
    [
        {"comparison": "rounded", "comparison_decimals": None},
        {"comparison": "exact", "comparison_decimals": 1},
        {"comparison": "almost"},
        {"direction": "sideways"},
        {"pace": "fast"},
        {"target": Decimal(-1)},
    ],
)
def test_a_goal(db: None, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        make_goal(**fields)


def test_a_goal_twice(db: None) -> None:
    make_goal()
    with pytest.raises(IntegrityError):
        make_goal()


@pytest.mark.parametrize(
    ("numerator", "denominator", "fields"),
    [
        ("1", None, {}),
        (None, "1", {}),
        ("-1", "1", {}),
        ("1", "-1", {}),
        ("1", "1", {"month_numerator": Decimal(1)}),
        ("1", "1", {"month_numerator": Decimal(-1), "month_denominator": Decimal(1)}),
        ("1", "1", {"half_unit": Decimal("-0.05")}),
        ("1", "1", {"review": "perhaps"}),
        ("1", "1", {"origin": "hearsay"}),
        ("1", "1", {"version": 0}),
    ],
)
def test_a_figure(db: None, numerator: str | None, denominator: str | None, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        make_figure(make_indicator(), "2024-10", numerator, denominator, **fields)


def test_a_figure_of_a_day_that_is_no_first(db: None) -> None:
    figure = make_figure(make_indicator(), "2024-10", "1", "1")
    with pytest.raises(IntegrityError):
        type(figure).objects.filter(pk=figure.pk).update(month="2024-10-02")


def test_zero_is_a_value_and_blank_is_none(db: None) -> None:
    indicator = make_indicator()
    assert not make_figure(indicator, "2024-01", "0", "0").is_blank
    assert make_figure(indicator, "2024-02", None, None).is_blank


def test_a_link_without_a_reason(db: None) -> None:
    plan = make_plan()
    node = Node.objects.create(plan=plan, number=1, title_zh="一", title_en="one")
    outcome = Outcome.objects.create(plan=plan, number=1, title_zh="一", title_en="one")
    with pytest.raises(IntegrityError):
        OutcomeOfNode.objects.create(node=node, outcome=outcome, reason_zh="因", reason_en="")


def test_an_area_within_itself(db: None) -> None:
    area = make_area()
    area.parent = area
    with pytest.raises(IntegrityError):
        area.save()


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_record_is_append_only(db: None, statement: str) -> None:
    make_goal()
    table = Goal._meta.db_table + "event"
    with pytest.raises(ProgrammingError, match="Cannot"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
