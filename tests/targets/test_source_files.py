"""Kinds of files are told by their content; links are web addresses and nothing else."""

import io
import zipfile

import pytest

from targets.source_files import SourceRefused, file_title, kind_of, link_title, read_link


def package(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


CONTENT = {
    "a.pdf": b"%PDF-1.7\n",
    "a.PDF": b"%PDF-1.4\n",
    "a.png": b"\x89PNG\r\n\x1a\n....",
    "a.jpg": b"\xff\xd8\xff\xe0",
    "a.jpeg": b"\xff\xd8\xff\xe1",
    "表.xlsx": package("[Content_Types].xml", "xl/workbook.xml"),
    "a.docx": package("[Content_Types].xml", "word/document.xml"),
    "a.ofd": package("OFD.xml", "Doc_0/Document.xml"),
    "a.csv": "月份,优良天数\n2024-10,29\n".encode("gb18030"),
    "b.csv": "\ufeff月份,1\n".encode(),
    "a.txt": "0".encode("utf-16"),
}


@pytest.mark.parametrize("name", CONTENT)
def test_what_its_name_says_is_taken(name: str) -> None:
    assert kind_of(name, io.BytesIO(CONTENT[name])).extension == name.rsplit(".")[-1].lower()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a", b"%PDF-1.7"),
        ("pdf", b"%PDF-1.7"),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg/>"),
        ("a.xlsm", CONTENT["表.xlsx"]),
        ("a.pdf", b"MZ"),
        ("a.pdf", b"<html>%PDF-"),
        ("a.png", b"\xff\xd8\xff"),
        ("a.xlsx", CONTENT["a.docx"]),
        ("a.xlsx", package("xl/workbook.xml", "xl/vbaProject.bin")),
        ("a.xlsx", b"PK\x03\x04 not a package"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 encrypted"),
        ("a.docx", CONTENT["表.xlsx"][:-10]),
        ("a.csv", b"a\x00b"),
        ("a.txt", b"\xff\xff\xff"),
        ("a.txt", b"\xff\xfe\x00"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(SourceRefused) as refusal:
        kind_of(name, io.BytesIO(content))
    assert refusal.value.sentence.zh
    assert refusal.value.sentence.en


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a.pdf", "a.pdf"),
        ("C:\\表\\十月.pdf", "十月.pdf"),
        ("../../etc/x.pdf", "x.pdf"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        (".pdf", "file.pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(typed: str, kept: str) -> None:
    assert file_title(typed) == kept
    assert len(kept) <= 200


@pytest.mark.parametrize(
    "link",
    ["https://www.mee.gov.cn/", " http://10.1.2.3:8080/表?x=1#y ", "HTTPS://a.cn", "http://intranet/x"],
)
def test_a_web_address_is_a_link(link: str) -> None:
    assert read_link(link) == link.strip()


@pytest.mark.parametrize(
    "link",
    [
        *(
            "",
            "www.mee.gov.cn",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://a.cn/",
            "http://",
        ),
        *("http://user:pass@a.cn/", "http://a.cn/\nx", "http://a.cn/a b", "http://a.cn:port/", "http://[/"),
        "https://a.cn/" + "x" * 500,
    ],
)
def test_nothing_else_is(link: str) -> None:
    with pytest.raises(SourceRefused):
        read_link(link)


def test_a_link_without_a_title_shows_its_address() -> None:
    assert link_title(" \x00 ", "https://a.cn/") == "https://a.cn/"
    assert link_title("省厅\n通报", "https://a.cn/") == "省厅 通报"
