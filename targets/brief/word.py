"""The brief as an editable paper in the layout of GB/T 9704-2012 (party and government organs' official documents).

A4, type area 156 × 225 mm (margins 37, 35, 28, 26 mm), 22 lines of 28 characters; title 二号小标宋, body 三号仿宋
with two characters of indent, headings 黑体 and 楷体, page number 四号宋体 outside. The layout was read in published
descriptions of the standard. The fonts are those that offices have; where one is missing, Word takes what the table of
fonts names beside it.
"""

from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH

from targets.brief.model import Brief, Paragraph, Section
from targets.brief.style import heading_number
from targets.brief.word_layout import (
    BODY,
    HEADING,
    HEADLINE,
    RED,
    SECOND,
    add_paragraph,
    add_run,
    lay_out,
    number_pages,
    red_rule,
)
from targets.brief.word_tables import add_table, end_note
from targets.evaluation.words import STATUS_WORDS
from targets.texts import Text

_SAMPLE = Text(
    "演示：两项大气目标由公开的未审核监测数据计算，其余数据、任务和日期均为示例。",
    "Demonstration: the two air goals are computed from public, unreviewed measurements; every other figure, task "
    "and date is a sample.",
)


def make_word(brief: Brief, language: str, *, is_demo: bool, code: str | None) -> bytes:
    """The brief as a Word file in the language. ``code``: reopens the state that it was made from."""
    paper = Document()
    writer = _Writer(paper, language)
    lay_out(paper)
    _properties(paper, brief, language)
    number_pages(paper)
    writer.head(brief, is_demo=is_demo)
    for number, section in enumerate(brief.sections, start=1):
        writer.section(section, number)
    writer.signature(brief, code)
    writer.annex(brief)
    writer.end(brief)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


class _Writer:
    """Writes the parts of a brief one after the other."""

    def __init__(self, paper: Paper, language: str) -> None:
        self.paper = paper
        self.language = language
        self.is_chinese = not language.startswith("en")

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def head(self, brief: Brief, *, is_demo: bool) -> None:
        """发文机关标志, 发文字号, the red rule and the title: to be edited by whoever issues the paper."""
        centre = WD_ALIGN_PARAGRAPH.CENTER
        issuer, size = self.say(brief.issuer), 40 if self.is_chinese else 24
        mark = add_paragraph(self.paper, alignment=centre, indent=False, exact=None)
        add_run(mark, issuer, HEADLINE, size=size, colour=RED, bold=not self.is_chinese)
        self.blank()
        place = Text(f"×环月报〔{brief.as_of.year}〕{brief.as_of.number}号", f"Ref. {brief.as_of}")
        symbol = add_paragraph(self.paper, alignment=centre, indent=False)
        add_run(symbol, self.say(place), BODY)
        red_rule(symbol)
        self.blank(2)
        title = add_paragraph(self.paper, alignment=centre, indent=False, exact=34)
        add_run(title, self.say(brief.title), HEADLINE, size=22, bold=not self.is_chinese)
        issue = add_paragraph(self.paper, alignment=centre, indent=False)
        add_run(issue, f"{self.say(brief.masthead)} {self.say(brief.issue)}", SECOND)
        self.blank()
        if is_demo:
            add_run(add_paragraph(self.paper), self.say(_SAMPLE), SECOND)
        add_run(add_paragraph(self.paper), self.say(brief.summary), BODY)

    def section(self, section: Section, number: int) -> None:
        """A heading of the first level, its tables, its paragraphs."""
        heading = add_paragraph(self.paper, style="Heading 1")
        add_run(heading, f"{self.say(heading_number(number))}{self.say(section.title)}", HEADING)
        for table in section.tables:
            caption = None if table.title == section.title else self.say(table.title)
            add_table(self.paper, table, self.language, caption)
        for paragraph in section.paragraphs:
            self.paragraph(paragraph)

    def paragraph(self, paragraph: Paragraph) -> None:
        """The sentences after their lead, which stands in 楷体 as headings of the second level do."""
        written = add_paragraph(self.paper)
        if paragraph.lead is not None:
            colon = self.say(Text("：", ": "))
            state = "" if paragraph.status is None else self.say(_bracketed(paragraph))
            add_run(written, f"{self.say(paragraph.lead)}{state}{colon}", SECOND, bold=True)
        add_run(written, self.say(paragraph.text), BODY)

    def signature(self, brief: Brief, code: str | None) -> None:
        """附件说明, then issuer and day, four characters from the right edge."""
        self.blank()
        listed = [self.say(section.title) for section in brief.annex]
        for number, title in enumerate(listed, start=1):
            head = self.say(Text("附件：", "Annex: ")) if number == 1 else self.say(Text("　　　", "       "))
            add_run(add_paragraph(self.paper), f"{head}{number}. {title}", BODY)
        self.blank(2)
        for text in (brief.issuer, brief.dated):
            line = add_paragraph(self.paper, alignment=WD_ALIGN_PARAGRAPH.RIGHT, indent=False, right_characters=4)
            add_run(line, self.say(text), BODY)
        if code:
            add_run(add_paragraph(self.paper, indent=False), code, BODY, size=12)

    def annex(self, brief: Brief) -> None:
        """Each part of the annex, the first on a new page."""
        for number, section in enumerate(brief.annex, start=1):
            mark = add_paragraph(self.paper, indent=False, page_break=number == 1, keep_next=True)
            add_run(mark, f"{self.say(Text('附件', 'Annex '))}{number}", HEADING)
            title = add_paragraph(self.paper, style="Heading 1", alignment=WD_ALIGN_PARAGRAPH.CENTER, indent=False)
            add_run(title, self.say(section.title), HEADLINE, size=18, bold=not self.is_chinese)
            for table in section.tables:
                add_table(
                    self.paper, table, self.language, None if table.title == section.title else self.say(table.title)
                )
            for paragraph in section.paragraphs:
                self.paragraph(paragraph)

    def end(self, brief: Brief) -> None:
        """版记: to whom copies go, who printed it and when; to be edited."""
        self.blank()
        copies = Text("抄送：×××，×××。", "Copies to: …")
        printed = Text(f"{brief.issuer.zh}办公室", f"Office of the {brief.issuer.en}")
        day = Text(f"{brief.dated.zh}印发", f"Printed on {brief.dated.en}")
        end_note(self.paper, self.say(copies), self.say(printed), self.say(day))

    def blank(self, lines: int = 1) -> None:
        for _ in range(lines):
            add_paragraph(self.paper, indent=False)


def _bracketed(paragraph: Paragraph) -> Text:
    word = STATUS_WORDS[paragraph.status] if paragraph.status is not None else Text("", "")
    return Text(f"（{word.zh}）", f" ({word.en})")


def _properties(paper: Paper, brief: Brief, language: str) -> None:
    """What the file says about itself; its date is the brief's, so that the same state makes the same text."""
    core = paper.core_properties
    core.title = brief.title.in_language(language)
    core.subject = f"{brief.masthead.in_language(language)} {brief.issue.in_language(language)}"
    core.author = core.last_modified_by = brief.issuer.in_language(language)
    core.keywords = f"1369, {brief.as_of}"
    core.comments = ""
    core.language = "en-GB" if language.startswith("en") else "zh-CN"
