"""Notes on figures: each once, with what it stands on."""

from decimal import Decimal

from targets.evaluation.model import MonthFigure
from targets.periods import Month
from targets.queries.raw import RawFigure, notes_by_month, notes_of
from targets.texts import Text

CITY = "230600"


def raw(month: str, note: str, code: str = CITY, name: str = "大庆市") -> RawFigure:
    when = Month.parse(month)
    return RawFigure(code, Text(name, name), when, MonthFigure(when, Decimal(1), Decimal(2)), note, Text("", ""))


def test_a_note_of_the_city_names_its_months() -> None:
    (note,) = notes_of([raw("2024-01", "少两天"), raw("2024-02", ""), raw("2024-03", "少两天")], CITY)
    assert (note.text, [on.zh for on in note.on]) == ("少两天", ["1 月、3 月"])


def test_areas_with_the_same_note_are_named_together() -> None:
    figures = [
        raw("2024-03", "估算", "230602", "萨尔图区"),
        raw("2024-03", "估算", "230603", "龙凤区"),
        raw("2024-03", "估算", "230604", "让胡路区"),
        raw("2024-06", "估算", "230604", "让胡路区"),
        raw("2024-06", "核实", "230602", "萨尔图区"),
    ]
    told = {note.text: [on.zh for on in note.on] for note in notes_of(figures, CITY)}
    assert told == {
        "估算": ["3 月（萨尔图区、龙凤区）", "3 月、6 月（让胡路区）"],
        "核实": ["6 月（萨尔图区）"],
    }


def test_without_a_note_there_is_nothing_to_say() -> None:
    assert notes_of([raw("2024-01", "")], CITY) == ()
    assert notes_by_month([raw("2024-01", "")], CITY) == []


def test_by_month_an_areas_note_names_the_area() -> None:
    figures = [raw("2024-06", "核实", "230602", "萨尔图区"), raw("2024-03", "少两天")]
    assert [(month, note.zh) for month, note in notes_by_month(figures, CITY)] == [
        ("2024-03", "少两天"),
        ("2024-06", "萨尔图区：核实"),
    ]
