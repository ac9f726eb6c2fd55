"""Samples on a section's page, with the versions that later ones replaced."""

from datetime import date, datetime, time

import pytest

from targets.measurements.section_samples import Change, SampleFacts, Value, Version, measured, samples_of
from targets.standards.surface_water_table import WaterBody, WaterClass, WaterItem
from targets.texts import Text

ON, AT = date(2024, 10, 8), time(8)
REPLACED = datetime.fromisoformat("2024-11-03T10:00:00+08:00")


def version(number: int, **values: str) -> Version:
    return Version(ON, AT, number, values, REPLACED, by="审核后.csv")


def test_columns_are_the_items_that_any_sample_has() -> None:
    found = samples_of(
        [SampleFacts(ON, AT, {"tp": "0.3", "codmn": "4.1"}), SampleFacts(ON, time(12), {"nh3n": "<0.025"})],
        [],
        WaterBody.RIVER,
    )
    assert found.items == (WaterItem.CODMN, WaterItem.NH3N, WaterItem.TP)
    assert found.lines[0].values == (Value("4.1", WaterClass.III), Value(None, None), Value("0.3", WaterClass.IV))
    assert found.lines[0].water_class is WaterClass.IV
    assert found.lines[1].values[1] == Value("<0.025", WaterClass.I)


def test_lakes_have_their_own_limits_of_phosphorus() -> None:
    (line,) = samples_of([SampleFacts(ON, AT, {"tp": "0.1"})], [], WaterBody.LAKE).lines
    assert line.water_class is WaterClass.IV


def test_a_report_without_values_has_no_class() -> None:
    (line,) = samples_of([SampleFacts(ON, None, {}, status="停站")], [], WaterBody.RIVER).lines
    assert line.water_class is None


def test_each_earlier_version_says_what_the_next_one_changed() -> None:
    facts = [SampleFacts(ON, AT, {"tp": "0.3", "codmn": "4.1"}, version=3)]
    (line,) = samples_of(facts, [version(1, tp="0.5"), version(2, tp="0.5", codmn="4.1")], WaterBody.RIVER).lines
    assert [one.version.number for one in line.earlier] == [2, 1]
    assert line.earlier[0].changes == (Change(Text("总磷", "total phosphorus"), "0.5"),)
    assert line.earlier[1].changes == (Change(Text("高锰酸盐指数", "permanganate index"), None),)


def test_an_item_that_the_table_does_not_know_keeps_its_name() -> None:
    (line,) = samples_of([SampleFacts(ON, AT, {})], [version(1, chla="0.01")], WaterBody.RIVER).lines
    assert line.earlier[0].changes == (Change(Text("chla", "chla"), "0.01"),)


@pytest.mark.parametrize("text", [None, "", "--", "<", "<0", "nan"])
def test_what_is_no_number_is_no_value(text: str | None) -> None:
    assert measured(text) is None
