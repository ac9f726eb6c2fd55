"""Sources of a figure, through the client."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from targets.models import Assignment, Attachment, Figure, Indicator, Plan
from targets.queries.access import access_of
from targets.services.figures import NotYours, StaleVersion
from targets.services.locking import Busy
from targets.services.review import approve
from targets.services.sources import add_link, take_away
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_slot

PAGE = "/figures/2024/10/good-air-days/sources/"
PDF = b"%PDF-1.7\n" + b"x" * 100
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.ATTACHMENTS_DIR = tmp_path / "kept"  # type: ignore[attr-defined]
    settings.MAX_ATTACHMENT_MB = 1  # type: ignore[attr-defined]


@pytest.fixture
def figure(db: None) -> Figure:
    make_goal()
    return make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")


@pytest.fixture
def staff(editor: User, figure: Figure, client_of: Callable[[User], Client]) -> Client:
    Assignment.objects.get_or_create(user=editor, defaults={"changed_at": NOW})
    return client_of(editor)


def upload(name: str = "十月监测.pdf", content: bytes = PDF) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "kept").iterdir()) if (tmp_path / "kept").exists() else []


def test_a_file_is_kept_and_read_again(staff: Client, figure: Figure, tmp_path: Path) -> None:
    answer = staff.post(PAGE, upload())
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    (row,) = Attachment.objects.all()
    assert (row.title, row.media_type, row.size) == ("十月监测.pdf", "application/pdf", len(PDF))
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    (path,) = kept(tmp_path)
    assert path.name == row.path
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert "十月监测.pdf" in staff.get(PAGE).content.decode()
    answer = staff.get(f"/sources/{row.pk}/")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    answer.close()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%8D%81")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_link_is_kept_and_shown_without_a_way_back(staff: Client, figure: Figure) -> None:
    staff.post(PAGE, {"link": "https://www.mee.gov.cn/x", "title": "通报"})
    soup = BeautifulSoup(staff.get(PAGE).content, "lxml")
    link = soup.select_one(".sources__list a")
    assert link is not None
    assert (link["href"], link.text) == ("https://www.mee.gov.cn/x", "通报")
    assert link["rel"] == ["noopener", "noreferrer"]
    assert staff.get(f"/sources/{Attachment.objects.get().pk}/").status_code == 404


def test_the_same_source_twice_is_one(staff: Client, figure: Figure, tmp_path: Path) -> None:
    for _ in range(2):
        staff.post(PAGE, upload())
        staff.post(PAGE, {"link": "https://a.cn/"})
    assert Attachment.objects.count() == 2
    assert len(kept(tmp_path)) == 1


def test_the_same_file_by_another_name_is_told(staff: Client, figure: Figure, tmp_path: Path) -> None:
    staff.post(PAGE, upload("ok.pdf", PDF))
    answer = staff.post(PAGE, upload("十月 监测报告.pdf", PDF), headers={"HX-Request": "true", "Accept-Language": "en"})
    assert "The same file is a source already: ok.pdf." in answer.content.decode()
    assert [one.title for one in Attachment.objects.all()] == ["ok.pdf"]


@pytest.mark.parametrize(
    "posted",
    [
        upload("a.exe", b"MZ"),
        upload("a.pdf", b"MZ"),
        upload("a.txt", b""),
        upload("a.txt", b"1" * (1024 * 1024 + 1)),
        {"link": "javascript:alert(1)"},
        {"link": ""},
        {"take": "1"},
        {"take": "9" * 30},
        {},
    ],
)
def test_what_is_refused_leaves_nothing(
    staff: Client, figure: Figure, tmp_path: Path, posted: dict[str, object]
) -> None:
    answer = staff.post(PAGE, posted)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Attachment.objects.exists()
    assert not kept(tmp_path)


def test_what_was_typed_stays(staff: Client, figure: Figure) -> None:
    page = staff.post(PAGE, {"link": "mee.gov.cn", "title": "通报"}).content.decode()
    assert 'value="mee.gov.cn"' in page
    assert 'value="通报"' in page


def test_a_body_that_is_too_long_is_not_read(staff: Client, editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(PAGE, upload(content=PDF + b"x" * (1100 * 1024)))
    assert answer.status_code == 422, "refused before the form, and so its token, was looked at"
    assert client.post(PAGE, upload()).status_code == 403, "everything else needs the form's token"


def test_at_most_ten(staff: Client, figure: Figure, tmp_path: Path) -> None:
    for number in range(10):
        assert staff.post(PAGE, {"link": f"https://a.cn/{number}"}).status_code == 302
    assert staff.post(PAGE, {"link": "https://a.cn/10"}).status_code == 422
    assert staff.post(PAGE, upload()).status_code == 422
    assert staff.post(PAGE, {"link": "https://a.cn/9"}).status_code == 302, "one that is there needs no room"
    assert Attachment.objects.count() == 10
    assert not kept(tmp_path)
    staff.post(PAGE, {"take": Attachment.objects.order_by("pk")[0].pk})
    assert staff.post(PAGE, upload()).status_code == 302


def test_taken_away_is_not_shown_and_stays_on_record(staff: Client, figure: Figure, tmp_path: Path) -> None:
    staff.post(PAGE, upload())
    row = Attachment.objects.get()
    answer = staff.post(PAGE, {"take": row.pk}, headers=HTMX)
    assert answer.status_code == 200
    assert not BeautifulSoup(answer.content, "lxml").select(".sources__list")
    row.refresh_from_db()
    assert row.removed
    assert staff.get(f"/sources/{row.pk}/").status_code == 404
    assert len(kept(tmp_path)) == 1
    events = apps.get_model("targets", "AttachmentEvent")._default_manager
    assert list(events.order_by("pgh_id").values_list("removed", "changed_by__username")) == [
        (False, "staff"),
        (True, "staff"),
    ]
    assert staff.post(PAGE, {"take": row.pk}).status_code == 422, "taken away once"


def test_a_file_that_is_gone_from_the_disk(staff: Client, figure: Figure, tmp_path: Path) -> None:
    staff.post(PAGE, upload())
    kept(tmp_path)[0].unlink()
    assert staff.get(f"/sources/{Attachment.objects.get().pk}/").status_code == 404


def test_a_swapped_part_equals_the_fresh_page(staff: Client, figure: Figure) -> None:
    def part(content: bytes) -> str:
        section = BeautifulSoup(content, "lxml").select_one("#sources-good-air-days")
        assert section is not None
        for changing in section.select("[role=status], input[name=csrfmiddlewaretoken]"):
            changing.decompose()
        return " ".join(str(section).split())

    swapped = staff.post(PAGE, upload(), headers=HTMX).content
    assert b"<html" not in swapped
    assert part(swapped) == part(staff.get(PAGE).content) == part(staff.get(PAGE, headers=HTMX).content)


def test_an_unsaved_figure_has_no_sources(staff: Client, figure: Figure) -> None:
    page = "/figures/2024/09/good-air-days/sources/"
    assert "<input" not in BeautifulSoup(staff.get(page, headers=HTMX).content, "lxml").decode()
    assert staff.post(page, {"link": "https://a.cn/"}).status_code == 422


@pytest.mark.parametrize("key", ["nothing", "good-air-days_a999999", "good-air-days_m202409", "__"])
def test_no_such_place(staff: Client, figure: Figure, key: str) -> None:
    assert staff.get(f"/figures/2024/10/{key}/sources/").status_code == 404
    assert staff.get("/figures/2024/13/good-air-days/sources/").status_code in (404, 422)


def test_who_is_not_the_figures_editor_reads_and_changes_nothing(
    figure: Figure, editor: User, reviewer: User, viewer: User, client_of: Callable[[User], Client]
) -> None:
    Assignment.objects.all().delete()
    Assignment.objects.create(user=editor, area=make_area("230621", parent=make_area()), changed_at=NOW)
    Assignment.objects.get_or_create(user=reviewer, defaults={"changed_at": NOW})
    row = Attachment.objects.create(figure=figure, title="x", link="https://a.cn/", changed_at=NOW)
    for user in (editor, reviewer, viewer):
        client = client_of(user)
        page = client.get(PAGE)
        assert "https://a.cn/" in page.content.decode()
        assert 'name="link"' not in page.content.decode()
        assert 'name="take"' not in page.content.decode()
        for posted in ({"take": row.pk}, {"link": "https://b.cn/"}):
            assert client.post(PAGE, posted).status_code == 403
    slot = make_slot(may_enter=False)
    with pytest.raises(NotYours):
        take_away(slot=slot, source_id=row.pk, by=editor, now=NOW)
    with pytest.raises(NotYours):
        add_link(slot=slot, link="https://b.cn/", title="", by=editor, now=NOW)
    assert Attachment.objects.get().removed is False


def test_a_source_of_another_figure_is_not_taken_away(staff: Client, figure: Figure) -> None:
    other = make_figure(make_indicator(), "2024-09", "28", "30")
    row = Attachment.objects.create(figure=other, title="x", link="https://a.cn/", changed_at=NOW)
    assert staff.post(PAGE, {"take": row.pk}).status_code == 422
    assert Attachment.objects.get().removed is False


def test_queries_do_not_grow(staff: Client, figure: Figure, django_assert_num_queries: Callable[..., object]) -> None:
    for number in range(8):
        Attachment.objects.create(figure=figure, title=f"{number}", link=f"https://a.cn/{number}", changed_at=NOW)
    with django_assert_num_queries(12):  # type: ignore[attr-defined]
        staff.get(PAGE)


def test_a_reviewer_approves_the_sources_they_saw(staff: Client, figure: Figure, editor: User, reviewer: User) -> None:
    def version() -> int:
        figure.refresh_from_db()
        return figure.version

    staff.post(PAGE, {"link": "https://a.cn/"})
    assert (version(), figure.changed_by, figure.entered_by, figure.review) == (2, editor, None, "submitted")
    staff.post(PAGE, {"link": "https://a.cn/"})
    assert version() == 2, "it was there already"
    answer = staff.post(PAGE, {"take": Attachment.objects.get().pk}, headers=HTMX)
    assert version() == 3
    assert json.loads(answer["HX-Trigger"]) == {"figure-version": {"key": "good-air-days", "from": 2, "to": 3}}
    staff.post(PAGE, upload())
    known = {"access": access_of(reviewer, NOW.date()), "today": NOW.date(), "by": reviewer, "now": NOW}
    with pytest.raises(StaleVersion):
        approve(figure_id=figure.pk, version=3, **known)  # type: ignore[arg-type]
    approve(figure_id=figure.pk, version=4, **known)  # type: ignore[arg-type]


def test_what_a_figure_was_approved_on_stays(staff: Client, figure: Figure) -> None:
    staff.post(PAGE, {"link": "https://a.cn/"})
    Figure.objects.update(review="approved", version=7)
    page = staff.get(PAGE).content.decode()
    assert 'name="link"' in page
    assert 'name="take"' not in page
    answer = staff.post(PAGE, {"take": Attachment.objects.get().pk})
    assert answer.status_code == 422
    assert "审核所依据的材料不能移除" in answer.content.decode()
    assert staff.post(PAGE, {"link": "https://b.cn/"}).status_code == 302
    assert Attachment.objects.filter(removed=False).count() == 2
    assert Figure.objects.get().version == 7


def test_a_locked_month_s_sources_stay(staff: Client, figure: Figure, tmp_path: Path) -> None:
    row = Attachment.objects.create(figure=figure, title="x", link="https://a.cn/", changed_at=NOW)
    Plan.objects.update(closes_after_days=0)
    Indicator.objects.update(due_day=3)
    page = staff.get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert "The month is locked: its sources stay as they are." in page
    assert 'name="link"' not in page
    assert 'name="take"' not in page
    for posted in ({"take": row.pk}, {"link": "https://b.cn/"}, upload()):
        answer = staff.post(PAGE, posted)
        assert answer.status_code == 422
        assert "本月已锁定" in answer.content.decode()
    assert list(Attachment.objects.values_list("removed", flat=True)) == [False]
    assert not kept(tmp_path)
    Figure.objects.update(review="returned", review_note="?")
    assert staff.post(PAGE, {"link": "https://b.cn/"}).status_code == 302, "sent back: open however late"


def test_a_busy_figure_is_said_and_what_was_typed_stays(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(**_fields: object) -> None:
        raise Busy

    monkeypatch.setattr("targets.views.sources.add_link", busy)
    answer = staff.post(PAGE, {"link": "https://a.cn/", "title": "通报"}, headers=HTMX)
    assert answer.status_code == 409
    assert str(Busy.sentence.zh) in answer.content.decode()
    assert 'value="通报"' in answer.content.decode()
