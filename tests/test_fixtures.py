"""The fixture files as plain JSON: sums of the computed figures, keys, links, languages, dates."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "fixtures"
HAN = re.compile("[一-鿿]")
WIDE = re.compile("[　-鿿！-￮]")  # Chinese characters and full-width punctuation
SIGNS = {"%", "µg/m³"}  # the same in every language


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


AREAS = load("areas.json")["areas"]
INDICATORS = {row["slug"]: row for row in load("indicators.json")["indicators"]}
PLAN = load("plan-2024.json")["plans"][0]
ACTIONS = load("actions-2024.json")["actions_of"][0]["actions"]
DEMO = load("demo-figures.json")
FIGURES, REPORTS, COUNTS = DEMO["figures"], DEMO["reports"], DEMO["counts"]
BILINGUAL = ["areas.json", "indicators.json", "plan-2024.json", "actions-2024.json", "demo-figures.json"]
LINKED = [
    part
    for part in (*PLAN["outcomes"], *ACTIONS, *(t for a in ACTIONS for t in (*a["tasks"], *a["commitments"])))
    if part.keys() & {"nodes", "goals", "outcomes"}
]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object within a value."""
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from objects(child)


def links(kind: str) -> list[dict[str, Any]]:
    return [link for part in LINKED for link in part.get(kind, [])]


def total(slug: str, first: str, last: str) -> tuple[Decimal, int]:
    """Numerators and denominators of the months from the first to the last."""
    rows = [row for row in FIGURES if row["indicator"] == slug and first <= row["month"] <= last]
    return sum((Decimal(row["numerator"]) for row in rows), Decimal(0)), sum(int(row["denominator"]) for row in rows)


def figure(slug: str, month: str) -> tuple[str, str]:
    """The month's figure, of all areas together."""
    rows = [row for row in FIGURES if (row["indicator"], row["month"]) == (slug, month)]
    sums = [sum((Decimal(row[field]) for row in rows), Decimal(0)) for field in ("numerator", "denominator")]
    return str(sums[0]), str(sums[1])


def areas_of(slug: str, month: str) -> set[str]:
    return {row["area"] for row in FIGURES if (row["indicator"], row["month"]) == (slug, month)}


def progress_by(day: str) -> dict[tuple[int, int], int]:
    """The newest progress of each task as of a day."""
    seen = sorted((row["reported_on"], row["action"], row["task"], row["progress"]) for row in REPORTS)
    return {(action, task): progress for on, action, task, progress in seen if on <= day}


def only_once(keys: list[Any]) -> bool:
    return max(Counter(keys).values()) == 1


@pytest.mark.parametrize(
    ("slug", "first", "last", "numerator", "denominator"),
    [
        ("good-air-days", "2022-01", "2022-12", "345", 365),
        ("good-air-days", "2023-01", "2023-12", "289", 315),
        ("good-air-days", "2024-01", "2024-12", "342", 366),
        ("good-air-days", "2024-01", "2024-10", "293", 305),
        ("pm25", "2024-01", "2024-10", "8311.2", 305),
        ("pm25", "2024-01", "2024-01", "1505.7", 31),
    ],
)
def test_sums_of_the_computed_figures(slug: str, first: str, last: str, numerator: str, denominator: int) -> None:
    assert total(slug, first, last) == (Decimal(numerator), denominator)


@pytest.mark.parametrize(("year", "mean"), [("2022", "25.90"), ("2023", "25.30"), ("2024", "31.38")])
def test_means_of_pm25(year: str, mean: str) -> None:
    numerator, denominator = total("pm25", f"{year}-01", f"{year}-12")
    assert round(numerator / denominator, 2) == Decimal(mean)


def test_the_gap_in_the_air_measurements_stays_a_gap() -> None:
    months = {row["month"]: row for row in FIGURES if row["indicator"] == "pm25"}
    assert len(months) == 35
    assert "2023-03" not in months
    assert {month: months[month]["denominator"] for month in ("2023-02", "2023-04")} == {
        "2023-02": "24",
        "2023-04": "15",
    }
    assert months["2023-02"]["note"]


