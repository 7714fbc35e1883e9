"""The report's sentences: what is published for the first half of 2024, and what other figures must say instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from casework.domain.figures import FigureSet
from casework.domain.periods import parse_period
from casework.reports.compose import compose
from casework.reports.document import FigureText, Heading, Paragraph, Table, text_of
from casework.reports.plain import plain_text
from casework.reports.telling import session_name
from casework.reports.wording import LetterHead, Style, Target, Wording, honest_percent
from tests.reports.half_year import (
    PERIOD,
    case_counts,
    cases,
    change,
    changed,
    count,
    figure_set,
    half_year,
    open_petitions,
    petitions,
    rate,
)

ACCEPTANCE = (
    "Theo Nghị quyết số 34/NQ-HĐND ngày 10/12/2021 (Kỳ 18 khóa XV, Kỳ 2 khóa XVI): "
    "đã giải quyết xong 778/797 kiến nghị (đạt 97,6%);",
    "Theo Nghị quyết số 31/NQ-HĐND ngày 10/12/2022 (Kỳ 3 khóa XVI, Kỳ 7 khóa XVI): "
    "đã giải quyết xong 495/573 kiến nghị (đạt 86,4%);",
    "Theo Nghị quyết số 19/NQ-HĐND ngày 06/7/2023 (Kỳ 10 khóa XVI): đã giải quyết xong 166/224 kiến nghị (đạt 74,1%);",
    "Theo Nghị quyết số 44/NQ-HĐND ngày 08/12/2023 (Kỳ 12 khóa XVI): đã giải quyết xong 240/333 kiến nghị (đạt 72,1%).",
    "đã giải quyết xong 1.679/1.927 kiến nghị (đạt 87,1%)",
    "đã giải quyết xong 1.777/2.201 kiến nghị (đạt 80,7%); còn 424 kiến nghị chưa giải quyết xong",
    "Chỉ đạo trả lời 274 câu hỏi, kiến nghị của cử tri trước và sau kỳ họp thứ 14",
    "đã chỉ đạo giải quyết 27 ý kiến, kiến nghị của cử tri tại kỳ họp thứ 6, Quốc hội khóa XV do Đoàn ĐBQH Thành phố "
    "chuyển đến; còn 46 ý kiến, kiến nghị của cử tri đang giao các đơn vị giải quyết.",
    "Tính đến ngày 15/6/2024, các cơ quan hành chính của Thành phố đã tiếp 18.649 lượt công dân "
    "(tăng 57% so với cùng kỳ năm 2023)",
    "Thành phố 1.358 lượt; quận, huyện 10.278 lượt; xã, phường 6.032 lượt; sở, ngành 981 lượt",
    "27.706 người",
    "167 đoàn đông người (từ 10 người trở lên)",
    "Ngoài ra, Chủ tịch và các Phó Chủ tịch UBND Thành phố tổ chức tiếp, đối thoại với 68 lượt công dân.",
    "tiếp nhận và xử lý 22.014 đơn các loại, gồm: 5.276 đơn khiếu nại; 4.551 đơn tố cáo và "
    "12.187 đơn kiến nghị, phản ánh.",
    "14.152 đơn đủ điều kiện xử lý, 7.862 đơn không đủ điều kiện xử lý",
    "tiếp nhận và thụ lý theo thẩm quyền 2.463 vụ, tăng 1,27% so với cùng kỳ năm 2023 (gồm 1.655 vụ khiếu nại, "
    "808 vụ tố cáo); đã giải quyết 1.333 vụ (gồm 843 vụ khiếu nại, 490 vụ tố cáo), đạt tỷ lệ 54%.",
    "306 vụ từ kỳ trước chuyển sang, 2.157 vụ thụ lý trong kỳ",
    "Số vụ còn lại đang trong thời hạn giải quyết theo quy định của pháp luật.",
    "đã kiểm điểm trách nhiệm 3 tập thể, 38 cá nhân",
    "Tổng số PAKN đã tiếp nhận: 806; số PAKN đã xử lý đúng hạn: 806; số PAKN đã xử lý quá hạn: 0; "
    "số PAKN đang xử lý: 0.",
)
"""The sentences of the half-year (law-and-forms 11.2, figures as published)."""


def said(figures: FigureSet, wording: Wording | None = None, period: str = "6-thang-2024", *targets: Target) -> str:
    """The plain text of the report."""
    document = compose(figures, wording or Wording(), LetterHead(), parse_period(period), open_petitions(), targets)
    return plain_text(document)


@pytest.mark.parametrize("sentence", ACCEPTANCE)
def test_published_sentences(sentence: str) -> None:
    assert sentence in said(figure_set())


def test_sections_stand_in_order() -> None:
    document = compose(figure_set(), Wording(), LetterHead(), PERIOD, open_petitions())
    headings = [f"{b.number} {b.text}" for b in document.blocks if isinstance(b, Heading)]
    assert headings == [
        "I. KẾT QUẢ GIẢI QUYẾT KIẾN NGHỊ CỦA CỬ TRI",
        "1. Kiến nghị của cử tri gửi HĐND Thành phố",
        "2. Kiến nghị của cử tri do Đoàn ĐBQH Thành phố chuyển đến",
        "II. TIẾP CÔNG DÂN, XỬ LÝ ĐƠN, GIẢI QUYẾT KHIẾU NẠI, TỐ CÁO",
        "1. Công tác tiếp công dân",
        "2. Công tác tiếp nhận, xử lý đơn",
        "3. Công tác giải quyết khiếu nại, tố cáo",
        "4. Xử lý trách nhiệm qua giải quyết khiếu nại, tố cáo",
        "III. PHẢN ÁNH, KIẾN NGHỊ VỀ QUY ĐỊNH HÀNH CHÍNH (PAKN)",
    ]


def test_a_section_without_figures_has_no_heading() -> None:
    text = said(changed(without=("pakn", "petitions.national_assembly", "kntc", "letters")))
    assert "PAKN" not in text
    assert "Đoàn ĐBQH Thành phố chuyển đến" not in text
    assert "II. TIẾP CÔNG DÂN" in text
    assert "1. Công tác tiếp công dân" not in text


def test_the_table_by_council_resolution() -> None:
    document = compose(figure_set(), Wording(), LetterHead(), PERIOD, [])
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert table.caption == "Bảng 1. Kết quả giải quyết kiến nghị cử tri theo nghị quyết theo dõi"
    assert [[text_of(cell) for cell in row.cells[1:]] for row in table.rows[-4:]] == [
        ["Nghị quyết số 44/NQ-HĐND ngày 08/12/2023 (Kỳ 12 khóa XVI)", "333", "333", "240", "72,1%", "93", "0"],
        ["Tổng số", "1.927", "1.927", "1.679", "87,1%", "248", "24"],
        ["Chưa đưa vào nghị quyết theo dõi", "274", "274", "98", "35,8%", "176", "0"],
        ["Tổng cộng", "2.201", "2.201", "1.777", "80,7%", "424", "24"],
    ]
    assert table.header_groups == (
        ("", 1),
        ("", 1),
        ("", 1),
        ("", 1),
        ("Đã giải quyết xong", 2),
        ("Chưa giải quyết xong", 2),
    )


def test_tables_by_unit_and_by_field() -> None:
    captions = [
        b.caption for b in compose(figure_set(), Wording(), LetterHead(), PERIOD, []).blocks if isinstance(b, Table)
    ]
    assert captions == [
        "Bảng 1. Kết quả giải quyết kiến nghị cử tri theo nghị quyết theo dõi",
        "Bảng 2. Kết quả giải quyết kiến nghị cử tri theo đơn vị chủ trì",
        "Bảng 3. Kết quả giải quyết kiến nghị cử tri theo lĩnh vực",
        "Bảng 4. Kết quả tiếp công dân theo cấp",
        "Bảng 5. Đơn tiếp nhận theo kết quả xử lý",
        "Bảng 6. Kết quả giải quyết khiếu nại, tố cáo theo loại vụ việc",
        "Bảng 7. Kết quả giải quyết khiếu nại, tố cáo theo cơ quan giải quyết",
        "Bảng 8. Kết quả giải quyết khiếu nại, tố cáo theo lĩnh vực",
    ]


def test_every_number_keeps_its_figure() -> None:
    document = compose(figure_set(), Wording(), LetterHead(), PERIOD, [])
    item = next(b for b in document.blocks if isinstance(b, Paragraph) and b.kind == "item")
    cell = (("council_resolution", "1"),)
    assert [run for run in item.runs if isinstance(run, FigureText)] == [
        FigureText("778", "petitions.basket.resolved", cell),
        FigureText("797", "petitions.basket.total", cell),
        FigureText("97,6%", "petitions.basket.resolved_rate", cell),
    ]


def test_overdue_cases_take_the_place_of_the_claim() -> None:
    text = said(changed(*cases(case_counts(2463, 306, 1333, overdue=7))))
    assert "Còn 1.130 vụ đang giải quyết, trong đó 07 vụ quá thời hạn." in text
    assert "đang trong thời hạn" not in text


def test_no_claim_where_nobody_counted_the_overdue() -> None:
    figures = [f for f in half_year() if f.code != "kntc.open_overdue"]
    text = said(figure_set(figures))
    assert "Còn 1.130 vụ đang giải quyết." in text
    assert "đang trong thời hạn" not in text


def test_suspended_cases_are_named_beside_the_claim() -> None:
    text = said(changed(count("kntc.open", 4, (("state", "suspended"),), "Tạm đình chỉ")))
    assert "Còn 1.130 vụ chưa giải quyết xong, trong đó 04 vụ tạm đình chỉ; không có vụ quá thời hạn." in text


def test_nothing_is_said_of_a_remainder_that_is_not_there() -> None:
    text = said(changed(*cases(case_counts(2463, 306, 2463))))
    assert "đạt tỷ lệ 100%" in text
    assert "Số vụ còn lại" not in text


def test_cases_of_which_none_is_resolved() -> None:
    text = said(changed(*cases(case_counts(9, 0, 0)), count("kntc.carried_in", 0)))
    assert "09 vụ" in text
    assert "; chưa giải quyết xong vụ nào." in text
    assert "kỳ trước chuyển sang," not in text


@pytest.mark.parametrize(
    ("before", "phrase"),
    [
        (11878, "18.649 lượt công dân (tăng 57% so với cùng kỳ năm 2023), với"),
        (20000, "18.649 lượt công dân (giảm 7% so với cùng kỳ năm 2023), với"),
        (18649, "18.649 lượt công dân (bằng cùng kỳ năm 2023), với"),
        (None, "18.649 lượt công dân, với"),
        (0, "18.649 lượt công dân, với"),
    ],
)
def test_comparison_with_the_year_before(before: int | None, phrase: str) -> None:
    assert phrase in said(changed(change("reception.visits_change", 18649, before)))


def test_zero_is_said_in_words() -> None:
    text = said(
        changed(
            count("reception.visits", 0),
            change("reception.visits_change", 0, 11878),
            count("reception.leader_visits", 0),
            count("letters.total", 0),
            *cases(case_counts(0, 0, 0)),
            change("kntc.total_change", 0, None),
            count("kntc.collectives", 0),
            count("kntc.individuals", 0),
            count("pakn.received", 0),
            *petitions("petitions.national_assembly", 0, 0, 0, 0),
            *petitions("petitions.council", 0, 0, 0, 0),
            without=("petitions.basket", "petitions.untracked"),
        )
    )
    assert "không phát sinh lượt tiếp công dân (giảm 100% so với cùng kỳ năm 2023)." in text
    assert "không phát sinh đơn tiếp nhận." in text
    assert "không phát sinh vụ khiếu nại, tố cáo thuộc thẩm quyền." in text
    assert "không phát sinh trường hợp phải kiểm điểm trách nhiệm." in text
    assert "Trong kỳ không phát sinh phản ánh, kiến nghị (PAKN)." in text
    assert "Không phát sinh kiến nghị của cử tri do Đoàn ĐBQH Thành phố chuyển đến." in text
    assert "Không phát sinh kiến nghị của cử tri thuộc diện theo dõi." in text
    assert "%" not in text.replace("100%", "")
    assert "Ngoài ra" not in text


def test_leaders_without_other_visits() -> None:
    text = said(changed(count("reception.visits", 0), change("reception.visits_change", 0, None)))
    assert "\nChủ tịch và các Phó Chủ tịch UBND Thành phố tổ chức tiếp, đối thoại với 68 lượt công dân." in text


def test_a_resolution_of_which_nothing_is_resolved() -> None:
    cell = (("council_resolution", "4"),)
    text = said(
        changed(*petitions("petitions.basket", 333, 0, 333, 0, cell, "Nghị quyết số 44/NQ-HĐND ngày 08/12/2023"))
    )
    assert (
        "- Theo Nghị quyết số 44/NQ-HĐND ngày 08/12/2023: chưa giải quyết xong kiến nghị nào "
        "trong tổng số 333 kiến nghị." in text
    )


@pytest.mark.parametrize(
    ("answered", "phrase"),
    [
        (274, "Chỉ đạo trả lời 274 câu hỏi, kiến nghị của cử tri trước và sau kỳ họp thứ 14 HĐND khóa XVI;"),
        (270, "Chỉ đạo trả lời 270/274 câu hỏi, kiến nghị của cử tri trước và sau kỳ họp thứ 14 HĐND khóa XVI;"),
        (0, "Chưa trả lời 274 câu hỏi, kiến nghị của cử tri trước và sau kỳ họp thứ 14 HĐND khóa XVI;"),
    ],
)
def test_answers_of_a_session(answered: int, phrase: str) -> None:
    label, cell = "Kỳ họp thứ 14 HĐND khóa XVI", (("session", "14"),)
    assert phrase in said(changed(*petitions("petitions.untracked", 274, 98, answered, 0, cell, label)))


@pytest.mark.parametrize(
    ("label", "body", "name"),
    [
        ("Kỳ họp thứ 14 HĐND khóa XVI", "HĐND Thành phố", "kỳ họp thứ 14 HĐND khóa XVI"),
        ("Kỳ 14 (khóa XVI)", "HĐND Thành phố", "kỳ họp thứ 14 HĐND Thành phố khóa XVI"),
        ("Kỳ 14", "HĐND Thành phố", "kỳ họp thứ 14 HĐND Thành phố"),
        ("Kỳ họp thứ 6 Quốc hội khóa XV", "Quốc hội", "kỳ họp thứ 6, Quốc hội khóa XV"),
        ("Kỳ họp bất thường", "HĐND Thành phố", "kỳ họp bất thường"),
    ],
)
def test_session_names(label: str, body: str, name: str) -> None:
    assert session_name(label, body) == name


def test_overdue_petitions_are_counted_or_denied() -> None:
    basket = petitions("petitions.basket", 1927, 1679, 1927, 0)
    text = said(changed(*basket))
    assert "còn 248 kiến nghị chưa giải quyết xong, không có kiến nghị quá hạn." in text
    assert "còn 424 kiến nghị chưa giải quyết xong, trong đó 24 kiến nghị quá hạn." in text


def test_late_petitions_of_the_national_assembly_are_told() -> None:
    text = said(changed(*petitions("petitions.national_assembly", 73, 27, 73, 6)))
    assert "đang giao các đơn vị giải quyết (06 ý kiến, kiến nghị quá hạn)." in text


def test_letters_that_are_late() -> None:
    text = said(changed(count("letters.handled_late", 2), count("letters.open_overdue", 351)))
    assert "Đã xử lý xong 21.663 đơn (02 đơn quá thời hạn); còn 351 đơn" in text
    assert "trong đó 351 đơn quá thời hạn." in text
    assert "không có đơn quá thời hạn" not in text


def test_letters_are_done_only_when_none_is_open() -> None:
    assert "Thành phố tiếp nhận và xử lý 22.014 đơn các loại" in said(figure_set())
    text = said(changed(count("letters.open", 0), count("letters.handled", 22014)))
    assert "Thành phố đã tiếp nhận và xử lý 22.014 đơn các loại" in text
    assert "Đã xử lý xong 22.014 đơn." in text


def test_decimals_and_leading_zeros_belong_to_the_sentence() -> None:
    wording = Wording(cases=Style(rate_decimals=1, change_decimals=0, pad_small=False), accountability=Style())
    text = said(changed(*cases(case_counts(2463, 306, 1333, overdue=7))), wording)
    assert "đạt tỷ lệ 54,1%." in text
    assert "tăng 1% so với cùng kỳ năm 2023 (gồm" in text
    assert "trong đó 7 vụ quá thời hạn" in text
    assert "03 tập thể" in text


def test_whole_rates_are_trimmed_only_when_asked() -> None:
    figures = changed(*petitions("petitions.basket", 1927, 1927, 1927, 0))
    assert "1.927/1.927 kiến nghị (đạt 100,0%)" in said(figures)
    assert "1.927/1.927 kiến nghị (đạt 100%)" in said(figures, Wording(petitions=Style(trim_whole_rates=True)))


def test_a_rate_never_rounds_to_all_or_nothing() -> None:
    assert honest_percent(Fraction(1999, 2000), 0) == "99,95%"
    assert honest_percent(Fraction(1, 2000), 0) == "0,1%"
    assert honest_percent(Fraction(1), 1) == "100,0%"
    assert honest_percent(Fraction(0), 0) == "0%"
    text = said(changed(rate("kntc.resolved_rate", 2462, 2463)))
    assert "đạt tỷ lệ 99,96%" in text


TARGET = Target("kntc.resolved_rate", 2024, Fraction(90, 100), "Nghị quyết số 31/NQ-HĐND ngày 06/12/2023")
TARGET_SENTENCE = (
    "Mục tiêu cả năm 2024 về tỷ lệ giải quyết vụ khiếu nại, tố cáo: trên 90% "
    "(Nghị quyết số 31/NQ-HĐND ngày 06/12/2023)."
)


def test_the_target_stands_in_the_years_report_only() -> None:
    assert "Mục tiêu" not in said(figure_set(), None, "6-thang-2024", TARGET)
    assert TARGET_SENTENCE in said(figure_set(), None, "nam-2024", TARGET)
    assert TARGET_SENTENCE in said(figure_set(), Wording(target_on_paper=True), "6-thang-2024", TARGET)
    assert "Mục tiêu" not in said(figure_set(), Wording(target_on_paper=False), "nam-2024", TARGET)
    assert "Mục tiêu" not in said(figure_set(), None, "nam-2024", replace(TARGET, year=2023))
    assert replace(TARGET, share=Fraction(905, 1000), above=False).words == "từ 90,5% trở lên"


def test_the_scope_is_stated_where_it_is_not_the_whole() -> None:
    figures = FigureSet.of(figure_set().question, half_year(), "Hồ sơ của Sở Xây dựng")
    assert "đến hết ngày 15/6/2024; phạm vi: Hồ sơ của Sở Xây dựng) như sau:" in said(figures)
    assert "(số liệu từ ngày 15/12/2023 đến hết ngày 15/6/2024) như sau:" in said(figure_set())


def test_unknown_cells_are_named_and_stand_last() -> None:
    unknown = petitions("petitions.council", 5, 0, 0, 0, (("unit", ""),), "")
    document = compose(figure_set([*unknown, *half_year()]), Wording(), LetterHead(), PERIOD, [])
    table = next(b for b in document.blocks if isinstance(b, Table) and "đơn vị chủ trì" in b.caption)
    assert [text_of(row.cells[1]) for row in table.rows[-2:]] == ["Chưa xác định", "Tổng số"]


def test_open_lines_and_given_lines() -> None:
    blank = compose(figure_set(), Wording(), LetterHead(), PERIOD, open_petitions())
    assert blank.number_line == "Số: ……/BC-UBND"
    assert blank.place_line == "Hà Nội, ngày …… tháng …… năm ……"
    head = LetterHead(number="5", day=date(2024, 2, 5))
    given = compose(figure_set(), Wording(), head, PERIOD, open_petitions())
    assert given.number_line == "Số: 05/BC-UBND"
    assert given.place_line == "Hà Nội, ngày 05 tháng 02 năm 2024"
    assert given.annex_reference == (
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2024 của Ủy ban nhân dân thành phố Hà Nội)"
    )


def test_the_annex_lists_open_petitions_by_resolution_and_unit() -> None:
    rows = open_petitions()
    document = compose(figure_set(), Wording(), LetterHead(), PERIOD, list(reversed(rows)))
    (annex,) = document.annexes
    (table,) = [block for block in annex.blocks if isinstance(block, Table)]
    groups = [text_of(row.cells[0]) for row in table.rows if row.kind == "group"]
    assert groups[0] == (
        "Nghị quyết số 34/NQ-HĐND ngày 10/12/2021 (Kỳ 18 khóa XV, Kỳ 2 khóa XVI): 19 kiến nghị chưa giải quyết xong"
    )
    assert groups[-1] == "Chưa đưa vào nghị quyết theo dõi: 176 kiến nghị chưa giải quyết xong"
    assert len(groups) == 5
    units = [text_of(row.cells[0]) for row in table.rows if row.kind == "subgroup"][:5]
    assert units == [
        "Công an Thành phố",
        "Huyện Đông Anh",
        "Sở Giao thông vận tải",
        "Sở Tài nguyên và Môi trường",
        "Sở Xây dựng",
    ]
    lines = [row for row in table.rows if row.kind == "body"]
    assert len(lines) == len(rows)
    assert [text_of(cell) for cell in lines[0].cells] == [
        "1",
        "KNCT-1-2023-0000",
        rows[0].content,
        "14/6/2024",
        "1",
    ]
    undated = next(row for row in lines if text_of(row.cells[1]) == "KNCT-1-2023-0005")
    assert [text_of(cell) for cell in undated.cells[3:]] == ["–", "–"]


def test_without_open_petitions_there_is_no_annex() -> None:
    document = compose(figure_set(), Wording(), LetterHead(), PERIOD, [])
    assert document.annexes == ()
    assert "Phụ lục" not in plain_text(document)


def test_the_working_copy_states_day_and_fingerprint() -> None:
    document = compose(figure_set(), Wording(), LetterHead(), PERIOD, [])
    assert f"Dấu số liệu (SHA-256): {figure_set().fingerprint()}" in plain_text(document)
    assert "Số liệu tính đến hết ngày 15/6/2024" in plain_text(document)
    signed = plain_text(document, signing=True)
    assert "SHA-256" not in signed
    assert "BẢN LÀM VIỆC" not in signed


@pytest.mark.parametrize(
    ("money", "land", "transferred", "sentence"),
    [
        (
            668,
            2058,
            2,
            "Qua đó, kiến nghị thu hồi cho Nhà nước 668 triệu đồng và 2.058 m² đất; chuyển cơ quan điều tra 2 vụ.",
        ),
        (0, 2058, 0, "Qua đó, kiến nghị thu hồi cho Nhà nước 2.058 m² đất."),
        (0, 0, 1, "Qua đó, chuyển cơ quan điều tra 1 vụ."),
        (0, 0, 0, None),
    ],
)
def test_what_is_recovered_is_told_only_where_there_is_any(
    money: int, land: int, transferred: int, sentence: str | None
) -> None:
    figures = changed(
        count("kntc.money_recovered", money),
        count("kntc.land_recovered", land),
        count("kntc.investigated", transferred),
    )
    text = plain_text(compose(figures, Wording(), LetterHead(), PERIOD, []))
    assert (sentence in text) if sentence else ("Qua đó" not in text)
