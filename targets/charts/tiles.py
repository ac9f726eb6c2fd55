"""A tile map: equal tiles placed roughly as the units lie to each other. A hand-made grid, no geometry.

Units are known by their GB/T 2260 code. Where a city's own grid is not known, its units stand in order.
"""

from collections.abc import Sequence
from math import isqrt

Row = tuple[str | None, ...]  # codes from west to east; None: no unit there

# Daqing: Lindian in the north, Dorbod in the west, the urban districts together, the two southern counties.
DAQING: tuple[Row, ...] = (
    (None, "230623", None),
    ("230624", "230604", "230602"),
    (None, "230605", "230603"),
    (None, "230606", "230621"),
    (None, "230622", None),
)
GRIDS = (DAQING,)
MOST_COLUMNS = 5


def grid(codes: Sequence[str]) -> tuple[Row, ...]:
    """Rows from north to south that hold each of the codes once.

    The known grid with most of the codes, without rows left empty; codes it does not know follow below in order.
    """
    listed = list(dict.fromkeys(codes))
    best = max(GRIDS, key=lambda rows: len(_known(rows, listed)))
    known = _known(best, listed)
    if not known:
        return _in_order(listed, _columns(len(listed)))
    placed = tuple(tuple(code if code in known else None for code in row) for row in best)
    others = [code for code in listed if code not in known]
    return tuple(row for row in placed if any(row)) + _in_order(others, len(best[0]))


def _known(rows: Sequence[Row], codes: Sequence[str]) -> set[str]:
    return {code for row in rows for code in row if code is not None} & set(codes)


def _columns(count: int) -> int:
    """As many as make the grid about square."""
    return min(max(isqrt(max(count - 1, 0)) + 1, 1), MOST_COLUMNS)


def _in_order(codes: Sequence[str], columns: int) -> tuple[Row, ...]:
    rows = [tuple(codes[start : start + columns]) for start in range(0, len(codes), columns)]
    return tuple((*row, *(None,) * (columns - len(row))) for row in rows)
