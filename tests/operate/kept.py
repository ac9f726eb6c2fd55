"""Databases that take a while to prepare: made once, kept below ``.data/kept/`` and copied for each run.

What is kept is the directory of a stopped cluster. Its name tells what it was made from; when that changes, it is made
anew and the old one deleted.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from daqing1369.embedded import cluster, locks, server
from tests import fingerprints
from tests.fingerprints import ROOT

OWN = ("DATABASE_URL", "DEMO", "CLOCK", "DJANGO_SETTINGS_MODULE")  # of another installation's environment
MAKE_SECONDS = 300
FIXTURES = (*sorted((ROOT / "fixtures").glob("*.json")), *sorted((ROOT / "fixtures" / "monitoring").glob("*.csv")))


@dataclass(frozen=True)
class Recipe:
    """How a database comes about: from the base's, by commands of this interpreter.

    ``sources``: the files that decide what the commands make, beside the schema. ``environment``: of the commands.
    """

    name: str
    commands: tuple[tuple[str, ...], ...]
    sources: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    base: "Recipe | None" = None

    def files(self) -> set[Path]:
        return {*self.sources, *(self.base.files() if self.base else fingerprints.schema())}


MIGRATED = Recipe("migrated", (("manage.py", "migrate", "-v0"),), (ROOT / "daqing1369" / "embedded" / "cluster.py",))


def environment(folder: Path, own: Mapping[str, str]) -> dict[str, str]:
    """Evaluation mode with this data directory; settings of the pool and the like pass through."""
    passed = {name: value for name, value in os.environ.items() if name not in OWN}
    return {**passed, "DATA_DIR": str(folder), **own}


@contextmanager
def scratch_folder(prefix: str = "daqing1369-scratch-") -> Iterator[Path]:
    """A data directory that is gone afterwards, with the database server that runs in it, however it ends."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o755)  # where root starts it, the database server runs under another account
    try:
        yield folder
    finally:
        clear(folder)


def clear(folder: Path) -> None:
    """End the database server and delete the directory."""
    data = folder / "postgres"
    try:
        server.reset(data)
        with suppress(TimeoutError):  # the database's keeper ends by itself, a moment after the database
            os.close(locks.take(data / locks.KEEPER, fcntl.LOCK_EX, patience=10)[0])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def lay(recipe: Recipe, folder: Path) -> None:
    """Put the recipe's cluster, stopped, into the data directory; make it first where there is none."""
    store = kept_in()
    store.mkdir(parents=True, exist_ok=True)
    with (store / f"{recipe.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = store / f"{recipe.name}-{fingerprints.of_files(recipe.files())}"
        if not kept.exists():
            for old in store.glob(f"{recipe.name}-*"):
                shutil.rmtree(old)
            _make(recipe, kept)
        (folder / "postgres").mkdir(exist_ok=True)
        shutil.copytree(kept, folder / "postgres" / "cluster")


def kept_in() -> Path:
    return Path(os.environ.get("DATA_DIR") or ROOT / ".data") / "kept"


def _make(recipe: Recipe, kept: Path) -> None:
    """Whole or not at all. RuntimeError where a command fails."""
    with scratch_folder() as folder:
        if recipe.base:
            lay(recipe.base, folder)
        server.ensure_running(folder / "postgres")
        for command in recipe.commands:
            made = subprocess.run(  # noqa: S603  # this very interpreter, our own commands
                [sys.executable, *command],
                cwd=ROOT,
                env=environment(folder, recipe.environment),
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr,
                check=False,
                timeout=MAKE_SECONDS,
            )
            if made.returncode:
                raise RuntimeError(f"The database {recipe.name!r} cannot be prepared: {' '.join(command)} failed.")
        server.stop(folder / "postgres")
        draft = kept.with_name(f"{kept.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(cluster.path(folder / "postgres"), draft)
        draft.rename(kept)
