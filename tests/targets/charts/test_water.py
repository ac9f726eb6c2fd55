"""An item of surface water against the limits of its classes."""

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from targets.charts.water import APART, BOTTOM, HEIGHT, TOP, draw_item, items_of
from targets.standards.surface_water_table import WaterBody, WaterClass, WaterItem

CSS = Path(__file__).resolve().parents[3] / "static" / "water.css"
NOTHING = (None,) * 12


def year(*values: str) -> tuple[Fraction | None, ...]:
    found = [Fraction(value) if value else None for value in values]
    return (*found, *[None] * (12 - len(found)))


@pytest.mark.parametrize("item", WaterItem)
@pytest.mark.parametrize("value", ["0", "0.00001", "7", "300"])
def test_everything_lies_in_the_box_and_no_two_labels_touch(item: WaterItem, value: str) -> None:
    picture = draw_item(item, year(value, "", value), year("0.5"), WaterBody.LAKE)
    heights = [y for _, y in (*picture.points, *picture.points_before)]
    heights += [line.y for line in picture.limits]
    assert all(TOP - 1 <= y <= HEIGHT - BOTTOM + 1 for y in heights)
    assert all(above.y - below.y >= APART for above, below in pairwise(picture.limits))


@pytest.mark.parametrize(
    ("value", "labels"),
    [("0.01", ["Ⅰ"]), ("0.04", ["Ⅰ", "Ⅱ", "Ⅲ"]), ("0.25", ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"]), ("1.9", ["Ⅰ", "Ⅲ", "Ⅴ"])],
)
def test_the_limit_of_class_iii_is_told_unless_the_values_would_be_flat(value: str, labels: list[str]) -> None:
    picture = draw_item(WaterItem.TP, year(value), NOTHING, WaterBody.RIVER)
    assert [line.label for line in picture.limits] == labels


def test_one_limit_of_several_classes_is_one_line() -> None:
    picture = draw_item(WaterItem.F, year("0.5"), NOTHING, WaterBody.RIVER)
    assert [(line.label, line.is_iii) for line in picture.limits] == [("Ⅰ–Ⅲ", True)]


def test_a_line_breaks_where_a_month_has_no_value() -> None:
    picture = draw_item(WaterItem.CODMN, year("4", "5", "", "4", "3"), NOTHING, WaterBody.RIVER, frozen=[3])
    assert len(picture.lines) == 2
    assert len(picture.points) == 4
    assert len(picture.frozen) == 1


def test_items_that_have_no_value_are_not_drawn() -> None:
    now = {10: {WaterItem.CODMN: Fraction("6.1")}}
    before = {3: {WaterItem.TN: Fraction(2)}}
    found = items_of(now, before, WaterBody.RIVER, number=10)
    assert [one.item for one in found] == [WaterItem.CODMN, WaterItem.TN]
    assert (found[0].value, found[0].water_class) == (Fraction("6.1"), WaterClass.IV)
    assert found[0].lines[9] == (10, None, Fraction("6.1"), WaterClass.IV)
    assert found[1].water_class is None
    assert not found[1].decides


def luminance(colour: str) -> float:
    full = colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
    parts = [int(full[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("one", WaterClass)
def test_a_class_has_its_grades_colour_and_legible_text(one: WaterClass) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1. The stylesheet repeats what the table says."""
    css = CSS.read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--((?:on-)?water-\d): (#\w+)", css))
    assert tokens[f"water-{one}"] == one.grade.colour
    light, dark = sorted((luminance(tokens[f"water-{one}"]), luminance(tokens[f"on-water-{one}"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert f".wclass--{one} {{ background: var(--water-{one}); color: var(--on-water-{one}); }}" in css
