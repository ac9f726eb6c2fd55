"""Another's area, goal, figure, file or session, named in an address or a field: nothing of it is written or shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from daqing1369.models import SignIn
from targets.models import StandIn, Upload
from tests.conftest import session_of
from tests.factories import NOW
from tests.strangers.walk import World, changed, make_world, written

ClientOf = Callable[[User], Client]
NUMBERS = {"numerator": "28", "denominator": "31", "version": "0"}


def cell(key: str) -> dict[str, str]:
    return {f"{key}-{field}": value for field, value in NUMBERS.items()} | {"save": key}


# Posted by somebody who enters and reviews PM2.5 of the second area alone; {…} is what the others have.
POSTS: list[tuple[str, dict[str, str]]] = [
    ("/review/", {"figure": "{figure}:{version}", "approve": "chosen"}),
    ("/review/", {"return": "{figure}:{version}", "note-{figure}": "again"}),
    ("/review/?goal=pm25&area=230602", {"figure": "{figure}:{version}", "approve": "chosen"}),
    ("/figures/2024/10/", cell("good-air-days") | cell("pm25")),
    ("/figures/2024/10/", cell("pm25")),
    ("/figures/2024/10/?area=230602", cell("good-air-days") | cell("good-air-days_230602")),
    ("/figures/2024/10/?area=nothing", cell("good-air-days")),
    ("/figures/2024/", cell("good-air-days_m202410") | cell("pm25_m202410")),
    ("/figures/2024/10/good-air-days/preview/", cell("good-air-days")),
    ("/figures/2024/10/pm25/preview/", cell("pm25")),
    ("/figures/2024/10/good-air-days/drop/", {"drop": "good-air-days"}),
    ("/figures/2024/10/paste/", {"text": "29\t31", "at": "good-air-days", "apply": "yes", "chosen": "good-air-days"}),
    ("/figures/2024/10/good-air-days/sources/", {"link": "https://example.org/", "title": "x"}),
    ("/figures/2024/10/good-air-days/sources/", {"take": "{attachment}"}),
    ("/figures/2024/10/pm25/sources/", {"take": "{attachment}"}),
    ("/import/{upload}/", {"do": "confirm", "run": "1"}),
    ("/import/{upload}/", {"do": "drop"}),
    ("/stand-in/", {"end": "{cover}"}),
    ("/stand-in/", {"absent": "{chief}", "deputy": "{outsider}", "from_on": "2024-11-04", "until_on": "2024-11-15"}),
    ("/reopen/", {"goal": "pm25", "area": "230600", "month": "2024-09", "until_on": "2024-11-11", "reason": "x"}),
    ("/goals/good-air-days/final/?year=2024", {"value": "92", "document": "x", "confirmed_on": "2024-11-01"}),
    ("/account/", {"end": "{sign_in}"}),
    ("/keys/", {"purpose": "api", "name": "x"}),
    ("/keys/", {"revoke": "1"}),
    ("/admin/auth/user/{outsider}/change/", {"username": "outsider", "is_staff": "on", "is_superuser": "on"}),
    ("/admin/auth/user/{chief}/password/", {"password1": "quite-new-1369", "password2": "quite-new-1369"}),
    ("/admin/auth/user/{chief}/end-sessions/", {}),
    ("/admin/auth/user/{chief}/unlock/", {}),
]
HIDDEN = ("/import/{upload}/", "/import/{upload}/marked.xlsx", "/keys/", "/admin/auth/user/{chief}/change/")


@pytest.fixture
def known(db: None) -> dict[str, Any]:
    world: World = make_world()
    moments = {"began_at": NOW, "seen_at": NOW, "ends_at": NOW}
    sign_in = SignIn.objects.create(user=world.chief, session_key=session_of(world.chief), **moments)
    days = {"from_on": "2024-11-04", "until_on": "2024-11-05", "changed_at": NOW}
    other = User.objects.get(username="other")
    return {
        "world": world,
        "figure": world.figure.pk,
        "version": world.figure.version,
        "attachment": world.attachment.pk,
        "chief": world.chief.pk,
        "outsider": world.outsider.pk,
        "sign_in": sign_in.pk,
        "cover": StandIn.objects.create(absent=world.chief, deputy=other, **days).pk,
        "upload": Upload.objects.create(user=world.chief, name="x.csv", size=1, created_at=NOW, state="refused").pk,
    }


def test_nothing_of_anothers_is_written(known: dict[str, Any], client_of: ClientOf) -> None:
    client, before = client_of(known["world"].outsider), written()
    for address, fields in POSTS:
        data = {name.format(**known): value.format(**known) for name, value in fields.items()}
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.post(address.format(**known), data, headers=headers)
            assert answer.status_code < 500, address
            tables = changed(before)
            assert tables == [], f"post {address} {data}: {tables}"
    assert SignIn.objects.filter(pk=known["sign_in"]).exists()


def test_nothing_of_anothers_is_shown(known: dict[str, Any], client_of: ClientOf) -> None:
    client = client_of(known["world"].outsider)
    for address in HIDDEN:
        status = client.get(address.format(**known)).status_code
        assert status in (302, 403, 404), f"{address}: {status}"


def test_whoever_may_does(known: dict[str, Any], client_of: ClientOf) -> None:
    """The same forms do write for somebody who may: the table above is no list of typing errors."""
    client = client_of(known["world"].chief)
    wrote = set()
    for address, fields in POSTS:
        before = written()
        data = {name.format(**known): value.format(**known) for name, value in fields.items()}
        client.post(address.format(**known), data)
        if changed(before):
            wrote.add(address.partition("?")[0])
    meant = {"/figures/2024/10/", "/figures/2024/10/good-air-days/preview/", "/review/", "/keys/", "/reopen/"}
    meant |= {"/figures/2024/10/good-air-days/sources/", "/import/{upload}/", "/stand-in/"}
    assert meant <= wrote, sorted(meant - wrote)
