"""Importing a register and importing it again, corrected (issue 2, section 4), on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from casework.domain.access import ForbiddenError, Reader
from casework.domain.events import standing
from casework.domain.periods import Question
from casework.domain.vocabulary import EventName, RecordKind, Role
from casework.files.problems import FileProblem
from casework.services.figures import figures
from casework.services.handling.correcting import correct
from casework.services.handling.moving import move
from casework.services.importing import (
    ImportRefusedError,
    store_prepared,
)
from casework.store.catalogue_tables import CouncilResolution, CouncilSession
from casework.store.declared import DeclaredFigure
from tests.files.books import register, xlsx
from tests.services.register_office import NOW, TODAY, Office

K = RecordKind


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office with an empty register; at the end of each test its journal and facts must agree."""
    found = Office(database_url)
    yield found
    found.check()
    found.db.close()


def petitions(*rows: dict[str, Any]) -> bytes:
    """A register of petitions."""
    return xlsx({"Kiến nghị cử tri": register("Kiến nghị cử tri", *rows)})


def letters(*rows: dict[str, Any]) -> bytes:
    """A register of letters."""
    return xlsx({"Đơn thư": register("Đơn thư", *rows)})


def cases(*rows: dict[str, Any]) -> bytes:
    """A register of cases."""
    return xlsx({"Vụ KNTC": register("Vụ KNTC", *rows)})


ALL = xlsx(
    {name: register(name, {}, {}) for name in ("Kiến nghị cử tri", "Tiếp công dân", "Đơn thư", "Vụ KNTC", "PAKN")}
)


# --- the same file -------------------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    first = office.load(ALL)
    assert (first.position, first.created, first.changed) == (1, 10, 0)
    rows = {kind: office.rows(kind) for kind in RecordKind}
    again = office.load(ALL)
    assert (again.position, again.created, again.changed, again.unchanged) == (0, 0, 0, 10)
    assert office.position() == 1
    assert {kind: office.rows(kind) for kind in RecordKind} == rows


def test_a_dry_run_keeps_nothing(office: Office) -> None:
    prepared = office.prepare(ALL)
    assert [len(match.created) for match in prepared.matches] == [2, 2, 2, 2, 2]
    assert office.position() == 0
    assert office.rows(K.PETITION) == {}


def test_equal_receptions_are_told_apart_by_their_place(office: Office) -> None:
    visit = xlsx({"Tiếp công dân": register("Tiếp công dân", {}, {}, {})})
    assert office.load(visit).created == 3
    assert office.load(visit).created == 0
    assert office.load(xlsx({"Tiếp công dân": register("Tiếp công dân", *[{}] * 5)})).created == 2
    assert office.value("reception.visits", TODAY) == 5


def test_two_offices_have_registers_of_their_own(office: Office) -> None:
    office.load(letters({}))
    assert office.load(letters({}), office="Thanh tra Thành phố").created == 1
    assert office.value("letters.total", TODAY) == 2


def test_an_unknown_office_is_refused_in_words(office: Office) -> None:
    with pytest.raises(ImportRefusedError, match="Không có đơn vị nào tên “Sở Mặt Trăng”"):
        office.prepare(ALL, office="Sở Mặt Trăng")


def test_an_unreadable_file_is_refused_in_words(office: Office) -> None:
    with pytest.raises(FileProblem):
        office.prepare(b"\x00\x01khong phai bang tinh", "so.xlsx")
    with pytest.raises(FileProblem, match="Không nhận ra sổ nào"):
        office.prepare(b"a,b\n1,2\n", "so.csv")


def test_only_the_roles_that_may_import_can(office: Office) -> None:
    prepared = office.prepare(ALL)
    for role in (Role.RECEPTION_OFFICER, Role.LEADER, Role.ADMINISTRATOR):
        with pytest.raises(ForbiddenError):
            store_prepared(office.db, prepared, actor=Reader(office.reader.user_id, role), now=NOW)
    assert office.position() == 0


# --- corrected files -----------------------------------------------------------------------------------------


