"""An item of surface water over a year against the limits of its classes, drawn on the server as plain values. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from targets.charts.lines import broken
from targets.charts.year import MONTHS, Values, ticks_for
from targets.standards.surface_water import class_of
from targets.standards.surface_water_table import TABLE, Rule, WaterBody, WaterClass, WaterItem

WIDTH, HEIGHT = 420.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 46.0, 10.0, 22.0
APART = 12.0  # between two labels, so that they do not touch
FLAT = 5  # a limit so many times the highest value would press the values to the ground
Limit = tuple[Fraction, list[WaterClass]]
STEP = (WIDTH - LEFT - RIGHT) / len(MONTHS)


@dataclass(frozen=True)
class LimitLine:
    """A limit that is drawn. ``label``: the classes that end there; ``is_iii``: the one of class III."""

    y: float
    label: str
    is_iii: bool


@dataclass(frozen=True)
class WaterPicture:
    """In a box of 420 × 190: limits, the year, the year before, and the months frozen over as x of their left edge."""

    limits: tuple[LimitLine, ...]
    ticks: tuple[tuple[float, str], ...]
    months: tuple[tuple[int, float], ...]
    lines: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    lines_before: tuple[str, ...]
    points_before: tuple[tuple[float, float], ...]
    frozen: tuple[float, ...]


@dataclass(frozen=True)
class ItemYear:
    """An item with the monthly means of two years, in the table's unit; ``classes`` are the year's own."""

    item: WaterItem
    values: Values
    before: Values
    classes: tuple[WaterClass | None, ...]
    number: int  # of the month that is looked at
    decides: bool
    picture: WaterPicture

    @property
    def lines(self) -> tuple[tuple[int, Fraction | None, Fraction | None, WaterClass | None], ...]:
        """A line of the table for each month: its number, the year before, the year, the class."""
        return tuple(zip(MONTHS, self.before, self.values, self.classes, strict=True))

    @property
    def value(self) -> Fraction | None:
        """Of the month that is looked at."""
        return self.values[self.number - 1]

    @property
    def water_class(self) -> WaterClass | None:
        """Of the month that is looked at."""
        return self.classes[self.number - 1]


def items_of(
    now: Mapping[int, Mapping[WaterItem, Fraction]],
    before: Mapping[int, Mapping[WaterItem, Fraction]],
    body: WaterBody,
    *,
    number: int,
    frozen: Collection[int] = (),
) -> tuple[ItemYear, ...]:
    """Every item that has a value in either year, in the table's order; both given by the month's number."""
    found = []
    for item in WaterItem:
        values = tuple(now.get(one, {}).get(item) for one in MONTHS)
        earlier = tuple(before.get(one, {}).get(item) for one in MONTHS)
        if any(value is not None for value in (*values, *earlier)):
            classes = tuple(None if value is None else class_of(item, value, body) for value in values)
            picture = draw_item(item, values, earlier, body, frozen)
            found.append(ItemYear(item, values, earlier, classes, number, TABLE[item].in_class, picture))
    return tuple(found)


def draw_item(
    item: WaterItem, values: Values, before: Values, body: WaterBody, frozen: Collection[int] = ()
) -> WaterPicture:
    """The picture of the item's two years.

    The scale holds every value, the nearest limit above them, and that of class III unless the values would be flat.
    """
    known = [value for value in (*values, *before) if value is not None]
    limits = _limits(item, body)
    low, high = _bounds(known, limits, is_range=TABLE[item].rule is Rule.RANGE)

    def y(value: Fraction | float) -> float:
        return round(HEIGHT - BOTTOM - (float(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    def spots(of: Values) -> list[tuple[float, float] | None]:
        return [None if value is None else (_x(place), y(value)) for place, value in enumerate(of)]

    now, then = spots(values), spots(before)
    shown = [_line(y(limit), limit, classes) for limit, classes in limits if low <= limit <= high]
    return WaterPicture(
        limits=_legible(shown),
        ticks=tuple(
            (y(tick), f"{tick:.10g}") for tick in ticks_for(Fraction(low), Fraction(high)) if low <= tick <= high
        ),
        months=tuple((number, _x(place)) for place, number in enumerate(MONTHS)),
        lines=broken(now),
        points=tuple(spot for spot in now if spot is not None),
        lines_before=broken(then),
        points_before=tuple(spot for spot in then if spot is not None),
        frozen=tuple(round(LEFT + (number - 1) * STEP, 1) for number in sorted(frozen)),
    )


def _x(place: int) -> float:
    return round(LEFT + (place + 0.5) * STEP, 1)


def _limits(item: WaterItem, body: WaterBody) -> list[Limit]:
    """Each limit once, with the classes that it is the limit of. The two ends of a range belong to none."""
    criterion = TABLE[item]
    limits = [Fraction(limit) for limit in criterion.limits_in(body)]
    if criterion.rule is Rule.RANGE:
        return [(limit, []) for limit in limits]
    found: dict[Fraction, list[WaterClass]] = {}
    for limit, one in zip(limits, WaterClass, strict=False):
        found.setdefault(limit, []).append(one)
    return list(found.items())


def _line(y: float, limit: Fraction, classes: Sequence[WaterClass]) -> LimitLine:
    if not classes:
        return LimitLine(y, f"{float(limit):g}", is_iii=False)
    first, last = classes[0].numeral, classes[-1].numeral
    return LimitLine(y, first if first == last else f"{first}–{last}", WaterClass.III in classes)


def _bounds(known: Sequence[Fraction], limits: Sequence[Limit], *, is_range: bool) -> tuple[float, float]:
    most, ends = max(known), [limit for limit, _ in limits]
    if is_range:
        low, high = min(*known, *ends), max(most, *ends)
        margin = (high - low) / 8
        return float(low - margin), float(high + margin)
    above = min((limit for limit in ends if limit >= most), default=most)
    third = next((limit for limit, classes in limits if WaterClass.III in classes), most)
    top = max(most, above, third if third <= FLAT * most else most)
    return 0.0, float(top) * 1.08 or 1.0


def _legible(lines: Sequence[LimitLine]) -> tuple[LimitLine, ...]:
    """Without those whose labels would touch; class III stays, then the laxer ones before the stricter."""
    kept: list[LimitLine] = []
    for one in sorted(lines, key=lambda line: (not line.is_iii, line.y)):
        if all(abs(one.y - other.y) >= APART for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda line: -line.y))
