"""Static files are compressed once per content."""

import re
from pathlib import Path

import brotli
from django.core.files.storage import FileSystemStorage
from pytest_django import Settings

from daqing1369.storage import QuickCompressor, Storage

HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


def test_compresses_a_file_once(tmp_path: Path) -> None:
    path = tmp_path / "app.0123456789ab.js"
    path.write_text("let a = 1;\n" * 200, encoding="utf-8")
    compressor = QuickCompressor(quiet=True)
    assert {Path(name).suffix for name in compressor.compress(str(path))} == {".br", ".gz"}
    assert brotli.decompress(Path(f"{path}.br").read_bytes()) == path.read_bytes()
    assert compressor.compress(str(path)) == []


def test_a_name_without_hash_may_hold_anything_next_time(tmp_path: Path) -> None:
    path = tmp_path / "app.js"
    for text in ("a", "b"):
        path.write_text(text * 2000, encoding="utf-8")
        QuickCompressor(quiet=True).compress(str(path))
        assert brotli.decompress(Path(f"{path}.br").read_bytes()) == path.read_bytes()


def test_the_storage_compresses_so() -> None:
    assert isinstance(Storage(location="/nowhere", base_url="/static/").create_compressor(quiet=True), QuickCompressor)


def test_our_modules_import_each_other_by_their_hashed_names(tmp_path: Path, settings: Settings) -> None:
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static"]
    storage = Storage(location=str(tmp_path), base_url="/static/")
    ours = [path for path in settings.STATICFILES_DIRS[0].iterdir() if path.is_file()]
    paths = {path.name: (FileSystemStorage(path.parent), path.name) for path in ours}
    for name in paths:
        (tmp_path / name).write_bytes((settings.STATICFILES_DIRS[0] / name).read_bytes())
    failed = [found for _name, _hashed, found in storage.post_process(paths) if isinstance(found, Exception)]
    assert not failed
    text = (tmp_path / storage.stored_name("entry.js")).read_text(encoding="utf-8")
    asked = re.findall(r"""(?:from |import)\s*["']\./(.*?)["']""", text)
    assert len(asked) >= 4
    assert all(HASHED.search(name) and (tmp_path / name).exists() for name in asked), asked
