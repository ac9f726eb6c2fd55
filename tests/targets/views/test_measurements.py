"""The page of files of measurements: upload, what became of each, its report; refused, large and dead ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from targets.models import City, CityDay, Load, LoadRemark, LoadState, WaterSample
from targets.services import load_start, loads
from targets.services.load_progress import Progress
from tests.factories import NOW, make_goal
from tests.measured import make_air_feeds
from tests.water_files import APRIL, DAQING

pytestmark = pytest.mark.django_db
HEAD = "city,date,aqi,aqi_level,pm25_ug_m3,pm10_ug_m3,so2_ug_m3,co_mg_m3,no2_ug_m3,o3_ug_m3"
DAYS = f"{HEAD}\n大庆,2024-03-28,60,良,20.5,60,10,0.7,30,80\n大庆,2024-03-29,60,良,=cmd|x,60,10,0.7,30,80\n"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.UPLOADS_DIR = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def client(editor: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(editor)


def send(client: Client, content: str | bytes = DAYS, name: str = "days.csv", kind: str = "air", **fields: str) -> Any:
    body = content if isinstance(content, bytes) else content.encode()
    form = {"file": SimpleUploadedFile(name, body), "kind": kind, **fields}
    return client.post("/measurements/", form, headers=ENGLISH)


def sent(client: Client, *args: Any, **fields: Any) -> Load:
    answer = send(client, *args, **fields)
    assert answer.status_code == 302, answer.content.decode()
    return Load.objects.get(pk=answer["Location"].strip("/").split("/")[-1])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml").get_text(" ", strip=True)


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
def test_days_of_a_city_go_in(
    role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client], folder: Path
) -> None:
    client = client_of(request.getfixturevalue(role))
    load = sent(client)
    assert (load.state, load.kind, load.user, load.path) == ("done", "air", request.getfixturevalue(role), "")
    assert [load.counts[name] for name in ("rows", "new", "rejected")] == [2, 1, 1]
    assert CityDay.objects.get().city.name == "大庆"
    assert not list(folder.iterdir())
    text = text_of(client, f"/measurements/{load.pk}/")
    assert "Created, to be confirmed 大庆" in text and "Not a number, so the row was not taken" in text
    assert ("/admin/targets/city/" in client.get(f"/measurements/{load.pk}/").content.decode()) == (
        role == "administrator"
    )
    assert "days.csv Air" in text_of(client, "/measurements/")


def test_water_goes_in_with_the_year_that_was_said(client: Client) -> None:
    load = sent(client, APRIL, "april.csv", kind="water", year="2021", reviewed="yes")
    assert load.options == {"ozone": "1h", "reviewed": True, "year": 2021, "city": "", "past_clock": False}
    assert set(WaterSample.objects.values_list("state", "day__year")) == {("reviewed", 2021)}
    assert "The file's own class beside the computed one" in text_of(client, f"/measurements/{load.pk}/")


def test_the_figures_that_changed_are_named(client: Client) -> None:
    make_air_feeds()
    make_goal()
    load = sent(client)
    assert {one["indicator"] for one in load.figures} == {"good-air-days", "pm25"}
    text = text_of(client, f"/measurements/{load.pk}/")
    assert "Figures that changed" in text and "2024-03" in text and "waits for approval" in text


def test_who_only_looks_sees_the_files_and_loads_none(
    client: Client, viewer: User, client_of: Callable[[User], Client], folder: Path
) -> None:
    load = sent(client)
    looks = client_of(viewer)
    assert "Load a file" not in text_of(looks, "/measurements/")
    assert "Load a file" in text_of(client, "/measurements/")
    assert "days.csv" in text_of(looks, f"/measurements/{load.pk}/")
    assert send(looks).status_code == 403
    assert Load.objects.count() == 1
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        ("a,b\n1,2\n", "air", ""),
        (f"{HEAD}\n", "air", "There is no row below the header."),
        (DAQING, "air", "This is a file of water samples"),
        (f'{HEAD}\n"大庆,2024', "water", ""),
    ],
)
def test_a_refused_file_says_why_and_leaves_nothing(
    client: Client, folder: Path, content: str, kind: str, sentence: str
) -> None:
    load = sent(client, content, kind=kind)
    assert load.state == LoadState.REFUSED and load.sentence_en and load.sentence_zh
    text = text_of(client, f"/measurements/{load.pk}/")
    assert load.sentence_en in text and sentence in text and "Nothing of the file is on record." in text
    assert not City.objects.exists() and not LoadRemark.objects.exists() and not list(folder.iterdir())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 x", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_csv_is_said_beside_the_field(client: Client, folder: Path, content: bytes) -> None:
    answer = send(client, content)
    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "lxml").select_one("#load-file-error") is not None
    assert not Load.objects.exists() and not list(folder.iterdir())


def test_no_file_and_too_large_a_file(client: Client, settings: Any) -> None:
    answer = client.post("/measurements/", {"kind": "air", "city": "大庆"}, headers=ENGLISH)
    assert answer.status_code == 422 and "Choose a .csv file." in answer.content.decode()
    assert 'value="大庆"' in answer.content.decode()
    settings.MAX_UPLOAD_MB = 0
    answer = send(client, DAYS + " " * 100_000)
    assert answer.status_code == 413 and "larger than" in answer.content.decode()
    assert not Load.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "soil"), ("kind", ""), ("ozone", "2h"), ("reviewed", "maybe"), ("year", "21"), ("year", "²⁰²¹"),
        ("year", "1979"), ("year", "9" * 500), ("city", "大" * 51), ("city", "a\x00b"),
    ],
)  # fmt: skip
def test_a_bad_option_is_said_beside_its_field(client: Client, field: str, value: str) -> None:
    answer = send(client, **{field: value})
    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "lxml").select_one(f"#load-{field}-error") is not None
    assert not Load.objects.exists()


def test_nothing_in_the_report_runs_as_a_formula(client: Client) -> None:
    load = sent(client, name="=days.csv")
    answer = client.get(f"/measurements/{load.pk}/report.csv", headers=ENGLISH)
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    lines = content.splitlines()
    assert lines[0] == "\ufeffFile,Line,Column,Value,What became of it,Rule,Explanation"
    assert any(line.startswith("'=days.csv,3,pm25_ug_m3,'=cmd|x,rejected,not-a-number,") for line in lines)


@pytest.mark.parametrize("address", ["/measurements/99/", "/measurements/99/report.csv"])
def test_an_unknown_file_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_pages_ask_a_fixed_number_of_questions(client: Client, django_assert_num_queries: Any) -> None:
    load = sent(client)
    with django_assert_num_queries(10):
        client.get(f"/measurements/{load.pk}/")
    many = [LoadRemark(load=load, line=n, outcome="noted", rule="negative") for n in range(300)]
    LoadRemark.objects.bulk_create(many)
    with django_assert_num_queries(10):
        client.get(f"/measurements/{load.pk}/?page=2")
    with django_assert_num_queries(7):
        client.get("/measurements/")
    for _ in range(3):
        sent(client)
    with django_assert_num_queries(7):
        client.get("/measurements/")


def test_remarks_have_pages_and_are_sought_by_rule(client: Client) -> None:
    load = sent(client)
    LoadRemark.objects.bulk_create(
        [LoadRemark(load=load, line=n, outcome="noted", rule="long-gone") for n in range(4, 304)]
    )
    page = BeautifulSoup(client.get(f"/measurements/{load.pk}/?rule=long-gone").content, "lxml")
    link = page.select_one(".import-pages a")
    assert link is not None and link["href"] == "?rule=long-gone&page=2"
    assert "303" in text_of(client, f"/measurements/{load.pk}/?rule=long-gone&page=2")
    assert "No remark by this rule." in text_of(client, f"/measurements/{load.pk}/?rule=x%00")


@pytest.fixture
def large(client: Client, monkeypatch: pytest.MonkeyPatch) -> Load:
    """A file that is left to a process of its own; the process is called by the test."""
    started: list[tuple[str, int]] = []
    monkeypatch.setattr(load_start, "INLINE_BYTES", 10)
    monkeypatch.setattr(load_start, "start", lambda command, pk: started.append((command, pk)))
    load = sent(client)
    assert started == [("load_measurements", load.pk)] and load.state == LoadState.WAITING
    return load


def test_a_large_file_is_read_by_a_process_of_its_own(client: Client, large: Load, folder: Path) -> None:
    address, headers = f"/measurements/{large.pk}/", {"HX-Request": "true", "HX-Target": "load-progress"}
    assert "Queued" in text_of(client, address)
    assert len(list(folder.iterdir())) == 1
    part = client.get(address, headers=headers)
    assert part.status_code == 200 and b"<html" not in part.content
    call_command("load_measurements", large.pk)
    large.refresh_from_db()
    assert (large.state, large.path, large.done) == (LoadState.DONE, "", large.size)
    assert client.get(address, headers=headers)["HX-Refresh"] == "true"
    assert not list(folder.iterdir())
    call_command("load_measurements", large.pk)  # once more does nothing
    assert CityDay.objects.count() == 1


def test_while_another_file_is_read_a_small_one_waits_too(
    client: Client, large: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_start, "INLINE_BYTES", 10**6)
    monkeypatch.setattr(load_start, "is_busy", lambda: True)
    assert sent(client).state == LoadState.WAITING
    assert sent(client).state == LoadState.WAITING
    answer = send(client)
    assert answer.status_code == 422 and "3 of your files are being read" in answer.content.decode()
    call_command("load_measurements", large.pk)
    assert set(Load.objects.values_list("state", flat=True)) >= {LoadState.DONE}


def test_a_dead_process_is_noticed_and_its_file_deleted(client: Client, large: Load, folder: Path) -> None:
    Load.objects.update(state=LoadState.READING, heartbeat_at=NOW)
    assert "seems to have stopped" in text_of(client, f"/measurements/{large.pk}/")
    assert "stopped" in text_of(client, "/measurements/")
    sent(client)
    large.refresh_from_db()
    assert (large.state, large.sentence_en, large.path) == (LoadState.REFUSED, loads.STOPPED.en, "")
    assert len(list(folder.iterdir())) == 1


def test_a_fault_of_the_program_is_told_and_takes_nothing(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_options: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(loads, "run", fail)
    load = sent(client)
    assert load.state == LoadState.REFUSED and "The program failed while reading" in load.sentence_en
    assert "broken" in caplog.text
    assert not list(folder.iterdir())


def test_progress_is_the_databases_own_time(client: Client, large: Load) -> None:
    progress = Progress(large.pk, is_shown=False)
    progress.side = connection.copy()
    with progress:
        progress(10, 20)  # another connection does not see this test's row, and waits for nothing
    large.refresh_from_db()
    assert large.done == 0


@pytest.mark.parametrize("name", ["air-days", "air-hours", "water"])
def test_a_blank_form_is_offered_and_its_header_taken(client: Client, name: str) -> None:
    assert f"/measurements/form/{name}.csv" in client.get("/measurements/").content.decode()
    answer = client.get(f"/measurements/form/{name}.csv", headers={"Accept-Language": "zh-hans"})
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert ("断面" if name == "water" else "PM2.5（μg/m³）") in answer.content.decode("utf-8-sig")
    load = sent(client, answer.content, kind="water" if name == "water" else "air")
    assert (load.state, load.sentence_zh) == (LoadState.REFUSED, "表头下面没有任何数据行。")


def test_a_file_with_chinese_names_is_told_in_its_own(client: Client) -> None:
    load = sent(client, "城市,日期,PM2.5,PM10,SO2,NO2,CO,O3\n大庆,2024/3/28,--,60,10,30,0.7,80\n".encode("gb18030"))
    assert (load.state, load.counts["new"], CityDay.objects.get().pm10) == (LoadState.DONE, 1, 60)
    told = {remark.rule: remark for remark in LoadRemark.objects.filter(load=load)}
    assert told["no-value-mark"].column == "PM2.5"
    named = told["column-by-name"]
    assert (named.line, named.column.split()[:3], named.value.split()[:3]) == (
        0, ["城市", "日期", "PM2.5"], ["city", "date", "pm25_ug_m3"],
    )  # fmt: skip
