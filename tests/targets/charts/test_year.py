"""The year's series, the server's picture of them and the interactive chart's dictionary carry the same numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.charts.lines import broken
from targets.charts.plotly import year_figure
from targets.charts.year import HEIGHT, WIDTH, draw, picture_title, series_of, ticks_for
from targets.texts import Text
from tests.targets.evaluation.cases import FARMLAND_GOAL, PM25_GOAL, at, moderate, real_pm25

OCTOBER = at(PM25_GOAL, real_pm25(), 10)


def test_the_series_are_those_of_the_evaluation() -> None:
    series = {one.role: one.values for one in series_of(OCTOBER)}
    assert set(series) == {"month", "last_year", "to_date", "pace", "target"}
    assert series["month"][0] == Fraction("1505.7") / 31
    assert series["to_date"][9] == Fraction("8311.2") / 305
    assert series["month"][10] is None
    assert series["last_year"][2] is None


def test_a_goal_without_figures_draws_its_target_alone() -> None:
    assert [one.role for one in series_of(at(FARMLAND_GOAL, [], 10))] == ["target"]


def test_the_picture_breaks_lines_where_a_month_is_missing() -> None:
    shapes = {shape.role: shape for shape in draw(series_of(OCTOBER)).shapes}
    assert len(shapes["last_year"].lines) == 2  # January to February, April to December 2023
    assert len(shapes["to_date"].points) == 10
    assert len(shapes["month"].bars) == 10
    assert broken([None, (1, 1), None]) == ()


def test_everything_drawn_lies_within_the_picture() -> None:
    picture = draw(series_of(OCTOBER))
    spots = [spot for shape in picture.shapes for spot in [*shape.points, *((x, y) for x, y, _ in shape.bars)]]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in spots)


@moderate
@given(st.fractions(min_value=0, max_value=10**9), st.fractions(min_value=0, max_value=10**9))
def test_ticks_enclose_the_values(one: Fraction, other: Fraction) -> None:
    low, high = sorted([one, other])
    ticks = ticks_for(low, high)
    assert 2 <= len(ticks) <= 13
    assert ticks[0] <= float(low) + 1e-6 * float(high)
    assert ticks[-1] >= float(high) * (1 - 1e-9)


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "累计"), ("en", "year to date")])
def test_the_interactive_chart_is_in_the_readers_language(language: str, word: str) -> None:
    figure = year_figure(
        series_of(OCTOBER),
        year=2024,
        unit=Text("µg/m³", "µg/m³"),
        decimals=2,
        language=language,
        title=picture_title(OCTOBER),
        name="pm25-2024-10-months",
    )
    assert figure["title"].endswith({"zh-hans": "截至 2024-10", "en": "as of 2024-10"}[language])
    traces = {trace["meta"]["role"]: trace for trace in figure["data"]}
    assert traces["to_date"]["name"] == word
    assert traces["to_date"]["y"][9] == 27.25
    assert traces["month"]["y"][11] is None
    assert traces["month"]["x"][0] == {"zh-hans": "1月", "en": "Jan"}[language]
