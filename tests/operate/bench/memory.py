"""What the server's workers hold in memory, shared pages divided among those who share them."""

import re
from pathlib import Path

from tests.operate.production import Production

_PSS = re.compile(r"^Pss: +(\d+) kB$", re.MULTILINE)


def workers(server: Production) -> list[int]:
    """The processes that answer requests: the server's children, but for Python's own helper."""
    return [each.pid for each in server.family()[1:] if "resource_tracker" not in " ".join(each.cmdline())]


def proportional_mb(pids: list[int]) -> float:
    """Together, in MiB."""
    return sum(proportional_kb(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")) for pid in pids) / 1024


def proportional_kb(rollup: str) -> int:
    """Of one process, from the text of its smaps_rollup."""
    found = _PSS.search(rollup)
    if found is None:
        raise RuntimeError("/proc tells no proportional memory here")
    return int(found[1])
