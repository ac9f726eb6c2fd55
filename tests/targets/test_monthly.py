"""A month's figure from measurements: named cases, and the laws that hold for any month."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.entry.cell import Cell
from targets.measurements.monthly import (
    AirDay,
    Dust,
    SectionState,
    Water,
    good_days,
    pm25_mean,
    water_share,
)
from targets.periods import Month

MAY = Month(2024, 5)


def day(number: int, aqi: int | None = 50, pm25: str | None = "20", **fields: object) -> AirDay:
    return AirDay(date(2024, 5, number), aqi, None if pm25 is None else Decimal(pm25), **fields)  # type: ignore[arg-type]


def dust(*numbers: int, deducts: bool = True, stay: bool = True) -> Dust:
    return Dust(frozenset(date(2024, 5, number) for number in numbers), deducts, stay)


NO_DUST = Dust()
MIXED = [day(1, 100), day(2, 101), day(3, None), day(4, 40)]
GOOD = {
    "the border is good": (MIXED, NO_DUST, (2, 3)),
    "a bad dust day leaves both": (MIXED, dust(2), (2, 2)),
    "a good dust day stays": (MIXED, dust(1, 2), (2, 2)),
    "or leaves, by the setting": (MIXED, dust(1, 2, stay=False), (1, 1)),
    "not deducted, dust days count": (MIXED, dust(1, 2, deducts=False), (2, 3)),
    "dust of no row": (MIXED, dust(9), (2, 3)),
    "nothing good is 0, not blank": ([day(1, 300)], NO_DUST, (0, 1)),
}


@pytest.mark.parametrize(("days", "how", "expected"), GOOD.values(), ids=GOOD)
def test_good_days(days: list[AirDay], how: Dust, expected: tuple[int, int]) -> None:
    found = good_days(days, MAY, how)
    assert found is not None
    assert found.cell == Cell(Decimal(expected[0]), Decimal(expected[1]))


def test_both_readings_are_kept_whichever_is_the_figure() -> None:
    for deducts in (True, False):
        found = good_days(MIXED, MAY, dust(2, deducts=deducts))
        assert found is not None
        assert (found.detail["raw"], found.detail["deducted"]) == (["2", "3"], ["2", "2"])
        assert found.detail["left_out"].get("dust", []) == (["2024-05-02"] if deducts else [])
        assert found.detail["rules"] == ["good_dust_days_stay"]


def test_nothing_measured_is_nothing_and_nothing_valid_is_blank() -> None:
    assert good_days([], MAY, NO_DUST) is None
    assert pm25_mean([], MAY, NO_DUST) is None
    found = good_days([day(1, None)], MAY, NO_DUST)
    assert found is not None
    assert found.cell.is_blank
    assert found.detail["left_out"]["not_valid"] == ["2024-05-01"]


def test_pm25_is_the_exact_sum_of_valid_days_whatever_their_aqi() -> None:
    found = pm25_mean([day(1, None, "27.1234567891"), day(2, 30, None), day(3, 30, "0")], MAY, NO_DUST)
    assert found is not None
    assert found.cell == Cell(Decimal("27.1234567891"), Decimal(2))
    assert found.detail["left_out"]["not_valid"] == ["2024-05-02"]


def test_the_detail_names_days_without_a_row_basis_and_state() -> None:
    days = [day(n, is_reviewed=n == 1, by_stations=n == 2, never_supplied=("o3_8h",)) for n in range(1, 31)]
    found = good_days(days, MAY, NO_DUST)
    assert found is not None
    detail = found.detail
    assert detail["left_out"] == {"no_row": ["2024-05-31"]}
    assert (detail["days"], detail["valid"], detail["reviewed"], detail["provisional"]) == (31, 30, 1, 29)
    assert (detail["basis"], detail["never_supplied"]) == (["file", "stations"], ["o3_8h"])
    assert detail["rules"] == ["station_share", "eight_hour_means"]
    assert found.standard == "HJ 633-2012, HJ 663-2013"


def test_the_version_of_the_days_is_the_version_of_the_figure() -> None:
    found = good_days([day(1, standard="HJ 633-2026")], MAY, NO_DUST)
    assert found is not None
    assert found.standard == "HJ 633-2026, HJ 663-2026"


air_days = st.lists(
    st.builds(
        AirDay,
        st.integers(0, 30).map(lambda n: MAY.first_on + timedelta(days=n)),
        st.none() | st.integers(0, 500),
        st.none() | st.decimals(0, 999, places=10),
    ),
    max_size=31,
    unique_by=lambda one: one.on,
)


dusts = st.builds(Dust, st.frozensets(st.dates(MAY.first_on, MAY.last_on), max_size=6), st.booleans(), st.booleans())


@given(air_days, dusts)
def test_every_day_of_the_month_is_counted_or_named(days: list[AirDay], how: Dust) -> None:
    for compute in (good_days, pm25_mean):
        found = compute(days, MAY, how)
        assert (found is None) == (not days)
        if found is None:
            continue
        counted = int(found.cell.denominator or 0)
        assert counted + sum(map(len, found.detail["left_out"].values())) == 31
        assert compute(days[::-1], MAY, how).cell == found.cell  # type: ignore[union-attr]


@given(air_days)
def test_the_sum_equals_the_sum_of_fractions(days: list[AirDay]) -> None:
    found = pm25_mean(days, MAY, NO_DUST)
    exact = sum((Fraction(one.pm25) for one in days if one.pm25 is not None), Fraction(0))
    assert found is None or Fraction(found.cell.numerator or 0) == exact


def section(name: str, own: int | None, total: int | None, **fields: object) -> SectionState:
    values = {"samples": 0 if own is None else 1, "adjusted": own, "cumulative_adjusted": total, "months": 5} | fields
    return SectionState(name, water_class=own, cumulative=total, **values)  # type: ignore[arg-type]


SIX = [section(f"断面{n}", 3, 3) for n in range(4)] + [section("甲", 4, 3), section("乙", 6, 6)]


def test_the_share_goes_by_the_cumulative_class_and_the_month_stands_beside_it() -> None:
    found = water_share(SIX, MAY, Water())
    assert found is not None
    assert found.cell == Cell(*map(Decimal, (5, 6, 4, 6)))
    assert found.standard == "GB 3838-2002"


def test_background_is_deducted_by_the_setting_and_both_are_kept() -> None:
    sections = [*SIX[:5], section("乙", 6, 6, adjusted=3, cumulative_adjusted=3)]
    raw, adjusted = water_share(sections, MAY, Water()), water_share(sections, MAY, Water(deducts_background=True))
    assert raw is not None
    assert adjusted is not None
    assert (raw.cell, adjusted.cell) == (Cell(*map(Decimal, (5, 6, 4, 6))), Cell(*map(Decimal, (6, 6, 5, 6))))
    assert raw.detail["adjusted"] == adjusted.detail["adjusted"] == ["6", "6"]
    assert "background" in raw.detail["rules"]


def test_a_frozen_and_a_silent_section_are_no_part_of_the_month_and_are_named() -> None:
    sections = [*SIX[:4], section("冰", None, 3, is_frozen=True), section("无", None, None, months=0)]
    found = water_share(sections, MAY, Water(min_months=3))
    assert found is not None
    assert found.cell == Cell(*map(Decimal, (5, 5, 4, 4)))
    assert found.detail["left_out"] == {"frozen": ["冰"], "no_sample": ["无"]}


@pytest.mark.parametrize(("number", "months", "bottom"), [(3, 2, 6), (12, 8, 6), (12, 7, 5)])
def test_a_section_carried_from_an_earlier_month_stays_in_the_denominator(
    number: int, months: int, bottom: int
) -> None:
    good = [section(f"断面{one}", 3, 3, months=number) for one in range(5)]
    silent = section("古恰", None, 6, months=months, until=Month(2024, months))
    found = water_share([*good, silent], Month(2024, number), Water())
    assert found is not None
    assert found.cell == Cell(*map(Decimal, (5, bottom, 5, 5)))
    why = {"carried": [f"古恰 (2024-0{months})"]} if bottom == 6 else {"too_few_months": ["古恰"]}
    assert found.detail["left_out"] == why
    assert water_share([silent], Month(2024, number), Water()) is None


def test_nothing_sampled_is_nothing_but_all_frozen_leaves_the_year_so_far() -> None:
    assert water_share([section("甲", None, 3)], MAY, Water()) is None
    frozen = water_share([section("甲", None, 3, is_frozen=True)], MAY, Water())
    assert frozen is not None
    assert frozen.cell == Cell(Decimal(1), Decimal(1))


SHORT = {"8 of 12 pass": (8, 12, True, False), "7 do not": (7, 12, False, True), "5 more can come": (3, 7, True, False),
         "too late, but the year is not over": (2, 7, True, True)}  # fmt: skip


@pytest.mark.parametrize(("months", "number", "counts", "is_short"), SHORT.values(), ids=SHORT)
def test_a_section_needs_eight_months_for_its_year(
    months: int,
    number: int,
    *,
    counts: bool,
    is_short: bool,
) -> None:
    found = water_share([section("甲", 2, 2, months=months)], Month(2024, number), Water())
    assert found is not None
    assert found.cell.is_blank == (not counts)
    assert ("too_few_months" in found.detail["left_out"]) == (not counts)
    assert found.detail["short"] == (["甲"] if is_short else [])
