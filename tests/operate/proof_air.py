"""``make proof-air FILE=…``: imports a file of daily air values into a database of its own and computes each day's AQI
again by a second, independently written function; exit 1 where one differs.

How far the file's own AQI is from it is reported, not asserted.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from tests.operate.scratch import Scratch
from tests.targets.standards.second_aqi import second_aqi

COLUMNS = {
    "pm25_ug_m3": "pm25_24h", "pm10_ug_m3": "pm10_24h", "so2_ug_m3": "so2_24h", "no2_ug_m3": "no2_24h",
    "co_mg_m3": "co_24h", "o3_ug_m3": "o3_1h", "o3_max1h_ug_m3": "o3_1h",
}  # fmt: skip
DAYS = """
    SELECT c.name, d.day::text, d.aqi, d."primary", d.iaqi_pm25, d.iaqi_pm10, d.iaqi_so2, d.iaqi_no2, d.iaqi_co,
           d.iaqi_o3_1h
    FROM targets_cityday d JOIN targets_city c ON c.id = d.city_id
"""
INDICES = ("pm25_24h", "pm10_24h", "so2_24h", "no2_24h", "co_24h", "o3_1h")
MOST_TOLD = 20

Answer = tuple[int | None, str, tuple[int | None, ...]]


def expected(source: Path) -> Iterator[tuple[tuple[str, str], Answer, str]]:
    """City and day of each row, what the second function says of it, and the file's own AQI."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            found = {item: Decimal(row[column]) or None for column, item in COLUMNS.items() if column in row}
            version = 2026 if row["date"] >= "2026-03-01" else 2012
            aqi, _, primary, indices = second_aqi(found, version, never=frozenset({"o3_8h"}))
            place = row["city"].removesuffix("市"), row["date"]
            yield place, (aqi, "+".join(primary), tuple(map(indices.get, INDICES))), row.get("aqi", "")


def main(arguments: list[str]) -> int:
    """Compare and say so on stdout."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        sys.stderr.write("Name one file of daily air values: make proof-air FILE=days.csv\n")
        return 2
    source, wrong, apart, count = Path(arguments[0]), 0, Counter[int](), 0
    with Scratch() as scratch, scratch.connect() as connection:
        if code := scratch.manage("import_air", str(source)).code:
            return code
        stored = {(str(row[0]), str(row[1])): (row[2], row[3], tuple(row[4:])) for row in connection.execute(DAYS)}
    for count, (place, answer, own) in enumerate(expected(source), start=1):  # noqa: B007  # told below
        if stored.pop(place, None) != answer:
            wrong += 1
            if wrong <= MOST_TOLD:
                sys.stdout.write(f"differs: {place} should be {answer}\n")
        if answer[0] is not None and own not in ("", "0"):
            apart[abs(int(own) - answer[0])] += 1
    compared = apart.total()
    near = [sum(number for by, number in apart.items() if by <= most) for most in (0, 3, 10)]
    sys.stdout.write(
        f"rows {count}, different {wrong}, not in the file {len(stored)}\n"
        f"the file's own AQI, on {compared} days: equal {near[0]}, within 3 {near[1]}, within 10 {near[2]}, "
        f"furthest {max(apart, default=0)}\n"
    )
    return 1 if wrong or stored or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
