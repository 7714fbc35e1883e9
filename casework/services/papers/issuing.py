"""Issuing a paper, giving it its number later, taking it back, and printing it again exactly as it was.

A paper is an item of its record: its texts, the version of its wording and the digest of every printed character. It is
laid out anew whenever it is opened, and refused when it would not be the same paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.entry import EMPTY, EntryError
from casework.domain.fields import CONTENT_LIMIT, TEXT_LIMIT, Value
from casework.domain.items import ItemKind
from casework.domain.numerals import DateTextError, read_date, write_date
from casework.domain.paper_values import UNCOVERED, as_json, from_json, series_symbol
from casework.domain.papers import PaperCode
from casework.domain.text import fold
from casework.domain.vocabulary import RecordKind
from casework.reports.papers import wording as wordings
from casework.reports.papers.docx import render_paper_docx
from casework.reports.papers.pdf import render_paper_pdf
from casework.reports.papers.sheet import Sheet, fill
from casework.services.papers.at_hand import at_hand, paper_at_hand
from casework.services.papers.drafting import MadePaper, made_paper, paper_texts, wording_in_force
from casework.store import items, journal, paper_wording
from casework.store.database import Database
from casework.store.paper_numbers import (
    note_paper_token,
    number_taken,
    paper_of_token,
    take_number,
    written_number,
)

FORMATS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class PaperGoneError(LookupError):
    """The paper cannot be printed: its content was destroyed by decision; the message is in Vietnamese."""


class PaperChangedError(ValueError):
    """What is stored would not print the paper that was issued; the message is in Vietnamese."""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper as a file, and what it is a paper of."""

    name: str
    media_type: str
    data: bytes
    kind: RecordKind
    record_id: int
    label: str


def issue_paper(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    code: PaperCode,
    typed: Mapping[str, str],
    *,
    numbered: bool,
    on: date,
    now: datetime,
    token: str,
    isolated: bool = False,
    covered: bool = False,
) -> int:
    """Issues a paper of a record and returns its id; a form sent twice (`token`) issues one.

    `numbered` false leaves the number open for the registry; else the typed one stands, or the next of the symbol's
    series of the year. `covered`: the officer confirms that no text tells who denounced; asked for denunciations only.
    Raises EntryError, NoSuchRecordError, ForbiddenError.
    """
    with db.write() as session:
        journal.lock(session)
        held = at_hand(session, reader, kind, record_id, on).to_write()
        before = paper_of_token(session, token)
        if before is not None:
            return before
        wording = wording_in_force(session, code)
        texts = paper_texts(held, code, wording, typed, isolated)
        if held.denunciation and not covered:
            raise EntryError({"covered": UNCOVERED})
        made_on = read_date(texts["made_on"]) if texts.get("made_on") else on
        full = _numbered(session, texts, made_on) if numbered else ""
        if not numbered:
            texts.pop("number", None)
        version = _version(session, code, wording, reader, now)
        sheet = fill(wording, texts)
        values: dict[str, Value] = {
            "paper": code.value,
            "number": full or None,
            "made_on": made_on,
            "recipient": "; ".join(sheet.addressees)[:CONTENT_LIMIT] or None,
            "signer": texts.get("signer", "")[:TEXT_LIMIT] or None,
            "signer_title": texts.get("signer_title", "")[:TEXT_LIMIT] or None,
            "wording": version,
            "values": as_json(texts),
            "sha256": sheet.digest(),
        }
        act = journal.Act("paper", reader.user_id, reader.os_user, now)
        paper_id = items.add_item(session, ItemKind.PAPER, kind, record_id, values, on=on, act=act)
        note_paper_token(session, token, paper_id, now)
        return paper_id


def _numbered(session: Session, texts: dict[str, str], made_on: date, but: int = 0) -> str:
    """Puts the number into the texts: the typed one, else the next; returns số, ký hiệu. Raises EntryError."""
    symbol, typed = texts["symbol"], texts.get("number", "")
    if not typed:
        texts["number"] = str(take_number(session, symbol, made_on.year))
    elif "/" in typed:
        raise EntryError({"number": "Chỉ ghi số, không ghi ký hiệu; ký hiệu có ô riêng."})
    elif number_taken(session, written_number(typed, symbol), made_on.year, but):
        raise EntryError({"number": f"Số {written_number(typed, symbol)} năm {made_on.year} đã dùng cho văn bản khác."})
    return written_number(texts["number"], symbol)


