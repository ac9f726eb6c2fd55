"""The soak's stage in production: the application does not start its database, so that it can be away."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]  # has no types

from daqing1369.embedded import cluster, postmaster, server
from daqing1369.serving import HOST
from tests.fingerprints import ROOT
from tests.operate.kept import environment
from tests.operate.production import Production
from tests.operate.scratch import DATABASE
from tests.operate.soak.stage import SOAK, Stage

POOL, LOCK_SECONDS = 2, 2
COMMAND_SECONDS = 60


class ProductionStage(Stage):
    """As the soak's; ``serving`` is the environment of the server and of the commands beside it."""

    def __enter__(self) -> Self:
        super().__enter__()
        self.server = Production(self.folder / "server.log", self.serving)
        self.leaving.callback(self.server.kill)
        return self

    @property
    def serving(self) -> dict[str, str]:
        """Production on the scratch database, with a small pool and little patience for locks."""
        found = server.connection_params(self.data)
        (self.folder / "tmp").mkdir(exist_ok=True)
        return environment(self.folder, SOAK.environment) | {
            "DATABASE_URL": f"postgres://{found['user']}@/{DATABASE}?host={quote(found['host'])}",
            "DJANGO_SETTINGS_MODULE": "tests.operate.chaos.settings",
            "SECRET_KEY": "of-a-scratch-database-only-" * 2,
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": "http://board.example",
            "DB_POOL_MAX": str(POOL),
            "DB_LOCK_SECONDS": str(LOCK_SECONDS),
            "TMPDIR": str(self.folder / "tmp"),
            "LOG_REQUESTS": "off",
            "PROXIES": "0",
        }

    def run(self, *arguments: str, **own: str) -> subprocess.CompletedProcess[str]:
        """``manage.py`` beside the server, with what it printed."""
        return subprocess.run(  # noqa: S603  # this very interpreter, our own command
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.serving | {"PYTHONWARNINGS": "ignore"} | own,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_SECONDS,
        )

    def kill_database(self) -> int:
        """SIGKILL to the database's server and all its processes. Returns how many those were."""
        pid = postmaster.find(cluster.path(self.data))
        if pid is None:
            raise RuntimeError("The scratch database does not run.")
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
        for each in family:
            with suppress(psutil.Error):
                each.kill()
        psutil.wait_procs(family, timeout=10)
        return len(family)

    def start_database(self) -> float:
        """Start it again; when it took connections, by the monotonic clock."""
        server.ensure_running(self.data)
        return time.monotonic()

    def files(self) -> set[Path]:
        """Everything that the server keeps or left lying beside its database."""
        folders = [self.folder / name for name in ("tmp", "uploads", "attachments")]
        return {Path(base) / name for folder in folders for base, _, names in os.walk(folder) for name in names}
