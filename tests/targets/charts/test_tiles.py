"""The tile map: every unit once, and Daqing's as they lie to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.charts.tiles import MOST_COLUMNS, grid
from tests.targets.evaluation.cases import moderate

NINE = ["230602", "230603", "230604", "230605", "230606", "230621", "230622", "230623", "230624"]
SAERTU, LONGFENG, RANGHULU, HONGGANG, DATONG, ZHAOZHOU, ZHAOYUAN, LINDIAN, DORBOD = NINE


def spots(codes: list[str]) -> dict[str, tuple[int, int]]:
    """(row, column) of each code."""
    return {code: (y, x) for y, row in enumerate(grid(codes)) for x, code in enumerate(row) if code is not None}


def test_the_nine_units_lie_as_they_do_on_the_ground() -> None:
    at = spots(NINE)
    assert min(at, key=lambda code: at[code][0]) == LINDIAN  # in the north
    assert max(at, key=lambda code: at[code][0]) == ZHAOYUAN  # in the south
    assert min(at, key=lambda code: at[code][1]) == DORBOD  # in the west
    assert at[SAERTU][0] < at[LONGFENG][0]
    assert at[RANGHULU][1] < at[SAERTU][1]
    assert at[HONGGANG][1] < at[LONGFENG][1]
    assert at[RANGHULU][0] < at[HONGGANG][0] < at[DATONG][0] < at[ZHAOYUAN][0]
    assert at[DATONG][1] < at[ZHAOZHOU][1]


def test_a_unit_that_the_grid_does_not_know_stands_below() -> None:
    at = spots([*NINE, "230671"])
    assert at["230671"][0] > at[ZHAOYUAN][0]
    assert {code: at[code] for code in NINE} == spots(NINE)


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (4, 2), (5, 3), (9, 3), (13, 4), (40, MOST_COLUMNS)])
def test_another_citys_units_stand_in_order(count: int, columns: int) -> None:
    codes = [f"3301{number:02d}" for number in range(count)]
    rows = grid(codes)
    assert [code for row in rows for code in row if code is not None] == codes
    assert {len(row) for row in rows} == {columns}


def test_no_unit_is_no_map() -> None:
    assert grid([]) == ()


@moderate
@given(st.lists(st.sampled_from([*NINE, *(f"3301{number:02d}" for number in range(9))]), unique=True))
def test_every_unit_has_one_tile_and_no_row_is_empty(codes: list[str]) -> None:
    rows = grid(codes)
    shown = [code for row in rows for code in row if code is not None]
    assert sorted(shown) == sorted(codes)
    assert all(any(row) for row in rows)
    assert len({len(row) for row in rows}) <= 1
