"""Small files of water samples for tests, in the three shapes in which they come."""

import csv
import io
from datetime import datetime

from targets.measurements.lines import Table, read_table
from targets.measurements.remarks import Remark
from targets.measurements.taken import Options, Taken
from targets.measurements.water_rows import WaterReader, WaterRow
from targets.models import Load, LoadKind
from targets.services.load_water import take
from tests.factories import NOW

UNTIL = datetime(2026, 11, 28, 9)
_ITEMS = (
    "water_temp_c,ph,do_mg_l,conductivity_us_cm,turbidity_ntu,codmn_mg_l,nh3n_mg_l,tp_mg_l,tn_mg_l,chla_mg_l,"
    "algae_cells_l"
)
SNAPSHOTS = (
    f"snapshot_date,province,basin,city,river,section,monitor_time_mmdd_hhmm,water_class,{_ITEMS},station_status"
)
READINGS = f"province,basin,section,monitor_time_mmdd_hhmm,water_class,{_ITEMS},station_status"
NONE = "--,--,--,--,--,--,--,--,--,*,*"
MANUAL = "snapshot_date,province,section,monitor_time_mmdd_hhmm"

# As the sources write them.
DAQING = f"""{SNAPSHOTS}
2020-05-08,黑龙江省,松花江流域,,,嫩江口内,04-20 19:22,,2.3,7.94,11.60,231.6,50.5,5.32,0.017,0.069,1.80,--,--,停站
2020-05-08,黑龙江省,松花江流域,,,肇源,09-09 16:00,,21.7,7.14,6.16,531.5,226.6,10.10,0.002,0.208,1.32,--,--,停站
2020-05-10,黑龙江省,松花江流域,大庆市,松花江,肇源,,,{NONE},停站
2020-06-20,黑龙江省,松花江流域,大庆市,松花江,肇源,,,{NONE},维护
"""
CHINA = f"""{SNAPSHOTS}
2020-05-10,北京市,海河流域,门头沟区,永定河,沿河城,,,{NONE},停站
2020-05-10,北京市,海河流域,密云区,潮河,古北口,05-10 08:05,,17.7,7.43,9.72,644.4,7.8,0.50,0.230,--,6.39,*,*,维护
2020-05-10,天津市,海河流域,河北区,海河,三岔口,05-10 08:00,Ⅲ,18.4,7.40,6.87,594.9,8.9,2.45,0.670,0.154,1.48,*,*,正常
2020-05-11,天津市,海河流域,河北区,海河,三岔口,05-10 08:00,Ⅲ,18.4,7.40,6.87,594.9,8.9,2.45,0.670,0.154,1.48,*,*,正常
2020-05-11,天津市,海河流域,河北区,海河,三岔口,05-11 08:00,Ⅳ,18.9,7.41,6.80,590.0,8.9,2.50,0.670,0.154,1.48,*,741040,正常
"""
APRIL = f"""{READINGS}
黑龙江省,松花江流域,858九队,04-01 08:00,Ⅳ,6.5,6.53,7.98,124.7,80.9,6.32,0.354,0.120,2.32,*,*,正常
黑龙江省,松花江流域,858九队,04-01 12:00,Ⅳ,6.5,6.53,8.05,123.1,80.9,6.32,0.351,0.122,2.43,*,*,正常
黑龙江省,松花江流域,858九队,04-01 12:00,Ⅳ,6.5,6.53,8.05,123.1,80.9,6.41,0.345,0.122,2.27,*,*,正常
黑龙江省,松花江流域,858九队,04-02 08:00,*,{NONE},维护
黑龙江省,松花江流域,858九队,04-02 12:00,*,{NONE},不具备运行条件
黑龙江省,松花江流域,858九队,*,*,{NONE},不具备运行条件
"""

Rules = list[tuple[int, str]]


def table_of(text: str) -> Table:
    return read_table(io.StringIO(text, newline=""))


def read(text: str, *, name: str = "water.csv", year: int | None = None) -> tuple[list[WaterRow | None], list[Remark]]:
    """The rows as they were understood, and what was told of them."""
    remarks: list[Remark] = []
    table = table_of(text)
    reader = WaterReader(table.columns, name, Options(year=year), UNTIL)
    rows = [reader.read(row, remarks.append) for row in table.rows]
    return rows, [*reader.remarks, *remarks]


def rules(remarks: list[Remark]) -> Rules:
    return [(remark.line, remark.rule.name) for remark in remarks]


def take_water(text: str, *, name: str = "water.csv", reviewed: bool = False) -> tuple[Taken, list[Remark]]:
    """The file taken into the database, and what was told of its rows."""
    load = Load.objects.create(kind=LoadKind.WATER, name=name, created_at=NOW)
    remarks: list[Remark] = []
    options, quiet = Options(reviewed=reviewed), _nothing
    return take(load, table_of(text), options=options, until=UNTIL, remark=remarks.append, tell=quiet), remarks


def manual(*rows: str, items: str = "codmn_mg_l") -> str:
    """A file of manual samples of 断面甲: ``2024-03-05 7.1`` a row, further items divided by blanks."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*MANUAL.split(","), *items.split()])
    for row in rows:
        day, *values = row.split()
        writer.writerow([day, "黑龙江省", "断面甲", f"{day[5:]} 09:30", *values])
    return text.getvalue()


def _nothing() -> None:
    return None
