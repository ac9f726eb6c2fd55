"""What HJ 633 makes of a day's values as they are kept."""

from collections.abc import Collection, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from targets.measurements.air_columns import FIELDS
from targets.standards.aqi import Item, Standard, standard_for
from targets.standards.aqi_bulk import BulkAqi, Given

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
    """Judges the days of one source. ``absent``: the fields that it never supplies."""

    def __init__(self, absent: Collection[str]) -> None:
        self._absent = frozenset(ITEMS[field] for field in absent)
        self._of: dict[Standard, _Version] = {}

    def __call__(self, day: date, values: Sequence[Given]) -> Judged:
        """The day's AQI by the version that applies to it.

        ``values``: in the order of FIELDS, µg/m³ and CO in mg/m³, judged as they are kept; a text in plain digits.
        ValueError for a value of an absent field and for another text, TypeError for a float.
        """
        standard = standard_for(day)
        version = self._of.get(standard)
        if version is None:
            version = self._of[standard] = _Version(standard, self._absent)
        return version.judge(values)


class _Version:
    """One version of HJ 633 for the days of one source."""

    def __init__(self, standard: Standard, absent: frozenset[Item]) -> None:
        items = standard.daily_items
        self.code, self.bulk = standard.code, BulkAqi(standard, never_supplied=absent)
        self.never = "+".join(item for item in items if item in absent)
        self.asked = itemgetter(*[_ITEMS.index(item) for item in items])
        self.placed = itemgetter(*[items.index(item) if item in items else -1 for item in _ITEMS])

    def judge(self, values: Sequence[Given]) -> Judged:
        day = self.bulk(self.asked(values))
        indices = self.placed((*day.sub_indices, None))  # None at the end: of a field that the version does not ask
        return Judged(self.never, self.code, day.aqi, "+".join(day.primary), indices)
