"""Made-up queries, forms and files at every address that takes input: no error, no hang, no flood of memory."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, note
from hypothesis import strategies as st
from pytest_django import Settings

from targets.models import Plan, Upload
from targets.services import import_run, load_start
from tests.measured import make_air_feeds
from tests.sheets import HEAD, csv, xlsx
from tests.strangers.fuzz import VALUES, bounded, fields, mutations, parameters, paths, share
from tests.strangers.walk import make_world
from tests.water_files import APRIL

ROWS = [
    HEAD,
    *([code, "2024-10", goal, "29", "30", "备注", "", ""] for code in ("230600", "230602") for goal in ("pm25", "x")),
]
FIGURES_XLSX, FIGURES_CSV = xlsx(*ROWS), csv(*ROWS)
FIGURES_WIDE = csv(*ROWS, delimiter="\t", encoding="utf-16")
AIR = (
    "city,date,aqi,aqi_level,pm25_ug_m3,pm10_ug_m3,so2_ug_m3,co_mg_m3,no2_ug_m3,o3_ug_m3\n"
    "大庆,2024-03-28,60,良,20.5,60,10,0.7,30,80\n"
)
PART = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
TARGETS = st.sampled_from(["", "board", "review", "action", "panel", "paste", "wall", "history", "row-pm25", "x"])


@pytest.fixture
def client(
    db: None,
    client_of: Callable[[User], Client],
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Client:
    """Somebody who may everything, so that nothing is refused before it is read. What is large is not begun aside."""
    settings.UPLOADS_DIR, settings.ATTACHMENTS_DIR, settings.API_RATE = tmp_path / "up", tmp_path / "kept", 0
    for module in (import_run, load_start):
        monkeypatch.setattr(module, "start", lambda *_args: None)
    world = make_world()
    make_air_feeds()
    Plan.objects.update(closes_after_days=None)
    return client_of(world.chief)


def seen(answer: Any) -> None:
    """The answer is read to its end, and is no error."""
    assert answer.status_code < 500 or answer.status_code == 503, answer.status_code
    if answer.streaming:
        b"".join(answer.streaming_content)  # which closes it


@share(0.4)
@given(path=paths(), asked=st.dictionaries(st.sampled_from(parameters("GET")), VALUES, max_size=4), target=TARGETS)
def test_queries(client: Client, path: str, asked: dict[str, str], target: str) -> None:
    note(f"GET {path} {asked} {target}")
    with bounded():
        seen(client.get(path, asked, headers=PART | {"HX-Target": target} if target else {}))


@share(0.4)
@given(
    path=paths(),
    typed=st.dictionaries(st.sampled_from(fields()), VALUES, max_size=12),
    asked=st.dictionaries(st.sampled_from(parameters("GET")), VALUES, max_size=1),
    target=TARGETS,
)
def test_forms(client: Client, path: str, typed: dict[str, str], asked: dict[str, str], target: str) -> None:
    note(f"POST {path} {typed} {asked} {target}")
    with bounded():
        headers = PART | {"HX-Target": target} if target else {}
        seen(client.post(path, typed, query_params=asked, headers=headers))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def packed(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for other, text in parts(content).items():
            book.writestr(other, part if other == name else text)
    return out.getvalue()


INSIDE = st.sampled_from(sorted(parts(FIGURES_XLSX))).flatmap(
    lambda name: mutations(parts(FIGURES_XLSX)[name]).map(lambda part: packed(FIGURES_XLSX, name, part))
)


def taken(client: Client, content: bytes, name: str) -> None:
    """The file goes all the way: read, checked, shown, and applied where it can be."""
    note(f"{name} {content!r}")
    with bounded():
        seen(client.post("/import/", {"file": SimpleUploadedFile(name, content), "month": "2024-10"}))
        for upload in Upload.objects.order_by("pk"):
            seen(client.get(f"/import/{upload.pk}/"))
            seen(client.get(f"/import/{upload.pk}/marked.xlsx"))
            decided = {"do": "confirm", "run": str(upload.run), "correction": "other", "reason": "x"}
            seen(client.post(f"/import/{upload.pk}/", decided))


@share(0.1)
@given(content=mutations(FIGURES_XLSX) | INSIDE)
def test_workbooks(client: Client, content: bytes) -> None:
    taken(client, content, "figures.xlsx")


@share(0.05)
@given(content=mutations(FIGURES_CSV) | mutations(FIGURES_WIDE))
def test_text_files(client: Client, content: bytes) -> None:
    taken(client, content, "figures.csv")


@share(0.05)
@given(
    content=mutations(AIR.encode()) | mutations(AIR.encode("gb18030")) | mutations(APRIL.encode()) | INSIDE,
    kind=st.sampled_from(["air", "water", "hours", ""]),
)
def test_measurements(client: Client, content: bytes, kind: str) -> None:
    note(f"{kind} {content!r}")
    with bounded():
        file = SimpleUploadedFile("days.csv", content)
        answer = client.post("/measurements/", {"file": file, "kind": kind})
        seen(answer)
        if answer.status_code == 302:
            seen(client.get(answer["Location"]))
            seen(client.get(answer["Location"] + "report.csv"))
