"""The monthly brief: what its three forms print is what the API says, and each form is what it must be."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from docx import Document
from docx.document import Document as Paper
from docx.shared import Mm, Pt
from pytest_django import DjangoAssertNumQueries, Settings

from daqing1369 import brief as views
from targets.brief import pdf
from targets.evaluation.model import Status
from targets.evaluation.words import STATUS_WORDS
from tests.factories import make_action, make_area, make_goal, make_plan, make_task
from tests.year import make_air_year

OCTOBER = "/brief/2024/10"
# Session, user, plan, what has changed, the gathering of both apps, the code: whatever the number of goals and tasks.
QUERIES = 22
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LANGUAGES = ("zh-hans", "en")


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


@pytest.fixture
def demo(db: None, settings: Settings) -> None:
    files = sorted(str(path) for path in (settings.BASE_DIR / "fixtures").glob("*.json"))
    call_command("load_plan", *files, stdout=StringIO())


def get(client: Client, path: str, language: str = "zh-hans") -> Any:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.content[:300]
    return answer


def soup(client: Client, path: str, language: str = "zh-hans") -> BeautifulSoup:
    return BeautifulSoup(get(client, path, language).content, "lxml")


def pages_of(content: bytes) -> list[str]:
    """The text of each page, as a reader selects it."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def packed(text: str) -> str:
    """Without the breaks of lines, which a PDF does not keep apart from blanks."""
    return re.sub(r"\s|\u00ad", "", text)


def paper(client: Client, path: str, language: str = "zh-hans") -> Paper:
    return Document(BytesIO(get(client, path, language).content))


def words_of(document: Paper) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def rows_of_page(page: BeautifulSoup) -> list[list[str]]:
    table = page.select("table")[0]
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in table.select("tbody tr")]


def same(printed: str, exact: str) -> bool:
    """Whether the printed number is the exact one, rounded half to even to the printed decimals."""
    found = NUMBER.search(printed)
    assert found is not None, printed
    number = Decimal(found[0])
    return number == Decimal(exact).quantize(number)


class Forms:
    """The brief of a month as page, Word file and PDF, each made once."""

    def __init__(self, client: Client, month: int, language: str) -> None:
        address = f"/brief/2024/{month}"
        self.language = language
        self.goals = get(client, f"/api/v1/plans/2024/board?as_of=2024-{month:02d}", language).json()["goals"]
        self.page = soup(client, f"{address}/", language)
        self.word = paper(client, f"{address}.docx", language)
        self.pdf = get(client, f"{address}.pdf", language)
        self.printed = pages_of(self.pdf.content)


@pytest.mark.slow
@pytest.mark.parametrize(("month", "language"), [(10, "zh-hans"), (12, "en")])
def test_all_three_forms_say_the_same(demo: None, leader: Client, month: int, language: str) -> None:
    forms = Forms(leader, month, language)
    every_number_is_the_apis(forms)
    no_form_has_another_number(forms)
    if (month, language) == (10, "zh-hans"):
        the_pdf_is_searchable_embedded_tagged_and_titled(forms.pdf)


def every_number_is_the_apis(forms: Forms) -> None:
    rows = rows_of_page(forms.page)
    assert [[cell.text for cell in row.cells] for row in forms.word.tables[0].rows][1:] == rows
    front = packed(forms.printed[0])
    for row, goal in zip(rows, forms.goals, strict=True):
        assert packed(row[0]).startswith(packed(goal["title"]))
        assert packed("".join(row)) in front, "the PDF's first page has the row as it is"
        check_row(row, goal, forms.language)


def check_row(row: list[str], goal: dict[str, Any], language: str) -> None:
    newest = goal["months"][-1]
    if newest["value"] is None:
        assert not NUMBER.search(row[1])
    else:
        assert same(row[1], exact_of(newest))
    assert row[2] == "—" if goal["value"] is None else same(row[2], goal["value_exact"])
    assert same(row[3], goal["target"])
    if goal["verdict"] == "open" and goal["budget"] and goal["budget"]["left"] != "0":
        assert goal["budget"]["left"].lstrip("-") in NUMBER.findall(row[4])
    elif goal["verdict"] == "open" and goal["slug"] in ("surface-water", "rural-sewage") and goal["required"]:
        assert goal["required"]["value"] in NUMBER.findall(row[4])
    assert row[7] == STATUS_WORDS[Status(goal["status"])].in_language(language)


