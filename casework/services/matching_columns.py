"""Ghép cột: what the columns of an office's own register are, told by the officer and kept for the next import.

Nothing of the file is kept here: a matching holds folded words of headings and names of fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from casework.domain.access import Act, Reader, require
from casework.domain.fields import REGISTER_FIELDS
from casework.domain.heading_columns import SavedColumns
from casework.domain.vocabulary import RecordKind
from casework.files.columns import SheetSurvey, looks_like_headings, survey_sheet
from casework.files.declared import read_declared
from casework.files.mapping import SheetMapping, read_mapping, write_mapping
from casework.files.marked import refuse_marked
from casework.files.old_encodings import OldEncoding, converted, sheet_encoding
from casework.files.problems import FileProblem
from casework.files.saved_columns import effective
from casework.files.wording import words
from casework.files.workbook import read_workbook
from casework.store import heading_columns, registers
from casework.store.database import Database

__all__ = ["Choice", "ColumnsError", "FileProblem", "OldEncoding", "Survey", "choose", "forget", "kept", "survey"]


class ColumnsError(ValueError):
    """Columns that cannot be read so. `sheets`: what is wrong, in Vietnamese, by the name of the sheet;
    `twice`: the keys of columns that were given one field."""

    def __init__(self, sheets: Mapping[str, Sequence[str]], twice: Mapping[str, frozenset[str]]) -> None:
        super().__init__("; ".join(message for messages in sheets.values() for message in messages))
        self.sheets, self.twice = sheets, twice


@dataclass(frozen=True, slots=True)
class Survey:
    """The sheets of a file that are registers or may be; which of them are read as the office matched them before, and
    which the officer has left out."""

    sheets: tuple[SheetSurvey, ...]
    by_saved: Mapping[str, SavedColumns]
    left_out: frozenset[str]

    @property
    def settled(self) -> bool:
        """Whether the officer need not be asked: every column with content is read or left out, none is missing."""
        return all(sheet.settled or sheet.sheet in self.left_out for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the officer says of a sheet: its register (None: leave it out), the field of each column's key, and the old
    encoding that its texts are converted from ("": none)."""

    kind: RecordKind | None
    fields: Mapping[str, str]
    encoding: str = ""


def survey(
    db: Database,
    source: bytes | Path,
    name: str,
    *,
    office: str,
    mapping: bytes | None = None,
    kinds: Mapping[str, RecordKind | None] | None = None,
    encodings: Mapping[str, str] | None = None,
) -> Survey:
    """What the sheets of a file have for columns. Keeps nothing; raises FileProblem for a file that cannot be read.

    `mapping`: given now, goes before what was saved. `kinds`: the register of each sheet, as the officer says;
    `encodings`: the old encoding of each ("" = none), else what was given, else what its texts seem to be in.
    """
    sheets = read_workbook(source, name)
    refuse_marked(sheets)
    with db.read() as session:
        unit = registers.unit_named(session, office)
        saved = heading_columns.kept(session, unit[0]) if unit else []
    given, by_saved = effective(sheets, read_mapping(mapping) if mapping else {}, saved)
    found, out = [], set()
    for sheet in sheets:
        if read_declared(sheet) is not None:
            continue
        told = given.get(words(sheet.name))
        if told is not None and told.left_out:
            out.add(sheet.name)
            told = None
        detected = sheet_encoding(sheet)
        old = told.encoding if told is not None else detected
        if encodings and sheet.name in encodings:
            old = _old(encodings[sheet.name])
            told = told if told is not None and told.encoding is old else None
        shown = converted(sheet, old) if old else sheet
        kind = (kinds or {}).get(sheet.name)
        like = survey_sheet(converted(sheet, detected), None, kind) if detected and detected is not old else None
        one = survey_sheet(shown, told, kind, like)
        if one is not None:
            asked = detected is not None and told is None
            found.append(replace(one, encoding=old, detected=detected, settled=one.settled and not asked))
    return Survey(tuple(found), by_saved, frozenset(out))


