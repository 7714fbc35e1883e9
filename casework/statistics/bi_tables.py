"""Flat tables for BI tools: a row a record as it stood on a day, with keys and what it counts in, without names.

The rows are those that figures are frozen from (`freezing`), as an outsider is shown figures: of denunciations bands
only. Record ids, numbers and typed texts are left out, so that two days' tables cannot be laid side by side to find
who became a denunciation, and no name slips in with a place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.fields import field
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.statistics.catalogue import Dimension, Measure
from casework.statistics.freezing import Freezing, frozen_rows, measures_of, shape_of
from casework.statistics.labels import Labels, load_labels
from casework.statistics.list_conditions import DIMENSIONS
from casework.statistics.measures import RATES
from casework.statistics.recorded import unrecorded_kinds
from casework.statistics.rules import load_rules
from casework.statistics.scope import Scope, scope_of
from casework.statistics.small_cells import denunciation_bands
from casework.store.catalogue_tables import Subject, Unit

Row = tuple[str | int | None, ...]
ELSE = "(khác)"
"""What stands for a typed text that is on no list."""
NAMES = {
    RecordKind.PETITION: "petitions",
    RecordKind.RECEPTION: "receptions",
    RecordKind.LETTER: "letters",
    RecordKind.CASE: "cases",
    RecordKind.FEEDBACK: "feedback",
}


@dataclass(frozen=True, slots=True)
class BiColumn:
    """A column: its name, whether it holds whole numbers, and in Vietnamese what it means."""

    name: str
    number: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class BiTable:
    """A table with its rows as they come."""

    name: str
    columns: tuple[BiColumn, ...]
    rows: Iterator[Row]


def outsider(user_id: int) -> Reader:
    """The reader whose figures the tables are of: all registers, but of denunciations bands."""
    return Reader(user_id, Role.AUDITOR, maybe_denied=False)


def column_name(code: str) -> str:
    """The column of a measure: kntc.total is kntc_total."""
    return code.replace(".", "_")


def columns_of(kind: RecordKind) -> tuple[BiColumn, ...]:
    """The columns of a register's table."""
    found = [BiColumn("as_of", False, "Tính đến hết ngày này.")]
    for one in DIMENSIONS[kind]:
        found.append(BiColumn(one.code, False, f"{one.label}: khóa; rỗng là không ghi."))
        found.append(BiColumn(f"{one.code}_name", False, f"{one.label}: tên."))
    measures = measures_of(kind)
    for name in shape_of(kind, measures).quantities:
        found.append(BiColumn(name, True, f"{field(kind, name).label}."))
    return (*found, *(BiColumn(column_name(m.code), True, _meaning(m)) for m in measures))


def counted_columns() -> list[tuple[str, str, str]]:
    """Table, 0/1 column and the column that is summed ("" where rows are counted) of every measure."""
    return [(NAMES[kind], column_name(m.code), m.quantity or "") for kind in NAMES for m in measures_of(kind)]


def _meaning(measure: Measure) -> str:
    summed = f" Số liệu là tổng cột {measure.quantity} của các dòng này." if measure.quantity else ""
    return f"1: được tính vào “{measure.label}” ({measure.unit.label}); 0: không. {measure.definition}{summed}"


def tables(session: Session, question: Question, user_id: int) -> Iterator[BiTable]:
    """Every table, one after the other; each is read to its end before the next one is asked for."""
    labels, scope = load_labels(session), scope_of(outsider(user_id))
    listed = {
        "subject": frozenset(session.scalars(select(Subject.name))),
        "place": frozenset(session.scalars(select(Unit.name))),
    }
    for kind in NAMES:
        rows = _rows(session, kind, question, scope, labels, listed)
        yield BiTable(NAMES[kind], columns_of(kind), rows)
    yield from _lists(session, question, scope)