def exact_of(month: dict[str, Any]) -> str:
    """The month's value from its parts: a total's month by itself, where the API gives it."""
    top, bottom = month["month_numerator"], month["month_denominator"]
    if top is None:
        top, bottom = month["numerator"], month["denominator"]
    ratio = Decimal(top) / Decimal(bottom)
    shown = Decimal(month["value"])
    return str(ratio if abs(ratio - shown) <= abs(100 * ratio - shown) else 100 * ratio)


def no_form_has_another_number(forms: Forms) -> None:
    told = set(NUMBER.findall(" ".join(one.get_text(" ") for one in forms.page.select(".brief-paper, .printed"))))
    written = packed(words_of(forms.word))
    assert set(NUMBER.findall(words_of(forms.word))) <= told
    of_pages = {str(number) for number in range(1, len(forms.printed) + 1)}
    found = {number for text in forms.printed for number in NUMBER.findall(text)}
    assert found <= told | of_pages
    summary = packed(forms.page.select_one(".brief-summary").get_text())  # type: ignore[union-attr]
    assert summary in packed(forms.printed[0])
    assert summary in written
    for paragraph in forms.page.select(".brief-paper")[0].select(".brief-text"):
        for mark in paragraph.select("b, .lamp"):
            mark.decompose()
        assert packed(paragraph.get_text()) in written


@pytest.mark.slow
def test_page_one_is_one_page_through_the_year(demo: None, leader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The languages take turns."""
    fronts: list[int] = []

    def only_front(front: Callable[[int], str], _whole: Callable[[int], str], style: str) -> bytes:
        fronts.append(len(pdf._render(front(74), style).pages))  # still well legible: 7.4 points
        return b""

    monkeypatch.setattr(views, "make_pdf", only_front)
    for number, month in enumerate((1, 4, 7, 10, 11, 12)):
        get(leader, f"/brief/2024/{month}.pdf", LANGUAGES[number % 2])
    assert fronts == [1] * 6


def the_pdf_is_searchable_embedded_tagged_and_titled(answer: Any) -> None:
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="daqing-1369-brief-2024-10.pdf"'
    document = pypdfium2.PdfDocument(answer.content)
    assert "截至2024年10月底" in packed(document[0].get_textpage().get_text_bounded())
    assert [round(points) for points in document[0].get_size()] == [595, 842]
    assert document.get_metadata_dict()["Title"] == "大庆市“1369”工程2024年10月工作进展情况"
    assert document.is_tagged()
    assert fonts_of(document) == {True}, "every font is embedded"
    document.close()
    assert "附件" in pages_of(answer.content)[1]


def fonts_of(document: pypdfium2.PdfDocument) -> set[bool]:
    """Whether each text's font is embedded."""
    raw, found = pypdfium2.raw, set()
    for page in document:
        for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=5):
            found.add(bool(raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(piece.raw))))
    return found


def test_the_word_file_keeps_the_layout_of_the_standard(demo: None, leader: Client) -> None:
    answer = get(leader, f"{OCTOBER}.docx")
    assert answer["Content-Disposition"] == 'attachment; filename="daqing-1369-brief-2024-10.docx"'
    document = Document(BytesIO(answer.content))
    section: Any = document.sections[0]
    size = [section.page_width, section.page_height, section.top_margin, section.bottom_margin]
    assert [round(one.mm) for one in [*size, section.left_margin, section.right_margin]] == [210, 297, 37, 35, 28, 26]
    title = next(one for one in document.paragraphs if one.text == "大庆市“1369”工程2024年10月工作进展情况")
    body = next(one for one in document.paragraphs if one.text.startswith("截至2024年10月底"))
    assert (title.runs[0].font.size, east_asian(title)) == (Pt(22), "方正小标宋简体")
    assert (body.runs[0].font.size, east_asian(body)) == (Pt(16), "仿宋_GB2312")
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body.paragraph_format.first_line_indent == Pt(32)
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables[:-1])
    assert "PAGE" in section.footer._element.xml and "PAGE" in section.even_page_footer._element.xml
    assert document.core_properties.title == title.text
    assert abs(section.page_width - section.left_margin - section.right_margin - Mm(156)) < Mm(1)


def east_asian(paragraph: Any) -> str:
    found: list[str] = paragraph._p.xpath(".//w:rFonts/@w:eastAsia")
    return found[0]


