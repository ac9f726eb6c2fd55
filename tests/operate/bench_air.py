"""``make bench-air [FILE=…]``: imports a country's year of daily air values, AQI included; exit 1 over the limits.

Without FILE a synthetic file of the same size is written: 366 cities, 366 days, always the same. The memory is that of
the importing process; the ratio of the whole file's time to that of its first half shows that time is linear.
"""

import sys
import time
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from tests.operate.scratch import Scratch

SECONDS, MEGABYTES, RATIO = 20.0, 250.0, 2.5
HEADER = (
    "city,date,aqi,aqi_range_in_day,aqi_level,pm25_ug_m3,pm10_ug_m3,so2_ug_m3,co_mg_m3,no2_ug_m3,o3_ug_m3,"
    "rank_in_source"
)
_FIRST = date(2016, 1, 1)


def write(path: Path, cities: int = 366, days: int = 366) -> None:
    """A file of that many rows with the dirt of real ones: zeros for missing, PM2.5 above PM10, levels one off."""
    random = Random(2016)  # noqa: S311  # measurements, not secrets
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEADER + "\n")
        for city in range(cities):
            name = "".join(chr(0x4E00 + 37 * city % 8000 + step) for step in range(2)) + str(city)
            for number in range(days):
                stream.write(_row(random, name, _FIRST + timedelta(number)))


def _row(random: Random, name: str, day: date) -> str:
    pm25 = random.lognormvariate(3.7, 0.7)
    pm10, so2, no2 = pm25 * random.uniform(0.95, 2.4), random.uniform(2, 90), random.uniform(5, 90)
    values = [f"{value:.1f}" for value in (pm25, pm10, so2)]
    values += [f"{random.uniform(0.2, 3):.3f}", f"{no2:.1f}", str(random.randint(10, 240))]
    if not random.randrange(400):
        values[random.randrange(6)] = "0"
    aqi = max(1, int(pm25 * 1.3))
    level = "优" if aqi < 50 else "良" if aqi < 100 else "轻度污染"
    return f"{name},{day},{aqi},{aqi // 2}~{aqi * 2},{level},{','.join(values)},0\n"


def first_half(source: Path, target: Path) -> int:
    """Write the first half of the file's rows; how many rows the whole has. The file has a row a line."""
    with source.open("rb") as stream:
        rows = sum(1 for _ in stream) - 1
    with source.open("rb") as stream, target.open("wb") as out:
        out.writelines(islice(stream, rows // 2 + 1))
    return rows


def main(arguments: list[str]) -> int:
    """Measure and say so on stdout; 1 where a limit is not kept."""
    with Scratch() as scratch:
        source = Path(arguments[0]) if arguments else scratch.folder / "air.csv"
        if not arguments:
            write(source)
        half = scratch.folder / "half.csv"
        rows = first_half(source, half)
        scratch.manage("import_air", str(half))  # the cities and the database's caches, as in daily use
        scratch.connect().execute("DELETE FROM targets_cityday")
        less = scratch.manage("import_air", str(half))
        scratch.connect().execute("DELETE FROM targets_cityday")
        time.sleep(1)  # let the database put its deletions away
        more = scratch.manage("import_air", str(source))
    ratio = more.seconds / less.seconds
    sys.stdout.write(
        f"rows {rows}\nseconds {more.seconds:.1f} (at most {SECONDS:.0f}; processor {more.processor:.1f})\n"
        f"peak MB {more.megabytes:.0f} (at most {MEGABYTES:.0f})\n"
        f"whole / half {ratio:.2f} (at most {RATIO}; half {less.seconds:.1f} s)\n"
    )
    short = more.code or less.code or more.seconds > SECONDS or more.megabytes > MEGABYTES or ratio > RATIO
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
