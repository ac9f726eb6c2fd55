"""The synthetic file of ``make bench-air`` is one that the import takes, and the same each time."""

from datetime import datetime
from pathlib import Path

from targets.measurements.air_rows import AirReader
from targets.measurements.lines import Shape, read_table
from targets.measurements.taken import Options
from tests.operate.bench_air import first_half, write


def test_every_row_of_the_synthetic_file_is_taken(tmp_path: Path) -> None:
    source, other = tmp_path / "air.csv", tmp_path / "other.csv"
    write(source, cities=3, days=40)
    write(other, cities=3, days=40)
    assert source.read_bytes() == other.read_bytes()
    with source.open(encoding="utf-8", newline="") as stream:
        table = read_table(stream)
        assert table.shape is Shape.CITY_DAY
        reader = AirReader(table.shape, table.columns, Options(), datetime(2024, 11, 4))
        rows = [reader.read(row, lambda _: None) for row in table.rows]
    assert len({(row.city, row.day) for row in rows if row}) == 120


def test_the_first_half_has_half_of_the_rows(tmp_path: Path) -> None:
    source, half = tmp_path / "air.csv", tmp_path / "half.csv"
    write(source, cities=1, days=10)
    assert first_half(source, half) == 10
    assert half.read_text(encoding="utf-8").splitlines() == source.read_text(encoding="utf-8").splitlines()[:6]
