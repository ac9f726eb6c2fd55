"""At most three clicks from any lamp to the raw figure and its note, by links that are on the pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from actions.models import TaskReport
from targets.cards import number
from targets.models import Figure, Goal
from targets.texts import both_halves
from tests.factories import NOW

MOST_CLICKS = 3
STARTS = ("/", "/nodes/1/", "/outcomes/1/", "/actions/", "/goals/pm25/", "/goals/rural-sewage/areas/")
ELSEWHERE = ("/admin", "/history", "/figures", "/import", "/login", "/logout", "/review", "/api", "/wall")


@dataclass(frozen=True)
class Lamp:
    """A lamp on a page and the first address beside it; one that has none is of the page itself."""

    page: str
    word: str
    address: str | None


class Site:
    """The pages as a leader's browser holds them: each is asked for once."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.pages: dict[str, BeautifulSoup] = {}

    def page(self, address: str) -> BeautifulSoup:
        if address not in self.pages:
            answer = self.client.get(address)
            assert answer.status_code == 200, address
            self.pages[address] = BeautifulSoup(answer.content, "lxml")
        return self.pages[address]

    @cache  # noqa: B019 - a site lives as long as its test
    def text(self, address: str) -> str:
        main = self.page(address).select_one("main")
        assert main is not None
        return " ".join(main.get_text(" ").split())

    @cache  # noqa: B019
    def rows(self, address: str) -> list[set[str]]:
        """The cells of each row of each table."""
        rows = self.page(address).select("main tr")
        return [{cell.get_text(" ", strip=True) for cell in row.select("th, td")} for row in rows]

    @cache  # noqa: B019
    def links(self, address: str) -> list[str]:
        """What one click in the page's own part leads to, other pages of the plan only."""
        found = [goes_to(address, link) for link in self.page(address).select("main a[href]") if is_visible(link)]
        return list(dict.fromkeys(one for one in found if one is not None))

    def lamps(self, address: str) -> Iterator[Lamp]:
        for lamp in self.page(address).select("main .lamp"):
            holder = lamp.find_parent(["li", "tr"])
            link = holder.select_one("a[href]") if isinstance(holder, Tag) else None
            yield Lamp(address, lamp.get_text(strip=True), goes_to(address, link) if link else None)


def goes_to(page: str, link: Tag) -> str | None:
    """The address, without the place within it; None outside the pages that show the plan."""
    address = urldefrag(urljoin(page, str(link["href"]))).url
    parts = urlsplit(address)
    outside = (
        parts.netloc or parts.path.startswith(ELSEWHERE) or parts.path.endswith((".csv", ".xlsx", ".pdf", ".docx"))
    )
    return None if outside or link.has_attr("download") else address


def is_visible(link: Tag) -> bool:
    return not any(one.has_attr("hidden") for one in [link, *link.parents])


@pytest.fixture
def site(viewer: User, client_of: Callable[[User], Client]) -> Site:
    files = sorted(str(path) for path in (settings.BASE_DIR / "fixtures").glob("*.json"))
    call_command("load_plan", *files, stdout=StringIO())
    return Site(client_of(viewer))


@dataclass(frozen=True)
class End:
    """What a page must show to be the end of the way: numerator and denominator in one row of a table, and the note."""

    cells: tuple[str, ...]
    note: str

    def is_on(self, site: Site, address: str) -> bool:
        there = not self.cells or any(set(self.cells) <= row for row in site.rows(address))
        return there and self.note in site.text(address)


def of_figure(row: Figure) -> End:
    assert row.numerator is not None and row.denominator is not None
    return End((number(row.numerator), number(row.denominator)), " ".join(both_halves(row.note).zh.split()))


def of_report(report: TaskReport) -> End:
    return End((), " ".join(both_halves(report.note).zh.split()))


def all_ends() -> list[End]:
    """The newest raw figure of each goal, and the latest note of each task."""
    found = []
    for goal in Goal.objects.filter(plan__year=2024).select_related("indicator"):
        rows = Figure.objects.filter(
            indicator=goal.indicator, month__year=2024, month__lte="2024-10-01", numerator__isnull=False
        )
        row = rows.order_by("-month", "area__order").first()
        if row is not None:
            found.append(of_figure(row))
    reports = (
        TaskReport.objects.filter(reported_on__lte=NOW.date()).order_by("task_id", "-reported_on").distinct("task_id")
    )
    return [*found, *(of_report(report) for report in reports if report.note)]


def within_three_clicks(site: Site, lamp: Lamp) -> Iterator[str]:
    """The pages that three clicks lead to, nearest first; the lamp's own page where it has no link beside it."""
    seen: set[str] = set()
    reached = [lamp.address or lamp.page]
    for _ in range(MOST_CLICKS if lamp.address else MOST_CLICKS + 1):
        fresh = [address for address in dict.fromkeys(reached) if address not in seen]
        yield from fresh
        seen.update(fresh)
        reached = [link for address in fresh for link in site.links(address)]


def is_near(site: Site, lamp: Lamp, ends: list[End]) -> bool:
    return any(end.is_on(site, address) for address in within_three_clicks(site, lamp) for end in ends)


def test_three_clicks_from_any_lamp(site: Site) -> None:
    ends = all_ends()
    for start in STARTS:
        lamps = list(site.lamps(start))
        assert lamps, start
        far = [lamp for lamp in lamps if not is_near(site, lamp, ends)]
        assert not far, f"more than {MOST_CLICKS} clicks to a raw figure and its note: {far}"


def test_each_goals_own_figures_are_three_clicks_from_its_lamp(site: Site) -> None:
    for goal in Goal.objects.filter(plan__year=2024).select_related("indicator"):
        slug = goal.indicator.slug
        rows = Figure.objects.filter(indicator=goal.indicator, month__range=("2024-01-01", "2024-10-01"))
        lamp = next(one for one in site.lamps("/") if one.address is not None and f"/goals/{slug}/" in one.address)
        for row in rows.exclude(numerator=None).select_related("area"):
            assert is_near(site, lamp, [of_figure(row)]), (slug, row)


def test_each_actions_notes_are_three_clicks_from_its_lamp(site: Site) -> None:
    lamps = [one for one in site.lamps("/") if one.address is not None and one.address.startswith("/actions/")]
    assert len(lamps) == 9
    for lamp in lamps:
        assert lamp.address is not None
        reports = TaskReport.objects.filter(
            task__action__number=int(lamp.address.split("/")[2]), reported_on__lte="2024-10-31"
        )
        for report in reports.order_by("task_id", "-reported_on").distinct("task_id"):
            assert is_near(site, lamp, [of_report(report)]), report
