#!/bin/sh
# Makes .venv. Debian keeps what that needs in a package of its own: as root it is installed, otherwise named.
set -eu
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed, and $python is not. Name another one: make PYTHON=python3.11 …" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv …" >&2
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-venv >/dev/null
    else
        echo "$python cannot make a virtual environment. On Debian: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
"$python" -m venv .venv || { rm -rf .venv; exit 1; }
