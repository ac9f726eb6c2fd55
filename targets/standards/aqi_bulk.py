"""The AQI of many days: the same answer as ``aqi.daily_aqi``, from remembered sub-indices.

Measured concentrations have few digits, so the same ones come again and again; each is computed exactly once for its
item and remembered. The memory is bounded, and dropping it changes no answer.
"""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from operator import getitem
from typing import NamedTuple

from targets.standards.aqi import (
    GOOD_AT_MOST,
    PRIMARY_ABOVE,
    TOP,
    Concentration,
    Item,
    Pollutant,
    Standard,
    iaqi,
    level_of,
)

MOST_REMEMBERED = 20_000  # concentrations of one item; above what a year of a country's cities holds

_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_LEVELS = tuple(level_of(aqi).number for aqi in range(TOP + 1))
# In the place of a sub-index, so that one look at the least and the largest of a day decides.
_NEVER, _NONE = -1, -2

Given = Concentration | str | None


class DayIndex(NamedTuple):
    """A day's index in short. ``aqi`` and ``level`` (1 to 6) None: NA; ``daily_aqi`` says of the same values why.

    ``sub_indices`` stand in the order of the standard's ``daily_items``, None where an item has none.
    """

    aqi: int | None
    level: int | None
    primary: tuple[Pollutant, ...]
    sub_indices: tuple[int | None, ...]


class BulkAqi:
    """``daily_aqi`` by one version of HJ 633, for many days of one source (HJ 633-2012 4.4, 5.1.2; 2026 4.2, 5.3.1).

    A concentration is given as an exact number or as its plain digits (``35``, ``35.1``), None where there is no value;
    units as ``Item`` says.
    """

    def __init__(
        self, standard: Standard, *, never_supplied: Collection[Item] = (), most: int = MOST_REMEMBERED
    ) -> None:
        self.standard = standard
        self.items = standard.daily_items
        self._pollutants = tuple(item.pollutant for item in self.items)
        self._memories = tuple(
            _Refused(item, standard, most) if item in never_supplied else _Memory(item, standard, most)
            for item in self.items
        )

    def __call__(self, values: Sequence[Given]) -> DayIndex:
        """The index of a day's concentrations, in the order of ``items``. Errors as of ``daily_aqi``.

        ValueError also where there are more or fewer values than items, and for a text that is not plain digits.
        """
        if len(values) != len(self.items):
            raise ValueError(f"{len(values)} values for {len(self.items)} items")
        codes = tuple(map(getitem, self._memories, values))
        aqi, least = max(codes), min(codes)
        indices = codes if least >= 0 else tuple([code if code >= 0 else None for code in codes])
        if aqi < 0 or (least == _NONE and not self._stands(values, codes, aqi)):
            return DayIndex(None, None, (), indices)
        return DayIndex(aqi, _LEVELS[aqi], self._leading(codes, aqi) if aqi > PRIMARY_ABOVE else (), indices)

    def sub_index(self, item: Item, concentration: Given) -> int | None:
        """The sub-index of one of ``items``, as ``iaqi``; None where there is no value or the standard gives none."""
        code = self._memories[self.items.index(item)][concentration]
        return code if code >= 0 else None

    def _leading(self, codes: tuple[int, ...], highest: int) -> tuple[Pollutant, ...]:
        if codes.count(highest) == 1:
            return (self._pollutants[codes.index(highest)],)
        # daily_items stand in the order in which ties are listed
        pairs = zip(self._pollutants, codes, strict=True)
        return tuple(dict.fromkeys(pollutant for pollutant, code in pairs if code == highest))

    def _stands(self, values: Sequence[Given], codes: tuple[int, ...], highest: int) -> bool:
        """Whether the day has an AQI although a supplied item has no sub-index."""
        if self.standard.publishes_incomplete and highest > GOOD_AT_MOST:
            return True
        judged = {pollutant for pollutant, code in zip(self._pollutants, codes, strict=True) if code >= 0}
        return all(
            code != _NONE or (value is not None and pollutant in judged)
            for pollutant, value, code in zip(self._pollutants, values, codes, strict=True)
        )


class _Memory(dict[Given, int]):
    """The sub-index of one item by concentration, ``_NONE`` where there is none; at most so many are remembered."""

    def __init__(self, item: Item, standard: Standard, most: int) -> None:
        super().__init__()
        self._item, self._standard, self._most = item, standard, most

    def __missing__(self, concentration: Given) -> int:
        index = None if concentration is None else iaqi(self._item, _amount(concentration), self._standard)
        if len(self) >= self._most:
            self.clear()
        self[concentration] = code = _NONE if index is None else index
        return code


class _Refused(_Memory):
    """In the place of an item that the source declares it never supplies."""

    def __missing__(self, concentration: Given) -> int:
        if concentration is not None:
            raise ValueError(f"supplied, though declared as never supplied: {self._item}")
        self[concentration] = _NEVER
        return _NEVER


def _amount(concentration: Concentration | str) -> Concentration:
    if not isinstance(concentration, str):
        return concentration
    if not _PLAIN.fullmatch(concentration):
        raise ValueError(f"not a concentration in plain digits: {concentration[:20]!r}")
    return Decimal(concentration)
