"""The administration of measurements: every page opens, each change is on record and moves its figures at once."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from targets.models import (
    Background,
    City,
    DustDay,
    Feed,
    Figure,
    FrozenMonth,
    Section,
    Station,
    WaterSample,
)
from targets.services.computed import recompute
from targets.services.settings_changed import after_setting
from tests.administration import address, change, history
from tests.factories import NOW, make_indicator
from tests.measured import make_city, make_feed, make_month, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def october(db: None) -> Feed:
    feed = make_feed(deducts_dust=True)
    recompute([make_month("2024-10", 20, 1)], by=None, now=NOW)
    return feed


def pair(slug: str = "good-air-days") -> tuple[int, int]:
    one = Figure.objects.get(indicator__slug=slug)
    return int(one.numerator or 0), int(one.denominator or 0)


@pytest.mark.slow
def test_every_page_opens_and_nothing_is_deleted(office: Client, october: Feed) -> None:
    section = make_section("肇源")
    rows: list[Model] = [
        make_city(),
        Station.objects.create(name="大同区", city=make_city(), changed_at=NOW),
        section,
        october,
        DustDay.objects.create(city=make_city(), day="2024-10-02", document="120", changed_at=NOW),
        FrozenMonth.objects.create(section=section, month="2024-01-01", note="ice", changed_at=NOW),
        Background.objects.create(
            section=section, items=["cod"], from_month="2024-01-01", grounds="humic", document="7", changed_at=NOW
        ),
    ]
    for row in rows:
        assert office.get(address(row)).status_code == 200
        assert office.get(address(row, "delete")).status_code == 403
        assert office.get(reverse(f"admin:targets_{row._meta.model_name}_changelist")).status_code == 200


def test_what_is_decided_is_shown_and_leads_to_the_page_that_decides(office: Client) -> None:
    """Two writers of one row would undo each other's withdrawals."""
    told: dict[str, Any] = {"withdrawn": True, "changed_at": NOW}
    section = make_section("肇源")
    months: dict[str, Any] = {"from_month": "2024-01-01", "grounds": "humic", "items": ["cod"], "document": "7"}
    rows: tuple[tuple[DustDay | FrozenMonth | Background, str], ...] = (
        (
            DustDay.objects.create(city=make_city(), day=date(2024, 10, 21), document="7", **told),
            "/air/2024/10/21/?city",
        ),
        (FrozenMonth.objects.create(section=section, month="2024-01-01", note="ice", **told), f"/water/{section.pk}/#"),
        (Background.objects.create(section=section, **months, **told), f"/water/{section.pk}/#apart"),
    )
    for row, where in rows:
        page = office.get(address(row))
        assert f'href="{where}' in page.content.decode()
        assert b'name="_save"' not in page.content
        assert office.post(address(row), {"withdrawn": "", "document": "8", "why": "x"}).status_code == 403
        assert office.post(reverse(f"admin:targets_{row._meta.model_name}_add"), {}).status_code == 403
        row.refresh_from_db()
        assert row.withdrawn
        assert len(history(row)) == 1


def test_its_turn_comes_before_the_row(office: Client, october: Feed) -> None:
    """The other way round, a file that is being read would wait for the row, and the page for the file."""
    with CaptureQueriesContext(connection) as seen:
        assert change(office, october, good_dust_days_stay="", why="省厅口径") == {}
    told = [query["sql"] for query in seen]
    written = next(at for at, sql in enumerate(told) if sql.startswith('UPDATE "targets_feed"'))
    assert any("pg_advisory_xact_lock" in sql for sql in told[:written])


def test_the_sources_settings_move_every_month(office: Client, october: Feed) -> None:
    DustDay.objects.create(city=make_city(), day="2024-10-21", document="120", changed_at=NOW)
    DustDay.objects.create(city=make_city(), day="2024-10-01", document="120", changed_at=NOW)
    assert change(office, october, good_dust_days_stay="", why="省厅口径") == {}
    assert pair() == (19, 19)


def test_a_source_fits_its_indicator(office: Client, october: Feed) -> None:
    told = change(office, october, measure="pm25_mean", why="换算")
    assert told == {"measure": ["该指标的数据类型与此计算内容不符。"]}
    assert change(office, october, city="", why="换算") == {"city": ["由空气数据计算的须填城市，其他不填。"]}


@pytest.fixture
def water(db: None) -> Section:
    make_feed(make_indicator("surface-water", combination="newest", counts_days=False), "water_share")
    section = make_section("古恰泄洪闸口")
    for month in range(1, 11):
        values = {"codmn": "6.5", "nh3n": "0.5"}
        WaterSample.objects.create(section=section, day=f"2024-{month:02}-05", time="10:00", values=values)
    return section


def newest() -> tuple[int, int]:
    one = Figure.objects.filter(indicator__slug="surface-water").order_by("-month")[0]
    return int(one.numerator or 0), int(one.denominator or 0)


def test_background_and_the_sources_setting_together_change_the_share(office: Client, water: Section) -> None:
    assert change(office, water, river="安肇新河") == {}
    assert newest() == (0, 1)
    told: dict[str, Any] = {"from_month": "2024-01-01", "grounds": "humic", "document": "7", "changed_at": NOW}
    after_setting(Background.objects.create(section=water, items=["cod", "codmn"], **told), by=None, now=NOW)
    assert newest() == (0, 1)
    assert change(office, Feed.objects.get(), deducts_background="on", why="省厅口径") == {}
    assert newest() == (1, 1)


def test_a_section_that_no_longer_counts_leaves_the_share(office: Client, water: Section) -> None:
    change(office, water, river="安肇新河")
    assert change(office, water, counts="", why="not assessed since 2024") == {}
    assert Figure.objects.order_by("-month")[0].is_blank, "no section is left: nothing is computed, and nothing stays"


def test_a_source_changes_for_a_reason_only(office: Client, october: Feed) -> None:
    assert change(office, october, deducts_dust="") == {"why": ["数据由此计算，请写明变更理由。"]}
    assert Feed.objects.get().deducts_dust
    assert change(office, october, deducts_dust="", why="省厅口径") == {}
    assert Feed.objects.get().reason == "省厅口径"


def test_the_forms_speak_the_readers_language(office: Client, water: Section) -> None:
    told: dict[str, Any] = {"from_month": date(2024, 1, 1), "grounds": "腐殖质", "document": "7", "changed_at": NOW}
    row = Background.objects.create(section=water, items=["codmn"], **told)
    page = office.get(address(row)).content.decode()
    assert "高锰酸盐指数" in page
    assert '["codmn"]' not in page
    assert [label for label in ("断面:", "开始月份:", "依据:", "文件:", "已撤销") if label not in page] == []
    listed = office.get(reverse("admin:targets_background_changelist")).content.decode()
    assert "高锰酸盐指数" in listed
    assert str(row) == "古恰泄洪闸口 2024-01"
    assert "国控" in office.get(address(water)).content.decode()
    english = office.get(address(water), headers={"Accept-Language": "en"}).content.decode()
    assert "national" in english


def test_every_setting_has_a_name_of_its_own() -> None:
    """A field without a name of its own is called by its column's in the administration, in English."""
    told = {"id", "changed_by", "changed_at", "reason"}
    for model in (City, Station, Section, Feed, DustDay, FrozenMonth, Background):
        for field in model._meta.fields:
            named = field.name in told or not isinstance(field.verbose_name, str)
            assert named, f"{model.__name__}.{field.name}: give it a translated verbose_name"
