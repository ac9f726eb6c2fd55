"""A file as a whole: refused with a sentence or read in one piece, whatever its bytes are."""

import io

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from targets.measurements.taken import Options
from targets.models import City, CityDay, Load, LoadKind, LoadRemark, LoadState
from targets.services import load_remarks
from targets.services.load_run import begin, run
from tests.factories import NOW
from tests.loading import DAYS, HOURS, counted, csv, day_row, hour_rows, load, told

pytestmark = pytest.mark.django_db

WATER = "section,monitor_time_mmdd_hhmm,ph"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no known file"),
        (csv(DAYS), "no row below"),
        (b"PK\x03\x04....", "workbook"),
        ("city,date\n".encode("utf-16"), "UTF-16"),
        (b"city,date,pm25_ug_m3\n\xff\xff\xff,2024-01-01,3\n", "encoding is not known"),
        (csv(DAYS, day_row(), f'"{"x" * 70_000}'), "CSV is broken"),
        (csv(WATER, "肇源,02-04 08:00,7"), "water samples"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_leaves_nothing(content: bytes, said: str) -> None:
    one = load(content)
    assert (one.state, one.finished_at) == (LoadState.REFUSED, NOW)
    assert said in one.sentence_en
    assert one.sentence_zh
    assert (one.counts, one.created) == ({}, [])
    assert not CityDay.objects.exists()
    assert not City.objects.exists()
    assert not LoadRemark.objects.exists()


def test_rows_and_the_word_that_they_are_taken_are_on_record_together(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_named: object) -> None:
        raise OperationalError

    made = begin(kind=LoadKind.AIR, name="file.csv", options=Options(), by=None, now=NOW)
    monkeypatch.setattr(Load, "save", away)
    with pytest.raises(OperationalError):
        run(load=made, stream=io.BytesIO(csv(DAYS, day_row())), now=NOW, by=None, tell=lambda *_: None)
    assert not CityDay.objects.exists()


def test_what_the_file_was_is_kept() -> None:
    content = csv(DAYS, day_row())
    one = Load.objects.get(pk=load(content, reviewed=True).pk)
    assert (one.size, one.done, one.path) == (len(content), len(content), "")
    assert len(one.sha256) == 64
    assert (one.options["reviewed"], one.options["ozone"]) == (True, "1h")


@pytest.mark.parametrize(("encoding", "noted"), [("utf-8", False), ("utf-8-sig", False), ("gb18030", True)])
def test_the_encodings_of_a_chinese_office(encoding: str, *, noted: bool) -> None:
    one = load(csv(DAYS, day_row()).decode().encode(encoding))
    assert one.created == ["大庆"]
    assert LoadRemark.objects.filter(load=one, line=0, rule="not-utf8").exists() is noted


def test_progress_is_told_in_bytes() -> None:
    content = csv(HOURS, *(row for day in range(1, 29) for row in hour_rows(day=f"202402{day:02d}")), *hour_rows() * 80)
    steps: list[tuple[int, int]] = []
    made = begin(kind=LoadKind.AIR, name="file.csv", options=Options(), by=None, now=NOW)
    run(load=made, stream=io.BytesIO(content), now=NOW, by=None, tell=lambda *step: steps.append(step))
    assert steps == sorted(steps)
    assert {total for _, total in steps} == {len(content)}
    assert steps[-1] == (len(content), len(content))


def test_remarks_are_bounded_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_remarks, "MOST_KEPT", 4)
    one = load(csv(DAYS, *(day_row(pm25="x") for _ in range(9))))
    assert (LoadRemark.objects.filter(load=one).count(), counted(one, "rejected", "untold")) == (4, [9, 7])


def test_remarks_tell_the_line_a_row_begins_in() -> None:
    broken = hour_rows(count=1)[0].replace("NaN", '"\n颗粒物\n"')
    one = load(csv(HOURS, broken, "20240328,25,红岗区,,,,,,,,,,"), city="大庆")
    assert [(line, rule) for line, rule, _, _ in told(one) if "created" not in rule] == [
        (2, "breaks-joined"),
        (5, "not-an-hour"),
    ]


pieces = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [DAYS.encode(), HOURS.encode(), b"\n", b",", b'"', day_row().encode(), hour_rows()[0].encode(), b"\x00"]
    ),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([b"", DAYS.encode() + b"\n", HOURS.encode() + b"\n"]), st.lists(pieces, max_size=12))
def test_no_bytes_crash_it(header: bytes, body: list[bytes]) -> None:
    one = load(header + b"".join(body))
    assert one.state in (LoadState.DONE, LoadState.REFUSED)
    if one.state == LoadState.REFUSED:
        assert one.sentence_en and one.sentence_zh
    else:
        rows, taken, left, rejected = counted(one, "rows", "taken", "left", "rejected")
        assert rows == taken + left + rejected
