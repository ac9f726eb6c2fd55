"""The AQI of many days: the same answer as ``aqi.daily_aqi``, from remembered sub-indices.

Measured concentrations have few digits, so the same ones come again and again; each is computed exactly once for its
item and remembered. The memory is bounded, and dropping it changes no answer.
"""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
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


class DayIndex(NamedTuple):
    """A day's index in short. ``aqi`` and ``level`` (1 to 6) None: NA; ``daily_aqi`` says of the same values why.

    ``sub_indices`` stand in the order of the standard's ``daily_items``, None where an item has none.
    """

    aqi: int | None
    level: int | None
    primary: tuple[Pollutant, ...]
    sub_indices: tuple[int | None, ...]


class SubIndex(dict[Concentration | str, int | None]):
    """The sub-index of one item by concentration, given as an exact number or as its plain digits (``35``, ``35.1``).

    Used as a mapping: ``SubIndex(item, standard)[concentration]``. Errors as of ``iaqi``; ValueError for another text.
    """

    def __init__(self, item: Item, standard: Standard, *, most: int = MOST_REMEMBERED) -> None:
        super().__init__()
        self._item, self._standard, self._most = item, standard, most

    def __missing__(self, concentration: Concentration | str) -> int | None:
        index = iaqi(self._item, _amount(concentration), self._standard)
        if len(self) >= self._most:
            self.clear()
        self[concentration] = index
        return index


class _Refused(SubIndex):
    """In the place of an item that the source declares it never supplies."""

    def __missing__(self, concentration: Concentration | str) -> int | None:
        raise ValueError(f"supplied, though declared as never supplied: {self._item}")


class BulkAqi:
    """``daily_aqi`` by one version of HJ 633, for many days of one source (HJ 633-2012 4.4, 5.1.2; 2026 4.2, 5.3.1)."""

    def __init__(self, standard: Standard, *, never_supplied: Collection[Item] = ()) -> None:
        self.standard = standard
        self.items = standard.daily_items
        self._never_supplied = frozenset(never_supplied)
        self._pollutants = tuple(item.pollutant for item in self.items)
        self._sub_indices = tuple(
            (_Refused if item in self._never_supplied else SubIndex)(item, standard) for item in self.items
        )

    def __call__(self, values: Sequence[Concentration | str | None]) -> DayIndex:
        """The index of a day's concentrations, in the order of ``items``; None: no value. Errors as of ``daily_aqi``.

        ValueError also where there are more or fewer values than items.
        """
        indices = tuple(
            None if value is None else sub_index[value]
            for value, sub_index in zip(values, self._sub_indices, strict=True)
        )
        aqi = max((index for index in indices if index is not None), default=None)
        if aqi is None or (None in indices and not self._publishable(values, indices, aqi)):
            return DayIndex(None, None, (), indices)
        # daily_items stand in the order in which ties are listed
        primary = [one for one, index in zip(self._pollutants, indices, strict=True) if index == aqi > PRIMARY_ABOVE]
        return DayIndex(aqi, _LEVELS[aqi], tuple(dict.fromkeys(primary)), indices)

    def _publishable(
        self, values: Sequence[Concentration | str | None], indices: tuple[int | None, ...], highest: int
    ) -> bool:
        """Whether a day stands although an item has no sub-index."""
        if self.standard.publishes_incomplete and highest > GOOD_AT_MOST:
            return True
        judged = {one for one, index in zip(self._pollutants, indices, strict=True) if index is not None}
        return all(
            index is not None or item in self._never_supplied or (value is not None and item.pollutant in judged)
            for item, value, index in zip(self.items, values, indices, strict=True)
        )


def _amount(concentration: Concentration | str) -> Concentration:
    if not isinstance(concentration, str):
        return concentration
    if not _PLAIN.fullmatch(concentration):
        raise ValueError(f"not a concentration in plain digits: {concentration[:20]!r}")
    return Decimal(concentration)
