"""Takes the pictures of README and help from a demo that runs (``make demo``, elsewhere ``make screenshots``).

Those of the help are small, in both languages, and stand where static files are served from.
"""

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
IMAGES, HELP = ROOT / "docs" / "images", ROOT / "static" / "help"
BASE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
SHOTS = [("leader", "/", "board.png"), ("staff", "/figures/2024/10/", "entry.png")]
LANGUAGES = {"zh": ("zh-CN", "zh-hans"), "en": ("en-GB", "en")}
SIZE = (960, 600)
MOST_BYTES = 55_000


def sign_in(page: Page, role: str) -> None:
    page.goto("/login/")
    page.fill("#id_username", role)
    page.fill("#id_password", "demo-1369")
    page.click("main button")
    page.wait_for_selector(".nav")


def ask_for_new_year(page: Page) -> None:
    """What would be copied, without copying it."""
    page.click("button[value=ask]")
    page.wait_for_load_state("networkidle")


def nothing(_page: Page) -> None:
    """The page as it comes."""


HELP_SHOTS: list[tuple[str, str, str, Callable[[Page], None]]] = [
    ("leader", "/", "board", nothing),
    ("staff", "/figures/2024/10/", "entry", nothing),
    ("staff", "/import/", "import", nothing),
    ("reviewer", "/completeness/", "completeness", nothing),
    ("leader", "/air/2024/", "air", nothing),
    ("leader", "/brief/2024/10/", "brief", nothing),
    ("leader", "/wall/", "wall", nothing),
    ("admin", "/admin/years/", "years", ask_for_new_year),
]


def small(png: bytes) -> bytes:
    """The picture as WebP, as good as fits."""
    image = Image.open(io.BytesIO(png)).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    for quality in range(80, 10, -5):
        target = io.BytesIO()
        image.save(target, "WEBP", quality=quality, method=6)
        if target.tell() <= MOST_BYTES:
            return target.getvalue()
    raise SystemExit("a picture does not fit into its size")


def for_readme(browser: Browser) -> None:
    for role, path, name in SHOTS:
        page = browser.new_page(base_url=BASE, locale="zh-CN", viewport={"width": 1440, "height": 900})
        sign_in(page, role)
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / name)


def for_help(browser: Browser) -> None:
    for folder, (locale, code) in LANGUAGES.items():
        (HELP / folder).mkdir(parents=True, exist_ok=True)
        for role, path, name, prepare in HELP_SHOTS:
            context = browser.new_context(base_url=BASE, locale=locale, viewport={"width": 1280, "height": 800})
            page = context.new_page()
            sign_in(page, role)
            page.goto(f"{path}?language={code}")
            page.wait_for_load_state("networkidle")
            prepare(page)
            (HELP / folder / f"{name}.webp").write_bytes(small(page.screenshot()))
            context.close()


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        for_readme(browser)
        for_help(browser)
        browser.close()


if __name__ == "__main__":
    main()
