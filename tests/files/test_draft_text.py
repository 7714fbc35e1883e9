"""Text out of drafts: Word with tables, footnotes and revisions, PDF, plain text; what cannot be read says why."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfgen.canvas import Canvas

from casework.files.attachment_problems import AttachmentProblem
from casework.files.draft_text import MAX_FILE, draft_text
from casework.reports.pdf_fonts import register_fonts
from tests.files.enclosures import bomb, locked_pdf, png, running_pdf


def word() -> bytes:
    """Two paragraphs, a table between them, and a revision that strikes a number out and puts another in."""
    made = docx.Document()
    made.add_paragraph("Đã tiếp 18.649 lượt công dân.")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Khiếu nại", "5.276", "Tố cáo", "4.551"), strict=True):
        cell.text = text
    last = made.add_paragraph("Đã giải quyết ")
    last._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>999</w:delText></w:r></w:del>"))
    last._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>1.333</w:t></w:r></w:ins>"))
    last.add_run(" vụ.")
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A Word file with one more member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            body = old.read(member)
            if member.filename == "[Content_Types].xml":
                note = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                body = body.replace(
                    b"</Types>", f'<Override PartName="/{name}" ContentType="{note}"/></Types>'.encode()
                )
            if member.filename == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                link = f'<Relationship Id="rIdF" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                body = body.replace(b"</Relationships>", link.encode())
            new.writestr(member.filename, body)
        new.writestr(name, content)
    return out.getvalue()


def pdf(*lines: str, pages: int = 1) -> bytes:
    """A PDF with the same lines on each page; without lines, a page without text."""
    register_fonts()
    data = io.BytesIO()
    canvas = Canvas(data)
    for _ in range(pages):
        canvas.setFont("Tinos", 12)
        for n, line in enumerate(lines):
            canvas.drawString(72, 760 - 18 * n, line)
        canvas.rect(20, 20, 40, 40)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def test_word_is_read_in_order_with_its_tables_and_without_what_is_struck_out() -> None:
    assert draft_text(word(), "du-thao.docx").split("\n") == [
        "Đã tiếp 18.649 lượt công dân.",
        "Khiếu nại | 5.276",
        "Tố cáo | 4.551",
        "Đã giải quyết 1.333 vụ.",
    ]


def test_footnotes_of_word_are_read() -> None:
    said = '<w:footnote w:id="2"><w:p><w:r><w:t>Đạt 97,6%.</w:t></w:r></w:p></w:footnote>'
    note = f"<w:footnotes {nsdecls('w')}>{said}</w:footnotes>"
    assert draft_text(with_part(word(), "word/footnotes.xml", note.encode()), "a.docx").endswith("Đạt 97,6%.")


def test_pdf_is_read_with_its_vietnamese_letters() -> None:
    text = draft_text(pdf("Đã giải quyết 1.333 vụ, đạt tỷ lệ 54%,", "thuộc thẩm quyền của Thành phố."), "a.pdf")
    assert " ".join(text.split()) == "Đã giải quyết 1.333 vụ, đạt tỷ lệ 54%, thuộc thẩm quyền của Thành phố."


def test_plain_text_is_read() -> None:
    assert draft_text("\ufeffĐã tiếp 18.649 lượt công dân.".encode(), "a.txt") == "Đã tiếp 18.649 lượt công dân."


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (pdf(), "quet.pdf", "bản quét"),
        (locked_pdf(), "khoa.pdf", "khóa bằng mật khẩu"),
        (running_pdf(True), "chay.pdf", "mã chạy"),
        (png(), "anh.png", "chỉ kiểm tra được Word"),
        (bomb(300_000_000), "bom.docx", "giải nén quá lớn"),
        (b"", "rong.docx", "rỗng"),
        (word(), "khac.pdf", "đuôi"),
        (b"x" * (MAX_FILE + 1), "to.txt", "lớn hơn 20 MB"),
        (pdf("Một dòng chữ đủ dài để đọc được")[:-600] + b"\n%%EOF", "hong.pdf", "“hong.pdf”"),
        (pdf("Có chữ", pages=301), "dai.pdf", "dài hơn 300 trang"),
    ],
    ids=["scan", "locked", "running", "image", "bomb", "empty", "other ending", "large", "broken", "long"],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, said: str) -> None:
    with pytest.raises(AttachmentProblem, match=said):
        draft_text(data, name)


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    draft_text(word(), "a.docx")
    draft_text(pdf("Đã tiếp 18.649 lượt công dân."), "a.pdf")
    assert list(tmp_path.iterdir()) == []