def test_empty_to_value_is_the_event_of_that_date(office: Office) -> None:
    office.load(letters({"Ngày xử lý": ""}))
    assert office.value("letters.handled", TODAY) == 0
    receipt = office.load(letters({"Ngày xử lý": "9/3/2024"}))
    assert (receipt.created, receipt.changed) == (0, 1)
    row = office.row(K.LETTER)
    assert (row["handled_on"], row["version"]) == (date(2024, 3, 9), 2)
    opening, handled, taken_over = office.events(K.LETTER, row["id"])
    assert (handled.name, handled.happened_on, handled.target) == (EventName.HANDLED, date(2024, 3, 9), None)
    assert (taken_over.name, taken_over.target) == (EventName.CORRECTED, opening.id)
    assert office.value("letters.total", date(2024, 3, 8), handling="") == 1
    assert office.value("letters.handled", date(2024, 3, 8)) == 0
    assert office.value("letters.handled", date(2024, 3, 9)) == 1
    assert office.value("letters.handled", TODAY, known=1) == 0


def test_value_to_other_value_is_a_correction_recorded_today(office: Office) -> None:
    office.load(letters({"Loại đơn": "Khiếu nại"}))
    office.load(letters({"Loại đơn": "Kiến nghị, phản ánh", "Ngày xử lý": "12/3/2024"}))
    row = office.row(K.LETTER)
    assert (row["type"], row["handled_on"]) == ("petition_or_feedback", date(2024, 3, 12))
    events = office.events(K.LETTER, row["id"])
    assert [event.name for event in events[2:]] == [EventName.CORRECTED, EventName.CORRECTED]
    assert {event.target for event in events[2:]} == {events[0].id, events[1].id}
    assert office.value("letters.total", TODAY, type="complaint") == 0
    assert office.value("letters.total", TODAY, known=1, type="complaint") == 1
    assert office.value("letters.handled", date(2024, 3, 9)) == 0
    assert office.value("letters.handled", date(2024, 3, 9), known=1) == 1


def test_value_to_empty_strikes_out(office: Office) -> None:
    office.load(letters({"Ngày xử lý": "9/3/2024"}))
    assert office.load(letters({"Ngày xử lý": ""})).changed == 1
    row = office.row(K.LETTER)
    assert row["handled_on"] is None
    events = office.events(K.LETTER, row["id"])
    assert [event.name for event in events[2:]] == [EventName.STRUCK_OUT, EventName.CORRECTED]
    assert events[2].target == events[1].id
    assert [event.name for event in standing(events)] == [EventName.RECEIVED]
    assert office.value("letters.handled", TODAY) == 0
    assert office.value("letters.handled", TODAY, known=1) == 1


def test_a_single_emptied_field_is_taken_back(office: Office) -> None:
    office.load(letters({"Địa chỉ": "Số 1, phố Cũ"}))
    office.load(letters({"Địa chỉ": ""}))
    row = office.row(K.LETTER)
    assert row["person_address"] is None
    assert "pho cu" not in row["search_person"]
    assert [event.name for event in office.events(K.LETTER, row["id"])][-1] is EventName.CORRECTED


def test_an_absent_column_says_nothing(office: Office) -> None:
    office.load(letters({"Địa chỉ": "Số 1, phố Cũ"}))
    table = register("Đơn thư", {"Tóm tắt nội dung": "Nội dung mới"})
    place = table[0].index("Địa chỉ")
    office.load(xlsx({"Đơn thư": [line[:place] + line[place + 1 :] for line in table]}))
    row = office.row(K.LETTER)
    assert (row["person_address"], row["content"]) == ("Số 1, phố Cũ", "Nội dung mới")


RESOLVED = {"Kết quả": "Đã giải quyết xong", "Ngày giải quyết xong": "20/3/2024"}


def test_resolved_later(office: Office) -> None:
    office.load(petitions({}))
    office.load(petitions(RESOLVED))
    row = office.row(K.PETITION)
    assert (row["result"], row["resolved_on"]) == ("resolved", date(2024, 3, 20))
    assert office.value("petitions.basket.resolved", date(2024, 3, 19)) == 0
    assert office.value("petitions.basket.open", date(2024, 3, 19)) == 1
    assert office.value("petitions.council.total", date(2024, 3, 19), result="in_progress") == 1
    assert office.value("petitions.basket.resolved", date(2024, 3, 20)) == 1
    assert office.value("petitions.basket.resolved", TODAY, known=1) == 0


def test_reopened(office: Office) -> None:
    office.load(petitions(RESOLVED))
    office.load(petitions({"Kết quả": "Đang giải quyết", "Ngày giải quyết xong": ""}))
    row = office.row(K.PETITION)
    assert (row["result"], row["resolved_on"]) == ("in_progress", None)
    assert office.value("petitions.basket.resolved", TODAY) == 0
    assert office.value("petitions.basket.resolved", TODAY, known=1) == 1
    office.load(petitions(RESOLVED))
    assert office.value("petitions.basket.resolved", date(2024, 3, 19)) == 0
    assert office.value("petitions.basket.resolved", TODAY) == 1


