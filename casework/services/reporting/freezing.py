"""What an issued report freezes, part by part: figures, members, definitions, settings, the document and its files.

The bytes of a part depend on the session's state and the order alone, never on the clock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, replace

from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.check_notes import NotedCheck
from casework.domain.figures import Cell, Figure, FigureKind, FigureSet
from casework.domain.frozen import packed, recount, unpacked
from casework.domain.periods import Question
from casework.domain.vocabulary import CountingUnit, RecordKind
from casework.reports.document import Document
from casework.reports.document_data import document_bytes
from casework.reports.pdf import render_pdf
from casework.reports.word import render_docx
from casework.reports.xlsx import render_xlsx
from casework.services.reporting.checks import noted_checks
from casework.services.reporting.forms import frozen_forms
from casework.statistics.freezing import Freezing, definition_of, frozen_rows, measures_of
from casework.statistics.measures import CHANGES, MEASURES
from casework.statistics.rules import CountingRules, load_rules
from casework.statistics.scope import Scope
from casework.store.issued import Part
from casework.store.reference_data import load_law

JSON = "application/json"
PACKED = "application/zlib"
FIGURES, DEFINITIONS, SETTINGS, DOCUMENT = "figures.json", "definitions.json", "settings.json", "document.json"
CHECKS = "checks.json"
FILES = {
    "bao-cao.pdf": "application/pdf",
    "bao-cao-trinh-ky.pdf": "application/pdf",
    "bao-cao.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "bao-cao.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "bieu-thong-ke.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The files that people take away: name and media type."""


class FrozenMismatchError(RuntimeError):
    """The frozen members do not count to the figures; nothing is issued. The message is in Vietnamese."""


def members_part(kind: RecordKind, prior: bool = False) -> str:
    """The name of the part that holds a kind's frozen population, of the period or of the same days a year before."""
    return f"members/{kind.value}{'.prior' if prior else ''}"


def json_bytes(value: object) -> bytes:
    """A value as JSON; equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str).encode()


def figure_data(figure: Figure) -> dict[str, object]:
    """A figure as it is kept."""
    return {**asdict(figure), "unit": figure.unit.value, "kind": figure.kind.value}


def figure_of(data: dict[str, object]) -> Figure:
    """A kept figure."""
    known = {**data, "unit": CountingUnit.of(data["unit"]), "kind": FigureKind(str(data["kind"]))}
    known["cell"] = tuple((str(name), str(key)) for name, key in data["cell"])  # type: ignore[attr-defined]
    known["labels"] = tuple(data["labels"])  # type: ignore[arg-type]
    return Figure(**known)  # type: ignore[arg-type]


def counted_of(figures: FigureSet) -> dict[tuple[str, Cell], int]:
    """The figures that have members, with their values."""
    return {
        (f.code, f.cell): f.value or 0
        for f in figures
        if f.kind is FigureKind.RECORDS and f.code in MEASURES and f.value is not None
    }


def kinds_of(figures: FigureSet) -> list[RecordKind]:
    """The registers that the figures are counted over."""
    found = {MEASURES[code].population.kind for code, _cell in counted_of(figures)}
    return [kind for kind in RecordKind if kind in found]


def frozen(kind: RecordKind, question: Question, rules: CountingRules, scope: Scope) -> Freezing:
    """What is frozen of a kind: every measure of the catalogue."""
    return Freezing(kind, measures_of(kind), question, rules, scope)


def population_parts(session: Session, figures: FigureSet, rules: CountingRules, scope: Scope) -> Iterator[Part]:
    """The frozen populations, each recounted and compared with the figures. Raises FrozenMismatchError."""
    counted = counted_of(figures)
    for kind in kinds_of(figures):
        what = frozen(kind, figures.question, rules, scope)
        content = packed(what.shape, frozen_rows(session, what))
        shape, rows = unpacked(content)
        own = {key: value for key, value in counted.items() if shape.has(key[0])}
        again = recount(shape, rows, own)
        wrong = [key for key, value in own.items() if again[key] != value]
        if wrong:
            label = MEASURES[wrong[0][0]].label
            raise FrozenMismatchError(f"Số “{label}” không khớp với danh sách hồ sơ của nó; chưa phát hành được.")
        yield Part(members_part(kind), PACKED, content)
        if any(change.measure.population.kind is kind for change in CHANGES.values()):
            before = replace(what, question=figures.question.previous_year())
            yield Part(members_part(kind, prior=True), PACKED, packed(before.shape, frozen_rows(session, before)))


def check_data(noted: NotedCheck) -> dict[str, object]:
    """A check as it is kept: what it states, its two sums, how many records stand wrong, who explained it."""
    one = noted.result
    return {
        "code": one.code,
        "label": one.label,
        "statement": one.statement,
        "holds": one.holds,
        "state": noted.state,
        "left": one.left_total.number,
        "right": one.right_total.number,
        "relation": one.relation,
        "offending": one.offending,
        "notes": [{"body": note.body, "signed_as": note.signed_as, "at": note.written_at} for note in noted.notes],
    }


def parts_of(
    session: Session,
    reader: Reader,
    figures: FigureSet,
    document: Document,
    scope: Scope,
    settings: dict[str, object],
    wanted: Collection[str] = tuple(FILES),
) -> list[Part]:
    """Everything that an issued report freezes. `settings`: what else was set, besides the counting rules and the
    law; `wanted`: the files among `FILES`. Raises FrozenMismatchError."""
    rules, law = load_rules(session), load_law(session)
    codes = sorted({code for code, _cell in counted_of(figures)})
    make: dict[str, Callable[[], bytes]] = {
        "bao-cao.pdf": lambda: render_pdf(document, signing=False),
        "bao-cao-trinh-ky.pdf": lambda: render_pdf(document, signing=True),
        "bao-cao.docx": lambda: render_docx(document),
        "bao-cao.xlsx": lambda: render_xlsx(document, figures),
        "bieu-thong-ke.xlsx": lambda: frozen_forms(session, figures.question, scope),
    }
    return [
        Part(FIGURES, JSON, json_bytes([figure_data(figure) for figure in figures])),
        Part(DEFINITIONS, JSON, json_bytes([definition_of(MEASURES[code], rules) for code in codes])),
        Part(SETTINGS, JSON, json_bytes({"rules": asdict(rules), "law": law.version, **settings})),
        Part(DOCUMENT, JSON, document_bytes(document)),
        Part(CHECKS, JSON, json_bytes([check_data(one) for one in noted_checks(session, reader, figures.question)])),
        *population_parts(session, figures, rules, scope),
        *(Part(name, FILES[name], make[name]()) for name in FILES if name in wanted),
    ]
