"""A city's year from its days: counted, judged and compared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets.measurements.air_items import items_year
from targets.measurements.air_words import DataShown, change_text, evaluable_text, range_text
from targets.measurements.air_year import AirYear, DayFacts, air_year
from targets.sheets.air_data import COLUMNS, days_csv
from targets.standards.air_days import DustPolicy
from targets.standards.aqi import LEVELS, Item, Pollutant
from tests.air import daqing_rows, facts

TODAY = date(2025, 3, 1)


def daqing(year: int) -> list[DayFacts]:
    fields = ("pm25", "pm10", "o3_8h", "o3_1h", "no2", "so2", "co")
    return [
        DayFacts(
            on=row["day"],
            aqi=row["aqi"],
            primary=tuple(Pollutant(one) for one in row["primary"].split("+") if one),
            values={field: row.get(field) for field in fields},
            indices={field: row[f"iaqi_{field}"] for field in fields},
            standard=row["standard"],
            never_supplied=(Item.O3_8H,),
        )
        for row in daqing_rows()
        if row["day"].year == year
    ]


def year_of(days: Sequence[DayFacts], year: int = 2024, today: date = TODAY, **fields: object) -> AirYear:
    return air_year(year, days, fields.pop("before", ()), fields.pop("dust", {}), today=today, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "good", "valid", "mean", "is_valid"),
    [(2022, 345, 365, "25.90", True), (2023, 289, 315, "25.30", False), (2024, 342, 366, "31.38", True)],
)
def test_daqing_by_the_days_on_record(year: int, good: int, valid: int, mean: str, is_valid: bool) -> None:  # noqa: FBT001
    found = year_of(daqing(year), year)
    assert (found.shares.raw.good, found.shares.raw.valid) == (good, valid)
    assert f"{float(found.pm25.value or 0):.2f}" == mean
    assert found.found.is_valid is is_valid
    assert sum(found.by_level) == valid
    assert sum(found.states.values()) == (366 if year == 2024 else 365)


def test_2023_says_what_it_lacks() -> None:
    told = evaluable_text(2023, year_of(daqing(2023), 2023).found)
    assert told.zh == (
        "2023 年不能作年度评价：全年有效 315 天，至少需要 324 天；2023 年 2 月有效 24 天，至少需要 25 天；"
        "2023 年 3 月有效 0 天，至少需要 27 天；2023 年 4 月有效 15 天，至少需要 27 天。"
    )


@given(st.lists(st.one_of(st.none(), st.integers(0, 500)), max_size=60), st.sets(st.integers(0, 59)))
@settings(max_examples=40)
def test_months_add_up_to_the_year(indices: list[int | None], dusty: set[int]) -> None:
    ons = [date.fromordinal(date(2024, 2, 1).toordinal() + number) for number in range(len(indices))]
    dust = {on: "x" for number, on in enumerate(ons) if number in dusty}
    days = [facts(str(on), aqi, document=dust.get(on)) for on, aqi in zip(ons, indices, strict=True)]
    found = year_of(days, dust=dust)
    for shares in ("raw", "deducted"):
        assert getattr(found.shares, shares).good == sum(getattr(one.shares, shares).good for one in found.months)
    assert found.shares.left_out == sum(found.leaves(day) for day in found.dust)
    assert len(found.polluted) == found.shares.raw.polluted == sum(found.by_level[2:])


def test_which_dust_days_leave_is_the_policy() -> None:
    days = [facts("2024-04-01", 180, document="x"), facts("2024-04-02", 90, document="x"), facts("2024-04-03", 120)]
    dust = {day.on: "x" for day in days[:2]}
    stays, leaves = (year_of(days, dust=dust, policy=policy) for policy in DustPolicy)
    assert [stays.leaves(day) for day in stays.dust] == [True, False]
    assert [leaves.leaves(day) for day in leaves.dust] == [True, True]
    assert (stays.shares.deducted.good, stays.shares.deducted.valid) == (1, 2)
    assert (leaves.shares.deducted.good, leaves.shares.deducted.valid) == (0, 1)


def test_the_states_of_days() -> None:
    measured = dict(facts("2024-01-01").values) | {"pm25": Decimal(0)}
    days = [
        facts("2024-01-01", is_reviewed=True),
        facts("2024-01-02"),
        facts("2024-01-03", None, values=measured),  # 0 is a value
        facts("2024-01-04", None),
    ]
    found = year_of(days, today=date(2024, 1, 6))
    assert [day.state for day in found.months[0].days[:5]] == [*DataShown, DataShown.NONE]
    assert found.states == {
        DataShown.REVIEWED: 1,
        DataShown.PROVISIONAL: 1,
        DataShown.INSUFFICIENT: 1,
        DataShown.NONE: 3,
    }
    assert [day.is_ahead for day in found.months[0].days[4:8]] == [False, False, True, True]


def test_a_running_year_is_compared_with_the_same_days() -> None:
    before = [facts(f"2023-0{month}-10", 60) for month in range(1, 10)]
    found = year_of([facts("2024-01-05"), facts("2024-03-09")], today=date(2024, 3, 20), before=before)
    assert [day.on.month for day in found.compared] == [1, 2]
    assert not found.is_over
    assert [str(one.month) for one in found.short_months] == ["2024-01", "2024-02"]
    assert found.open_days == 366  # no PM2.5 yet


def test_a_finished_year_has_no_open_day_even_without_its_last_value() -> None:
    values = dict(facts("2024-12-29").values) | {"pm25": Decimal(20)}
    days = [facts("2024-12-29", values=values)]
    assert year_of(days, today=date(2025, 1, 1)).open_days == 0
    assert year_of(days, today=date(2024, 12, 30)).open_days == 2 + 335  # and January to November, without any value


def test_a_month_without_any_value_is_open_and_a_gap_in_a_month_is_not() -> None:
    values = dict(facts("2024-01-01").values) | {"pm25": Decimal(20)}
    days = [facts(on, values=values) for on in ("2024-01-01", "2024-01-31", "2024-03-09")]
    assert year_of(days, today=date(2024, 3, 20)).open_days == 29 + 22 + 275


def test_pollutants_against_the_limits_and_last_year() -> None:
    found = year_of(daqing(2024), before=daqing(2023))
    items = items_year(found)
    rows = {(row.field, row.percent): row for row in items.rows}
    mean = rows["pm25", None]
    assert (mean.limit, mean.valid_days, mean.before_days, mean.keeps, mean.multiple) == (35, 366, 315, True, None)
    ozone = rows["o3_8h", 90]
    assert ozone.never
    assert (ozone.value, ozone.keeps) == (None, None)
    assert items.index.value is None
    assert items.index.missing == (Pollutant.O3,)
    assert items.highest_1h is not None


def test_a_limit_is_kept_exactly_and_its_excess_told() -> None:
    def with_pm25(value: str) -> AirYear:
        values = dict(facts("2024-01-01").values) | {"pm25": Decimal(value)}
        return year_of([facts("2024-01-01", values=values)])

    kept, above = (items_year(with_pm25(value)).rows[0] for value in ("35", "35.0000000001"))
    assert (kept.keeps, kept.multiple) == (True, None)
    assert (above.keeps, above.multiple) == (False, Decimal("0.00"))
    assert items_year(with_pm25("52.5")).rows[0].multiple == Decimal("0.50")


def test_a_change_without_last_year_is_no_change() -> None:
    assert change_text(Fraction(1), None) is None
    assert change_text(Fraction(1), Fraction(0)) is None
    assert change_text(Fraction(11), Fraction(10)).en == "up 10.0 %"  # type: ignore[union-attr]


def test_levels_are_written_with_their_range() -> None:
    assert [range_text(level) for level in LEVELS] == ["0–50", "51–100", "101–150", "151–200", "201–300", "> 300"]


def test_csv_has_the_columns_of_the_export_and_no_formula() -> None:
    day = facts("2024-01-01", 120, primary=(Pollutant.PM25, Pollutant.PM10), document="x")
    lines = days_csv([day, replace(day, on=date(2024, 1, 2), aqi=None, standard="=1+1")]).splitlines()
    assert lines[0] == "\ufeff" + ",".join(COLUMNS), "Excel knows UTF-8 by the mark"
    assert lines[1] == "2024-01-01,120,3,pm25+pm10,,,,,,,,true,true,HJ 633-2012"
    assert lines[2].startswith("2024-01-02,,,")
    assert ",=1+1" not in lines[2]
