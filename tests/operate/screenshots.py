"""Takes the README's pictures from a running demo (``make demo`` in another terminal, then ``make screenshots``)."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent.parent / "docs" / "images"
BASE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
SHOTS = [("leader", "/", "board.png"), ("staff", "/figures/2024/10/", "entry.png")]


def sign_in(page: Page, role: str) -> None:
    page.goto("/login/")
    page.fill("#id_username", role)
    page.fill("#id_password", "demo-1369")
    page.click("main button")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        for role, path, name in SHOTS:
            page = browser.new_page(base_url=BASE, locale="zh-CN", viewport={"width": 1440, "height": 900})
            sign_in(page, role)
            page.goto(path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=IMAGES / name)
        browser.close()


if __name__ == "__main__":
    main()
