"""Good days with and without sand-dust days; days by level and by primary pollutant."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.standards.air_days import (
    AirDay,
    DustPolicy,
    GoodDays,
    days_by_level,
    good_day_shares,
    primary_days,
)
from targets.standards.aqi import LEVELS, Pollutant

TARGET = Fraction(92, 100)
air_days = st.lists(st.builds(AirDay, aqi=st.none() | st.integers(0, 500), is_dust=st.booleans()), max_size=60)


def year(good: int, polluted: int, dust: int = 0) -> list[AirDay]:
    """So many good, polluted and polluted dust days."""
    return [
        *[AirDay(aqi=100)] * good,
        *[AirDay(aqi=101)] * polluted,
        *[AirDay(aqi=300, is_dust=True)] * dust,
    ]


@pytest.mark.parametrize(("good", "polluted", "meets"), [(337, 29, True), (336, 30, False)])
def test_a_leap_year_bears_29_polluted_days(good: int, polluted: int, *, meets: bool) -> None:
    share = good_day_shares(year(good, polluted)).raw.share
    assert share is not None
    assert (share >= TARGET) is meets


@pytest.mark.parametrize(("good", "polluted", "meets"), [(334, 28, True), (333, 29, False)])
def test_with_four_dust_days_deducted_it_bears_28(good: int, polluted: int, *, meets: bool) -> None:
    found = good_day_shares(year(good, polluted, dust=4))
    assert (found.raw.valid, found.deducted.valid, found.left_out) == (366, 362, 4)
    assert found.deducted.polluted == polluted
    assert found.deducted.share is not None
    assert (found.deducted.share >= TARGET) is meets


def test_daqing_2017_as_published() -> None:
    found = good_day_shares(year(319, 43, dust=3))
    assert (found.raw, found.deducted) == (GoodDays(319, 365), GoodDays(319, 362))


@pytest.mark.parametrize(
    ("policy", "deducted", "left_out"),
    [(DustPolicy.GOOD_DAYS_STAY, GoodDays(2, 3), 1), (DustPolicy.ALL_LEAVE, GoodDays(1, 2), 2)],
)
def test_a_good_dust_day_stays_by_the_policy(policy: DustPolicy, deducted: GoodDays, left_out: int) -> None:
    days = [
        AirDay(aqi=100),
        AirDay(aqi=101),
        AirDay(aqi=100, is_dust=True),
        AirDay(aqi=101, is_dust=True),
        AirDay(aqi=None, is_dust=True),
    ]
    found = good_day_shares(days, policy)
    assert found.raw == GoodDays(2, 4)
    assert (found.deducted, found.left_out) == (deducted, left_out)
    assert (found.dust_days, found.not_available) == (2, 1)


def test_good_dust_days_stay_unless_it_is_set_otherwise() -> None:
    assert good_day_shares([AirDay(aqi=40, is_dust=True)]).deducted == GoodDays(1, 1)


def test_no_valid_day_has_no_share() -> None:
    found = good_day_shares([AirDay(aqi=None)])
    assert (found.raw.share, found.deducted.share, found.not_available) == (None, None, 1)


@given(air_days, st.sampled_from(DustPolicy))
def test_deducting_takes_away_what_it_says(days: list[AirDay], policy: DustPolicy) -> None:
    found = good_day_shares(days, policy)
    assert found.raw.valid + found.not_available == len(days)
    assert found.deducted.valid + found.left_out == found.raw.valid
    assert 0 <= found.deducted.polluted <= found.raw.polluted
    if policy is DustPolicy.GOOD_DAYS_STAY:
        assert found.deducted.good == found.raw.good
    assert good_day_shares(days[::-1], policy) == found


def test_days_by_level() -> None:
    found = days_by_level([0, 50, 51, 100, 101, 150, 151, 200, 201, 300, 301, 500, None])
    assert (found.by_level, found.not_available) == (dict.fromkeys(range(1, 7), 2), 1)
    assert days_by_level([]).by_level == dict.fromkeys(range(1, 7), 0)
    with pytest.raises(ValueError, match="negative"):
        days_by_level([-1])


@given(st.lists(st.none() | st.integers(0, 500), max_size=80))
def test_every_day_has_one_level(indices: list[int | None]) -> None:
    found = days_by_level(indices)
    for level in LEVELS:
        highest = 500 if level.highest is None else level.highest
        within = [aqi for aqi in indices if aqi is not None and level.lowest <= aqi <= highest]
        assert found.by_level[level.number] == len(within)
    assert sum(found.by_level.values()) + found.not_available == len(indices)


def test_a_tie_counts_for_each() -> None:
    found = primary_days([(Pollutant.PM25,), (), (Pollutant.PM25, Pollutant.PM10)])
    assert (found[Pollutant.PM25], found[Pollutant.PM10], found[Pollutant.O3]) == (2, 1, 0)
    assert list(found) == list(Pollutant)
