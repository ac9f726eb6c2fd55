"""What HJ 633 makes of a day's values as they are kept."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from targets.measurements.air_rows import FIELDS
from targets.standards.aqi import PRIMARY_ABOVE, Item, Standard, standard_for
from targets.standards.aqi_bulk import BulkAqi, SubIndex

_ITEMS = (Item.PM25_24H, Item.PM10_24H, Item.SO2_24H, Item.NO2_24H, Item.CO_24H, Item.O3_1H, Item.O3_8H)
ITEMS = dict(zip(FIELDS, _ITEMS, strict=True))
INDICES = tuple(f"iaqi_{field}" for field in FIELDS)


class Judged(NamedTuple):
    """A day's AQI (None: NA), its primary pollutants joined by ``+``, the sub-indices in the order of FIELDS.

    ``never_supplied``: the items that the standard asks for and the source never has, joined by ``+``.
    """

    never_supplied: str
    standard: str
    aqi: int | None
    primary: str
    indices: tuple[int | None, ...]


class Judge:
    """Judges the days of one source. ``absent``: the fields that it never supplies.

    Sub-indices are remembered, as a concentration comes again and again; a day with every value is judged from them
    alone, any other by ``BulkAqi``.
    """

    def __init__(self, absent: Collection[str]) -> None:
        self.never = frozenset(ITEMS[field] for field in absent)
        self._of: dict[Standard, _Version] = {}

    def __call__(self, day: date, values: Sequence[Decimal | str | None]) -> Judged:
        """The day's AQI by the version that applies to it.

        ``values``: in the order of FIELDS, µg/m³ and CO in mg/m³, judged as they are kept; a text in plain digits.
        ValueError for a value of an absent field, TypeError for a float.
        """
        standard = standard_for(day)
        version = self._of.get(standard)
        if version is None:
            version = self._of[standard] = _Version(standard, self.never)
        return version.judge(values)


class _Version:
    """One version of HJ 633 for the days of one source."""

    def __init__(self, standard: Standard, never: frozenset[Item]) -> None:
        self.code, items = standard.code, standard.daily_items
        self.bulk = BulkAqi(standard, never_supplied=never)
        self.never = "+".join(item for item in items if item in never)
        self.asked = tuple(_ITEMS.index(item) for item in items)
        self.places = tuple(items.index(item) if item in items else -1 for item in _ITEMS)
        asked = [item for item in items if item not in never]
        self.whole = tuple((_ITEMS.index(item), SubIndex(item, standard), item.pollutant.value) for item in asked)
        self.barred = tuple(_ITEMS.index(item) for item in items if item in never)

    def judge(self, values: Sequence[Decimal | str | None]) -> Judged:
        given = [values[place] for place, _, _ in self.whole]
        if None in given or any(values[place] is not None for place in self.barred):
            return self._of_some(values)
        found: list[int | None] = [None] * len(FIELDS)
        for place, sub_index, _ in self.whole:
            found[place] = sub_index[values[place]]  # type: ignore[index]  # none is None
        aqi = max([index for index in found if index is not None], default=None)
        if aqi is None or [found[place] for place, _, _ in self.whole].count(None):
            return self._of_some(values)
        names = [name for place, _, name in self.whole if found[place] == aqi] if aqi > PRIMARY_ABOVE else []
        return Judged(self.never, self.code, aqi, "+".join(dict.fromkeys(names)), tuple(found))

    def _of_some(self, values: Sequence[Decimal | str | None]) -> Judged:
        day = self.bulk([values[place] for place in self.asked])
        indices = (*day.sub_indices, None)
        return Judged(
            self.never, self.code, day.aqi, "+".join(day.primary), tuple(indices[place] for place in self.places)
        )
