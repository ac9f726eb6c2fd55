"""The doctor looks at the real things: what was made wrong is found, what is well is said to be."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from daqing1369 import doctor
from daqing1369.backups import contents
from daqing1369.findings import NOTE, OK, WRONG, Finding
from targets.brief import pdf
from targets.models import Attachment
from tests.factories import NOW, make_figure, make_goal, make_indicator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path, settings: Settings) -> Path:
    """Folders of an installation of one's own."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.ATTACHMENTS_DIR, settings.UPLOADS_DIR = tmp_path / "attachments", tmp_path / "uploads"
    return tmp_path


def states(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    try:
        call_command("doctor", "--format", "json", *arguments)
    except CommandError as error:
        assert "wrong" in str(error)
    return {one["check"]: one["state"] for one in json.loads(capsys.readouterr().out)}


def test_a_new_installation(db: None, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = states(capsys, "--mail")
    assert found.pop("static files") == WRONG  # nothing is collected in the tests
    assert found.pop("configuration") == NOTE  # evaluation mode
    found.pop("disk")
    found.pop("printing")
    assert set(found.values()) == {OK}
    assert found.keys() >= {"database", "rights", "migrations", "clock", "time zone", "recompute", "attachments"}


def test_each_line_has_state_check_and_remedy(db: None, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        call_command("doctor")
    lines = capsys.readouterr().out.splitlines()
    assert next(line for line in lines if "static files" in line).startswith("wrong static files  ")
    assert "→ Run manage.py collectstatic" in next(line for line in lines if "static files" in line)


def test_what_is_wrong_in_the_database_is_found(db: None, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_goal()  # a plan whose verdicts were never published
    figure = make_figure(make_indicator(), "2024-10", "25", "31")
    Attachment.objects.create(figure=figure, title="t", path="lost", sha256="0", changed_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'actions'")
    found = states(capsys)
    assert (found["migrations"], found["recompute"], found["attachments"]) == (WRONG, NOTE, WRONG)


def test_a_newer_database_is_found(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('targets', '9999_later', now())")
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('removed', '0001_one', now())")
    assert doctor.migrations_apart() == ([], ["targets.9999_later"])


def test_printing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "font_families", lambda: frozenset({"DejaVu Sans"}))
    assert doctor.printing().state == WRONG
    assert "fonts-noto-cjk" in doctor.printing().remedy
    monkeypatch.setattr(pdf, "font_families", lambda: frozenset({"Noto Sans CJK SC"}))
    assert doctor.printing().state == OK


def test_the_mail_server_is_tried_only_where_asked(settings: Settings) -> None:
    settings.EMAIL_URL, settings.SITE_URL = "smtp://127.0.0.1:1", "https://board.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert doctor.mail_server(tried=False).state == OK
    assert "refused" in doctor.mail_server(tried=True).found


def test_static_files_are_compared_with_the_manifest(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = place / "app.css"
    source.write_text("a {}")

    class Finder:
        def list(self, _patterns: object) -> object:
            return [("app.css", self)]

        def path(self, name: str) -> str:
            return str(place / name)

    monkeypatch.setattr(doctor, "get_finders", lambda: [Finder()])
    assert "1 not collected" in doctor.static_files().found
    (place / "static").mkdir()
    (place / "static" / "app.1.css").write_text("a {}")
    (place / "static" / "staticfiles.json").write_text(json.dumps({"paths": {"app.css": "app.1.css"}}))
    assert doctor.static_files().state == OK
    later = (place / "static" / "staticfiles.json").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert "1 changed" in doctor.static_files().found
    (place / "static" / "app.1.css").unlink()
    assert "1 not collected" in doctor.static_files().found


def test_folders_are_tried(place: Path) -> None:
    kept = place / "kept"
    assert doctor.folder("UPLOADS_DIR", kept).state == OK, "it is made at the first file"
    kept.mkdir(mode=0o700)
    assert doctor.folder("UPLOADS_DIR", kept).state == OK
    kept.chmod(0o755)
    assert doctor.folder("UPLOADS_DIR", kept).state == NOTE
    (place / "file").write_text("")
    assert doctor.folder("UPLOADS_DIR", place / "file").state == WRONG
    assert not list(kept.iterdir())


def test_a_database_that_is_away_hides_nothing_else(
    place: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    away = {"host": "127.0.0.1", "port": 1, "dbname": "board", "password": "secret"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: away)
    monkeypatch.setattr(doctor, "configuration", lambda: Finding("configuration", OK, ""))
    settings.EVALUATION = False
    with pytest.raises(CommandError):
        call_command("doctor")
    told = capsys.readouterr().out
    lines = {line[6:19].strip(): line for line in told.splitlines()}
    assert "connection failed" in lines["database"]
    assert {"printing", "mail", "disk", "folders"} <= lines.keys()
    assert "secret" not in told


def test_an_error_of_the_connection_beneath_django_is_a_finding(
    db: None, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_connection: object) -> dict[str, str]:
        raise psycopg.errors.UndefinedColumn("no such column")

    monkeypatch.setattr(contents, "files_of_rows", broken)
    found = states(capsys)
    assert found["attachments"] == WRONG
    assert "folders" in found, "the others go on"


def test_a_folder_that_may_not_be_entered_is_a_finding(
    place: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may enter every folder: the refusal is made here."""
    closed = place / "closed"
    settings.DATA_DIR = settings.ATTACHMENTS_DIR = settings.UPLOADS_DIR = closed / "data"
    real = Path.stat

    def stat(path: Path, **options: bool) -> os.stat_result:
        if closed in path.parents:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", stat)
    monkeypatch.setattr(doctor, "reach", lambda: 1 / 0)
    found = [one for one in doctor.examine(now=NOW, mail=False) if one.check in ("disk", "folders")]
    assert [(one.check, one.state) for one in found] == [("disk", WRONG), ("folders", WRONG), ("folders", WRONG)]
    assert "closed/data cannot be looked at: Permission denied" in found[0].found


def test_a_missing_variable_is_a_sentence() -> None:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    ran = subprocess.run(  # our own command
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env=kept | {"DATABASE_URL": "postgres://board:secret@127.0.0.1:1/board"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr == "SECRET_KEY is not set. Give 50 random characters, for example: openssl rand -base64 48\n"
