"""Importing a register: read and checked first (`prepare`, which keeps nothing), stored after (`store_prepared`).

Everything is prepared before the transaction, which then holds the write lock only for the bulk write: an officer can
save while an import runs, and an import that is killed leaves nothing behind.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, require
from casework.domain.derivation import derivation
from casework.domain.heading_columns import SavedColumns
from casework.domain.periods import match_period_label
from casework.domain.vocabulary import PetitionSource, RecordKind
from casework.domain.words import Words
from casework.files.digest import digest
from casework.files.lookups import (
    ListLookups,
    NewCouncilResolution,
    NewSession,
    ResolutionRef,
    SessionRef,
    UnitMatch,
    UnitRow,
)
from casework.files.mapping import read_mapping
from casework.files.marked import refuse_marked
from casework.files.problems import FileProblem, summary_lines
from casework.files.register import RegisterResult, read_register
from casework.files.saved_columns import effective, readable
from casework.files.workbook import read_workbook
from casework.statistics.labels import load_labels
from casework.statistics.measures import measure_labelled
from casework.statistics.scope import closed_to
from casework.store import heading_columns, journal, registers
from casework.store.database import Database
from casework.store.declared import Declaration, declare
from casework.store.importing import Batch
from casework.store.matching import SheetMatch, match_sheets
from casework.store.reference_data import load_law, terms
from casework.store.writing import StaleVersionError

__all__ = ["FileProblem", "ImportRefusedError", "Preparation", "Receipt", "prepare", "store_prepared"]

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is."""


class Marked(Protocol):
    """Who is told of the storing within its transaction, and may still forbid it by raising."""

    def enter(self, session: Session, /) -> None:
        """When it begins."""

    def leave(self, session: Session, result: Mapping[str, object], /) -> None:
        """When everything is written."""


class ImportRefusedError(ValueError):
    """The register was not stored; the message, in Vietnamese, says why and what to do."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """What an import would do: what the file says, and what is new, changed, in conflict or missing in it."""

    office_id: int
    office: str
    result: RegisterResult
    matches: tuple[SheetMatch, ...]
    words: Words
    by_saved: Mapping[str, SavedColumns] = field(default_factory=dict)
    """The sheets whose columns are read as the office matched them before."""

    @property
    def refused(self) -> bool:
        """Whether the file has errors, which by default refuse it whole."""
        return self.result.refused

    def as_json(self) -> dict[str, object]:
        """The JSON of `casework import --json`: sheets and problems, then what storing would do."""
        effects = [
            {
                "name": match.sheet,
                "new": len(match.created),
                "unchanged": match.kept,
                "changed": match.rewritten,
                "conflicts": match.conflicts_as_json(self.words),
                "missing": list(match.missing),
            }
            for match in self.matches
        ]
        found = {**self.result.as_json(), "summary": summary_lines(self.result.all_problems), "effects": effects}
        if self.by_saved:
            found["saved_columns"] = [
                {"name": sheet, "saved_at": one.saved_at.isoformat(), "saved_by": one.saved_by}
                for sheet, one in self.by_saved.items()
            ]
        return found


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was stored: the journal entry (0 when nothing changed) and how many records were new or changed."""

    position: int
    created: int
    changed: int
    unchanged: int
    declared: int


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Pauses the search for cyclic garbage, and leaves what was made here out of it afterwards.

    An import makes many lasting objects and no cycles; they go when nobody refers to them any more.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def _lookups(session: Session) -> ListLookups:
    names = registers.subject_names(session)
    subjects = {kind: names.get("petition" if kind is RecordKind.PETITION else "kntc", []) for kind in RecordKind}
    sessions = registers.session_rows(session)
    return ListLookups(
        [UnitRow(UnitMatch(*row[:5]), row[5]) for row in registers.unit_rows(session)],
        subjects,
        {(PetitionSource.of(r.body), r.term, r.number): SessionRef(r.id, r.last_on) for r in sessions},
        [ResolutionRef(r.id, r.number, r.passed_on) for r in registers.council_resolution_rows(session)],
        {PetitionSource.of(body): sorted(names) for body, names in terms(session).items()},
    )


def office_named(session: Session, name: str) -> tuple[int, str]:
    """The unit that keeps the register. Raises ImportRefusedError when no unit has that name."""
    found = registers.unit_named(session, name)
    if found is not None:
        return found
    raise ImportRefusedError(f"Không có đơn vị nào tên “{name}”. Hãy ghi đúng tên trong danh mục đơn vị.")