def test_an_extension_and_its_end(office: Office) -> None:
    office.load(cases({}))
    before = office.value("kntc.open_overdue", date(2024, 5, 10))
    office.load(cases({"Gia hạn đến": "15/5/2024"}))
    assert before == 1
    assert office.value("kntc.open_overdue", date(2024, 5, 10)) == 0
    finished = {"Tình trạng": "Đã giải quyết", "Ngày giải quyết": "14/5/2024", "Số quyết định, kết luận": "7/QĐ"}
    office.load(cases({"Gia hạn đến": "15/5/2024", **finished}))
    assert office.value("kntc.resolved", date(2024, 5, 14)) == 1
    assert office.value("kntc.resolved_late", date(2024, 5, 14)) == 0
    office.load(cases(finished))
    assert office.value("kntc.resolved_late", date(2024, 5, 14)) == 1


def test_first_day_corrected_within_the_year(office: Office) -> None:
    office.load(cases({}))
    office.load(cases({"Ngày thụ lý": date(2024, 4, 15)}))
    row = office.row(K.CASE)
    assert (row["accepted_on"], row["opened_on"]) == (date(2024, 4, 15), date(2024, 4, 15))
    assert office.value("kntc.total", date(2024, 4, 14)) == 0
    assert office.value("kntc.total", date(2024, 4, 14), known=1) == 1


def test_a_first_day_moved_into_the_year_beside_is_the_same_record(office: Office) -> None:
    office.load(letters({"Ngày nhận": date(2024, 1, 2), "Ngày xử lý": ""}))
    receipt = office.load(letters({"Ngày nhận": date(2023, 12, 29), "Ngày xử lý": ""}))
    assert (receipt.created, receipt.changed) == (0, 1)
    assert office.row(K.LETTER)["received_on"] == date(2023, 12, 29)
    again = office.load(letters({"Ngày nhận": date(2023, 12, 29), "Ngày xử lý": ""}))
    assert (again.created, again.changed, again.position) == (0, 0, 0)


def test_what_an_officer_corrected_outlives_every_later_file(office: Office) -> None:
    """The file goes on saying the old value: a conflict each time that its row changes, never overwritten."""
    office.load(letters({"Lĩnh vực": "", "Lý do không đủ điều kiện": "", "Tóm tắt nội dung": "Xin cấp nước"}))
    key = office.row(K.LETTER)["id"]
    change = {"content": "Xin cấp nước sạch"}
    correct(office.db, office.reader, K.LETTER, key, change, "nghe lại", 1, on=TODAY, now=NOW)
    for reason in ("một", "hai", "ba"):
        newer = letters({"Lý do không đủ điều kiện": reason, "Tóm tắt nội dung": "Xin cấp nước"})
        (match,) = office.prepare(newer).matches
        assert [c.name for change in match.changed for c in change.conflicts] == ["content"]
        office.load(newer)
        row = office.row(K.LETTER)
        assert (row["content"], row["ineligible_reason"]) == ("Xin cấp nước sạch", reason)


def test_a_named_sender_becomes_no_denouncer(office: Office) -> None:
    """The journal keeps the name of the earlier file: the row is a conflict as a whole, and says what to do."""
    office.load(letters({"Loại đơn": "Khiếu nại"}, {"Loại đơn": "Khiếu nại", "Người gửi": "", "Địa chỉ": ""}))
    newer = {"Loại đơn": "Tố cáo", "Tóm tắt nội dung": "Nội dung khác"}
    prepared = office.prepare(letters(newer, newer))
    (conflict,) = prepared.matches[0].conflicts_as_json(prepared.words)
    assert (conflict["row"], conflict["field"], conflict["in_system"]) == (2, "Loại đơn", "Khiếu nại")
    assert "Chuyển thành tố cáo" in str(conflict["in_file"])
    receipt = store_prepared(office.db, prepared, actor=office.reader, now=NOW)
    assert (receipt.changed, receipt.unchanged) == (1, 1)
    rows = office.rows(K.LETTER)
    assert {code: (row["type"], row["content"]) for code, row in rows.items()} == {
        "Đ-1": ("complaint", "Xin cấp đường nước"),
        "Đ-2": ("denunciation", "Nội dung khác"),
    }


