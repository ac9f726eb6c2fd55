"""The guide: every chapter in both languages for each role, no dead link, no missing picture, nothing left out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image

from daqing1369.help import CHAPTERS, sorted_for
from targets.evaluation.model import Attainability, Status, Verdict
from tests.factories import make_action, make_goal, make_mean

ROOT = Path(__file__).parent.parent.parent
ROLES = ("viewer", "editor", "reviewer", "administrator")
ADDRESSES = ["/help/", "/help/all/", *(f"/help/{chapter.slug}/" for chapter in CHAPTERS)]
COMMANDS = (
    *("make demo", "make demo-reset", "make test", "make fmt", "make check", "make lock", "load_plan FILE"),
    *("import_figures FILE --dry-run", "import_air", "import_water", "export_air", "export_water", "recompute --check"),
    *("backtest FILE", "backup FILE", "restore FILE", "make bench", "make soak", "make chaos"),
    *("doctor", "new_year", "close_year", "reopen_year", "send_reminders", "prune_record", "docs/operation.md"),
)


@pytest.fixture
def plan(db: None) -> None:
    make_goal(indicator=make_mean())
    make_action()


def soup(client: Client, address: str, language: str) -> BeautifulSoup:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content.decode(), "lxml")


@pytest.mark.parametrize("role", ROLES)
def test_each_page_in_both_languages(
    plan: None, role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> None:
    client = client_of(request.getfixturevalue(role))
    # A chapter is the same for everybody; which ones come first is the reader's.
    for address in ADDRESSES if role == "viewer" else ADDRESSES[:1]:
        chinese, english = (soup(client, address, language).select_one("main") for language in ("zh-hans", "en"))
        assert chinese is not None and english is not None
        assert not re.search(r"[\u4e00-\u9fff]", english.get_text().replace("年", "").replace("月", "")), address
        words = re.findall(r"[a-z]{4,} [a-z]{3,} [a-z]{2,} [a-z]{2,}", re.sub(r"<code>.*?</code>", "", str(chinese)))
        assert not [word for word in words if "class" not in word], f"{address}: left in English: {words}"
        assert len(chinese.select("h1")) == len(english.select("h1")) == 1, address
    assert client.get("/help/nothing/").status_code == 404


def test_the_readers_own_work_comes_first(
    plan: None, editor: User, administrator: User, client_of: Callable[[User], Client]
) -> None:
    assert [one.slug for one in sorted_for({"enter_figure"})[0]] == ["entering", "importing", "actions"]
    assert [one.slug for one in sorted_for({"review_figure"})[0]] == ["reviewing", "measurements"]
    assert [one.slug for one in sorted_for(set())[0]] == ["board", "brief", "wall", "trouble"]
    for user, first in ((editor, "/help/entering/"), (administrator, "/help/new-year/")):
        links = soup(client_of(user), "/help/", "en").select(".help__list li a")
        assert links[0]["href"] == first and len(links) == len(CHAPTERS)


def test_no_link_is_broken(plan: None, administrator: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(administrator)
    links, english = (
        {str(link["href"]) for page in ADDRESSES[:2] for link in soup(client, page, language).select("main a[href]")}
        for language in ("zh-hans", "en")
    )
    assert len(links) > 25 and links == english
    for link in sorted(links):
        assert link.startswith("/") and client.get(link, follow=True).status_code == 200, link


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_is_there_small_and_described(
    plan: None, viewer: User, client_of: Callable[[User], Client], language: str
) -> None:
    pictures = soup(client_of(viewer), "/help/all/", {"zh": "zh-hans"}.get(language, language)).select("main img")
    names = {str(picture["src"]).removeprefix("/static/") for picture in pictures}
    assert names == {
        path.relative_to(ROOT / "static").as_posix() for path in (ROOT / f"static/help/{language}").iterdir()
    }
    assert len(names) == len(pictures) >= 8
    for picture in pictures:
        path = ROOT / "static" / str(picture["src"]).removeprefix("/static/")
        assert path.stat().st_size <= 60_000 and len(str(picture["alt"])) > 12
        with Image.open(path) as image:
            assert image.size == (int(str(picture["width"])), int(str(picture["height"])))
    assert sum(path.stat().st_size for path in (ROOT / "static/help").rglob("*.webp")) <= 1_000_000


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_state_and_every_command_is_explained(
    plan: None, viewer: User, client_of: Callable[[User], Client], language: str
) -> None:
    client = client_of(viewer)
    states = [code.get_text() for code in soup(client, "/help/board/", language).select("code")]
    for field, values in (("lamp", Status), ("attainability", Attainability), ("verdict", Verdict)):
        assert not {one.value for one in values} - set(states), f"the board's chapter explains every {field}"
    lamps = [
        str(one["class"][1]).removeprefix("lamp--") for one in soup(client, "/help/board/", language).select(".lamp")
    ]
    assert lamps == [status.value for status in sorted(Status, key=lambda one: one.rank)], "worst first"
    text = soup(client, "/help/all/", language).get_text()
    assert [command for command in COMMANDS if command not in text] == []


def test_it_is_one_click_away(plan: None, viewer: User, client_of: Callable[[User], Client]) -> None:
    assert soup(client_of(viewer), "/", "en").select_one('header a[href="/help/"]') is not None
