"""Official papers on paper: every field stands there, the layout of NĐ 30/2020/NĐ-CP, the same bytes again."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.shared import Pt

from casework.domain.fields import FIELDS
from casework.domain.paper_fields import FROM_RECORD, PAPER_FIELDS
from casework.domain.papers import HEAD, PAPER_OF_STEP, PAPERS, PaperCode, fields_of, fitting, of_step
from casework.domain.vocabulary import RecordKind
from casework.domain.workflow import TRANSITIONS
from casework.reports.papers.docx import render_paper_docx
from casework.reports.papers.pdf import render_paper_pdf
from casework.reports.papers.sheet import Sheet, fill
from casework.reports.papers.wording import PaperWording, check, marked_secret, named, shipped
from tests.reports.test_pdf import fonts_of, read_pages

CODES = list(PaperCode)
MARKED = {name: f"«{name}»" for name in PAPER_FIELDS}


def sheet_of(code: PaperCode, **more: str) -> Sheet:
    """The shipped paper with the samples in it."""
    samples = {one.name: one.sample for one in fields_of(PAPERS[code])}
    return fill(shipped(code), {**samples, "symbol": shipped(code).symbol, **more})


def text_of_docx(data: bytes) -> str:
    """Every text of a Word file in its order, tables too, white space taken together."""
    document = docx.Document(BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_wording_is_lawful_and_complete(code: PaperCode) -> None:
    wording = shipped(code)
    check(code, wording)
    assert set(PAPERS[code].required) <= named(wording)
    assert not re.search(r"[Mm]ẫu số 0[3-9]|[Mm]ẫu số [1-9]\d", "\n".join(sheet_of(code).texts))


@pytest.mark.parametrize("code", CODES)
def test_every_field_of_the_wording_is_printed(code: PaperCode, tmp_path: Path) -> None:
    wording = shipped(code)
    sheet = fill(wording, {**MARKED, "made_on": "05/02/2027", "number": "7"})
    wanted = {MARKED[name] for name in named(wording) - {"number", "made_on"}}
    wanted |= {"«signer»", "«ISSUER»".lower(), "07/«symbol»", "ngày 05 tháng 02 năm 2027"}
    word = text_of_docx(render_paper_docx(sheet))
    page = " ".join(read_pages(tmp_path, render_paper_pdf(sheet)))
    for text in wanted:
        assert text.lower() in word.lower(), text
        assert text.lower().replace(" ", "") in page.lower().replace(" ", ""), text


@pytest.mark.parametrize("code", CODES)
def test_it_is_printed_the_same_again(code: PaperCode) -> None:
    sheet = sheet_of(code)
    assert render_paper_pdf(sheet) == render_paper_pdf(sheet_of(code))
    assert render_paper_docx(sheet) == render_paper_docx(sheet_of(code))
    assert sheet.digest() == sheet_of(code).digest()
    assert sheet.digest() != sheet_of(code, number="16").digest()


def test_the_pdf_keeps_the_layout_of_the_decree(tmp_path: Path) -> None:
    data = render_paper_pdf(sheet_of(PaperCode.EXTENSION))
    assert fonts_of(data) <= {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    with pikepdf.open(BytesIO(data)) as pdf:
        assert [round(float(x)) for x in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
    page = read_pages(tmp_path, data)[0]
    order = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "QUYẾT ĐỊNH",
        "Căn cứ",
        "QUYẾT ĐỊNH:",
        "Điều 1.",
        "Nơi nhận:",
    ]
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    assert "Số: 15/QĐ-VP" in page
    assert "Hà Nội, ngày 20 tháng 11 năm 2026" in page


def test_the_word_file_keeps_the_layout_of_the_decree() -> None:
    data = render_paper_docx(sheet_of(PaperCode.EXTENSION))
    document = docx.Document(BytesIO(data))
    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    assert [round(side.mm) for side in (section.top_margin, section.bottom_margin)] == [20, 20]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [30, 15]
    assert section.different_first_page_header_footer
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert {run.font.name for run in runs} == {"Times New Roman"}
    motto = next(p for c in document.tables[0].rows[0].cells for p in c.paragraphs if p.text.startswith("Độc lập"))
    assert (motto.runs[0].font.size, motto.runs[0].bold) == (Pt(13), True)
    place = next(p for c in document.tables[0].rows[1].cells for p in c.paragraphs if p.text.startswith("Hà Nội"))
    assert place.runs[0].italic
    article = next(p for p in document.paragraphs if p.text.startswith("Điều 1."))
    assert [run.bold for run in article.runs] == [True, False]
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"python-docx" not in package.read("docProps/core.xml")


def test_a_long_paper_numbers_its_pages_from_the_second(tmp_path: Path) -> None:
    sheet = sheet_of(PaperCode.ANSWER, answer="Một đoạn trả lời dài của cơ quan có thẩm quyền.\n" * 60)
    pages = read_pages(tmp_path, render_paper_pdf(sheet))
    assert len(pages) > 1
    assert not pages[0][0].isdigit()
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]


def test_a_cong_van_has_its_subject_under_the_number(tmp_path: Path) -> None:
    page = read_pages(tmp_path, render_paper_pdf(sheet_of(PaperCode.URGING)))[0]
    assert page.index("Số: 15/VP-TCD") < page.index("V/v đôn đốc") < page.index("Kính gửi:")


def test_what_is_empty_is_left_out_or_dotted() -> None:
    wording = PaperWording(
        subject="s", symbol="S", body="? Địa chỉ: {địa chỉ người gửi}\nLý do: {lý do}\n- {kính gửi}\n= ĐẬM"
    )
    lines = [(line.kind, line.text) for line in fill(wording, {"addressee": "Ông A."}).lines]
    assert lines == [("body", "Lý do: ……………"), ("item", "Ông A."), ("centred", "ĐẬM")]


def test_several_addressees_stand_under_each_other(tmp_path: Path) -> None:
    sheet = sheet_of(PaperCode.URGING, addressee="Sở A\nSở B")
    assert "Kính gửi: - Sở A; - Sở B." in read_pages(tmp_path, render_paper_pdf(sheet))[0]
    assert "Kính gửi: - Sở A; - Sở B." in text_of_docx(render_paper_docx(sheet))


@pytest.mark.parametrize("evil", ["<b>đậm</b> &amp;", "{lý do}", "\x00\x07\u202eđảo", "<img src='anh-la.png'/>"])
def test_nothing_typed_is_read_as_markup(tmp_path: Path, evil: str) -> None:
    sheet = sheet_of(PaperCode.REFUSAL, reason=evil)
    wanted = "".join(sign for sign in evil if sign.isprintable())
    assert wanted in text_of_docx(render_paper_docx(sheet))
    assert wanted.replace(" ", "") in read_pages(tmp_path, render_paper_pdf(sheet))[0].replace(" ", "")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("MẬT", True),
        ("tuyệt mật", True),
        ("Độ mật: Mật", True),
        ("Mặt đường", False),
        ("giữ bí mật thông tin", False),
        ("Ông Mật", False),
    ],
)
def test_a_mark_of_secrecy_is_seen(text: str, secret: bool) -> None:
    assert marked_secret(text) is secret


def test_the_table_of_papers_is_sound() -> None:
    """Every paper has its row; fields, record columns and steps that it names exist; every kind has a paper."""
    assert set(PAPERS) == set(PaperCode)
    for paper in PAPERS.values():
        assert {*paper.fields, *paper.required, *HEAD} <= set(PAPER_FIELDS)
        assert set(paper.required) <= set(paper.fields)
    for kind, columns in FROM_RECORD.items():
        assert set(columns) <= set(PAPER_FIELDS)
        assert set(columns.values()) <= {one.name for one in FIELDS[kind]}
        assert fitting(kind, {"type": "complaint"}, ended=False)
    for (kind, _event), codes in PAPER_OF_STEP.items():
        assert all(kind in PAPERS[code].kinds for code in codes)
    assert [one.code for one in of_step(RecordKind.CASE, "finish", {"type": "denunciation"})] == [
        PaperCode.CONCLUSION_LETTER
    ]


def test_every_step_that_names_a_paper_is_a_step() -> None:
    """Papers hang on steps that the workflow has, or on the entry and acts beside it."""
    beside = {"log", "propose", "urge"}
    events = {(kind, step.event) for kind, steps in TRANSITIONS.items() for step in steps}
    assert [key for key in PAPER_OF_STEP if key not in events and key[1] not in beside] == []
