"""Files of measurements for tests, and a short way to load them."""

import io
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from targets.measurements.taken import Options
from targets.models import Load, LoadKind, LoadRemark
from targets.services.load_run import begin, run
from tests.factories import NOW

DAYS = "city,date,aqi,aqi_level,pm25_ug_m3,pm10_ug_m3,so2_ug_m3,co_mg_m3,no2_ug_m3,o3_ug_m3"
HOURS = (
    "date_yyyymmdd,hour,station,aqi,aqi_level,primary_pollutant,pm25_ug_m3,pm10_ug_m3,co_mg_m3,no2_ug_m3,o3_1h_ug_m3,"
    "o3_8h_ug_m3,so2_ug_m3"
)
LATER = NOW + timedelta(days=1)


def day_row(city: str = "大庆", day: str = "2024-03-28", pm25: str = "80", pm10: str = "100") -> str:
    """A city's day; all of its own numbers agree."""
    return f"{city},{day},107,轻度污染,{pm25},{pm10},10,0.7,30,80"


def hour_rows(station: str = "红岗区", day: str = "20240328", count: int = 24, pm25: str = "40") -> list[str]:
    """The first hours of a station's day."""
    return [f"{day},{hour:02d},{station},60,良,NaN,{pm25},60,0.7,30,80,70,10" for hour in range(count)]


def csv(header: str, *rows: str) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def load(
    content: bytes, *, kind: LoadKind = LoadKind.AIR, now: datetime = NOW, by: User | None = None, **options: object
) -> Load:
    """The file as it is after it was read."""
    made = begin(kind=kind, name="file.csv", options=Options(**options), by=by, now=now)  # type: ignore[arg-type]
    return run(load=made, stream=io.BytesIO(content), now=now, by=by, tell=lambda _done, _total: None)


def told(one: Load) -> list[tuple[int, str, str, str]]:
    """Line, rule, column, value of the remarks on the rows."""
    remarks = LoadRemark.objects.filter(load=one, line__gt=0).order_by("line", "id")
    return list(remarks.values_list("line", "rule", "column", "value"))


def counted(one: Load, *names: str) -> list[int]:
    return [one.counts.get(name, 0) for name in names]
