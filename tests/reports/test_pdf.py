"""The PDF: text that can be copied out, Tinos and no other font, the same bytes again, nothing read as markup."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from casework.reports.compose import compose
from casework.reports.document import Document, Paragraph
from casework.reports.pdf import render_pdf
from casework.reports.wording import LetterHead, Wording
from tests.machine import ROOT, need_program
from tests.reports.half_year import PERIOD, figure_set, open_petitions
from tests.reports.test_compose import ACCEPTANCE


def half_year_report(number: int = 12, head: LetterHead | None = None) -> Document:
    """The half-year's report with an annex of `number` petitions a resolution."""
    return compose(figure_set(), Wording(), head or LetterHead(), PERIOD, open_petitions(number))


def read_pages(tmp_path: Path, data: bytes) -> list[str]:
    """The text of each page as `pdftotext` copies it out, white space taken together."""
    program = need_program("pdftotext", "poppler-utils")
    file = tmp_path / "report.pdf"
    file.write_bytes(data)
    text = subprocess.run([program, "-enc", "UTF-8", file, "-"], check=True, capture_output=True).stdout.decode()
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def test_the_acceptance_sentences_can_be_copied_out(tmp_path: Path) -> None:
    pages = read_pages(tmp_path, render_pdf(half_year_report(), signing=False))
    text = " ".join(re.sub(r"^\d+ ", "", page) for page in pages)
    assert [sentence for sentence in ACCEPTANCE if sentence not in text] == []
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text


def test_page_numbers_begin_on_page_two_and_anew_in_the_annex(tmp_path: Path) -> None:
    pages = read_pages(tmp_path, render_pdf(half_year_report(40), signing=True))
    annex = next(index for index, page in enumerate(pages) if page.startswith("Phụ lục DANH MỤC"))
    assert not pages[0][0].isdigit()
    assert [page.split()[0] for page in pages[1:annex]] == [str(n) for n in range(2, annex + 1)]
    assert [page.split()[0] for page in pages[annex + 1 :]] == [str(n) for n in range(2, len(pages) - annex + 1)]
    assert len(pages) - annex > 5


def test_the_header_of_a_table_is_repeated(tmp_path: Path) -> None:
    pages = read_pages(tmp_path, render_pdf(half_year_report(40), signing=True))
    annex = next(index for index, page in enumerate(pages) if page.startswith("Phụ lục DANH MỤC"))
    for header in ("STT", "Mã kiến nghị", "Nội dung kiến nghị", "Thời hạn", "Số ngày quá hạn"):
        assert [page.count(header) for page in pages[annex:]] == [1] * (len(pages) - annex)


def test_working_copy_and_signing_copy(tmp_path: Path) -> None:
    document = half_year_report(head=LetterHead(number="225", day=date(2024, 6, 14), signer_name="Nguyễn Văn Mẫu"))
    working = read_pages(tmp_path, render_pdf(document, signing=False))
    signing = read_pages(tmp_path, render_pdf(document, signing=True))
    assert figure_set().fingerprint() in working[-1]
    assert "Số liệu tính đến hết ngày 15/6/2024" in working[-1]
    assert all(figure_set().fingerprint() not in page for page in [*working[:-1], *signing])
    assert all("BẢN LÀM VIỆC" not in page for page in signing)
    assert "Số: 225/BC-UBND Hà Nội, ngày 14 tháng 6 năm 2024" in signing[0]
    assert any("CHỦ TỊCH Nguyễn Văn Mẫu" in page for page in signing)


def fonts_of(data: bytes) -> set[str]:
    """The base names of all fonts of the file; fails where one is not embedded."""
    with pikepdf.open(BytesIO(data)) as pdf:
        found = set()
        for page in pdf.pages:
            for font in page.obj.Resources.Font.values():
                name = str(font.BaseFont)
                descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                assert "/FontFile2" in descendant.FontDescriptor, f"{name} is not embedded"
                found.add(name.rpartition("+")[2].strip("/"))
        return found


@pytest.mark.parametrize("signing", [True, False])
def test_tinos_is_embedded_and_no_other_font(signing: bool) -> None:
    data = render_pdf(half_year_report(), signing=signing)
    assert fonts_of(data) == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    assert b"Helvetica" not in data


def test_page_size_language_and_title() -> None:
    with pikepdf.open(BytesIO(render_pdf(half_year_report(), signing=True))) as pdf:
        assert {tuple(round(float(x)) for x in page.mediabox) for page in pdf.pages} == {(0, 0, 595, 842)}
        assert str(pdf.Root.Lang) == "vi-VN"
        assert str(pdf.docinfo["/Title"]).startswith("Báo cáo kết quả giải quyết kiến nghị cử tri")


def test_the_same_bytes_again_and_in_another_process() -> None:
    data = render_pdf(half_year_report(), signing=False)
    assert render_pdf(half_year_report(), signing=False) == data
    program = (
        "import hashlib; from tests.reports.test_pdf import half_year_report, render_pdf;"
        "print(hashlib.sha256(render_pdf(half_year_report(), signing=False)).hexdigest())"
    )
    digests = {
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True).stdout
        for _ in range(2)
    }
    assert len(digests) == 1


HOSTILE = "<b>đậm</b> <img src='anh-la.png'/> &amp; <font size=90>&</para> \x00\x07\u202e{{ x }}"


def test_hostile_text_is_printed_and_not_obeyed(tmp_path: Path) -> None:
    rows = open_petitions(3)
    rows[0] = replace(
        rows[0], content=HOSTILE, code="<a href='x'>", unit="</b><para>", council_resolution_label=HOSTILE
    )
    head = LetterHead(issuer_name=HOSTILE, recipients=(HOSTILE,), signer_name=HOSTILE, subject=HOSTILE)
    document = compose(figure_set(), Wording(), head, PERIOD, rows)
    data = render_pdf(document, signing=False)
    text = " ".join(read_pages(tmp_path, data)).replace(" ", "")
    assert text.count("<b>đậm</b><imgsrc='anh-la.png'/>&amp;<fontsize=90>&</para>{{x}}") >= 4
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not any("/XObject" in page.obj.Resources for page in pdf.pages)
        assert not any("/Annots" in page.obj for page in pdf.pages)


def lengths() -> list[str]:
    """Texts as long as a register may hold: words, and one word without a space."""
    return ["Đề nghị mở rộng đường " * 454, "Ư" * 10_000]


@pytest.mark.parametrize("content", lengths(), ids=["words", "one word"])
def test_the_longest_petition_fits(tmp_path: Path, content: str) -> None:
    rows = open_petitions(2)
    rows[0] = replace(rows[0], content=content, code="W" * 500)
    data = render_pdf(compose(figure_set(), Wording(), LetterHead(), PERIOD, rows), signing=True)
    word = content.split(" ")[-2] if " " in content else "Ư"
    text = "".join(read_pages(tmp_path, data))
    assert text.count(word) >= content.count(word)


@pytest.mark.parametrize("lines", range(14, 22))
def test_the_signature_never_stands_on_a_page_of_its_own(tmp_path: Path, lines: int) -> None:
    """Wherever the text ends, its last sentence and the signature stand on one page."""
    filler = tuple(Paragraph((f"Câu thứ {n} của báo cáo.",)) for n in range(lines))
    document = replace(half_year_report(), blocks=(*filler, Paragraph(("Trên đây là báo cáo./.",))), annexes=())
    last = read_pages(tmp_path, render_pdf(document, signing=True))[-1]
    assert "Trên đây là báo cáo./." in last
    assert "Nơi nhận:" in last