def test_a_file_with_a_new_entry_of_a_list_changes_nothing_again(office: Office) -> None:
    tracked = petitions({"Nghị quyết theo dõi": "99/NQ-HĐND", "Ngày nghị quyết": "01/3/2024"})
    office.load(tracked)
    prepared = office.prepare(tracked)
    assert [(match.rewritten, match.kept) for match in prepared.matches] == [(0, 1)]
    receipt = store_prepared(office.db, prepared, actor=office.reader, now=NOW)
    assert (receipt.position, receipt.created, receipt.changed, receipt.unchanged) == (0, 0, 0, 1)


def test_a_term_without_a_session_on_record_is_known(office: Office) -> None:
    """The first petitions of a new term: the session is added, the term is no unknown one."""
    newer = petitions({"Khóa": "XVII", "Kỳ họp": 2}, {"Nguồn": "ĐBQH", "Khóa": "QH XVI", "Kỳ họp": 1})
    assert office.load(newer).created == 2
    with office.db.read() as session:
        added = select(CouncilSession.term).where(CouncilSession.term.in_(("XVII", "QH XVI")))
        assert set(session.scalars(added)) == {"XVII", "QH XVI"}
    wrong = office.prepare(petitions({"Khóa": "XXV"}))
    assert "không phải khóa đã biết" in wrong.result.all_problems[0].message


def test_two_sheets_of_one_kind_are_one_register(office: Office) -> None:
    visits = {f"Tiếp công dân {n}": register("Tiếp công dân", {}, {}) for n in (1, 2)}
    years = {f"Đơn thư {n}": register("Đơn thư", {"Số đơn": f"Đ-{n}"}) for n in (1, 2)}
    both = xlsx(visits | years)
    assert office.load(both).created == 6
    assert office.load(both).unchanged == 6
    assert [match.missing for match in office.prepare(both).matches] == [()] * 4
    only = xlsx({"Đơn thư 2": years["Đơn thư 2"], "Tiếp công dân 2": visits["Tiếp công dân 2"]})
    assert [match.missing for match in office.prepare(only).matches] == [("Đ-1",), ("2 lượt tiếp",)]


def test_a_number_is_one_in_the_year_that_stands_in_it(office: Office) -> None:
    """Received in two years, yet of one register: the second is told as a repeated number."""
    twice = letters(
        {"Số đơn": "Đ-2024-01", "Ngày nhận": date(2023, 12, 29), "Ngày xử lý": ""},
        {"Số đơn": "đ-2024-01"},
    )
    found = [p for p in office.prepare(twice).result.all_problems if p.verdict == "error"]
    assert [(p.row, p.column) for p in found] == [(3, "Số đơn")]
    assert "trùng số với dòng 2" in found[0].message
    assert office.load(twice, partial=True).created == 1


def test_a_number_typed_in_other_letters_is_the_same_record(office: Office) -> None:
    office.load(letters({"Số đơn": "đt-7"}))
    receipt = office.load(letters({"Số đơn": "ĐT-7"}))
    assert (receipt.created, receipt.changed) == (0, 1)
    assert list(office.rows(K.LETTER)) == ["ĐT-7"]


def test_rows_missing_are_listed_and_stay(office: Office) -> None:
    office.load(ALL)
    shorter = xlsx({name: register(name, {}) for name in ("Đơn thư", "Tiếp công dân")})
    prepared = office.prepare(shorter)
    assert [match.missing for match in prepared.matches] == [("Đ-2",), ("1 lượt tiếp",)]
    receipt = store_prepared(office.db, prepared, actor=office.reader, now=NOW)
    assert (receipt.position, receipt.created, receipt.changed) == (0, 0, 0)
    assert len(office.rows(K.LETTER)) == 2
    assert office.value("letters.total", TODAY) == 2


