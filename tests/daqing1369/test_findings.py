"""Each judge of the doctor, in its good and its bad cases; what is not fine says what to do."""

from datetime import datetime
from typing import Any

import pytest

from daqing1369 import findings
from daqing1369.findings import MEGA, NOTE, OK, WRONG, Finding

CASES: list[tuple[str, Any, str, str]] = [
    ("configuration", {}, OK, ""),
    ("configuration", {"demo": True}, WRONG, "CLOCK"),
    ("configuration", {"held": datetime(2024, 11, 4)}, WRONG, "CLOCK"),
    ("configuration", {"held": datetime(2024, 11, 4), "demo": True, "evaluation": True}, NOTE, "DATABASE_URL"),
    ("configuration", {"complaints": ["security.W004: no HSTS"]}, WRONG, "README"),
    ("server", {}, OK, ""),
    ("server", {"version": 130012}, WRONG, "PostgreSQL 14"),
    ("server", {"encoding": "SQL_ASCII"}, WRONG, "UTF8"),
    ("server", {"connections": 12}, WRONG, "max_connections"),
    ("rights", {}, OK, ""),
    ("rights", {"may_create": False}, WRONG, "GRANT CREATE ON SCHEMA public TO board"),
    ("rights", {"foreign": 3}, WRONG, "REASSIGN"),
    ("rights", {"may_make_databases": False}, NOTE, "CREATEDB"),
    ("migrations", {}, OK, ""),
    ("migrations", {"waiting": ["targets.0009_x"]}, WRONG, "manage.py migrate"),
    ("migrations", {"unknown": ["targets.0099_x"]}, WRONG, "newer version"),
    ("printing", {}, OK, ""),
    ("printing", {"trouble": "No font. apt-get install fonts-noto-cjk"}, WRONG, "apt-get"),
    ("mail", {}, OK, ""),
    ("mail", {"tried": True}, OK, ""),
    ("mail", {"configured": False}, NOTE, "EMAIL_URL"),
    ("mail", {"site": ""}, WRONG, "SITE_URL"),
    ("mail", {"trouble": "refused", "tried": True}, WRONG, "EMAIL_URL"),
    ("disk", {}, OK, ""),
    ("disk", {"free": 2047 * MEGA}, NOTE, "backups"),
    ("disk", {"free": 499 * MEGA}, WRONG, "backups"),
    ("clock", {}, OK, ""),
    ("clock", {"here": 106.0}, WRONG, "timedatectl"),
    ("clock", {"here": 94.0}, WRONG, "timedatectl"),
    ("time_zone", {}, OK, ""),
    ("time_zone", {"there": None}, WRONG, "tzdata"),
    ("time_zone", {"there": "2024-11-04 08:00"}, WRONG, "tzdata"),
    ("recompute", {}, OK, ""),
    ("recompute", {"stale": True}, NOTE, "manage.py recompute"),
    ("static", {}, OK, ""),
    ("static", {"missing": ["app.css"]}, WRONG, "collectstatic"),
    ("static", {"newer": ["app.css"]}, WRONG, "collectstatic"),
    ("folder", {}, OK, ""),
    ("folder", {"writable": False}, WRONG, "install -d"),
    ("folder", {"readable": True}, NOTE, "chmod 700"),
    ("folder", {"served": True}, WRONG, "ATTACHMENTS_DIR"),
    ("kept_out", {}, WRONG, "service's user"),
    ("files", {}, OK, ""),
    ("files", {"missing": 1}, WRONG, "restore"),
]
WELL: dict[str, dict[str, Any]] = {
    "configuration": {"evaluation": False, "held": None, "demo": False, "complaints": []},
    "server": {"version": 150018, "encoding": "UTF8", "connections": 100, "pool": 4},
    "rights": {"role": "board", "may_create": True, "foreign": 0, "may_make_databases": True},
    "migrations": {"waiting": [], "unknown": []},
    "printing": {"trouble": None},
    "mail": {"configured": True, "site": "https://board.example", "trouble": None, "tried": False},
    "disk": {"folder": "/srv", "free": 9000 * MEGA},
    "clock": {"here": 100.0, "there": 100.4},
    "time_zone": {"name": "Asia/Shanghai", "here": "2024-11-04 09:00", "there": "2024-11-04 09:00"},
    "recompute": {"stale": False},
    "static": {"root": "/srv/static", "missing": [], "newer": []},
    "folder": {"setting": "ATTACHMENTS_DIR", "path": "/srv", "writable": True, "readable": False, "served": False},
    "kept_out": {"check": "folders", "path": "/srv/kept", "reason": "Permission denied"},
    "files": {"named": 3, "missing": 0},
}


@pytest.mark.parametrize(("judge", "change", "state", "remedy"), CASES)
def test_a_judge(judge: str, change: dict[str, Any], state: str, remedy: str) -> None:
    found = getattr(findings, judge)(**(WELL[judge] | change))
    assert isinstance(found, Finding)
    assert found.state == state
    assert remedy in found.remedy
    assert bool(found.remedy) == (state != OK), "what is not fine says what to do, and nothing else does"


def test_connections_are_told_for_each_instance() -> None:
    """Several may share the database: this program knows of itself alone."""
    told = WELL["server"] | {"pool": 5}
    assert findings.server(**told).found.endswith("100 connections, up to 10 of them for each instance")
    assert "instance" in findings.server(**(told | {"connections": 12})).remedy
