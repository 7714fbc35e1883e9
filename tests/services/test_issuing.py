"""Issued reports: frozen for good, recounted from what was frozen, found out when tampered with, replaced by later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader
from casework.domain.frozen import list_fingerprint, recount, unpacked
from casework.domain.periods import parse_period
from casework.domain.vocabulary import RecordKind, Role
from casework.reports.document_data import document_bytes, document_of
from casework.services import verification
from casework.services.reporting.freezing import FILES, counted_of, kinds_of, members_part
from casework.services.reporting.issued import (
    TamperedError,
    frozen_figure,
    issued_file,
    issued_list,
    issued_page,
    report_of,
)
from casework.services.reporting.issuing import IssueError, IssueOrder, issue, withdraw
from casework.services.reporting.making import ReportOrder, figures_of, make_document
from casework.store.issued import IssuedPart, IssuedReport, heads, issued_faults, read_part
from tests.files.books import register, xlsx
from tests.services.desk import NOW
from tests.services.register_office import Office

HALF = ReportOrder(parse_period("6-thang-2024"), date(2024, 6, 15), number="225", day=date(2024, 6, 14))
ORDER = IssueOrder(HALF, "bản gửi HĐND")


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office with a small register of each kind."""
    found = Office(database_url)
    sheets = {kind.label: register(kind.label, {}, {}) for kind in RecordKind}
    found.load(xlsx(sheets))
    yield found
    found.db.close()


def parts(office: Office, issued_id: int) -> dict[str, bytes]:
    """Every part of an issued report, as kept."""
    with office.db.read() as session:
        return {part.name: read_part(session, issued_id, part.name) or b"" for part in heads(session, issued_id)}


def more_letters(office: Office) -> None:
    """What is recorded after issuing."""
    office.load(xlsx({"Đơn thư": register("Đơn thư", {}, {}, {})}))


def test_it_never_changes_and_is_read_again(office: Office) -> None:
    issued_id = issue(office.db, office.reader, ORDER, now=NOW)
    kept, page = parts(office, issued_id), issued_page(office.db, office.reader, issued_id)
    document = make_document(office.db, office.reader, replace(HALF, known=page.known))
    assert replace(page.document, notes=()) == replace(document, notes=())
    assert {(f.code, f.cell): f for f in page.figures} == {
        (f.code, f.cell): f for f in figures_of(office.db, office.reader, HALF)
    }
    more_letters(office)
    assert figures_of(office.db, office.reader, HALF).fingerprint() != page.fingerprint
    assert parts(office, issued_id) == kept
    assert issued_page(office.db, office.reader, issued_id) == page
    assert page.faults == ()
    (line,) = issued_list(office.db, office.reader)
    assert (line.id, line.number, line.note, line.withdrawn) == (issued_id, "225", "bản gửi HĐND", False)
    for name in FILES:
        assert issued_file(office.db, office.reader, issued_id, name)[1] == kept[name]
    assert verification.verify(office.db) == []


def test_its_figures_are_recounted_from_the_frozen_members(office: Office) -> None:
    issued_id = issue(office.db, office.reader, ORDER, now=NOW)
    kept, page = parts(office, issued_id), issued_page(office.db, office.reader, issued_id)
    counted = counted_of(page.figures)
    assert len(kinds_of(page.figures)) == len(RecordKind)
    found = {}
    for kind in kinds_of(page.figures):
        shape, rows = unpacked(kept[members_part(kind)])
        found |= recount(shape, rows, counted)
    assert found == counted
    assert counted["letters.total", ()] == 2
    with office.db.read() as session:
        report = report_of(session, office.reader, issued_id)
        held = frozen_figure(session, report, "letters.total", ())
        assert held.total == len(held.members) == 2
        assert len(list_fingerprint(held.members)) == 64
        with pytest.raises(NoSuchRecordError):
            frozen_figure(session, report, "letters.nothing", ())


def test_the_document_is_kept_as_data(office: Office) -> None:
    document = make_document(office.db, office.reader, HALF)
    assert document_of(document_bytes(document)) == document


@pytest.mark.parametrize("table", ["issued_report", "issued_part", "issued_withdrawal"])
def test_the_database_refuses_change(office: Office, table: str) -> None:
    issued_id = issue(office.db, office.reader, ORDER, now=NOW)
    withdraw(office.db, office.reader, issued_id, "nhầm kỳ", now=NOW)
    column = {"issued_report": "note", "issued_part": "media_type", "issued_withdrawal": "reason"}[table]
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), office.db.write() as session:
            session.execute(text(statement))