def test_control_characters_of_a_name_harm_no_form(leader: Client) -> None:
    make_air_year()
    make_task(make_action(name_zh="攻\x0b坚<b>&", name_en="At\x07tack"), title_zh="任\x01务</w:t>")
    assert "攻坚<b>&" in words_of(paper(leader, f"{OCTOBER}.docx"))
    assert "攻坚<b>&" in packed("".join(pages_of(get(leader, f"{OCTOBER}.pdf").content)))
    assert not soup(leader, f"{OCTOBER}/").select(".brief-paper td b")


def test_neighbours_downloads_and_the_area_stay_on_the_links(leader: Client) -> None:
    make_goal(make_plan(area=make_area("230700", name_zh="伊春市", name_en="Yichun")))
    page = soup(leader, f"{OCTOBER}/?area=230700")
    links = [link["href"] for link in page.select(".brief-bar a")]
    assert links == [f"/brief/2024/{rest}?area=230700" for rest in ("9/", "11/", "10.pdf", "10.docx")]
    assert "伊春市生态环境局" in page.get_text()
    first, last = soup(leader, "/brief/2024/1/?area=230700"), soup(leader, "/brief/2024/12/?area=230700")
    assert not first.select("[rel=prev]") and first.select("[rel=next]")
    assert last.select("[rel=prev]") and not last.select("[rel=next]")


def test_the_brief_of_the_last_finished_month_is_one_click_from_every_page(leader: Client) -> None:
    make_air_year()
    assert soup(leader, "/").select(".nav a[href='/brief/']")
    assert leader.get("/brief/").headers["Location"] == "/brief/2024/10/"
    assert leader.get("/brief/?area=230600").headers["Location"] == "/brief/2024/10/?area=230600"


@pytest.mark.parametrize("ending", ["/", ".pdf", ".docx"])
@pytest.mark.parametrize("when", ["2024/13", "2024/0", "2023/10", "2031/1", "99999/1", "2024/999999999999"])
def test_a_month_that_no_plan_has_is_not_found(leader: Client, when: str, ending: str) -> None:
    make_air_year()
    assert leader.get(f"/brief/{when}{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["/", ".pdf", ".docx"])
def test_an_unknown_area_is_not_found_and_nothing_is_written(leader: Client, ending: str) -> None:
    make_air_year()
    assert leader.get(f"{OCTOBER}{ending}?area=999999").status_code == 404
    assert leader.post(f"{OCTOBER}{ending}").status_code == 405


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer", "administrator"])
def test_every_role_reads_it(role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]) -> None:
    client = client_of(request.getfixturevalue(role))
    make_air_year()
    assert client.get(f"{OCTOBER}/").status_code == client.get(f"{OCTOBER}.docx").status_code == 200


@pytest.fixture
def unable(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Makes this machine lack the libraries or the fonts."""

    def lack(what: str) -> None:
        def refuse() -> frozenset[str]:
            raise OSError("cannot load library 'libpango-1.0.so.0'")

        monkeypatch.setattr(pdf, "font_families", refuse if what == "library" else lambda: frozenset({"Latin Only"}))

    yield lack


@pytest.mark.parametrize(("what", "packages"), [("library", "libpango-1.0-0"), ("font", "fonts-noto-cjk")])
def test_where_pdfs_cannot_be_made_the_page_says_how_to_get_there(
    leader: Client, unable: Callable[[str], None], what: str, packages: str
) -> None:
    make_air_year()
    unable(what)
    page = soup(leader, f"{OCTOBER}/", "en")
    assert packages in page.select_one(".brief > .message").get_text()  # type: ignore[union-attr]
    assert not page.select("a[href$='.pdf']")
    refused = leader.get(f"{OCTOBER}.pdf", headers={"Accept-Language": "en"})
    assert (refused.status_code, refused["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert packages in refused.content.decode()
    assert leader.get(f"{OCTOBER}.docx").status_code == 200, "Word needs none of it"


def test_nothing_is_fetched_from_anywhere() -> None:
    html = "<html lang=en><title>t</title><img alt='' src='file:///etc/hostname'><img alt='' src='http://127.0.0.1/'>"
    assert len(pdf._render(html, "body { background: url(http://127.0.0.1/x.png) }").pages) == 1


@pytest.mark.parametrize("ending", ["/", ".pdf", ".docx"])
def test_the_queries_are_fixed(
    leader: Client, django_assert_num_queries: DjangoAssertNumQueries, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "make_pdf", lambda *_: b"%PDF")
    make_air_year()
    for number in range(1, 4):
        action = make_action(number=number)
        for task in range(1, 6):
            make_task(action, task)
    with django_assert_num_queries(QUERIES + (1 if ending == "/" else 0)):
        leader.get(f"{OCTOBER}{ending}")
