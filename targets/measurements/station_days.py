"""A city's day from the hours of its stations, as they are kept: by the rules of ``standards.air_validity``."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from targets.measurements.air_columns import FIELDS
from targets.standards.air_validity import (
    HOURS,
    RULES,
    AirRules,
    Checked,
    city_day,
    daily_max_1h,
    daily_max_8h,
    daily_mean,
    running_8h,
)
from targets.standards.rounding import round_half_even

DECIMALS = 10  # of a kept value
_OZONE, _EIGHT = FIELDS.index("o3_1h"), FIELDS.index("o3_8h")

# An hour's values in the order of FIELDS, by the hour's number 0–23 as the source writes it.
Hours = Mapping[int, tuple[Decimal | None, ...]]


def rules_of(share: Decimal, min_eight_hour_means: int) -> AirRules:
    """The rules with a city's settings."""
    return replace(RULES, station_share=Fraction(share), means_of_8h_maximum=min_eight_hour_means)


def station_day(hours: Hours, rules: AirRules) -> tuple[Checked, ...]:
    """One station's day in the order of FIELDS, each value with the hours or means that it rests on.

    GB 3095 table 4; HJ 663-2013, believed. An 8-hour mean is the source's own where it has one, else made of the hours.
    """
    columns = [[hours[hour][place] if hour in hours else None for hour in range(HOURS)] for place in range(len(FIELDS))]
    ozone, eights = columns[_OZONE], columns[_EIGHT]
    means = eight_hour_means(ozone, eights, rules)
    found = [daily_mean(column, rules) for column in columns[:_OZONE]]
    return (*found, daily_max_1h(ozone, rules), daily_max_8h(means, rules))


def eight_hour_means(
    ozone: Sequence[Decimal | None], eights: Sequence[Decimal | None], rules: AirRules
) -> Sequence[Decimal | Fraction | None]:
    """The day's 24 means of 8 hours: the source's own (``eights``), else those of the hours that are there."""
    if None not in eights or all(value is None for value in ozone):
        return eights
    return [own if given is None else given for given, own in zip(eights, running_8h(ozone, rules), strict=True)]


def city_values(stations: Collection[Hours], *, counting: int, rules: AirRules) -> tuple[Decimal | None, ...]:
    """The city's day in the order of FIELDS, to ten decimals, half to even; None where too few stations are valid.

    ``stations``: those with hours, of the ``counting`` ones that the city's mean is over.
    """
    days = [station_day(hours, rules) for hours in stations]
    silent = [None] * (counting - len(days))
    return tuple(
        _kept(city_day([*(day[place].valid_value for day in days), *silent], rules).valid_value)
        for place in range(len(FIELDS))
    )


def _kept(value: Fraction | None) -> Decimal | None:
    return None if value is None else round_half_even(value, DECIMALS)