def test_what_changed_in_the_system_is_a_conflict(office: Office) -> None:
    office.load(letters({"Ngày xử lý": "", "Tóm tắt nội dung": "Xin cấp nước"}))
    row = office.row(K.LETTER)
    handled = {"competent_body": "Sở Y tế", "handled_on": date(2024, 3, 20)}
    move(office.db, office.reader, K.LETTER, row["id"], "forward", handled, 1, on=TODAY, now=NOW)
    newer = letters({"Ngày xử lý": "9/3/2024", "Kết quả xử lý": "Hướng dẫn", "Tóm tắt nội dung": "Xin cấp điện"})
    prepared = office.prepare(newer)
    (effect,) = prepared.as_json()["effects"]  # type: ignore[misc]
    found = effect["conflicts"]
    assert {(c["field"], c["in_system"], c["in_file"]) for c in found} == {
        ("Ngày xử lý", "20/3/2024", "09/3/2024"),
        ("Kết quả xử lý", "Chuyển đơn", "Hướng dẫn"),
    }
    assert all(c["row"] == 2 for c in found)
    store_prepared(office.db, prepared, actor=office.reader, now=NOW)
    now = office.row(K.LETTER)
    assert (now["handled_on"], now["handling"]) == (date(2024, 3, 20), "forwarded")
    assert now["content"] == "Xin cấp điện"
    assert office.load(newer).position == 0


def test_a_change_by_an_officer_between_dry_run_and_storing_is_not_overwritten(office: Office) -> None:
    office.load(letters({"Ngày xử lý": ""}))
    row = office.row(K.LETTER)
    prepared = office.prepare(letters({"Ngày xử lý": "9/3/2024"}))
    handled = {"competent_body": "Sở Y tế", "handled_on": date(2024, 3, 20)}
    move(office.db, office.reader, K.LETTER, row["id"], "forward", handled, 1, on=TODAY, now=NOW)
    with pytest.raises(ImportRefusedError, match="Dữ liệu đã thay đổi trong lúc nhập"):
        store_prepared(office.db, prepared, actor=office.reader, now=NOW)
    now = office.row(K.LETTER)
    assert (now["handled_on"], now["handling"], now["version"]) == (date(2024, 3, 20), "forwarded", 2)


def test_the_same_rows_stored_meanwhile_are_not_stored_twice(office: Office) -> None:
    prepared = office.prepare(ALL)
    office.load(ALL)
    with pytest.raises(ImportRefusedError, match="Dữ liệu đã thay đổi trong lúc nhập") as refusal:
        store_prepared(office.db, prepared, actor=office.reader, now=NOW)
    assert "Mai" not in repr(refusal.value.__cause__)
    assert office.position() == 1
    assert office.value("letters.total", TODAY) == 2


# --- errors --------------------------------------------------------------------------------------------------

HALF_GOOD = letters({}, {"Ngày nhận": "32/13/2024"}, {"Loại đơn": "Khiếu nai ơi"})


def test_a_file_with_errors_is_refused_whole(office: Office) -> None:
    prepared = office.prepare(HALF_GOOD)
    assert prepared.refused
    (sheet,) = prepared.as_json()["sheets"]  # type: ignore[misc]
    assert (sheet["rows"], sheet["accepted"], sheet["refused"]) == (3, 1, 2)
    assert {problem.row for problem in prepared.result.all_problems if problem.verdict == "error"} == {3, 4}
    with pytest.raises(ImportRefusedError, match="chưa lưu gì"):
        store_prepared(office.db, prepared, actor=office.reader, now=NOW)
    assert office.position() == 0
    assert office.rows(K.LETTER) == {}


def test_partial_stores_the_rest(office: Office) -> None:
    assert office.load(HALF_GOOD, partial=True).created == 1
    assert list(office.rows(K.LETTER)) == ["Đ-1"]
    assert office.load(letters({}, {}, {})).created == 2


# --- lists that grow -----------------------------------------------------------------------------------------


def test_a_new_session_and_a_new_resolution_are_added_once(office: Office) -> None:
    new = {
        "Kỳ họp": 29,
        "Nghị quyết theo dõi": "99/NQ-HĐND",
        "Ngày nghị quyết": date(2024, 5, 17),
        "Ngày trả lời": "20/5/2024",
    }
    data = petitions(new, new, {})
    assert office.load(data).created == 3
    with office.db.read() as session:
        number = select(CouncilSession.id).where(CouncilSession.term == "XVI", CouncilSession.number == 29)
        assert len(session.scalars(number).all()) == 1
        (key,) = session.scalars(select(CouncilResolution.id).where(CouncilResolution.number == "99/NQ-HĐND")).all()
    assert office.value("petitions.basket.total", TODAY, council_resolution=str(key)) == 2
    assert office.value("petitions.basket.total", date(2024, 5, 16), council_resolution=str(key)) == 0
    again = office.load(data)
    assert (again.position, again.created, again.changed) == (0, 0, 0)