def choose(
    db: Database,
    reader: Reader,
    found: Survey,
    choices: Mapping[str, Choice],
    *,
    office: str,
    now: datetime,
    keep: bool,
) -> bytes:
    """The mapping file that says what the officer chose, kept for the office's next import when `keep` says so.

    Raises ColumnsError for two columns of one field, for a field that the register has not, and for a required field
    that no column is. A header that may be a row of records is never kept.
    """
    require(reader.role, Act.IMPORT)
    _check(found, choices)
    mapping = {}
    kept_now = []
    for sheet in found.sheets:
        choice = choices.get(sheet.sheet)
        if choice is None or choice.kind is None:
            mapping[sheet.sheet] = SheetMapping(left_out=True)
            continue
        targets = {column.key: choice.fields.get(column.key, "") for column in sheet.columns}
        mapping[sheet.sheet] = SheetMapping(choice.kind, targets, encoding=_old(choice.encoding))
        if keep and looks_like_headings(sheet.header, choice.kind):
            kept_now.append(SavedColumns(0, choice.kind, sheet.header.mark, choice.encoding, targets, now, ""))
    if kept_now:
        with db.write() as session:
            unit = registers.unit_named(session, office)
            if unit is not None:
                for one in kept_now:
                    heading_columns.keep(session, unit[0], one, reader.user_id)
    return write_mapping(mapping)


def _old(value: str) -> OldEncoding | None:
    return next((one for one in OldEncoding if one.value == value), None)


def _check(found: Survey, choices: Mapping[str, Choice]) -> None:
    wrong: dict[str, list[str]] = {}
    twice: dict[str, frozenset[str]] = {}
    for sheet in found.sheets:
        choice = choices.get(sheet.sheet)
        if choice is None or choice.kind is None:
            continue
        labels = {field.name: field.label for field in REGISTER_FIELDS[choice.kind]}
        given: dict[str, list[str]] = {}
        for column in sheet.columns:
            name = choice.fields.get(column.key, "")
            if name:
                given.setdefault(name, []).append(column.key)
        messages = [f"sổ không có cột “{name}”; hãy chọn lại." for name in given if name not in labels]
        headings = {column.key: column.heading for column in sheet.columns}
        for name, keys in given.items():
            if len(keys) > 1 and name in labels:
                named = ", ".join(f"“{headings[key]}”" for key in keys)
                messages.append(f"{named} cùng được ghép với “{labels[name]}”; chỉ ghép một cột, các cột khác bỏ qua.")
                twice[sheet.sheet] = twice.get(sheet.sheet, frozenset()) | frozenset(keys)
        missing = [f.label for f in REGISTER_FIELDS[choice.kind] if f.required and f.name not in given]
        if missing:
            named = ", ".join(f"“{label}”" for label in missing)
            messages.append(
                f"chưa có cột nào được ghép với cột bắt buộc {named}; hãy chọn cột cho các mục ấy. Nếu tệp không có, "
                "hãy thêm cột vào tệp rồi chọn lại tệp, hoặc không nhập trang tính này."
            )
        if messages:
            wrong[sheet.sheet] = messages
    if not any(choice.kind for choice in choices.values()):
        wrong[""] = ["chưa chọn trang tính nào để nhập; hãy chọn sổ cho ít nhất một trang tính."]
    if wrong:
        raise ColumnsError(wrong, twice)


def kept(db: Database, reader: Reader, office: str) -> list[SavedColumns]:
    """The matchings that the office keeps, the newest first."""
    require(reader.role, Act.IMPORT)
    with db.read() as session:
        unit = registers.unit_named(session, office)
        return heading_columns.kept(session, unit[0]) if unit else []


def forget(db: Database, reader: Reader, office: str, key: int) -> bool:
    """Forgets a matching of the office; False when there is none of that number."""
    require(reader.role, Act.IMPORT)
    with db.write() as session:
        unit = registers.unit_named(session, office)
        return unit is not None and heading_columns.drop(session, unit[0], key)
