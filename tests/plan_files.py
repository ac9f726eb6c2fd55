"""The smallest plan files, as objects that a test changes before it writes them."""

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def texts(*fields: str) -> Json:
    """Both languages of each field."""
    return {f"{field}_{code}": f"{field} {code}" for field in fields for code in ("zh", "en")}


def area(code: str = "230600", parent: str | None = None) -> Json:
    return {"code": code, "parent": parent, "order": 0, **texts("name")}


def indicator(slug: str = "pm25", **fields: Any) -> Json:
    named = ("name", "short", "numerator_name", "denominator_name", "shortfall_name", "supplier", "rule", "source")
    units = texts("numerator_unit", "denominator_unit") | {"unit_zh": "µg/m³", "unit_en": "µg/m³"}
    return {
        "slug": slug,
        **texts(*named),
        **units,
        "combination": "mean",
        "frequency": "monthly",
        "scale": 1,
        "decimals": 1,
        "detail_decimals": 2,
        "counts_days": True,
        "whole_numbers": False,
        "min_days_year": 324,
        "min_days_month": 27,
        "min_days_february": 25,
        "due_day": 5,
        "provisional_until_day": 10,
        **fields,
    }


def link(field: str, key: str | int, *, stated: bool = False) -> Json:
    return {field: key, "stated": stated, **texts("reason")}


def goal(slug: str = "pm25", **fields: Any) -> Json:
    return {
        "slug": slug,
        "order": 1,
        "direction": "at_most",
        "target": "27",
        "comparison": "exact",
        "comparison_decimals": None,
        "pace": "none",
        "milestones": {},
        **texts("owner", "note"),
        **fields,
    }


def plan(**fields: Any) -> Json:
    outcome = {"number": 1, **texts("title"), "nodes": [link("number", 1)], "goals": [link("slug", "pm25")]}
    return {
        "area": "230600",
        "year": 2024,
        **texts("title", "main_line"),
        "nodes": [{"number": 1, **texts("title")}],
        "outcomes": [outcome],
        "goals": [goal()],
        **fields,
    }


def dated(**fields: Any) -> Json:
    term = {"start_on": "2024-01-01", "due_on": "2024-12-31", "dates_are_sample": True}
    return {**term, "outcomes": [link("number", 1)], **fields}


def action(number: int = 1, **fields: Any) -> Json:
    return {
        "number": number,
        **texts("name", "theme", "summary", "owner"),
        "nodes": [link("number", 1)],
        "goals": [link("slug", "pm25")],
        "tasks": [dated(number=1, **texts("title", "owner"))],
        "commitments": [dated(slug=f"cells-{number}", target="300", **texts("title", "unit"))],
        **fields,
    }


def actions_of(*actions: Json) -> Json:
    return {"area": "230600", "year": 2024, "actions": list(actions or (action(),))}


def figure(month: str = "2024-10", **fields: Any) -> Json:
    return {
        "indicator": "pm25",
        "area": "230600",
        "month": month,
        "numerator": "837.5",
        "denominator": "31",
        "month_numerator": None,
        "month_denominator": None,
        "origin": "computed",
        "note": "",
        **texts("source"),
        **fields,
    }


def report(**fields: Any) -> Json:
    of = {"area": "230600", "year": 2024, "action": 1, "task": 1, "reported_on": "2024-10-31"}
    return {**of, "progress": 40, "state": "in_progress", "note": "", **fields}


def count(**fields: Any) -> Json:
    of = {"area": "230600", "year": 2024, "commitment": "cells-1", "counted_on": "2024-10-31"}
    return {**of, "amount": "12", "note": "", **fields}


def everything() -> Json:
    """One record of each kind."""
    return {
        "areas": [area()],
        "indicators": [indicator()],
        "plans": [plan()],
        "actions_of": [actions_of()],
        "figures": [figure()],
        "reports": [report()],
        "counts": [count()],
    }


def write(folder: Path, document: object, name: str = "plan.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(document, ensure_ascii=True), encoding="utf-8")
    return path
