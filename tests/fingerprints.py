"""Names for what is made once and kept: they change with the files that it was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def of_files(paths: Iterable[Path]) -> str:
    """Of the files' places in the project and their content, in any order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def schema() -> list[Path]:
    """Everything that decides what a migrated database looks like: our migrations, and the packages' versions."""
    return [*ROOT.glob("*/migrations/*.py"), ROOT / "requirements.txt"]
