"""The cluster on disk: where it lies, how it is made, its configuration, and the directory of its socket.

``<data>/cluster`` is PostgreSQL's data directory, or a link to it where the server's account cannot reach ``<data>``.
``run`` beside the real directory is the socket's directory, or a link to a shorter one: the address of a Unix socket
has room for about a hundred bytes. Only the server's account and root can enter either, so that the socket needs no
password.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from daqing1369.embedded.install import (
    SYSTEM_DIR,
    Account,
    ServerError,
    account,
    can_enter,
    give,
    major_version,
    new_folder,
    run,
    server_binaries,
)

SUPERUSER = "postgres"
PORT = "5432"
ADDRESS_BYTES = 103  # of a Unix socket's path; Linux has 107, macOS 103

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "huge_pages": "off",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "io_method": "sync",  # the machine is small: no worker processes for it
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "off",  # the log is the server's stderr; the keeper bounds its size
    "log_line_prefix": "%m [%p] ",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # no data of users in the log
    "log_checkpoints": "off",
}


def path(data: Path) -> Path:
    """The cluster's real directory, existing or not."""
    return (data / "cluster").resolve()


def socket_dir(data: Path) -> Path:
    """The directory of the server's socket, existing or not."""
    return (path(data).parent / "run").resolve()


def claim(data: Path) -> None:
    """Sees to it that the links are this directory's own. To be called under the start lock.

    A moved checkout takes its links along and keeps its database. A copied one would share the database, or its
    socket, with the original: it gets a socket of its own, and ServerError for the database.
    """
    link, real = data / "cluster", path(data)
    origin = real.parent / "origin"
    if link.is_symlink() and origin.exists():
        other = Path(origin.read_text(encoding="utf-8").strip())
        if other != link and other.is_symlink() and other.resolve() == real:
            raise ServerError(
                f"{data} is a copy of {other.parent} and would share its database."
                f" Delete {link} to start with an empty one."
            )
        origin.write_text(f"{link}\n", encoding="utf-8")
    run_dir = real.parent / "run"
    if run_dir.is_symlink() and not run_dir.resolve().name.startswith(_short_prefix(run_dir)):
        run_dir.unlink()


def prepare(data: Path) -> Account | None:
    """Makes the cluster where there is none and puts it within the reach of its account, which is returned.

    To be called under the start lock with no server running. Raises ServerError where the cluster cannot be used.
    """
    link = data / "cluster"
    if link.is_symlink() and not link.exists():
        raise ServerError(
            f"The database's directory {link.resolve()} is gone; {link} points to it. Bring it back, or start afresh"
            " with make demo-reset."
        )
    who = account(link)
    if not link.exists():
        _create(link, who)
    elif who and link.stat().st_uid != who.uid:
        give(link.resolve(), who)
    if not can_enter(link.resolve(), who):
        _move_within_reach(link, who)
    version = (link / "PG_VERSION").read_text(encoding="ascii").strip()
    if version != major_version():
        raise ServerError(
            f"{link} was made by PostgreSQL {version}, and PostgreSQL {major_version()} is installed. Restore a backup"
            " into a fresh database, or start afresh with make demo-reset."
        )
    link.resolve().chmod(0o700)  # a copied cluster may have lost what the server insists on
    _configure(link.resolve(), _prepare_socket_dir(path(data).parent / "run", who), who)
    return who


def _create(link: Path, who: Account | None) -> None:
    """Makes a cluster, whole or not at all: a killed start leaves a ``new-…``, removed by the next."""
    for old in link.parent.glob("new-*"):
        shutil.rmtree(old, ignore_errors=True)  # its initdb may still be at work
    place = link.parent if can_enter(link.parent, who) else _system_place(link)
    new = new_folder(place, "new-", mode=0o700)
    give(new, who)
    options = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    rights = [f"--username={SUPERUSER}", "--auth-local=trust", "--auth-host=reject", "--data-checksums"]
    made = run([server_binaries(who) / "initdb", "-D", new, *options, *rights], who)
    if made.returncode:
        raise ServerError(f"PostgreSQL could not create a database in {new}:\n{made.stdout.decode(errors='replace')}")
    new.rename(place / "cluster")
    if place != link.parent:
        link.symlink_to(place / "cluster")
    _sync(place)
    _sync(link.parent)


