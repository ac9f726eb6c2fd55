"""Up to where a concentration of air can have been measured, and from where on it is worth a second look. Pure.

The analysers' own ranges, as believed of HJ 653 (particulates: 0 to 1 000 or 0 to 10 000 µg/m³) and HJ 654 (gases: SO2,
NO2 and O3 to 500 ppb, CO to 50 ppm); neither text is at hand. A value above the range is no reading of such a station.
Sand storms of more than 5 000 µg/m³ of PM10 an hour happen, so the wider range holds there. Of the gases the end of HJ
633's table lies above the analyser's range: none of what the AQI can judge is refused.
"""

from decimal import Decimal

# By the fields of a row (air_columns.FIELDS); µg/m³, CO in mg/m³. Hours and days alike.
MOST_MEASURED = {
    "pm25": Decimal(10_000),  # HJ 653: 10 000
    "pm10": Decimal(10_000),  # HJ 653: 10 000
    "so2": Decimal(2_620),  # HJ 654: 500 ppb = 1 310 at 25 °C; HJ 633's table ends at 2 620
    "no2": Decimal(3_840),  # HJ 654: 500 ppb = 941; HJ 633's table of hours ends at 3 840
    "co": Decimal(150),  # HJ 654: 50 ppm = 57; HJ 633's table of hours ends at 150
    "o3_1h": Decimal(1_200),  # HJ 654: 500 ppb = 982; HJ 633's table ends at 1 200
    "o3_8h": Decimal(1_200),  # as of one hour, of which it is a mean
}
# Where HJ 633-2012's table of days ends (an IAQI of 500): possible, and rare enough to be looked at.
END_OF_SCALE = {"pm25": Decimal(500), "pm10": Decimal(600)}
