"""Page, fonts and paragraphs of an official document by GB/T 9704-2012, as python-docx writes them."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

RED = RGBColor(0xFF, 0, 0)
THIRD = 16  # 三号, in points
FOURTH = 14  # 四号
PITCH = 28.95  # points: 22 lines in 225 mm
_GRID_CHARACTERS = -849  # 1/4096 pt added to each 三号 character, so that 28 stand in 156 mm
_TWENTIETHS = 20
# The schema orders a paragraph's properties; these are the ones that may stand after the one that is inserted.
_AFTER_GRID = ("w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:outlineLvl", "w:rPr")
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:snapToGrid", *_AFTER_GRID)


@dataclass(frozen=True)
class Face:
    """A Chinese font with the Latin one beside it, and what may stand for the Chinese one."""

    chinese: str
    latin: str
    instead: str


HEADLINE = Face(
    "方正小标宋简体", "Times New Roman", "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体,SimSun,Noto Serif CJK SC"
)
BODY = Face("仿宋_GB2312", "Times New Roman", "仿宋,FangSong,FangSong_GB2312,华文仿宋,Noto Serif CJK SC")
HEADING = Face("黑体", "Times New Roman", "SimHei,Noto Sans CJK SC")
SECOND = Face("楷体_GB2312", "Times New Roman", "楷体,KaiTi,KaiTi_GB2312,华文楷体,Noto Serif CJK SC")
SONG = Face("宋体", "SimSun", "SimSun,Noto Serif CJK SC")
FACES = (HEADLINE, BODY, HEADING, SECOND, SONG)


def lay_out(paper: Paper) -> None:
    """Page, grid, base styles and the table of fonts."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # 版心下边缘之下 7 mm stands the line of the page number.
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = _child(section._sectPr, "w:docGrid")
    _set(grid, type="linesAndChars", linePitch=round(PITCH * _TWENTIETHS), charSpace=_GRID_CHARACTERS)
    _base_style(paper, "Normal", BODY)
    _base_style(paper, "Heading 1", HEADING)
    _name_fonts(paper)


def add_paragraph(
    container: Any,
    *,
    style: str | None = None,
    alignment: WD_ALIGN_PARAGRAPH | None = None,
    indent: bool = True,
    exact: float | None = PITCH,
    right_characters: int = 0,
    page_break: bool = False,
    keep_next: bool = False,
) -> Paragraph:
    """A paragraph on the line pitch; ``exact`` None: as high as its text. ``indent``: by two characters."""
    paragraph: Paragraph = container.add_paragraph(style=style)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if alignment is None else alignment
    form.page_break_before, form.keep_with_next = page_break, keep_next or style is not None
    form.widow_control = False
    if exact is not None:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exact)
    if indent or right_characters:
        element = paragraph._p.get_or_add_pPr().get_or_add_ind()
        if indent:
            _set(element, firstLineChars=200, firstLine=2 * THIRD * _TWENTIETHS)
        if right_characters:
            _set(element, rightChars=100 * right_characters, right=right_characters * THIRD * _TWENTIETHS)
    return paragraph


def add_run(
    paragraph: Paragraph,
    text: str,
    face: Face,
    *,
    size: float = THIRD,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> Run:
    """Text in a face, which is named for Chinese and for Latin characters apart."""
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = colour or RGBColor(0, 0, 0)
    _face(run._r.get_or_add_rPr(), face)
    return run


def red_rule(paragraph: Paragraph) -> None:
    """The red line below 发文字号, as wide as the type area."""
    borders = OxmlElement("w:pBdr")
    insert_property(paragraph, borders, before=_AFTER_BORDERS)
    _set(_child(borders, "w:bottom"), val="single", sz=12, space=11, color="FF0000")


def off_grid(paragraph: Paragraph) -> None:
    """Let the lines of a table stand as close as their own text."""
    element = OxmlElement("w:snapToGrid")
    _set(element, val=0)
    insert_property(paragraph, element, before=_AFTER_GRID)


def insert_property(paragraph: Paragraph, element: Any, *, before: tuple[str, ...]) -> None:
    """Put a property where the schema wants it."""
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(element, *before)


def number_pages(paper: Paper) -> None:
    """``— 1 —`` in 四号宋体: on odd pages to the right, on even ones to the left, one character from the edge."""
    paper.settings.odd_and_even_pages_header_footer = True
    section = paper.sections[0]
    for footer, alignment, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        element = paragraph._p.get_or_add_pPr().get_or_add_ind()
        _set(element, **{f"{side}Chars": 100, side: FOURTH * _TWENTIETHS})
        add_run(paragraph, "— ", SONG, size=FOURTH)
        _page_field(add_run(paragraph, "", SONG, size=FOURTH))
        add_run(paragraph, " —", SONG, size=FOURTH)


def _page_field(run: Run) -> None:
    for kind, text in (("begin", ""), ("instr", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        if kind == "instr":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
        elif kind == "text":
            element = OxmlElement("w:t")
        else:
            element = OxmlElement("w:fldChar")
            _set(element, fldCharType=kind)
        element.text = text or None
        run._r.append(element)


def _base_style(paper: Paper, name: str, face: Face) -> None:
    style: Any = paper.styles[name]
    style.font.size, style.font.bold = Pt(THIRD), False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    _face(style.element.get_or_add_rPr(), face)


def _face(properties: Any, face: Face) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # a theme's font would win over a named one
    _set(fonts, ascii=face.latin, hAnsi=face.latin, cs=face.latin, eastAsia=face.chinese)


def _name_fonts(paper: Paper) -> None:
    """For each face what may stand for it: Word takes the first alternative that is installed."""
    entries = "".join(
        f'<w:font w:name="{face.chinese}"><w:altName w:val="{face.instead}"/><w:charset w:val="86"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face in FACES
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    part = paper.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{namespace}">{entries}</w:fonts>'
    ).encode()


def _child(parent: Any, name: str) -> Any:
    element = OxmlElement(name)
    parent.append(element)
    return element


def _set(element: Any, **values: object) -> None:
    for name, value in values.items():
        element.set(qn(f"w:{name}"), str(value))
