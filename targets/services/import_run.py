"""Long work on an upload in a process of its own, so that no request waits for it and no server thread is bound."""

import subprocess
import sys
from datetime import datetime

from django.conf import settings

from targets.models import Upload, UploadState
from targets.services.imports import work

INLINE_BYTES = 128 * 1024  # a month's or a year's sheet: looked at while the reader waits
INLINE_ROWS = 1_500
_started: list[subprocess.Popen[bytes]] = []


def work_or_start(*, upload: Upload, now: datetime) -> Upload:
    """Do what the upload waits for: at once where that is short, else in a process of its own."""
    is_check = upload.state == UploadState.WAITING
    is_short = upload.size <= INLINE_BYTES if is_check else upload.total <= INLINE_ROWS
    if is_short:
        return work(upload=upload, now=now)
    start(upload_id=upload.pk)
    return upload


def start(*, upload_id: int) -> None:
    """Start the process; it goes on where the server stops, and the page sees where it died."""
    _started[:] = [one for one in _started if one.poll() is None]  # no dead child stays behind
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "check_upload", str(upload_id)]
    _started.append(
        subprocess.Popen(  # noqa: S603  # our own command line
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    )