def test_the_sample_figures_at_the_demos_moment() -> None:
    assert {figure("surface-water", f"2024-{month}") for month in (10, 11, 12)} == {("5", "6")}
    assert {figure("drinking-water", row["month"]) for row in FIGURES if row["indicator"] == "drinking-water"} == {
        ("3", "3")
    }
    stock = {"03": ("82", "340"), "06": ("95", "340"), "09": ("108", "340"), "12": ("121", "340")}
    assert {month: figure("rural-sewage", f"2024-{month}") for month in stock} == stock
    assert figure("farmland", "2024-12") == ("318.6", "318.6")
    assert {row["month"] for row in FIGURES if row["indicator"] == "farmland"} == {"2022-12", "2023-12", "2024-12"}


def test_who_reports() -> None:
    """The nine divisions since 2024; the zone is there to be switched on; earlier years are the city's."""
    divisions = {row["code"] for row in AREAS if row["parent"] == "230600" and row.get("reports", True)}
    assert len(divisions) == 9
    assert "230671" not in divisions
    by_areas = {goal["slug"] for goal in PLAN["goals"] if goal.get("reported_by") == "areas"}
    assert by_areas == {"farmland", "rural-sewage"}
    assert not any(goal.get("area_targets") for goal in PLAN["goals"])
    for row in FIGURES:
        own = divisions if row["indicator"] in by_areas and row["month"] >= "2024" else {"230600"}
        assert areas_of(row["indicator"], row["month"]) == own, row


def test_figures_are_possible() -> None:
    for row in FIGURES:
        where, rule = (row["indicator"], row["month"]), INDICATORS[row["indicator"]]
        numerator, denominator = Decimal(row["numerator"]), Decimal(row["denominator"])
        assert numerator >= 0, where
        assert denominator > 0 or (row["indicator"] == "farmland" and row["area"] != "230600"), where
        assert numerator <= denominator or rule["combination"] == "mean", where
        if rule["whole_numbers"]:
            assert numerator == int(numerator), where
        due = {"monthly": 1, "quarterly": 3, "annual": 12}[rule["frequency"]]
        assert int(row["month"][5:]) % due == 0, where


def test_every_figure_says_where_it_is_from() -> None:
    for row in FIGURES:
        expected = "computed" if row["indicator"] in {"good-air-days", "pm25"} else "sample"
        assert row["origin"] == expected, row
        assert ("sample" in row["note"]) == (expected == "sample"), row
        assert ("not an official" in row["source_en"]) and ("非官方" in row["source_zh"]), row
        assert max(len(row["source_zh"]), len(row["source_en"])) <= 300, row
    assert all("sample" in row["note"] for row in (*REPORTS, *COUNTS))
    assert all("8-hour" in row["source_en"] for row in FIGURES if row["indicator"] == "good-air-days")


def test_natural_keys_are_unique() -> None:
    assert only_once([row["code"] for row in AREAS])
    assert len(load("indicators.json")["indicators"]) == len(INDICATORS)
    assert [node["number"] for node in PLAN["nodes"]] == [1, 2, 3]
    assert [outcome["number"] for outcome in PLAN["outcomes"]] == [1, 2, 3, 4, 5, 6]
    assert [action["number"] for action in ACTIONS] == list(range(1, 10))
    for action in ACTIONS:
        assert [task["number"] for task in action["tasks"]] == list(range(1, len(action["tasks"]) + 1))
    assert only_once([(row["indicator"], row["area"], row["month"]) for row in FIGURES])
    assert only_once([(row["action"], row["task"], row["reported_on"]) for row in REPORTS])
    assert only_once([(row["commitment"], row["counted_on"]) for row in COUNTS])


def test_references_lead_somewhere() -> None:
    tasks = {(action["number"], task["number"]) for action in ACTIONS for task in action["tasks"]}
    assert [goal["slug"] for goal in PLAN["goals"]] == list(INDICATORS)
    assert {link["slug"] for link in links("goals")} == set(INDICATORS)
    assert {link["number"] for link in links("nodes")} == {1, 2, 3}
    assert {link["number"] for link in links("outcomes")} <= {outcome["number"] for outcome in PLAN["outcomes"]}
    assert {row["indicator"] for row in FIGURES} == set(INDICATORS)
    assert {(row["action"], row["task"]) for row in REPORTS} == tasks
    codes = [row["code"] for row in AREAS]
    assert all(row["parent"] is None or row["parent"] in codes[:place] for place, row in enumerate(AREAS))


