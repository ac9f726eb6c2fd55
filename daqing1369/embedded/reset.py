"""``python -m daqing1369.embedded.reset DATA``: stops the server and deletes the database; exit 1: in use."""

import sys
from pathlib import Path

from daqing1369.embedded import server
from daqing1369.embedded.install import ServerError
from daqing1369.embedded.locks import InUse


def main(arguments: list[str]) -> int:
    """The exit code: 0 deleted (or never there), 1 refused, 2 wrong usage."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m daqing1369.embedded.reset DATA\n")
        return 2
    try:
        server.reset(Path(arguments[0]))
    except (InUse, ServerError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
