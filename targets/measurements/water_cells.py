"""A cell of a file of water samples as a reading's text, and a reading's text as the standard takes it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from targets.measurements import water_rules as rules
from targets.measurements.marks import Unreadable, is_no_value, narrow, number
from targets.measurements.remarks import NOT_A_NUMBER, TOO_LARGE
from targets.standards.surface_water import Measured, class_of
from targets.standards.surface_water_table import EVALUATED, WaterBody, WaterClass, WaterItem

# Beside the 24 items of GB 3838-2002 table 1: what stations measure besides.
BESIDES = {"conductivity_us_cm": "cond", "turbidity_ntu": "turb", "chla_mg_l": "chla", "algae_cells_l": "algae"}
COLUMNS: Mapping[str, str] = {
    "water_temp_c": "temp",
    "ph": "ph",
    **{f"{item.value}_mg_l": item.value for item in WaterItem if item not in ("temp", "ph", "fcoli")},
    "fcoli_per_l": "fcoli",
    **BESIDES,
}
_ITEMS = {item.value: item for item in WaterItem}
_EVALUATED = frozenset(item.value for item in EVALUATED)
_MOST_COUNTED = Decimal(10) ** 12  # cells or colonies in a litre
_COUNTED = frozenset({"algae", "fcoli"})
_DECIMALS = 12
_WORDS = frozenset({"未检出", "nd", "n.d.", "l", "<", "＜"})
_PLAIN = re.compile(r"\d{1,15}(\.\d{1,12})?", re.ASCII)


def item_of(column: str) -> str | None:
    """The item that a column holds; None for another column."""
    return COLUMNS.get(column)


@lru_cache(maxsize=1 << 15)
def reading(item: str, text: str) -> str | None:
    """The cell's reading as its text: ``0.156``, or ``<0.025`` for not detected (written <0.025 or 0.025L).

    None for a mark of no value. Raises Unreadable for what cannot be taken; only a temperature may lie below 0.
    """
    stripped = narrow(text).strip()
    if is_no_value(stripped):
        return None
    if stripped.lower() in _WORDS:
        raise Unreadable(rules.NO_DETECTION_LIMIT)
    limit = _limit(stripped)
    if limit is None:
        return _written(_number(item, stripped), stripped)
    value = _number(item, limit)
    if value <= 0 or item in ("temp", "ph", "do"):
        raise Unreadable(NOT_A_NUMBER)
    return "<" + _written(value, limit)


def sample_of(values: Mapping[str, str]) -> dict[WaterItem, Measured]:
    """A sample's texts as the standard takes them; items that table 1 does not have are left out."""
    return {_ITEMS[item]: measured(text) for item, text in values.items() if item in _ITEMS}


@lru_cache(maxsize=1 << 15)
def measured(text: str) -> Measured:
    """A reading's text as the standard takes it."""
    return Measured(Decimal(text.removeprefix("<")), not_detected=text.startswith("<"))


def class_of_sample(values: Mapping[str, str], body: WaterBody) -> WaterClass | None:
    """The class of one sample's texts, as ``surface_water.assess_samples`` gives it; fast, for file after file."""
    classes = (_class(item, text, body) for item, text in values.items() if item in _EVALUATED)
    return max((one for one in classes if one is not None), default=None)


@lru_cache(maxsize=1 << 15)
def _class(item: str, text: str, body: WaterBody) -> WaterClass | None:
    return class_of(_ITEMS[item], measured(text).for_mean, body)


def _limit(text: str) -> str | None:
    """The detection limit's text, None for a value that was detected."""
    if text[0] in "<＜":
        return text[1:].strip()
    return text[:-1].strip() if text[-1] in "LlＬ" else None


def _number(item: str, text: str) -> Decimal:
    value = _signed(text) if item == "temp" else _large(text) if item in _COUNTED else number(text)
    if value is None:
        raise Unreadable(NOT_A_NUMBER)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_DECIMALS:
        raise Unreadable(rules.TOO_FINE)
    if item == "ph" and value > 14:
        raise Unreadable(rules.PH_OUT_OF_RANGE)
    if item == "temp" and not -5 <= value <= 60:
        raise Unreadable(rules.TEMPERATURE_OUT_OF_RANGE)
    return value


def _signed(text: str) -> Decimal | None:
    return -found if text[:1] == "-" and (found := number(text[1:])) is not None else number(text)


def _large(text: str) -> Decimal | None:
    """A number of things, which may be larger than any concentration."""
    if not _PLAIN.fullmatch(text):
        return number(text)
    value = Decimal(text)
    if value > _MOST_COUNTED:
        raise Unreadable(TOO_LARGE)
    return value


def _written(value: Decimal, text: str) -> str:
    return text if _PLAIN.fullmatch(text) else f"{value:f}"
