"""Sections' months follow what is measured and what is decided, and only the months that it concerns."""

from datetime import date

import pytest

from targets.measurements.taken import Place
from targets.models import Background, FrozenMonth, Section, SectionMonth
from targets.periods import Month
from targets.services.section_months import differences, recompute_all_months, recompute_sections
from tests.factories import NOW
from tests.water_files import manual, take_water

pytestmark = pytest.mark.django_db


@pytest.fixture
def section() -> Section:
    """Humic water: 9 mg/L of CODMn in March and April, better in May; and a good year before."""
    take_water(manual("2023-12-05 3", "2024-03-05 9", "2024-04-05 9", "2024-05-05 5"))
    return Section.objects.get()


def row(month: str) -> SectionMonth:
    return SectionMonth.objects.get(month=Month.parse(month).first_on)


def changed_months(changed: set[tuple[int, Month]]) -> list[str]:
    return sorted(str(month) for _, month in changed)


def test_a_touched_month_moves_the_later_ones_of_its_year_alone(section: Section) -> None:
    assert (row("2024-05").water_class, row("2024-05").cumulative_class) == (3, 4)
    taken, _ = take_water(manual("2024-03-05 3"))
    assert changed_months({(place.pk, place.month) for place in taken.touched}) == ["2024-03", "2024-04", "2024-05"]
    assert (row("2024-05").cumulative_means, row("2024-05").cumulative_class) == ({"codmn": "17/3"}, 3)
    assert row("2023-12").cumulative_class == 2


def test_nothing_touched_changes_nothing(section: Section) -> None:
    assert recompute_sections([], now=NOW) == set()
    assert recompute_sections([Place("city", section.pk, Month(2024, 3))], now=NOW) == set()
    assert recompute_all_months(section, now=NOW) == set()


def decided(one: FrozenMonth | Background, *, withdrawn: bool = False) -> list[str]:
    """Put it on record, or withdraw it; the months that follow."""
    one.withdrawn, one.changed_at = withdrawn, NOW
    one.save()
    return changed_months(recompute_all_months(one.section, now=NOW))


def test_ice_is_declared_and_withdrawn(section: Section) -> None:
    frozen = FrozenMonth(section=section, month=date(2024, 1, 1), note="冰厚 0.6 米")
    assert decided(frozen) == ["2024-01"]
    assert (row("2024-01").is_frozen, row("2024-01").water_class) == (True, None)
    assert decided(frozen, withdrawn=True) == ["2024-01"]
    assert not SectionMonth.objects.filter(month=date(2024, 1, 1)).exists()
    assert decided(frozen) == ["2024-01"]
    assert row("2024-01").is_frozen
    assert list(differences()) == []


def test_a_report_without_values_outlives_the_ice(section: Section) -> None:
    take_water(manual("2024-01-05 --"))
    frozen = FrozenMonth(section=section, month=date(2024, 1, 1), note="冰封")
    decided(frozen)
    decided(frozen, withdrawn=True)
    assert (row("2024-01").is_frozen, row("2024-01").samples) == (False, 0)
    assert list(differences()) == []


def test_background_moves_the_adjusted_classes_and_leaves_the_raw_ones(section: Section) -> None:
    take_water(manual("2024-03-05 9 0.15", "2024-04-05 9 0.15", items="codmn_mg_l tp_mg_l"))
    background = Background(
        section=section,
        items=["codmn"],
        from_month=date(2024, 3, 1),
        until_month=date(2024, 4, 1),
        grounds="腐殖质",
        document="黑环函〔2024〕1号",
    )
    assert decided(background) == ["2024-03", "2024-04"]
    assert (row("2024-04").water_class, row("2024-04").adjusted_class) == (4, 3)
    assert (row("2024-04").cumulative_class, row("2024-04").cumulative_adjusted_class) == (4, 3)
    # In May the item is measured outside the deduction, so that the year so far keeps it.
    assert row("2024-05").cumulative_adjusted_class == 4
    assert decided(background, withdrawn=True) == ["2024-03", "2024-04"]
    assert row("2024-04").adjusted_class == 4
    assert list(differences()) == []


def test_lakes_by_their_own_limits_once_it_is_said(section: Section) -> None:
    take_water(manual("2024-06-05 0.08", items="tp_mg_l"))
    assert row("2024-06").water_class == 2
    Section.objects.update(body="lake")
    assert len(list(differences())) == 1
    assert changed_months(recompute_all_months(section, now=NOW)) == ["2024-06"]
    assert row("2024-06").water_class == 4
