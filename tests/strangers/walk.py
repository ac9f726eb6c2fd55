"""Every address of the URL configuration with an example in it, and a plan where each leads somewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from actions.models import Action
from targets.models import Assignment, Attachment, Figure
from tests import databases
from tests.conftest import member
from tests.factories import NOW, make_action, make_area, make_commitment, make_figure, make_goal, make_mean, make_task

# What passes for every converter of the name; an address with another name in it fails the walk and asks for one.
EXAMPLES = {
    "slug": "good-air-days",
    "key": "good-air-days",
    "year": "2024",
    "month": "10",
    "day": "5",
    "station": "1",
    "number": "1",
    "task": "1",
    "task_number": "1",
    "commitment": "zero-waste-cells",
    "pk": "1",
    "id": "1",
    "object_id": "1",
    "app_label": "targets",
    "content_type_id": "1",
    "url": "x/",
    "rest": "1/1/",
}
OPEN = ("/login/", "/password/forgotten/", "/password/new/", "/healthz", "/readyz")
# Whoever writes to these is somebody else afterwards, or nobody.
ENDS = ("/logout/", "/admin/logout/")
# Sessions come and go with every request; a throttle counts; a printed page's code is made when it is looked at; the
# administration's own log has the time of day; a token never comes back.
RESTLESS = (
    "django_session",
    "django_admin_log",
    "daqing1369_signin",
    "daqing1369_apiuse",
    "daqing1369_snapshot",
    "daqing1369_areachange",
    "axes_",
)


def addresses(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    """One example of each address below the resolver; the administration's own tree is walked as well."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + _example(pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        else:
            yield route


def _example(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    for name in pattern.pattern.converters:
        found = next(part for part in route.split("<") if part.split(">")[0].split(":")[-1] == name)
        route = route.replace("<" + found.split(">")[0] + ">", EXAMPLES[name])
    return route if "(?P" not in route else "x/"


EVERY = sorted(set(addresses()))
PAGES = [address for address in EVERY if not address.startswith("/admin/")]
OWN_PAGES = [address for address in PAGES if address not in (*OPEN, *ENDS)]


@dataclass(frozen=True)
class World:
    """A plan with two cities' figures; ``outsider`` may enter and review PM2.5 of the second area alone."""

    figure: Figure
    attachment: Attachment
    action: Action
    outsider: User
    chief: User


def make_world() -> World:
    goal = make_goal()
    make_goal(indicator=make_mean(), direction="at_most", target=27)
    figure = make_figure(goal.indicator, "2024-10", "29", "31", review="submitted")
    link = {"title": "省站", "link": "https://example.org/1", "changed_at": NOW}
    attachment = Attachment.objects.create(figure=figure, **link)
    action = make_action()
    make_task(action)
    make_commitment(action)
    outsider = member("outsider", "editor")
    outsider.groups.add(member("other", "reviewer").groups.get())
    Assignment.objects.filter(user=outsider).delete()
    second = make_area("230602", name_zh="萨尔图区", name_en="Sartu", parent=make_area())
    Assignment.objects.create(user=outsider, area=second, indicator=make_mean(), changed_at=NOW)
    return World(figure, attachment, action, outsider, User.objects.create_superuser("chief", password="demo-1369"))


def written() -> dict[str, bytes]:
    """What is on record, the restless tables left out."""
    rows = databases.keep().rows
    return {table: sorted_lines(text) for table, text in rows.items() if not table.startswith(RESTLESS)}


def sorted_lines(text: bytes) -> bytes:
    return b"\n".join(sorted(text.splitlines()))


def changed(before: dict[str, bytes]) -> list[str]:
    """The tables that differ from before."""
    now = written()
    return [table for table in now if now[table] != before[table]]


def put_back_sequences(sequences: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, last in sequences.items():
            cursor.execute("SELECT setval(%s, greatest(%s, 1), %s > 0)", [f'"{name}"', last, last])


def sequences() -> dict[str, Any]:
    return databases.keep().sequences
