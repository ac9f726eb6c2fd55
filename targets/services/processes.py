"""Long work in a process of its own, so that no request waits for it and no server thread is bound."""

import subprocess
import sys

from django.conf import settings

_started: list[subprocess.Popen[bytes]] = []


def start(command: str, pk: int) -> None:
    """Start ``manage.py command pk``; it goes on where the server stops, and a page sees where it died."""
    _started[:] = [one for one in _started if one.poll() is None]  # no dead child stays behind
    _started.append(
        subprocess.Popen(  # noqa: S603  # our own command line
            [sys.executable, str(settings.BASE_DIR / "manage.py"), command, str(pk)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    )
