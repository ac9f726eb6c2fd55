"""How much of what is due is there, cell by cell, and who is late."""

from datetime import date

from targets.evaluation.completeness import Cell, Given, Unit, cells, completeness
from targets.periods import Month, months_until
from targets.texts import Text
from tests.targets.evaluation.cases import AIR, SEWAGE

CITY = Text("大庆市", "Daqing")
COUNTIES = (("230622", Text("肇源县", "Zhaoyuan County")), ("230623", Text("林甸县", "Lindian County")))
MARCH, JUNE, SEPTEMBER = (Month(2024, number) for number in (3, 6, 9))
ON_TIME = Given(date(2024, 4, 3), is_approved=True)


def sewage(*areas: dict[Month, Given], city: dict[Month, Given] | None = None) -> tuple[Cell, ...]:
    """By quarter, due on the 11th, as of October."""
    units = [Unit(*county, given) for county, given in zip(COUNTIES, areas, strict=False)]
    own = Unit("230600", CITY, city or {})
    return cells("rural-sewage", SEWAGE, 11, months_until(Month(2024, 10)), city=own, areas=units)


def told(cell: Cell) -> tuple[str, Month, bool, bool, bool]:
    return cell.area.en, cell.month, cell.is_entered, cell.is_on_time, cell.is_approved


def test_each_area_is_expected_in_each_month_that_is_due() -> None:
    found = sewage({MARCH: ON_TIME}, {})
    assert [(cell.month, cell.code) for cell in found] == [
        (month, code) for month in (MARCH, JUNE, SEPTEMBER) for code, _ in COUNTIES
    ]
    assert not any(cell.is_city for cell in found)


def test_a_county_that_is_late_is_named_with_its_days() -> None:
    given = {MARCH: ON_TIME, JUNE: ON_TIME, SEPTEMBER: ON_TIME}
    found = completeness(sewage(given, {MARCH: ON_TIME, JUNE: ON_TIME}), date(2024, 11, 4))
    (late,) = found.late
    assert (late.cell.area.zh, late.cell.month, late.cell.goal, late.days) == ("林甸县", SEPTEMBER, "rural-sewage", 24)
    assert (found.due, found.entered, found.approved) == (6, 5, 5)


def test_nothing_is_late_on_its_due_day() -> None:
    nobody = sewage({}, {})
    assert [late.cell.month for late in completeness(nobody, date(2024, 4, 11)).late] == []
    assert [late.days for late in completeness(nobody, date(2024, 4, 12)).late] == [1, 1]


def test_entered_on_time_and_approved_are_three_things() -> None:
    last_day, after = Given(date(2024, 4, 11), is_approved=False), Given(date(2024, 4, 12), is_approved=True)
    found = sewage({MARCH: last_day}, {MARCH: after})
    assert [told(cell) for cell in found[:2]] == [
        ("Zhaoyuan County", MARCH, True, True, False),
        ("Lindian County", MARCH, True, False, True),
    ]
    whole = completeness(found, date(2024, 4, 12))
    assert (whole.due, whole.entered, whole.on_time, whole.approved, whole.late) == (6, 2, 1, 1, ())


def test_a_month_that_the_city_reported_is_one_figure() -> None:
    found = sewage({JUNE: ON_TIME}, {}, city={MARCH: ON_TIME, JUNE: ON_TIME})
    assert [(cell.month, cell.is_city) for cell in found] == [
        (MARCH, True),
        *((month, False) for month in (JUNE, JUNE, SEPTEMBER, SEPTEMBER)),
    ]


def test_a_goal_of_the_city_has_one_figure_a_month() -> None:
    found = cells("air", AIR, 5, months_until(Month(2024, 10)), city=Unit("230600", CITY, {}))
    assert len(found) == 10
    assert all(cell.is_city and cell.area is CITY for cell in found)
    assert completeness(found, date(2024, 11, 4), Month(2024, 9)).data_through == Month(2024, 9)
