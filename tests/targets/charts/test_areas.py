"""The charts of areas and of years: the dictionaries carry the numbers of the tables."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from targets.charts.areas import areas_figure, heat_figure
from targets.charts.heat import SHADES, Heat, State, heat, shade
from targets.charts.years import Shown, usual, years_series
from targets.evaluation.compose import AreaRecord, area_states
from targets.evaluation.ranking import ranked
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    AIR,
    PM25_GOAL,
    SECTIONS,
    SEWAGE_GOAL,
    at,
    figure,
    moderate,
    real_pm25,
)

JUNE = Month(2024, 6)
MARCH = Month(2024, 3)
VALUES = st.fractions(min_value=0, max_value=100)


def record(code: str, **months: tuple[int, int]) -> AreaRecord:
    """``record("a", m3=(1, 2))``."""
    found = [figure(Month(2024, int(name[1:])), *pair) for name, pair in months.items()]
    return AreaRecord(code, Text(code, code), {one.month: one for one in found}, Decimal(30))


RECORDS = [record("a", m3=(1, 4), m6=(2, 4)), record("b", m6=(0, 0)), record("c", m3=(0, 4))]
STATES = area_states(SEWAGE_GOAL, RECORDS, {}, JUNE)


def made() -> Heat:
    return heat(SEWAGE_GOAL, RECORDS, STATES, JUNE)


def test_the_months_of_the_areas_say_what_each_of_them_is() -> None:
    table = made()
    assert table.months == (MARCH, JUNE)
    assert table.to_date
    states = {row.code: [cell.state for cell in row.cells] for row in table.rows}
    assert states == {
        "a": [State.GIVEN, State.GIVEN],
        "b": [State.MISSING, State.NOT_APPLICABLE],
        "c": [State.GIVEN, State.MISSING],
    }
    assert [cell.shade for cell in table.rows[0].cells] == [2, 4]
    assert table.rows[2].cells[0].shade == 0  # 0 is a value


@moderate
@given(VALUES, VALUES, VALUES)
def test_a_greater_value_is_never_lighter(one: Fraction, other: Fraction, third: Fraction) -> None:
    low, middle, high = sorted([one, other, third])
    shades = [shade(value, low, high) for value in (low, middle, high)]
    assert shades == sorted(shades)
    assert all(0 <= one < SHADES for one in shades)


def test_the_bars_are_in_order_of_rank_with_the_city_below() -> None:
    picture = areas_figure(
        ranked(STATES, SEWAGE_GOAL),
        (Text("大庆市", "Daqing"), Fraction(25)),
        SEWAGE_GOAL,
        language="en",
        title=Text("标题", "title"),
        name="areas",
    )
    assert [trace["meta"]["role"] for trace in picture["data"]] == ["area", "city", "target"]
    assert picture["data"][0]["y"] == ["a", "c"]
    assert picture["data"][0]["x"] == [50.0, 0.0]
    assert picture["layout"]["yaxis"]["categoryarray"] == ["Daqing", "c", "a"]
    assert picture["data"][2]["x"] == [30.0, 30.0, 35.0]


def test_the_heat_map_leaves_a_gap_where_there_is_no_value() -> None:
    picture = heat_figure(made(), SEWAGE_GOAL, language="zh-hans", title=Text("标题", "title"), name="heat")
    assert picture["data"][0]["z"] == [[25.0, 50.0], [None, None], [0.0, None]]
    assert picture["data"][0]["text"][0] == ["25.0", "50.0"]
    assert picture["data"][0]["x"] == ["3月", "6月"]


def test_the_newest_year_comes_first_and_no_more_than_five_are_drawn() -> None:
    now = at(PM25_GOAL, real_pm25(), 10)
    numbers, series = years_series([now] * 7, Shown.TO_DATE)
    assert numbers == tuple(range(1, 13))
    assert series[0].role == "year_now"
    assert series[0].values[9] == Fraction("8311.2") / 305


def test_what_adds_up_is_shown_by_month_and_a_total_to_date() -> None:
    assert usual(AIR) is Shown.MONTH
    assert usual(SECTIONS) is Shown.TO_DATE
