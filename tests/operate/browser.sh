#!/bin/sh
# Sees to it that the browser tests have a Chromium and a font with Chinese characters.
# As root the distribution's packages are installed; otherwise the test tool downloads its own browser.
set -eu

have_font() {
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ]
}

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    packages=
    command -v chromium >/dev/null || packages="chromium"
    have_font || packages="$packages fontconfig fonts-noto-cjk"
    if [ -n "$packages" ]; then
        echo "Installing $packages …" >&2
        apt-get update -qq
        # shellcheck disable=SC2086  # several packages
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages >/dev/null
    fi
fi
if ! command -v chromium >/dev/null; then
    echo "Installing the test tool's own Chromium …" >&2
    if ! .venv/bin/python -m playwright install chromium; then
        echo "The browser tests need Chromium. On Debian: sudo apt-get install chromium fonts-noto-cjk" >&2
        exit 1
    fi
fi
