#!/bin/sh
# Installs a locked list into .venv: pip itself first, then the rest in two halves at once, each unpacked by a core of
# its own. The list is complete, so nothing is left to resolve. Most modules of the packages are never imported:
# compiling them all would take as long as fetching them.
set -eu
list=$1
python=.venv/bin/python

install() {
    "$python" -m pip --quiet --disable-pip-version-check install --root-user-action=ignore --no-compile --no-deps \
        --require-hashes -r "$1"
}

part() { # NUMBER: 0 and 1 the halves, 2 pip
    awk -v part="$1" '/^[a-z]/ { here = /^pip==/ ? 2 : n++ % 2 } here == part' "$list" >".venv/.part-$1"
    if [ -s ".venv/.part-$1" ]; then install ".venv/.part-$1"; fi
    rm ".venv/.part-$1"
}

part 2
part 0 &
first=$!
part 1 || { wait "$first"; exit 1; }
wait "$first"
told=$("$python" -m pip check) || { echo "$told" >&2; exit 1; }
