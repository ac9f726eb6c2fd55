"""A decision waits briefly for a load that has the turn; then it says so, and what was typed stays on the form."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from targets.models import Background, DustDay, FrozenMonth
from targets.services import locking
from targets.services.load_turns import take_turns
from targets.services.locking import Busy
from tests.elsewhere import holding
from tests.factories import NOW, make_goal
from tests.measured import make_city, make_feed, make_section


@pytest.mark.django_db(transaction=True)
def test_behind_a_load_nothing_typed_is_lost(
    monkeypatch: pytest.MonkeyPatch, reviewer: User, client_of: Callable[[User], Client]
) -> None:
    monkeypatch.setattr(locking, "LONGEST_WAIT", "50ms")
    make_goal()
    make_feed()
    office, water = client_of(reviewer), f"/water/{make_section('肇源').pk}/"
    there = FrozenMonth.objects.create(
        section_id=int(water.split("/")[2]), month="2024-02-01", note="冰", changed_at=NOW
    )
    make_city()
    whole = {"items": ["cod"], "from_month": "2024-03", "grounds": "湿地腐殖质", "document": "45号"}
    asked: list[tuple[str, dict[str, object], str]] = [
        ("/air/2024/10/21/dust/", {"document": "庆环函7号", "seen": ""}, "庆环函7号"),
        (f"{water}frozen/", {"month": "2024-01", "note": "封冻已久"}, "封冻已久"),
        (f"{water}frozen/", {"withdraw": there.pk, "reason": "弄错断面", "seen": NOW.isoformat()}, "弄错断面"),
        (f"{water}background/", dict(whole), "湿地腐殖质"),
    ]
    with holding(take_turns):
        for address, fields, typed in asked:
            answer = office.post(address, fields)
            page = BeautifulSoup(answer.content, "lxml")
            assert answer.status_code == 422, address
            assert [one for one in page.select("[role=alert]") if Busy.sentence.zh in one.get_text()], address
            kept = [str(one.get("value") or one.get_text()) for one in page.select("details[open] [name]")]
            assert typed in kept, address
    assert (DustDay.objects.count(), Background.objects.count()) == (0, 0)
    assert [row.withdrawn for row in FrozenMonth.objects.all()] == [False]
    for address, fields, _typed in asked:
        assert office.post(address, fields).status_code == 302, address
