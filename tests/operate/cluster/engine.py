"""etcd, three Patronis with their databases, and HAProxy, in a scratch directory, gone afterwards however it ends."""

import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil  # type: ignore[import-untyped]  # has no types
import psycopg

from daqing1369.embedded import postmaster
from tests.operate.cluster import plan as plans
from tests.operate.cluster.plan import HOST, Node, Plan
from tests.operate.production import free_port
from tests.operate.scratch import DATABASE

NODES = 3
START_SECONDS = 120


class Engine:
    """``with Engine() as engine``: a primary, a synchronous standby and another one, behind one port."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="daqing1369-cluster-"))
        self.folder.chmod(0o755)
        nodes = tuple(Node(f"node{number}", free_port(), free_port()) for number in range(1, NODES + 1))
        self.plan = Plan(self.folder, nodes, free_port(), free_port(), free_port(), secrets.token_hex(16))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        try:
            self._write()
            self._start("etcd", plans.etcd_command(self.plan))
            for node in self.plan.nodes:
                self.start(node)
                wait(lambda: self.primary() is not None, "no primary", START_SECONDS)
            wait(lambda: len(self.replicas()) == NODES - 1, "the standbys do not follow", START_SECONDS)
            self._start(
                "haproxy", [shutil.which("haproxy") or "/usr/sbin/haproxy", "-db", "-f", f"{self.folder}/haproxy.cfg"]
            )
            wait(self._make_database, "the database cannot be reached through HAProxy", START_SECONDS)
        except BaseException:
            self.clear()
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.clear()

    @property
    def address(self) -> str:
        """Of the database, as an application is told it."""
        return f"postgres://{DATABASE}:{self.plan.password}@{HOST}:{self.plan.entrance}/{DATABASE}"

    def connect(self, user: str = "postgres", database: str = DATABASE) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection of one's own to the primary, through HAProxy."""
        told: dict[str, Any] = {"user": user, "password": self.plan.password, "dbname": database, "connect_timeout": 5}
        return psycopg.connect(host=HOST, port=self.plan.entrance, autocommit=True, **told)

    def members(self) -> list[dict[str, Any]]:
        """The cluster as any living Patroni tells it."""
        for node in self.plan.nodes:
            client = HTTPConnection(HOST, node.rest, timeout=3)
            try:
                client.request("GET", "/cluster")
                found: list[dict[str, Any]] = json.loads(client.getresponse().read())["members"]
            except (OSError, HTTPException, ValueError, KeyError):
                continue
            finally:
                client.close()
            return found
        return []

    def primary(self) -> Node | None:
        """The node that leads."""
        names = {one["name"] for one in self.members() if one["role"] == "leader" and one.get("state") == "running"}
        return next((node for node in self.plan.nodes if node.name in names), None)

    def replicas(self) -> list[str]:
        """The standbys that follow, once one of them is synchronous."""
        living = [
            one for one in self.members() if one["role"] != "leader" and one.get("state") in ("running", "streaming")
        ]
        return [one["name"] for one in living] if any(one["role"] == "sync_standby" for one in living) else []

    def start(self, node: Node) -> None:
        """Start a node's Patroni, which starts its database."""
        self._start(node.name, ["patroni", str(self.plan.home(node) / "patroni.yml")])

    def kill(self, node: Node) -> int:
        """SIGKILL to a node's Patroni and its database. Returns how many processes that were."""
        found = [self.processes[node.name].pid, postmaster.find(self.plan.data(node))]
        family = []
        for pid in found:
            with suppress(psutil.Error):
                parent = psutil.Process(pid) if pid is not None else None
                family += [parent, *parent.children(recursive=True)] if parent else []
        for each in family:
            with suppress(psutil.Error):
                each.kill()
        self.processes[node.name].wait(10)
        psutil.wait_procs(family, timeout=10)
        return len(set(family))

    def clear(self) -> None:
        """End every process and delete the directory."""
        try:
            for node in self.plan.nodes:
                if node.name in self.processes:
                    self.kill(node)
            for process in self.processes.values():
                process.kill()
                process.wait(10)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def log(self, name: str) -> str:
        """The end of what a program said."""
        path = self.folder / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace")[-2000:] if path.exists() else ""

    def _write(self) -> None:
        (self.folder / "haproxy.cfg").write_text(plans.haproxy(self.plan), encoding="utf-8")
        for node in self.plan.nodes:
            self.plan.home(node).mkdir(mode=0o700)
            text = plans.patroni(self.plan, node, binaries())
            (self.plan.home(node) / "patroni.yml").write_text(text, encoding="utf-8")
        (self.folder / "etcd").mkdir(mode=0o700)
        if who := account():
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, who, who)

    def _start(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(  # noqa: S603  # the distribution's programs
                command,
                cwd=self.folder,
                env={
                    "PATH": "/usr/sbin:/usr/bin:/bin",
                    "HOME": str(self.folder),
                    "LC_ALL": "C.UTF-8",
                    "ETCD_LOG_LEVEL": "warn",
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=account(),
                group=account(),
                extra_groups=[] if account() else None,
            )

    def _make_database(self) -> bool:
        """The application's role, which is an ordinary one, and its database."""
        with suppress(psycopg.Error), self.connect(database="postgres") as connection:
            connection.execute(f"CREATE ROLE {DATABASE} LOGIN PASSWORD '{self.plan.password}'".encode())
            connection.execute(
                f"CREATE DATABASE {DATABASE} OWNER {DATABASE} TEMPLATE template0 ENCODING 'UTF8'".encode()
            )
            return True
        return False


def binaries() -> Path:
    """PostgreSQL's programs; the newest of Debian's. RuntimeError where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise RuntimeError("PostgreSQL's server is not installed: apt-get install postgresql")
    return found[-1]


def account() -> str | None:
    """Whom the programs run as: root starts them under the distribution's account, anybody else under his own."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise RuntimeError("There is no account postgres; the package postgresql makes it.") from None


def wait(is_so: Callable[[], bool], otherwise: str, seconds: float) -> float:
    """Until it is so; how long that took. RuntimeError where it does not come."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise RuntimeError(f"{otherwise} within {seconds:.0f} s")
        time.sleep(0.2)
    return time.monotonic() - began
