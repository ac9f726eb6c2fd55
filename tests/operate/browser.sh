#!/bin/sh
# Sees to it that the browser tests have a Chromium and a font with Chinese characters. The headless shell draws the same
# pages at a third of the time, as it makes no window; where it cannot be had, the whole browser does.
# As root the distribution's packages are installed; otherwise the test tool downloads its own browser.
set -eu

have() {
    command -v "$1" >/dev/null
}

have_font() {
    have fc-list && [ -n "$(fc-list :lang=zh-cn family)" ]
}

install() {
    echo "Installing $* …" >&2
    apt-get update -qq -o Acquire::http::Timeout=20 -o Acquire::Retries=1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

if [ "$(id -u)" = 0 ] && have apt-get; then
    have_font || install fontconfig fonts-noto-cjk
    have chromium-headless-shell || install chromium-headless-shell || have chromium || install chromium
fi
if ! have chromium-headless-shell && ! have chromium; then
    echo "Installing the test tool's own Chromium …" >&2
    if ! .venv/bin/python -m playwright install --only-shell chromium; then
        echo "The browser tests need Chromium. On Debian: sudo apt-get install chromium fonts-noto-cjk" >&2
        exit 1
    fi
fi
