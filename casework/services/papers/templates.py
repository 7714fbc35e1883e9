"""The office's own wordings: what is in force, changing it, going back to the shipped one, samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.domain.access import Act, Reader, require
from casework.domain.entry import EntryError
from casework.domain.paper_fields import PaperField
from casework.domain.papers import PAPERS, PaperCode, fields_of
from casework.reports.papers import wording as wordings
from casework.reports.papers.docx import render_paper_docx
from casework.reports.papers.pdf import render_paper_pdf
from casework.reports.papers.sheet import Sheet, fill
from casework.reports.papers.wording import LONG_PARTS, PART_LABELS, PaperWording, WordingError
from casework.services.papers.drafting import wording_in_force
from casework.services.papers.issuing import FORMATS
from casework.store import journal, paper_wording
from casework.store.account_tables import User
from casework.store.database import Database

__all__ = ["FORMATS", "LONG_PARTS", "PART_LABELS", "Template", "TemplateLine"]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A paper in the list of wordings; `own`: the office's own is in force, of this version."""

    code: PaperCode
    own: bool
    version: int


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a wording: its version, when (UTC), by whom; `by_office` false: the shipped one came into force."""

    version: int
    at: datetime
    by: str
    by_office: bool


@dataclass(frozen=True, slots=True)
class Template:
    """The wording of a paper as it is in force, the fields that it may name, and its earlier versions."""

    code: PaperCode
    parts: Mapping[str, str]
    fields: tuple[PaperField, ...]
    own: bool
    changes: tuple[Change, ...]


def templates(db: Database, reader: Reader) -> list[TemplateLine]:
    """Every paper and whose wording is in force. Raises ForbiddenError."""
    require(reader.role, Act.PAPER_WORDING)
    with db.read() as session:
        rows = paper_wording.all_newest(session)
        newest = {code: rows.get(code.value) for code in PaperCode}
        return [
            TemplateLine(code, row is not None and row.by_office, row.version if row else 0)
            for code, row in newest.items()
        ]


def template(db: Database, reader: Reader, code: PaperCode) -> Template:
    """The wording of a paper. Raises ForbiddenError."""
    require(reader.role, Act.PAPER_WORDING)
    with db.read() as session:
        wording = wording_in_force(session, code)
        rows = paper_wording.versions(session, code.value)
        changes = tuple(
            Change(row.version, row.changed_at, session.get_one(User, row.changed_by).full_name, row.by_office)
            for row in rows
        )
    own = bool(changes) and changes[0].by_office
    return Template(code, wordings.parts_of(wording), fields_of(PAPERS[code]), own, changes)


def save_template(db: Database, reader: Reader, code: PaperCode, parts: Mapping[str, str], *, now: datetime) -> int:
    """Puts the office's own wording into force and returns its version; nothing is kept when nothing differs.

    Raises EntryError that names each unknown field (by part), ForbiddenError.
    """
    require(reader.role, Act.PAPER_WORDING)
    wording = _checked(code, parts)
    return _keep(db, reader, code, wording, True, now)


def reset_template(db: Database, reader: Reader, code: PaperCode, *, now: datetime) -> int:
    """Puts the shipped wording into force again; papers made with the office's own stay as they are."""
    require(reader.role, Act.PAPER_WORDING)
    return _keep(db, reader, code, wordings.shipped(code), False, now)


def _keep(db: Database, reader: Reader, code: PaperCode, wording: PaperWording, by_office: bool, now: datetime) -> int:
    body, digest = wordings.as_json(wording), wordings.digest(wording)
    with db.write() as session:
        journal.lock(session)
        before = paper_wording.newest(session, code.value)
        if before is None and not by_office:
            return 0
        if before is not None and before.body == body and before.by_office == by_office:
            return before.version
        version = paper_wording.add_wording(
            session, code.value, body, digest, by_office=by_office, actor_id=reader.user_id, now=now
        )
        note = f"{code.value}; bản {version}; {'của cơ quan' if by_office else 'bản gốc'}; {digest}"
        journal.append(session, journal.Act("paper_wording", reader.user_id, reader.os_user, now, note), [])
        return version


def preview_template(reader: Reader, code: PaperCode, parts: Mapping[str, str]) -> Sheet:
    """A wording with sample data in it; nothing is kept. Raises EntryError, ForbiddenError."""
    require(reader.role, Act.PAPER_WORDING)
    return _sample(code, _checked(code, parts))


def sample_file(db: Database, reader: Reader, code: PaperCode, form: str) -> bytes:
    """The wording in force with sample data, as "pdf" or "docx". Raises ForbiddenError."""
    require(reader.role, Act.PAPER_WORDING)
    with db.read() as session:
        sheet = _sample(code, wording_in_force(session, code))
    return render_paper_pdf(sheet) if form == "pdf" else render_paper_docx(sheet)


def _sample(code: PaperCode, wording: PaperWording) -> Sheet:
    own = {"symbol": wording.symbol, "signer_authority": wording.signer_authority, "signer_title": wording.signer_title}
    return fill(wording, {**{one.name: one.sample for one in fields_of(PAPERS[code])}, **own})


def _checked(code: PaperCode, parts: Mapping[str, str]) -> PaperWording:
    wording = wordings.from_parts(parts)
    try:
        wordings.check(code, wording)
    except WordingError as error:
        raise EntryError(error.errors) from None
    return wording
