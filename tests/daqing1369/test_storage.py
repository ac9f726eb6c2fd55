"""Static files are compressed once per content."""

from pathlib import Path

import brotli

from daqing1369.storage import QuickCompressor, Storage


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