def _version(session: Session, code: PaperCode, wording: wordings.PaperWording, reader: Reader, now: datetime) -> int:
    """The version under which this wording is kept; the shipped one is kept when it is printed for the first time."""
    body = wordings.as_json(wording)
    row = paper_wording.newest(session, code.value)
    if row is not None and row.body == body:
        return row.version
    return paper_wording.add_wording(
        session, code.value, body, wordings.digest(wording), by_office=False, actor_id=reader.user_id, now=now
    )


def number_paper(
    db: Database, reader: Reader, paper_id: int, number: str, made_on: str, *, on: date, now: datetime
) -> MadePaper:
    """Writes the number and day that the registry gave to a paper that was issued without; "" takes the next number.

    Raises EntryError, NoSuchRecordError, ForbiddenError.
    """
    with db.write() as session:
        journal.lock(session)
        row, held = paper_at_hand(session, reader, paper_id, on)
        held.to_write()
        if row["struck"] or row["number"]:
            raise EntryError({"number": "Văn bản này đã có số hoặc đã bị hủy; hãy tải lại hồ sơ."})
        texts = _texts(row["values"])
        try:
            day = read_date(made_on) if made_on.strip() else row["made_on"]
        except DateTextError as error:
            raise EntryError({"made_on": f"{str(error)[:1].upper()}{str(error)[1:]}."}) from None
        texts |= {"number": number.strip()[:20], "made_on": write_date(day)}
        texts["symbol"] = series_symbol(texts["symbol"], held.denunciation)
        full = _numbered(session, texts, day)
        sheet = fill(_wording(session, row["paper"], row["wording"]), texts)
        changes: dict[str, Value] = {
            "number": full,
            "made_on": day,
            "values": as_json(texts),
            "sha256": sheet.digest(),
        }
        act = journal.Act("paper", reader.user_id, reader.os_user, now)
        items.change_item(session, ItemKind.PAPER, paper_id, changes, on=on, act=act)
        return made_paper(items.item(session, ItemKind.PAPER, paper_id))


def strike_paper(db: Database, reader: Reader, paper_id: int, reason: str, *, on: date, now: datetime) -> MadePaper:
    """Takes a paper back: it stays, shown as struck out, and its number may be given again.

    Raises EntryError without a reason, NoSuchRecordError, ForbiddenError.
    """
    with db.write() as session:
        journal.lock(session)
        row, held = paper_at_hand(session, reader, paper_id, on)
        held.to_write()
        why = " ".join(reason.split())
        if not why:
            raise EntryError({"reason": EMPTY})
        if not row["struck"]:
            act = journal.Act("paper", reader.user_id, reader.os_user, now)
            items.strike_item(session, ItemKind.PAPER, paper_id, why[:TEXT_LIMIT], on=on, act=act)
        return made_paper(row)


def paper_of(db: Database, reader: Reader, paper_id: int, *, on: date) -> tuple[RecordKind, int, MadePaper]:
    """The record of a paper and the paper in words. Raises NoSuchRecordError, also for a hidden record."""
    with db.read() as session:
        row, held = paper_at_hand(session, reader, paper_id, on)
        return held.kind, held.id, made_paper(row)


def paper_file(db: Database, reader: Reader, paper_id: int, form: str, *, on: date) -> PaperFile:
    """A paper as "pdf" or "docx", the same bytes each time. Raises KeyError for another form, NoSuchRecordError,
    ForbiddenError, PaperGoneError, PaperChangedError."""
    media_type = FORMATS[form]
    with db.read() as session:
        row, held = paper_at_hand(session, reader, paper_id, on)
        held.to_read()
        sheet = fill(_wording(session, row["paper"], row["wording"]), _texts(row["values"]))
    if sheet.digest() != row["sha256"]:
        raise PaperChangedError(
            "Nội dung lưu của văn bản không khớp với văn bản đã lập; hãy báo quản trị hệ thống kiểm tra."
        )
    label = PaperCode.of(row["paper"]).label
    name = "-".join(fold(f"{label} {row['number'] or ''}").replace("/", " ").split())
    return PaperFile(f"{name}.{form}", media_type, _rendered(sheet, form), held.kind, held.id, label)


def _rendered(sheet: Sheet, form: str) -> bytes:
    return render_paper_pdf(sheet) if form == "pdf" else render_paper_docx(sheet)


def _texts(kept: str | None) -> dict[str, str]:
    if not kept:
        raise PaperGoneError("Nội dung của văn bản này đã được hủy theo quyết định, không in lại được.")
    return from_json(kept)


def _wording(session: Session, paper: str, version: int) -> wordings.PaperWording:
    row = paper_wording.wording_row(session, paper, version)
    if row is None:
        raise PaperChangedError("Không còn bản mẫu của văn bản này; hãy báo quản trị hệ thống kiểm tra.")
    return wordings.from_json(row.body)