def test_a_corrected_row_may_name_a_session_and_a_resolution_for_the_first_time(office: Office) -> None:
    office.load(petitions({"Nghị quyết theo dõi": "", "Ngày nghị quyết": ""}))
    new = {"Kỳ họp": 29, "Nghị quyết theo dõi": "99/NQ-HĐND", "Ngày nghị quyết": date(2024, 5, 17)}
    assert office.load(petitions(new)).changed == 1
    with office.db.read() as session:
        key = session.scalars(select(CouncilResolution.id).where(CouncilResolution.number == "99/NQ-HĐND")).one()
        number = select(CouncilSession.id).where(CouncilSession.term == "XVI", CouncilSession.number == 29)
        meeting = session.scalars(number).one()
    row = office.row(K.PETITION)
    assert (row["council_resolution_id"], row["tracked_on"], row["session_id"]) == (key, date(2024, 5, 17), meeting)
    assert office.value("petitions.basket.total", TODAY, council_resolution=str(key)) == 1
    assert office.load(petitions(new)).position == 0


def test_two_resolutions_with_one_number_are_told_apart_by_their_day(office: Office) -> None:
    first = {"Nghị quyết theo dõi": "31/NQ-HĐND", "Ngày nghị quyết": date(2022, 12, 10), "Kỳ họp": 7}
    second = {"Nghị quyết theo dõi": "31/NQ-HĐND", "Ngày nghị quyết": date(2023, 12, 6)}
    office.load(petitions(first, second))
    keys = {row["council_resolution_id"] for row in office.rows(K.PETITION).values()}
    assert len(keys) == 2
    for key in keys:
        assert office.value("petitions.basket.total", TODAY, council_resolution=str(key)) == 1


def test_declared_figures_keep_their_source_and_are_compared_with(office: Office) -> None:
    declared = [
        ["Chỉ tiêu", "Kỳ", "Số liệu", "Nguồn"],
        ["Lượt tiếp công dân", "6 tháng đầu năm 2023", 4, "Báo cáo số 1/BC-UBND"],
    ]
    book = {"Tiếp công dân": register("Tiếp công dân", *[{}] * 5)}
    assert office.load(xlsx({**book, "Cùng kỳ năm trước": declared})).declared == 1
    question = Question(date(2023, 12, 15), date(2024, 6, 15))
    change = figures(office.db, office.reader, question).get("reception.visits_change")
    assert change is not None
    assert (change.numerator, change.denominator) == (5, 4)
    assert change.printed == "tăng 25% so với cùng kỳ năm 2023"
    assert "Báo cáo số 1/BC-UBND" in change.source
    assert office.load(xlsx({**book, "Cùng kỳ năm trước": declared})).declared == 0
    declared[1][2] = 10
    assert office.load(xlsx({**book, "Cùng kỳ năm trước": declared})).declared == 1
    change = figures(office.db, office.reader, question).get("reception.visits_change")
    assert change is not None
    assert change.printed == "giảm 50% so với cùng kỳ năm 2023"
    with office.db.read() as session:
        assert len(session.scalars(select(DeclaredFigure.id)).all()) == 2


# --- what is typed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["=1+1", "+84", "-5 hộ", "@a", "0012", "<b>đậm</b>", "'; DROP TABLE letter; --"])
def test_text_is_stored_as_typed(office: Office, typed: str) -> None:
    office.load(letters({"Tóm tắt nội dung": typed, "Số đơn": typed}))
    row = office.row(K.LETTER)
    assert (row["content"], row["code"]) == (typed, typed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv(office: Office, encoding: str) -> None:
    lines = [";".join(str(cell) for cell in line) for line in register("Đơn thư", {"Ngày nhận": "5/3/2024"})]
    assert office.load("\n".join(lines).encode(encoding), "Đơn thư.csv").created == 1
    assert office.row(K.LETTER)["received_on"] == date(2024, 3, 5)


def test_a_mapping_names_the_columns(office: Office) -> None:
    table = register("Đơn thư", {})
    place = table[0].index("Tóm tắt nội dung")
    table[0][place] = "Bà con nói gì"
    data = xlsx({"Đơn thư": table})
    mapping = '{"Đơn thư": {"Bà con nói gì": "Nội dung"}}'.encode()
    office.load(data, mapping=mapping)
    assert office.row(K.LETTER)["content"] == "Xin cấp đường nước"
