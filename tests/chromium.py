"""The browser of the tests and measurements."""

import shutil

from playwright.sync_api import Browser, Playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def launch(driver: Playwright, *more: str) -> Browser:
    """The distribution's browser where there is one, otherwise the test tool's own; ``more``: further flags of it."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return driver.chromium.launch(executable_path=found, args=[*FLAGS, *more])