def test_the_targets_are_the_articles() -> None:
    targets = {goal["slug"]: (goal["direction"], goal["target"], goal["comparison"]) for goal in PLAN["goals"]}
    assert targets == {
        "good-air-days": ("at_least", "92", "exact"),
        "pm25": ("at_most", "27", "exact"),
        "surface-water": ("at_least", "83.3", "exact"),
        "drinking-water": ("at_least", "100", "exact"),
        "farmland": ("at_least", "100", "exact"),
        "rural-sewage": ("at_least", "35", "exact"),
    }
    (commitment,) = [promise for action in ACTIONS for promise in action["commitments"]]
    assert (commitment["slug"], commitment["target"]) == ("zero-waste-cells", "300")


def test_nothing_shows_carbon_intensity() -> None:
    assert PLAN["outcomes"][3]["goals"] == []
    assert 4 not in {link["number"] for link in links("outcomes")}


def test_a_link_that_is_not_stated_has_its_reason() -> None:
    for link in (*links("nodes"), *links("goals"), *links("outcomes")):
        assert link["stated"] in {True, False}, link
        assert link["stated"] or (link["reason_zh"] and link["reason_en"]), link
        assert max(len(link["reason_zh"]), len(link["reason_en"])) <= 300, link


@pytest.mark.parametrize("name", BILINGUAL)
def test_every_text_is_there_in_both_languages(name: str) -> None:
    for row in objects(load(name)):
        for key in row:
            if key.endswith("_zh"):
                zh, en = row[key], row[key.removesuffix("zh") + "en"]
                assert zh in SIGNS or HAN.search(zh), (key, zh)
                assert en.strip() == en != "", (key, en)
                assert not WIDE.search(en), (key, en)
                assert not re.search("[,;:()](?=[一-鿿])", zh), (key, zh)
            assert not key.endswith("_en") or key.removesuffix("en") + "zh" in row


def test_dates_lie_in_the_year() -> None:
    for part in [part for action in ACTIONS for part in (*action["tasks"], *action["commitments"])]:
        start_on, due_on = date.fromisoformat(part["start_on"]), date.fromisoformat(part["due_on"])
        assert date(2024, 1, 1) <= start_on <= due_on <= date(2024, 12, 31), part
    assert all(task["dates_are_sample"] is True for action in ACTIONS for task in action["tasks"])
    for on in [row["reported_on"] for row in REPORTS] + [row["counted_on"] for row in COUNTS]:
        assert date.fromisoformat(on).year == 2024


def test_a_tasks_reports_only_go_forward() -> None:
    state_of = {0: "not_started", 100: "done"}
    for row in REPORTS:
        assert row["state"] == state_of.get(row["progress"], "in_progress"), row
    for action in ACTIONS:
        for task in action["tasks"]:
            key = (action["number"], task["number"])
            series = [row for row in REPORTS if (row["action"], row["task"]) == key]
            assert len(series) >= 3, key
            assert series == sorted(series, key=lambda row: (row["reported_on"], row["progress"])), key
            assert only_once([row["progress"] for row in series]), key
            assert all(row["reported_on"] >= task["start_on"] for row in series if row["progress"]), key


def test_october_has_done_late_and_running_tasks() -> None:
    progress = progress_by("2024-10-31")
    due = {(action["number"], task["number"]): task["due_on"] for action in ACTIONS for task in action["tasks"]}
    done = {key for key in due if progress[key] == 100}
    late = {key for key in due if progress[key] < 100 and due[key] <= "2024-10-31"}
    assert (len(done), late, len(due)) == (17, {(2, 6), (2, 9), (7, 1)}, 55)


def test_cells_are_counted_up() -> None:
    amounts = {row["counted_on"]: Decimal(row["amount"]) for row in COUNTS}
    assert all(amounts.values())
    assert sum(amount for on, amount in amounts.items() if on <= "2024-10-31") == 232
    assert sum(amounts.values()) == 303
