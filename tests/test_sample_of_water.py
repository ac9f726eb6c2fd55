"""The demo's invented samples give exactly the demo's sample figures, by the standard and nothing else."""

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from targets.measurements.lines import read_table
from targets.measurements.section_months import Circumstances, facts_of, rows_of_year
from targets.measurements.taken import Options
from targets.measurements.water_rows import WaterReader, WaterRow
from targets.periods import Month, months_of
from targets.standards.surface_water_sections import sections_share

FIXTURES = Path(__file__).parents[1] / "fixtures"
SAMPLE = FIXTURES / "monitoring" / "daqing_water_sample.csv"
YEARS = 2022, 2023, 2024


def samples() -> tuple[list[WaterRow], set[str]]:
    """The file's rows, and the rules it met on the way."""
    rules: set[str] = set()
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        table = read_table(stream)
        reader = WaterReader(table.columns, SAMPLE.name, Options(), datetime(2025, 1, 31))
        read = [reader.read(row, lambda remark: rules.add(remark.rule.name)) for row in table.rows]
    return [row for row in read if row is not None], rules


def shares() -> dict[str, tuple[int, int, int, int]]:
    """Good and assessed sections, of the year so far and of the month, by month."""
    by_section: dict[str, dict[Month, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in samples()[0]:
        by_section[row.section][Month.of(row.day)].append((row.values, False))
    found = {}
    for year in YEARS:
        rows = {
            name: rows_of_year(
                {month: facts_of(listed) for month, listed in months.items() if month.year == year}, Circumstances()
            )
            for name, months in by_section.items()
        }
        for month in months_of(year):
            total = sections_share({name: each[month]["cumulative_class"] for name, each in rows.items()})
            own = sections_share({name: each[month]["water_class"] for name, each in rows.items()})
            found[str(month)] = total.good, total.assessed, own.good, own.assessed
    return found


def test_the_samples_give_the_demo_s_figures() -> None:
    figures = json.loads((FIXTURES / "demo-figures.json").read_text(encoding="utf-8"))["figures"]
    columns = "numerator", "denominator", "month_numerator", "month_denominator"
    expected = {
        figure["month"]: tuple(int(figure[column]) for column in columns)
        for figure in figures
        if figure["indicator"] == "surface-water" and figure["area"] == "230600"
    }
    assert len(expected) == 36
    assert shares() == expected


def test_the_samples_are_plausible_and_taken_as_they_are() -> None:
    rows, rules = samples()
    assert len(rows) == 6 * 36
    assert rules == {"not-operating", "year-from-snapshot"}
    bounds = {"codmn": (3, 12), "nh3n": (0.05, 2.5), "tp": (0.02, 0.4), "do": (5, 12), "ph": (7, 8.5), "temp": (0, 26)}
    for row in rows:
        for item, (least, most) in bounds.items():
            assert not row.values or least <= float(row.values[item]) <= most, (row.section, row.day, item)
