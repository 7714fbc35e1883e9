"""The screen that checks a draft: marks and findings, files, what is refused, and that nothing of it is kept."""

from __future__ import annotations

import io
import logging
import re

import pytest
from flask import Flask

from casework.domain.reading import AccessAct
from casework.web.views.reader import PASTE_LIMIT
from tests.files.test_draft_text import pdf, word
from tests.web.person import Person, text_of
from tests.web.test_told import told

CANARY = "Chimhoamivang"
WRONG = f"{CANARY}: đã giải quyết 238/316 vụ việc, đạt tỷ lệ 88,9%, còn 35 vụ việc đang giải quyết."


def test_a_fault_is_shown_with_its_arithmetic_and_the_proof(secretariat: Person) -> None:
    body = secretariat.send("/reader", text=WRONG).text
    said = text_of(body)
    assert "Có 2 chỗ cần xem lại" in said
    assert "238/316 = 75,316%, làm tròn 75,3%; văn bản ghi 88,9%." in said
    assert "Đề nghị sửa: 238 → 281" in said
    assert "281/316 = 88,9% và 281 + 35 = 316" in said


def test_marks_and_findings_lead_to_each_other(secretariat: Person) -> None:
    body = secretariat.send("/reader", text=WRONG + "\nCó 40 đơn, gồm 10 đơn khiếu nại và 30 đơn tố cáo.").text
    ids = re.findall(r'id="([^"]+)"', body)
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'href="#([^"]+)"', body))
    assert links <= set(ids)
    assert {"ket-qua-1", "cho-1"} <= links


def test_what_is_right_says_so(secretariat: Person) -> None:
    said = text_of(secretariat.send("/reader", text="Đã trả lời 22/27 kiến nghị (đạt 81,5 %)."))
    assert "Không có chỗ nào sai phép tính" in said


def test_word_and_pdf_are_read(secretariat: Person) -> None:
    for name, data in (("a.docx", word()), ("b.pdf", pdf(WRONG))):
        answer = secretariat.send("/reader", files={"upload": (io.BytesIO(data), name)})
        assert answer.status_code == 200
        assert "Kết quả" in text_of(answer)
    assert "Có 2 chỗ cần xem lại" in text_of(answer)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "  "}, "Chưa có văn bản để kiểm tra"),
        ({"text": "x" * (PASTE_LIMIT + 1)}, "Văn bản dài quá 200.000 ký tự"),
        ({"text": WRONG, "period": "mua-thu"}, "Không đọc được kỳ"),
        ({"text": WRONG, "as_of": "31/2/2024"}, "Tính đến hết ngày"),
        ({"text": WRONG, "period": "6-thang-2024", "as_of": "1/1/2020"}, "trước ngày đầu kỳ"),
    ],
)
def test_what_cannot_be_checked_says_why(secretariat: Person, fields: dict[str, str], said: str) -> None:
    answer = secretariat.send("/reader", **fields)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_scan_is_refused_in_words(secretariat: Person) -> None:
    answer = secretariat.send("/reader", files={"upload": (io.BytesIO(pdf()), "quet.pdf")})
    assert answer.status_code == 422
    assert "bản quét" in text_of(answer)


def test_the_text_is_shown_as_text(secretariat: Person) -> None:
    body = secretariat.send("/reader", text="<script>alert(1)</script> đã giải quyết 1/2 vụ (đạt 50%).").text
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body


def test_the_example_can_be_filled_in_and_checked(secretariat: Person) -> None:
    example = re.search(r"<textarea[^>]*>(.*?)</textarea>", secretariat.page("/reader?example=1"), re.DOTALL)
    assert example
    said = text_of(secretariat.send("/reader", text=example[1].strip()))
    assert "Không thể có" in said
    assert "Đề nghị sửa: 238 → 281" in said


def test_only_that_a_draft_was_checked_is_told(
    app: Flask, secretariat: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        secretariat.send("/reader", text=WRONG)
    (line,) = told(app, AccessAct.DRAFT_CHECKED)
    assert line.what == f"Kiểm tra dự thảo, {len(WRONG)} ký tự"
    assert CANARY not in caplog.text
    url = app.extensions["casework_database"].url
    path = str(url).removeprefix("sqlite:///")
    for ending in ("", "-wal"):
        try:
            with open(path + ending, "rb") as file:
                assert CANARY.encode() not in file.read()
        except FileNotFoundError:
            continue


def test_who_may_not_is_refused(officer: Person, administrator: Person) -> None:
    assert officer.get("/reader").status_code == 403
    assert administrator.get("/reader").status_code == 403
    assert "/reader" not in officer.page("/")
