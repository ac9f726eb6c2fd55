"""A file that cannot be read, and a record that is not what it must be: told by file, record, field and reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from targets.services.fixture_files import read
from targets.services.fixture_schema import SECTIONS
from tests import plan_files as files


def problems(*paths: Path) -> list[str]:
    return [str(problem) for problem in read(paths, SECTIONS).problems]


def problem(folder: Path, **sections: Any) -> str:
    """The only fault of a file with these lists."""
    (told,) = problems(files.write(folder, sections))
    return told.removeprefix("plan.json: ")


def test_records_are_kept_by_section(tmp_path: Path) -> None:
    areas = files.write(tmp_path, {"areas": [files.area()]}, "areas.json")
    indicators = files.write(tmp_path, {"indicators": [files.indicator()]}, "indicators.json")
    batch = read([indicators, areas], SECTIONS)
    assert batch.problems == []
    assert [(record.file, record.name) for record in batch.valid["areas"]] == [("areas.json", "area 230600")]


UNREADABLE = {
    "empty": (b"", "is empty"),
    "blank": (b" \n", "is empty"),
    "not UTF-8": (b'{"areas": "\xff"}', "is not UTF-8 text: byte 12 is wrong"),
    "truncated": (
        b'{"areas": [\n{"code": "1"',
        "is not JSON: line 2, column 13: Expecting ',' delimiter (the file ends too early)",
    ),
    "not JSON": (b'{"areas": [}]}', "is not JSON: line 1, column 12: Expecting value"),
    "a list": (b"[]", "must hold one JSON object"),
    "no list": (b"{}", "holds nothing; a plan file has at least one of areas, indicators, plans, figures"),
    "a field twice": (b'{"areas": [], "areas": []}', 'an object names the field "areas" twice'),
    "too deep": (b"[" * 100_000, "is not a plan file: nested too deeply"),
    "an unknown list": (
        b'{"goals": []}',
        "goals: is not a list of a plan file; known: areas, indicators, plans, figures",
    ),
    "no list there": (b'{"areas": {}}', "areas: must be a list"),
}


@pytest.mark.parametrize(("content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_plan_file(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    assert problems(path) == [f"plan.json: {told}"]


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.json") == ["none.json: cannot be read: No such file or directory"]
    assert problems(tmp_path) == [f"{tmp_path.name}: is a folder, not a file"]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"areas": [files.area()]}), encoding="utf-8-sig")
    assert problems(path) == []


FIELDS = {
    "missing": ({"due_day": ...}, "due_day: is missing"),
    "unknown": ({"colour": 1}, "colour: is not a field of this record"),
    "letters for a number": ({"due_day": "five"}, 'due_day: must be a whole number; given: "five"'),
    "a number for letters": ({"name_en": 5}, "name_en: must be a text; given: 5"),
    "a word for yes or no": ({"counts_days": "yes"}, 'counts_days: must be true or false; given: "yes"'),
    "empty": ({"name_en": " "}, 'name_en: must not be empty; given: " "'),
    "long": ({"name_en": "x" * 10_000}, "name_en: must have at most 100 characters; given: 10000 characters"),
    "huge": ({"due_day": 10**5000}, "due_day: must be a whole number; given: Infinity"),
    "not finite": ({"due_day": float("nan")}, "due_day: must be a whole number; given: NaN"),
    "half a character": (
        {"name_en": "\ud800"},
        'name_en: must be a valid string, unable to parse raw data as a unicode string; given: "\ud800"',
    ),
    "control character": ({"name_en": "a\0"}, 'name_en: holds a control character; given: "a\\u0000"'),
    "out of range": ({"due_day": 32}, "due_day: must be less than or equal to 31; given: 32"),
    "out of the vocabulary": (
        {"combination": "median"},
        "combination: must be 'sum', 'mean', 'newest' or 'annual'; given: \"median\"",
    ),
    "unit": ({"unit_zh": "ppm"}, 'unit_zh: is an unknown unit; known: %, µg/m³; given: "ppm"'),
}


@pytest.mark.parametrize(("change", "told"), FIELDS.values(), ids=FIELDS)
def test_a_field_that_is_wrong(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    fields = {name: value for name, value in (files.indicator() | change).items() if value is not ...}
    path = tmp_path / "plan.json"
    huge = json.dumps({"indicators": [fields | ({"due_day": 0} if change.get("due_day") == 10**5000 else {})]})
    path.write_text(huge.replace('"due_day": 0', '"due_day": 1' + "0" * 5000), encoding="utf-8")
    assert problems(path) == [f"plan.json: indicator pm25: {told}"]


NUMBERS = {
    "1e400": 'must be a number written as a string, such as "27.5"; given: "1e400"',
    "NaN": 'must be a number written as a string, such as "27.5"; given: "NaN"',
    "１２": 'must be a number written as a string, such as "27.5"; given: "１２"',
    "-1": 'must be greater than or equal to 0; given: "-1"',
    "0.00000000001": 'must have no more than 10 decimal places; given: "0.00000000001"',
    "9" * 20: f'must have no more than 14 digits before the decimal point; given: "{"9" * 20}"',
}


@pytest.mark.parametrize(("number", "told"), NUMBERS.items())
def test_a_number_that_is_none(tmp_path: Path, number: str, told: str) -> None:
    assert (
        problem(tmp_path, figures=[files.figure(numerator=number)]) == f"figure pm25 230600 2024-10: numerator: {told}"
    )


@pytest.mark.parametrize("month", ["2024-13", "2024-1", "0000-01", "24-10", "２０２４-10"])
def test_a_month_that_does_not_exist(tmp_path: Path, month: str) -> None:
    told = problem(tmp_path, figures=[files.figure(month)])
    assert told.startswith(f"figure pm25 230600 {month}: month: ")
    assert "month" in told


PARTS = {
    "target": (files.goal(target="x"), "target: must be a number"),
    "comparison_decimals": (files.goal(comparison_decimals=1), "comparison_decimals: is given exactly when"),
    "milestones": (files.goal(milestones={"6": "30"}), "milestones: are given exactly when"),
    "milestones' month": (files.goal(pace="milestones", milestones={"13": "30"}), "milestones.13: must match"),
    "milestones' value": (files.goal(pace="milestones", milestones={"6": "x"}), "milestones.6: must be a number"),
}


@pytest.mark.parametrize(("goal", "told"), PARTS.values(), ids=PARTS)
def test_a_part_is_called_by_its_name(tmp_path: Path, goal: dict[str, Any], told: str) -> None:
    assert problem(tmp_path, plans=[files.plan(goals=[goal])]).startswith(f"plan 230600 2024, goal pm25: {told}")


def test_a_link_that_is_not_stated_needs_a_reason(tmp_path: Path) -> None:
    outcome = files.plan()["outcomes"][0]
    outcome["nodes"][0] |= {"reason_zh": "", "reason_en": "why"}
    told = problem(tmp_path, plans=[files.plan(outcomes=[outcome])])
    assert told.startswith("plan 230600 2024, outcome 1, node 1: reason_zh: a link that is not stated needs a reason")
    outcome["nodes"][0] |= {"reason_en": "", "stated": True}
    assert problems(files.write(tmp_path, {"plans": [files.plan(outcomes=[outcome])]})) == []


def test_a_record_without_a_name_is_called_by_its_place(tmp_path: Path) -> None:
    assert problem(tmp_path, areas=[files.area(), 7]) == "area #2: must be an object; given: 7"


def test_a_name_given_twice(tmp_path: Path) -> None:
    told = "indicator pm25: slug: is given twice: here as #2, before in plan.json #1"
    assert problem(tmp_path, indicators=[files.indicator(), files.indicator()]) == told


def test_a_name_given_twice_in_two_files(tmp_path: Path) -> None:
    first = files.write(tmp_path, {"areas": [files.area()]}, "a.json")
    second = files.write(tmp_path, {"areas": [files.area()]}, "b.json")
    assert problems(first, second) == ["b.json: area 230600: code: is given twice: here as #1, before in a.json #1"]


def test_a_name_given_twice_below(tmp_path: Path) -> None:
    twice = files.plan(goals=[files.goal(), files.goal()])
    told = "plan 230600 2024, goal pm25: slug: is given twice: here as #2, before in plan.json #1"
    assert problem(tmp_path, plans=[twice]) == told


def test_every_fault_is_told(tmp_path: Path) -> None:
    wrong = [files.area(parent="99") | {"order": -1, "name_zh": ""}, files.area("x")]
    assert len(problems(files.write(tmp_path, {"areas": wrong}))) == 3
