"""A brief printed before stays as printed: a reading corrected later changes the board, not the brief of the code."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from daqing1369.models import Snapshot
from targets.models import CityDay, Figure, Origin
from targets.periods import Month
from targets.queries.access import EVERYTHING, Access
from targets.services.computed import recompute
from targets.services.review import approve
from tests.factories import NOW
from tests.measured import city_place, make_city, make_feed
from tests.year import make_air_year

BRIEF = "/brief/2024/10/"


def text(client: Client, address: str) -> str:
    page = BeautifulSoup(client.get(address, headers={"Accept-Language": "en"}).content, "lxml")
    main = page.select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_reading_corrected_later(viewer: User, reviewer: User, client_of: Callable[[User], Client]) -> None:
    _, mean = make_air_year()
    make_feed(mean.indicator, "pm25_mean")
    october = Figure.objects.get(indicator=mean.indicator, month="2024-10-01")
    days = int(october.denominator or 0)
    each = (october.numerator or 0) / days
    first = Month(2024, 10).first_on
    CityDay.objects.bulk_create(
        CityDay(city=make_city(), day=first.replace(day=1 + n), pm25=each, aqi=50, standard="HJ 633-2012")
        for n in range(days)
    )
    leader = client_of(viewer)
    leader.get(BRIEF)
    printed = Snapshot.objects.get()
    as_printed, board = text(leader, printed.state_address), text(leader, "/?as_of=2024-10")

    CityDay.objects.filter(day="2024-10-05").update(pm25=500)
    recompute([city_place("2024-10")], by=None, now=NOW)
    waits = Figure.objects.get(pk=october.pk)
    assert (waits.origin, waits.standing_numerator) == (Origin.COMPUTED, october.numerator)
    access = Access(EVERYTHING, EVERYTHING)
    approve(figure_id=waits.pk, version=waits.version, by=reviewer, now=NOW, access=access, today=NOW.date())

    assert text(leader, "/?as_of=2024-10") != board
    assert text(leader, BRIEF) != as_printed
    assert text(leader, printed.state_address) == as_printed
    assert "restated on 2024-11-04" in text(leader, f"/goals/{mean.indicator.slug}/")
