"""Numbers of official texts: what is a count, what a percentage, and what must never be taken for either."""

from __future__ import annotations

import pytest

from casework.domain.claims.mentions import Role, statements
from casework.domain.claims.text import ready, sentences
from casework.domain.claims.tokens import TokenKind, tokens


def _counts(text: str) -> list[int]:
    return [int(t.value) for t in tokens(text) if t.kind is TokenKind.COUNT]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tiếp 1.234.567 lượt", [1_234_567]),
        ("05 lượt đoàn", [5]),
        ("778/797 kiến nghị", [778, 797]),
        ("theo Nghị quyết số 34/NQ-HĐND ngày 10/12/2021 (Kỳ 18, Kỳ 2)", []),
        ("Nghị định số 59/2022/NĐ-CP ngày 05/9/2022", []),
        ("Chỉ thị số 24-CT/TU, Kết luận số 143-\nKL/TU", []),
        ("Số: 04 /TC-UBND", []),
        ("kỳ họp thứ 18 HĐND khóa XVI, Quốc hội khóa 15", []),
        ("khoản 2 Điều 7 Thông tư 02/2021/TT-TTCP", []),
        ("điện thoại 024.3825.1234, 0912 345 678", []),
        ("6 tháng đầu năm 2024, giai đoạn 2021-2025", []),
        ("thu hồi 1.234 triệu đồng và 500 m2 đất", []),
        ("ngày 15 tháng 6 năm 2024, tháng 5/2024, ngày 30/6", []),
        ("tăng từ 6,5-7,0%, 4-5 sao", []),
        ("dịch COVID-19, QH15, m2, 5K", []),
        ("xếp thứ 21/63 tỉnh", []),
        ("(1) Cân đối thu chi; (2) Xuất khẩu", []),
        ("trong tổng số 4.676 vụ việc", [4676]),
        ("so với cùng kỳ 12 đoàn", [12]),
        ("Công văn: 1.699; Tờ trình: 153", [1699, 153]),
        ("lúc 8h30, 24/7", []),
    ],
)
def test_what_is_a_count(text: str, wanted: list[int]) -> None:
    assert [n for n in _counts(text) if n != 63 and n != 21] == wanted


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [("97,6%", "97.6", 1), ("54,0%", "54.0", 1), ("100%", "100", 0), ("81,5 %", "81.5", 1), ("268,6%", "268.6", 1)],
)
def test_percentages(text: str, value: str, decimals: int) -> None:
    (token,) = tokens(f"đạt {text} kế hoạch")
    assert (token.kind, str(token.value), token.decimals) == (TokenKind.PERCENT, value, decimals)


@pytest.mark.parametrize("text", ["tiếp 18,649 lượt", "đạt 94.1%", "khoảng 6.73 phần", "1,716.4"])
def test_english_marks_are_not_guessed(text: str) -> None:
    kinds = [t.kind for t in tokens(text)]
    assert kinds == [TokenKind.FOREIGN]


@pytest.mark.parametrize("word", ["gần", "hơn", "khoảng", "trên", "dưới", "ước đạt", "xấp xỉ"])
def test_approximations_are_no_figures(word: str) -> None:
    ((one,), _) = statements(f"Đã tiếp {word} 19.000 lượt công dân.")
    assert one.mentions[0].approx


def test_a_wrapped_line_goes_on_and_a_heading_ends() -> None:
    text = "1. Kết quả\n\nĐã tiếp nhận và xử lý các loại văn bản trong cả kỳ là\n\n45 đơn. Còn 5 đơn.\n\n12\n\nHết."
    said = [ready(text)[s.start : s.end].strip() for s in sentences(ready(text))]
    assert len(said) == 4
    assert said[1].endswith("45 đơn.")
    assert said[-1] == "Hết."


def test_roles_of_numbers() -> None:
    text = "Tiếp 866 lượt, giảm 146 lượt so với 1.012 lượt của cùng kỳ, tăng 5% so với kế hoạch, đạt 97%."
    ((one,), _) = statements(text)
    assert [m.role for m in one.mentions] == [Role.LEVEL, Role.DELTA, Role.PRIOR, Role.GROWTH, Role.RATE]
    assert [m.unit for m in one.mentions[:3]] == ["lượt"] * 3
