"""``python -m tests.operate.soak.prepare``: the migrated scratch database's plan, figures and people.

The first half of the year is filled and approved, so that saving there is a correction; in the second half the first
saves meet. No month closes.
"""

import json
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import django

PASSWORD = "soak-1369"
FILLED_UNTIL = "2024-06"
EDITORS, REVIEWERS = 99, 3


def name_of(number: int) -> str:
    return f"soak{number:02d}"


def reviewer_name(number: int) -> str:
    return f"reviewer{number}"


def first_half(source: Path, target: Path) -> Path:
    """The demo's figures through the last month that is to be filled."""
    loaded = json.loads(source.read_text(encoding="utf-8"))
    figures = [figure for figure in loaded["figures"] if figure["month"] <= FILLED_UNTIL]
    target.write_text(json.dumps({"figures": figures}), encoding="utf-8")
    return target


def main() -> int:
    """The exit code; whatever goes wrong is an exception."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    fixtures = settings.BASE_DIR / "fixtures"
    with TemporaryDirectory() as folder:
        figures = first_half(fixtures / "demo-figures.json", Path(folder) / "demo-figures.json")
        plan = [fixtures / name for name in ("areas.json", "indicators.json", "plan-2024.json")]
        call_command("load_plan", *map(str, [*plan, figures]), stdout=StringIO())
    make_people()
    return 0


def make_people() -> None:
    """The editors and reviewers, each assigned to everything, and a plan whose months stay open."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Group, User

    from daqing1369 import clock
    from targets.models import Assignment, Plan

    Plan.objects.update(closes_after_days=None)
    password, now = make_password(PASSWORD), clock.now()
    people = [(name_of(number), "editor") for number in range(EDITORS)]
    people += [(reviewer_name(number), "reviewer") for number in range(REVIEWERS)]
    for name, group in people:
        user = User.objects.create(username=name, password=password)
        user.groups.add(Group.objects.get(name=group))
        Assignment.objects.create(user=user, area=None, indicator=None, changed_at=now)


if __name__ == "__main__":
    sys.exit(main())