def tampered(office: Office, *statements: object) -> None:
    """Changes what the triggers guard, as somebody with the database's file could."""
    with office.db.write() as session:
        if office.db.dialect == "sqlite":
            for verb in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER issued_part_no_{verb}"))
                session.execute(text(f"DROP TRIGGER issued_report_no_{verb}"))
        else:
            for table in ("issued_part", "issued_report"):
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]


def test_a_changed_part_is_found(office: Office) -> None:
    issued_id = issue(office.db, office.reader, ORDER, now=NOW)
    of_pdf = IssuedPart.name == "bao-cao.pdf"
    tampered(office, update(IssuedPart).where(of_pdf).values(content=b"%PDF-1.4 khac"))
    assert [fault.what for fault in issued_page(office.db, office.reader, issued_id).faults] == [
        "Phần “bao-cao.pdf” của báo cáo đã bị thay đổi sau khi phát hành."
    ]
    with pytest.raises(TamperedError):
        issued_file(office.db, office.reader, issued_id, "bao-cao.pdf")
    assert [fault.message for fault in verification.verify(office.db)] != []


def test_a_part_changed_with_its_digest_is_found_by_the_journal(office: Office) -> None:
    issued_id = issue(office.db, office.reader, ORDER, now=NOW)
    changed = parts(office, issued_id)["figures.json"].replace(b'"value":2', b'"value":3')
    import hashlib

    tampered(
        office,
        update(IssuedPart)
        .where(IssuedPart.name == "figures.json")
        .values(content=changed, sha256=hashlib.sha256(changed).hexdigest(), size=len(changed)),
    )
    assert issued_page(office.db, office.reader, issued_id).faults
    assert any("phát hành" in fault.message for fault in verification.verify(office.db))


def test_a_report_that_is_gone_is_found(office: Office) -> None:
    issue(office.db, office.reader, ORDER, now=NOW)
    tampered(office, delete(IssuedPart), delete(IssuedReport))
    with office.db.read() as session:
        assert [fault.what for fault in issued_faults(session)] == ["có trong nhật ký mà không còn trong bảng"]


def test_a_mistaken_one_is_replaced_and_both_stay_readable(office: Office) -> None:
    first = issue(office.db, office.reader, ORDER, now=NOW)
    more_letters(office)
    with pytest.raises(IssueError):
        issue(office.db, office.reader, replace(ORDER, replaces=first), now=NOW)
    second = issue(office.db, office.reader, replace(ORDER, replaces=first, reason="thiếu đơn"), now=NOW)
    assert issued_page(office.db, office.reader, second).replaces == (first,)
    page = issued_page(office.db, office.reader, first)
    assert (page.line.withdrawn, page.line.replaced_by, page.line.reason) == (True, second, "thiếu đơn")
    assert page.faults == ()
    with pytest.raises(IssueError):
        withdraw(office.db, office.reader, first, "lần nữa", now=NOW)
    assert verification.verify(office.db) == []


def test_who_may(office: Office) -> None:
    issued_id = issue(office.db, office.reader, ORDER, now=NOW)
    for role in (Role.RECEPTION_OFFICER, Role.UNIT_HEAD, Role.AUDITOR, Role.ADMINISTRATOR):
        other = Reader(office.reader.user_id, role)
        with pytest.raises(ForbiddenError):
            issue(office.db, other, ORDER, now=NOW)
        with pytest.raises(ForbiddenError):
            issued_page(office.db, other, issued_id)
    for role in (Role.SECRETARIAT, Role.LEADER):
        assert issued_page(office.db, Reader(office.reader.user_id, role), issued_id).line.id == issued_id
    with pytest.raises(NoSuchRecordError):
        issued_page(office.db, office.reader, issued_id + 1)


def test_what_is_set_and_defined_is_kept(office: Office) -> None:
    issued_id = issue(office.db, office.reader, ORDER, now=NOW)
    kept = parts(office, issued_id)
    assert json.loads(kept["settings.json"])["rules"]["large_group"] == 10
    told = {one["code"]: one for one in json.loads(kept["definitions.json"])}
    assert "opened_on" in told["letters.total"]["condition"]
    assert told["letters.total"]["definition"]
