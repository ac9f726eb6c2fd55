"""``manage.py backtest FILE``: how good the forecast is, on monthly data of many cities."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from targets.evaluation.backtest import YEARS, Skill, by_month, skill, trials

COLUMNS = ("city", "month", "pm25_ug_m3")
HALVES = {"odd": 0, "even": 1}  # the first, third, fifth …; the second, fourth, sixth …
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_HEAD = ("month", "n", "MAE", "to date persists", "as last year", "coverage", "width", "Brier", "base")


class Command(BaseCommand):
    help = (
        "Forecast every city's annual mean of PM2.5 at the end of each month 1 to 11 of 2015 and 2016, from what was "
        "known then, and compare with what came. FILE: CSV with the columns city, month (YYYY-MM) and pm25_ug_m3."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django's attribute; no database is needed

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--cities", choices=tuple(HALVES), help="only every other city by name: the rest of the file is not seen"
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *_args: Any, file: Path, format: str, **options: Any) -> None:  # the argument's name
        cities = half(self.read(file), options["cities"])
        found = list(trials(cities))
        if not found:
            told = " and ".join(str(year) for year in YEARS)
            raise CommandError(
                f"{file}: no city has twelve months above 0 in {told} or in one of them and in the year before"
            )
        months, overall = by_month(found), skill(found)
        if format == "json":
            told_months = {str(month): asdict(one) for month, one in months.items()}
            self.stdout.write(json.dumps({"months": told_months, "overall": asdict(overall)}))
            return
        cities_found = len({one.city for one in found})
        self.stderr.write(f"{len(cities)} cities read, {cities_found} of them evaluated; µg/m³, interval of 80 %.")
        self.stdout.write("\n".join(table(months, overall)))

    def read(self, file: Path) -> dict[str, dict[int, float]]:
        """The values above 0 by city and counted month; of a month that is there twice, the last row counts."""
        cities: dict[str, dict[int, float]] = {}
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                for city, month, value in self.rows(file, csv.reader(stream, strict=True)):
                    cities.setdefault(city, {})[month] = value
        except OSError as error:
            raise CommandError(f"{file}: cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise CommandError(f"{file}: is not a text in UTF-8") from None
        except csv.Error as error:
            raise CommandError(f"{file}: is not a CSV file: {error}") from None
        if not cities:
            raise CommandError(f"{file}: holds no value above 0")
        return {city: dict(sorted(series.items())) for city, series in sorted(cities.items())}

    def rows(self, file: Path, reader: Any) -> Iterator[tuple[str, int, float]]:
        head = [name.strip() for name in next(reader, [])]
        missing = [name for name in COLUMNS if name not in head]
        if missing:
            raise CommandError(f"{file}: lacks the column {missing[0]}; needed are {', '.join(COLUMNS)}")
        at_city, at_month, at_value = (head.index(name) for name in COLUMNS)
        for row in reader:
            if not row or len(row) <= max(at_city, at_month, at_value):
                continue
            month, value = counted_month(row[at_month]), number(row[at_value])
            if month is None:
                raise CommandError(f"{file}: line {reader.line_num}: {row[at_month][:20]!r} is no month like 2016-03")
            if value is not None:
                yield row[at_city].strip(), month, value


def half(cities: dict[str, dict[int, float]], which: str | None) -> dict[str, dict[int, float]]:
    """Every other city in the order of the names, or all of them: what is left out is in no pool either."""
    if which is None:
        return cities
    return dict(list(cities.items())[HALVES[which] :: 2])


def counted_month(text: str) -> int | None:
    """Year × 12 + number − 1; None for what is no month."""
    match = _MONTH.fullmatch(text.strip())
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return int(match[1]) * 12 + int(match[2]) - 1


def number(text: str) -> float | None:
    """A value above 0; everything else is a mark for “no value”."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and value > 0 else None


def table(months: dict[int, Skill], overall: Skill) -> list[str]:
    """The lines of the printed table."""
    lines = ["  ".join(f"{name:>{max(len(name), 6)}}" for name in _HEAD)]
    for name, one in [*((str(month), each) for month, each in months.items()), ("all", overall)]:
        shown = [name, str(one.n), *(f"{value:.3f}" for value in list(asdict(one).values())[1:])]
        widths = [max(len(head), 6) for head in _HEAD]
        lines.append("  ".join(f"{cell:>{width}}" for cell, width in zip(shown, widths, strict=True)))
    return lines
