"""The brief as PDF: vector text with embedded fonts, made by WeasyPrint, which is loaded when it is first needed.

Nothing is fetched: the document brings its style and its pictures along, and every address is refused.
"""

import io
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

from targets.texts import Text

# What the style sheet asks for, in its order. One of them must be installed: there is Chinese on every page.
CHINESE_FONTS = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Noto Serif CJK SC", "Source Han Serif SC"),
    *("Microsoft YaHei", "SimHei", "SimSun", "FangSong", "PingFang SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"),
)
# Type sizes of page 1 in tenths of a point, largest first: the first at which it is one page.
SIZES = (92, 86, 80, 74, 68, 62)
NO_LIBRARY = Text(
    "服务器缺少生成 PDF 的系统库（Pango）。请管理员安装后重试。Debian、Ubuntu、银河麒麟、统信："
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk；"
    "openEuler、Rocky：dnf install pango google-noto-sans-cjk-ttc-fonts。Word 版不受影响。",
    "The server lacks the system library that makes PDF files (Pango). An administrator can install it. "
    "Debian, Ubuntu, Kylin, UOS: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 "
    "fonts-noto-cjk; openEuler, Rocky: dnf install pango google-noto-sans-cjk-ttc-fonts. "
    "The Word file can be made without it.",
)
NO_FONT = Text(
    "服务器没有中文字体，无法生成 PDF。请管理员安装后重试。Debian、Ubuntu、银河麒麟、统信："
    "apt-get install fonts-noto-cjk；openEuler、Rocky：dnf install google-noto-sans-cjk-ttc-fonts。Word 版不受影响。",
    "The server has no Chinese font, so no PDF can be made. An administrator can install one. "
    "Debian, Ubuntu, Kylin, UOS: apt-get install fonts-noto-cjk; openEuler, Rocky: "
    "dnf install google-noto-sans-cjk-ttc-fonts. The Word file can be made without it.",
)


class CannotPrintError(RuntimeError):
    """This machine cannot make a PDF; ``sentence`` says what is missing and how to get it."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


def trouble() -> Text | None:
    """What keeps this machine from making a PDF, with the remedy; None where it can."""
    try:
        families = font_families()
    except OSError:
        return NO_LIBRARY
    return None if families.intersection(CHINESE_FONTS) else NO_FONT


def font_families() -> frozenset[str]:
    """The families of every font installed here. Raises OSError where the libraries are missing."""
    _load()
    from weasyprint.text.ffi import ffi, fontconfig

    config = fontconfig.FcInitLoadConfigAndFonts()
    try:
        fonts, found, name = fontconfig.FcConfigGetFonts(config, 0), set(), ffi.new("FcChar8 **")
        for index in range(fonts.nfont if fonts != ffi.NULL else 0):
            number = 0
            while fontconfig.FcPatternGetString(fonts.fonts[index], b"family", number, name) == 0:
                found.add(ffi.string(name[0]).decode("utf-8", "replace"))
                number += 1
        return frozenset(found)
    finally:
        fontconfig.FcConfigDestroy(config)


def make_pdf(front: Callable[[int], str], whole: Callable[[int], str], style: str) -> bytes:
    """The PDF. ``front``, ``whole``: the HTML of page 1 and of the document, at a size of SIZES.

    Raises CannotPrintError where libraries or fonts are missing.
    """
    missing = trouble()
    if missing is not None:
        raise CannotPrintError(missing)
    size = next((size for size in SIZES if len(_render(front(size), style).pages) == 1), SIZES[-1])
    made: bytes = _render(whole(size), style).write_pdf(pdf_variant="pdf/ua-1", custom_metadata=True)
    return made


def _load() -> Any:
    """WeasyPrint. It prints advice to stdout before it raises OSError for a missing library."""
    with redirect_stdout(io.StringIO()):
        import weasyprint

    return weasyprint


def _render(html: str, style: str) -> Any:
    weasyprint = _load()
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts, nowhere = FontConfiguration(), URLFetcher(allowed_protocols=("data",))
    sheet = weasyprint.CSS(string=style, font_config=fonts, url_fetcher=nowhere)
    document = weasyprint.HTML(string=html, url_fetcher=nowhere)
    return document.render(font_config=fonts, stylesheets=[sheet])


if __name__ == "__main__":
    sys.exit(0 if trouble() is None else 1)
