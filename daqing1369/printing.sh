#!/bin/sh
# Sees to it that the monthly brief can be made as PDF: Pango's libraries and a font with Chinese characters.
# As root the distribution's packages are installed; otherwise, or where that fails, a hint, and the product goes on.
set -eu

packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk"

can_print() {
    .venv/bin/python -m targets.brief.pdf >/dev/null 2>&1
}

install() {
    echo "Installing what makes PDF files: $packages …" >&2
    apt-get update -qq
    # shellcheck disable=SC2086  # several packages
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages >/dev/null
}

able=.venv/.printing # it was seen to work here: asking again would take a second at each start
tried=.venv/.printing-tried # a closed network is not asked twice

[ -e "$able" ] && exit 0
if ! can_print && [ "$(id -u)" = 0 ] && [ ! -e "$tried" ] && command -v apt-get >/dev/null; then
    touch "$tried"
    install || echo "The packages could not be installed." >&2
fi
if can_print; then
    touch "$able"
else
    echo "PDF files cannot be made here. On Debian: sudo apt-get install $packages" >&2
fi
