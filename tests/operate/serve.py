"""``python -m tests.operate.serve PORT``: the production server; writes ``ready`` once it answers."""

import sys

import django

from daqing1369.serving import serve


def tell() -> None:
    """One line to whoever started this."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    serve(int(sys.argv[1]), tell)
