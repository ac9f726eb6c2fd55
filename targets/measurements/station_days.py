"""A city's day from the hours of its stations (HJ 663; validity as in GB 3095)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from targets.evaluation.rounding import round_half_even
from targets.measurements.air_rows import FIELDS

MIN_HOURS = 20  # hourly values that a day's mean needs (GB 3095, table 4)
MIN_OF_EIGHT = 6  # hourly values that an 8-hour mean needs
FIRST_END = 7  # by the hour's number: the first 8 hours that lie in the day end with it
_MEANS = ("pm25", "pm10", "so2", "no2", "co")
DECIMALS = 10

Hour = Mapping[str, Decimal | None]  # by FIELDS: o3_1h the hour's ozone, o3_8h the mean of the 8 hours ending with it


@dataclass
class StationHours:
    """One station's hours of one day, by their numbers."""

    hours: dict[int, Hour] = field(default_factory=dict)

    def values(self, min_eight_hour_means: int) -> dict[str, Fraction | None]:
        """The station's day: means of at least 20 hours; ozone's highest hour and highest 8-hour mean. µg/m³, mg/m³."""
        found: dict[str, Fraction | None] = {}
        for name in _MEANS:
            given = self._given(name)
            found[name] = sum(given, Fraction()) / len(given) if len(given) >= MIN_HOURS else None
        ozone = self._given("o3_1h")
        found["o3_1h"] = max(ozone) if len(ozone) >= MIN_HOURS else None
        eights = [mean for end in range(FIRST_END, 24) if (mean := self._eight(end)) is not None]
        found["o3_8h"] = max(eights) if len(eights) >= min_eight_hour_means else None
        return found

    def _given(self, name: str) -> list[Fraction]:
        return [Fraction(value) for hour in self.hours.values() if (value := hour[name]) is not None]

    def _eight(self, end: int) -> Fraction | None:
        """The mean of the 8 hours ending with that one: the source's own, otherwise of at least 6 of its hours."""
        own = self.hours.get(end, {}).get("o3_8h")
        if own is not None:
            return Fraction(own)
        window = [self.hours[hour]["o3_1h"] for hour in range(end - 7, end + 1) if hour in self.hours]
        given = [Fraction(value) for value in window if value is not None]
        return sum(given, Fraction()) / len(given) if len(given) >= MIN_OF_EIGHT else None


def city_values(
    stations: Collection[StationHours], *, counting: int, share: Decimal, min_eight_hour_means: int
) -> tuple[Decimal | None, ...]:
    """The city's day in the order of FIELDS: item by item the mean over the stations that have it.

    None where fewer than that share of the ``counting`` stations have it. To ten decimals, half to even.
    """
    days = [station.values(min_eight_hour_means) for station in stations]
    return tuple(_mean([value for day in days if (value := day[name]) is not None], counting, share) for name in FIELDS)


def _mean(values: Sequence[Fraction], counting: int, share: Decimal) -> Decimal | None:
    if not values or len(values) < Fraction(share) * counting:
        return None
    return round_half_even(sum(values, Fraction()) / len(values), DECIMALS)
