"""A second AQI by HJ 633, written apart from the product's: whole numbers only, found by bisection.

It shares no table, type or step with ``targets.standards.aqi`` and so can vouch for it, on single values and on files.
"""

from bisect import bisect_left
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

STEPS = [0, 50, 100, 150, 200, 300, 400, 500]
# As printed: one line an item, the concentrations at those steps. CO in mg/m³, the others in µg/m³.
PRINTED_2012 = """
so2_24h    0  50 150 475  800 1600 2100 2620
no2_24h    0  40  80 180  280  565  750  940
pm10_24h   0  50 150 250  350  420  500  600
co_24h     0   2   4  14   24   36   48   60
o3_1h      0 160 200 300  400  800 1000 1200
o3_8h      0 100 160 215  265  800
pm25_24h   0  35  75 115  150  250  350  500
"""
PRINTED_2026 = """
so2_24h    0  50 150 475  800 1600 2100 2620
no2_24h    0  40  80 180  280  565  750  940
pm10_24h   0  50 120 250  350  420  500  600
co_24h     0   2   4  14   24   36   48   60
o3_8h      0 100 160 215  265  800
pm25_24h   0  35  60 115  150  250  350  500
"""
TIES = ["pm25", "pm10", "o3", "no2", "so2", "co"]

Day = tuple[int | None, int | None, list[str], dict[str, int]]


def printed(text: str) -> dict[str, list[int]]:
    return {line.split()[0]: [int(word) for word in line.split()[1:]] for line in text.split("\n") if line}


TABLES = {2012: printed(PRINTED_2012), 2026: printed(PRINTED_2026)}


def half_even(top: int, bottom: int) -> int:
    whole, rest = divmod(top, bottom)
    if 2 * rest > bottom or (2 * rest == bottom and whole % 2):
        whole += 1
    return whole


def second_iaqi(item: str, amount: Decimal | Fraction | int, version: int, *, rounds: bool) -> int | None:
    """The sub-index, 0 to 500; None where the text of 2012 gives none."""
    top, bottom = amount.as_integer_ratio()
    if rounds:
        scale = 10 if item.startswith("co") else 1
        top, bottom = half_even(top * scale, bottom), scale
    row = TABLES[version][item]
    place = bisect_left([point * bottom for point in row], top)
    if place == 0:
        return 0
    if place == len(row):
        return {8: 500, 6: None if version == 2012 else 300}[len(row)]
    left, right = row[place - 1], row[place]
    # I = left step + (steps between) × (C − left) / (right − left), all over `bottom`; rounded up
    rise = (STEPS[place] - STEPS[place - 1]) * (top - left * bottom)
    return STEPS[place - 1] - (-rise // ((right - left) * bottom))


def second_aqi(
    values: Mapping[str, Decimal | Fraction | int | None],
    version: int,
    *,
    rounds: bool | None = None,
    never: frozenset[str] = frozenset(),
) -> Day:
    """AQI, level, primary pollutants and sub-indices of a day; AQI and level None for NA."""
    rounds = version == 2026 if rounds is None else rounds
    indices: dict[str, int] = {}
    unjudged = []
    for item in TABLES[version]:
        amount = values.get(item)
        index = None if amount is None else second_iaqi(item, amount, version, rounds=rounds)
        if index is not None:
            indices[item] = index
        elif item not in never:
            unjudged.append((item, amount is not None))
    # Ozone so high that its 8-hour value has no sub-index is judged by the 1-hour value.
    gaps = [item for item, given in unjudged if not (given and item == "o3_8h" and "o3_1h" in indices)]
    highest = max(indices.values(), default=-1)
    if highest < 0 or (gaps and not (version == 2026 and highest > 100)):
        return None, None, [], indices
    leading = {item.split("_")[0] for item, index in indices.items() if index == highest}
    primary = [name for name in TIES if name in leading] if highest > 50 else []
    return highest, 1 + sum(highest > end for end in (50, 100, 150, 200, 300)), primary, indices