def _rows(
    session: Session,
    kind: RecordKind,
    question: Question,
    scope: Scope,
    labels: Labels,
    listed: dict[str, frozenset[str]],
) -> Iterator[Row]:
    measures = measures_of(kind)
    what = Freezing(kind, measures, question, load_rules(session), scope)
    writers = [_writer(one, labels, listed) for one in what.dimensions]
    day = question.as_of.isoformat()
    for row in frozen_rows(session, what):
        cells: list[str | int | None] = [day]
        for write, key in zip(writers, row.keys, strict=True):
            cells += write(key)
        bits = (row.mask >> place & 1 for place in range(len(measures)))
        yield (*cells, *row.amounts, *bits)


def _writer(
    dimension: Dimension, labels: Labels, listed: dict[str, frozenset[str]]
) -> Callable[[str], tuple[str, str]]:
    names: dict[str, tuple[str, str]] = {"": ("", "")}
    known = listed.get(dimension.code)

    def write(key: str) -> tuple[str, str]:
        if key not in names:
            typed = dimension.keys == "text" and (known is None or key not in known)
            names[key] = (ELSE, ELSE) if typed else (key, labels.of(dimension, key))
        return names[key]

    return write


_MEASURES = (
    BiColumn("table_name", False, "Bảng."),
    BiColumn("column_name", False, "Cột 0/1 trong bảng ấy."),
    BiColumn("code", False, "Mã chỉ tiêu."),
    BiColumn("label", False, "Tên."),
    BiColumn("unit", False, "Đơn vị tính."),
    BiColumn("sums", False, "Cột được cộng; rỗng: đếm số dòng."),
    BiColumn("definition", False, "Đếm gì."),
    BiColumn("source", False, "Căn cứ."),
)
_RATES = (
    BiColumn("code", False, "Mã tỷ lệ."),
    BiColumn("label", False, "Tên."),
    BiColumn("table_name", False, "Bảng."),
    BiColumn("numerator", False, "Cột 0/1 của tử số."),
    BiColumn("denominator", False, "Cột 0/1 của mẫu số."),
    BiColumn("decimals", True, "Số chữ số thập phân khi in, làm tròn nửa lên."),
)
_BANDS = (
    BiColumn("code", False, "Mã."),
    BiColumn("label", False, "Tên."),
    BiColumn("printed", False, "Khoảng, hoặc “chưa ghi nhận”."),
    BiColumn("least", True, "Không ít hơn."),
    BiColumn("below", True, "Ít hơn."),
)
_UNITS = (
    BiColumn("unit_id", True, "Khóa của đơn vị, như trong các cột unit, office."),
    BiColumn("name", False, "Tên đơn vị."),
    BiColumn("type", False, "Loại đơn vị."),
    BiColumn("valid_from", False, "Có từ ngày; rỗng: từ trước."),
    BiColumn("valid_to", False, "Đến hết ngày; rỗng: còn."),
)
LISTS = {"measures": _MEASURES, "rates": _RATES, "denunciation_bands": _BANDS, "units": _UNITS}
"""The tables beside the registers'."""


def _lists(session: Session, question: Question, scope: Scope) -> Iterator[BiTable]:
    unknown = unrecorded_kinds(session, question, scope)
    bands = denunciation_bands(session, question, load_rules(session), scope, None, unknown)
    units = session.execute(select(Unit.id, Unit.name, Unit.type, Unit.valid_from, Unit.valid_to).order_by(Unit.id))
    found: dict[str, Iterator[Row]] = {
        "measures": (
            (NAMES[kind], column_name(m.code), m.code, m.label, m.unit.label, m.quantity or "", m.definition, m.source)
            for kind in NAMES
            for m in measures_of(kind)
        ),
        "rates": (
            (
                r.code,
                r.label,
                NAMES[r.denominator.population.kind],
                column_name(r.numerator.code),
                column_name(r.denominator.code),
                r.decimals,
            )
            for r in RATES.values()
        ),
        "denunciation_bands": ((b.code, b.label, b.printed, b.numerator, b.denominator) for b in bands),
        "units": ((u.id, u.name, u.type, _day(u.valid_from), _day(u.valid_to)) for u in units),
    }
    for name, columns in LISTS.items():
        yield BiTable(name, columns, found[name])


def _day(value: Any) -> str:
    return "" if value is None else str(value.isoformat())
