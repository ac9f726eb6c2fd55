"""``manage.py demo``: prepare and serve the demo, in evaluation mode only. `make demo` calls it."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from daqing1369 import demo, serving


def port_of(text: str) -> int:
    """The port to serve on; CommandError for what is none."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise CommandError(f"PORT must be a number from 1 to 65535, not {text!r}", returncode=2)
    return int(text)


class Command(BaseCommand):
    help = "Prepare the demo and serve it on 127.0.0.1, port $PORT or 8000, until Ctrl+C."
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django's attribute; `make check` runs them

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.EVALUATION:
            raise CommandError("The demo keeps a database of its own: run it without DATABASE_URL in the environment.")
        port = port_of(os.environ.get("PORT") or "8000")
        if not serving.is_free(port):
            raise CommandError(f"Port {port} is taken. Choose another one: make demo PORT={min(port + 1, 65535)}")
        if demo.write_settings(settings.DATA_DIR):
            # The settings were read before there was the demo's clock; begin again with it.
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  # our own command line
        self.stderr.write("Preparing the demo …")
        demo.prepare()
        names = demo.accounts()
        with demo.publisher():
            serving.serve(port, lambda: self.tell(port, names))
        self.stderr.write("Stopped.")

    def tell(self, port: int, names: list[str]) -> None:
        self.stdout.write(demo.banner(port, names))
        self.stdout.flush()