def prepare(
    database: Database,
    source: bytes | Path,
    name: str,
    *,
    office: str,
    today: date,
    mapping: bytes | None = None,
    progress: Progress | None = None,
    reader: Reader | None = None,
) -> Preparation:
    """Reads and checks a register file and compares it with what is stored. Keeps nothing.

    `reader`: whom the comparison is shown to; of records that are closed to him it tells nothing.

    Raises FileProblem (the file cannot be read at all) or ImportRefusedError (unknown office), both in Vietnamese.
    """
    tell = progress or (lambda _what, _done, _all: None)
    sheets = read_workbook(source, name)
    refuse_marked(sheets)
    with database.read() as session:
        office_id, canonical = office_named(session, office)
        lookups, law = _lookups(session), load_law(session)
        saved = heading_columns.kept(session, office_id)
    given, by_saved = effective(sheets, read_mapping(mapping) if mapping else {}, saved)
    with _without_collecting():
        result = read_register(
            readable(sheets, given),
            lookups,
            law,
            today,
            given,
            lambda done, total: tell("Đọc và kiểm tra", done, total),
        )
    sheets.clear()
    with _without_collecting(), database.read() as session:
        closed = {kind: closed_to(session, reader, kind) for kind in RecordKind} if reader else {}
        matches = match_sheets(session, result.sheets, office_id, digest, closed)
        labels = load_labels(session)
    words = Words(labels.units, labels.sessions, labels.council_resolutions)
    return Preparation(office_id, canonical, result, matches, words, by_saved)


def store_prepared(
    database: Database,
    preparation: Preparation,
    *,
    actor: Reader,
    now: datetime,
    partial: bool = False,
    progress: Progress | None = None,
    run: Marked | None = None,
) -> Receipt:
    """Stores what was prepared: all of it or nothing. With errors it is refused, unless `partial` stores the rest.

    The same file again stores nothing. `run` is told of it within the transaction that stores. Raises ForbiddenError
    for a role that may not import.
    """
    require(actor.role, Act.IMPORT)
    tell = progress or (lambda _what, _done, _all: None)
    if preparation.refused and not partial:
        raise ImportRefusedError(
            "Tệp có dòng sai nên chưa lưu gì. Hãy sửa các dòng đã nêu, hoặc chọn lưu các dòng đúng."
        )
    with database.write() as session:
        law = load_law(session)
        derive = {kind: derivation(kind, law) for kind in RecordKind}
        batch = Batch(preparation.office_id, derive, _settle, _needs_settling, law)
        batch.reserve(session, preparation.matches)
    with _without_collecting():
        for match in preparation.matches:
            batch.add(match, tell)
    created = sum(len(match.created) for match in preparation.matches)
    changed = sum(match.rewritten for match in preparation.matches)
    note = json.dumps({"office": preparation.office, "created": created, "changed": changed}, ensure_ascii=False)
    unchanged = sum(match.kept for match in preparation.matches)
    tell("Ghi vào cơ sở dữ liệu", 0, created + changed)
    try:
        with database.write() as session:
            if run is not None:
                run.enter(session)
            position = (
                0
                if batch.empty
                else batch.write(session, journal.Act("import", actor.user_id, actor.os_user, now, note))
            )
            fresh = declare(
                session, _declarations(preparation.result), journal.Act("declare", actor.user_id, actor.os_user, now)
            )
            receipt = Receipt(position, created, changed, unchanged, fresh)
            if run is not None:
                left_out = sum(sheet.rows - len(sheet.accepted) for sheet in preparation.result.sheets)
                run.leave(session, {**asdict(receipt), "left_out": left_out})
    except (IntegrityError, StaleVersionError) as error:
        raise ImportRefusedError(
            "Dữ liệu đã thay đổi trong lúc nhập nên chưa lưu gì. Hãy nhập lại tệp để kiểm tra lần nữa."
        ) from error
    tell("Đã lưu", created + changed, created + changed)
    return receipt


def _needs_settling(values: dict[str, Any]) -> bool:
    return isinstance(values.get("session_id"), NewSession) or isinstance(
        values.get("council_resolution_id"), NewCouncilResolution
    )


def _settle(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """Adds the session and the resolution that a row is the first to name, and puts their ids in its values."""
    meeting, tracking = values.get("session_id"), values.get("council_resolution_id")
    if isinstance(meeting, NewSession):
        values["session_id"] = registers.add_session(session, meeting.source.value, meeting.term, meeting.number)
    if isinstance(tracking, NewCouncilResolution):
        values["council_resolution_id"] = registers.add_council_resolution(session, tracking.number, tracking.passed_on)
    return values


def _declarations(result: RegisterResult) -> list[Declaration]:
    found = []
    for row in (row for sheet in result.declared for row in sheet.accepted):
        period = match_period_label(row.period_label)
        first, last = (period.first, period.last) if period else (None, None)
        code = measure_labelled(row.label)
        found.append(Declaration(code, row.label, row.period_label, first, last, row.value, row.source))
    return found
