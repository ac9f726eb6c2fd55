"""Assumed months are a series of their own."""

from fractions import Fraction

from targets.charts.assumed import assumed_series
from targets.charts.year import draw, series_of
from targets.entry.assumed import assume
from tests.targets.evaluation.cases import PM25_GOAL, at, real_pm25


def test_what_is_assumed_leaves_the_bars_on_record() -> None:
    texts = {"m11": "30", "m12": "20"}
    found = assume(at(PM25_GOAL, real_pm25(), 10), real_pm25(), texts, whole=True)
    series = {one.role: one.values for one in assumed_series(found.outcome.assumed)}
    assert [value is not None for value in series["month"]] == [True] * 10 + [False] * 2
    assert series["assumed"][10:] == (Fraction(30), Fraction(20))
    bars = {shape.role: len(shape.bars) for shape in draw(assumed_series(found.outcome.assumed)).shapes if shape.bars}
    assert bars == {"month": 10, "assumed": 2}


def test_without_an_assumption_it_is_the_year_as_it_stands() -> None:
    evaluation = at(PM25_GOAL, real_pm25(), 10)
    assert assumed_series(evaluation) == series_of(evaluation)