def _system_place(link: Path) -> Path:
    """A new directory within reach of the account. ``origin`` in it tells people which checkout it serves."""
    place = new_folder(SYSTEM_DIR, "cluster-")
    (place / "origin").write_text(f"{link}\n", encoding="utf-8")
    return place


def _move_within_reach(link: Path, who: Account | None) -> None:
    """Moves a cluster whose checkout was moved below a closed directory, and leaves a link."""
    if link.is_symlink():
        raise ServerError(
            f"The server's account (uid {who.uid if who else os.geteuid()}) cannot enter {link.resolve()}."
        )
    place = _system_place(link)
    target = place / "cluster"
    try:
        link.rename(target)
    except OSError:  # another file system: copy beside, then exchange
        shutil.copytree(link, place / "copy", symlinks=True)
        (place / "copy").rename(target)
        shutil.rmtree(link)
    give(target, who)
    link.symlink_to(target)


def _prepare_socket_dir(run_dir: Path, who: Account | None) -> Path:
    """The real directory for the socket: private to the account, with a path that is short enough."""
    if _usable(run_dir.resolve(), who):
        return run_dir.resolve()
    if run_dir.is_symlink():
        run_dir.unlink()
    if run_dir.exists() and not _fits(run_dir):
        shutil.rmtree(run_dir)
    if _fits(run_dir):
        run_dir.mkdir(mode=0o700, exist_ok=True)
        run_dir.chmod(0o700)
        give(run_dir, who)
        return run_dir
    for parent in dict.fromkeys((Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"))):  # noqa: S108 - mkdtemp below it
        if not parent.is_dir() or not can_enter(parent, who):
            continue
        short = new_folder(parent.resolve(), _short_prefix(run_dir), mode=0o700)
        give(short, who)
        if _fits(short):
            run_dir.symlink_to(short)
            return short
        short.rmdir()
    raise ServerError(f"No directory with a short enough path for the database's socket; {run_dir} is too long.")


def _short_prefix(run_dir: Path) -> str:
    """What the short directory's name begins with; it tells a copied link from an own one."""
    return f"daqing1369-{hashlib.sha256(os.fsencode(run_dir)).hexdigest()[:12]}-"


def _fits(folder: Path) -> bool:
    """Whether the socket's path fits its address; libpq reads a comma as a list of hosts."""
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= ADDRESS_BYTES and "," not in str(folder)


def _usable(folder: Path, who: Account | None) -> bool:
    """Whether the directory is there, short enough, and the account's alone, put there by nobody else."""
    if not folder.is_dir() or not _fits(folder):
        return False
    found = folder.lstat()
    return found.st_uid == (who.uid if who else os.geteuid()) and not found.st_mode & 0o077


def _configure(cluster: Path, sockets: Path, who: Account | None) -> None:
    """Writes postgresql.conf anew, so that a later version's settings reach an older cluster."""
    quoted = '"{}"'.format(str(sockets).replace('"', '""'))
    settings = SETTINGS | {"unix_socket_directories": quoted, "port": PORT}
    lines = [
        f"{name} = '{value.replace(chr(92), chr(92) * 2).replace(chr(39), chr(39) * 2)}'"
        for name, value in settings.items()
    ]
    fd, name = tempfile.mkstemp(prefix="postgresql.conf.", dir=cluster)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        file.write("# Written at every start by daqing1369/embedded/cluster.py.\n" + "\n".join(lines) + "\n")
    give(Path(name), who)
    Path(name).replace(cluster / "postgresql.conf")


def remove(data: Path) -> None:
    """Deletes the cluster, its socket's directory and the logs; the lock files stay, for others may hold them open."""
    real, sockets, link = path(data), socket_dir(data), data / "cluster"
    for folder in (real, sockets, *data.glob("new-*")):
        shutil.rmtree(folder, ignore_errors=True)
    for leftover in (real.parent / "run", link, *data.glob("*.log*")):
        if leftover.is_symlink() or leftover.is_file():
            leftover.unlink()
    if real.parent.parent == SYSTEM_DIR:
        shutil.rmtree(real.parent, ignore_errors=True)
    if real.exists():
        raise ServerError(f"{real} could not be deleted.")


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
