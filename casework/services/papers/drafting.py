"""Drafting a paper: which papers a record has and needs, what its form begins with, how it will look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.entry import EntryError
from casework.domain.items import ItemKind
from casework.domain.numerals import write_date
from casework.domain.paper_fields import PAPER_FIELDS, PaperField
from casework.domain.paper_values import OWN_SERIES, REMEMBERED, addressed, from_json, read_typed, series_symbol
from casework.domain.papers import HEAD, PAPERS, Paper, PaperCode, asked, fitting
from casework.domain.reading import sensitive
from casework.domain.vocabulary import RecordKind
from casework.reports.papers.sheet import Sheet, fill
from casework.reports.papers.wording import NO_SECRETS, PaperWording, marked_secret, named, shipped
from casework.reports.papers.wording import from_json as wording_of
from casework.services.papers.at_hand import AtHand, at_hand
from casework.statistics.labels import load_labels
from casework.store import items, paper_wording
from casework.store.database import Database
from casework.store.paper_numbers import last_values

DEFAULT_TOWN = "Hà Nội"


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper that was issued. `number` "" while the registry has not given it one; `struck`: it was taken back."""

    id: int
    label: str
    number: str
    made_on: date
    signer: str
    struck: bool


@dataclass(frozen=True, slots=True)
class RecordPapers:
    """The papers of a record, newest first, and those that fit it now; none fit for who may not issue any."""

    made: tuple[MadePaper, ...]
    fitting: tuple[Paper, ...]
    may_make: bool
    may_open: bool


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """The form of a paper: the fields asked, what they begin with, and what the record fills in by itself.

    `sensitive`: it shows who a person is, or is of a denunciation."""

    paper: Paper
    title: str
    head: tuple[PaperField, ...]
    typed: tuple[PaperField, ...]
    required: tuple[str, ...]
    values: Mapping[str, str]
    from_record: tuple[tuple[str, str], ...]
    denunciation: bool
    sensitive: bool


def papers_of(db: Database, reader: Reader, kind: RecordKind, record_id: int, on: date) -> RecordPapers:
    """The papers of a record as `reader` may see them on `on`. Raises NoSuchRecordError."""
    with db.read() as session:
        held = at_hand(session, reader, kind, record_id, on)
        rows = items.items_of(session, ItemKind.PAPER, kind, [record_id]).get(record_id, [])
    fits = fitting(kind, held.values, held.ended) if held.may_make else ()
    return RecordPapers(tuple(made_paper(row) for row in reversed(rows)), fits, held.may_make, held.may_open)


def made_paper(row: RowMapping) -> MadePaper:
    """A paper's row in words."""
    label = PaperCode.of(row["paper"]).label
    return MadePaper(row["id"], label, row["number"] or "", row["made_on"], row["signer"] or "", row["struck"])


def wording_in_force(session: Session, code: PaperCode) -> PaperWording:
    """The office's own wording of a paper, else the shipped one."""
    row = paper_wording.newest(session, code.value)
    return wording_of(row.body) if row is not None and row.by_office else shipped(code)


def draft_paper(
    db: Database, reader: Reader, kind: RecordKind, record_id: int, code: PaperCode, *, on: date, office: str
) -> PaperDraft:
    """The form of a paper of a record. `office`: the unit that issues it unless the reader is of another.

    Raises NoSuchRecordError (also for a paper that does not fit the record), ForbiddenError.
    """
    with db.read() as session:
        held = at_hand(session, reader, kind, record_id, on).to_write()
        paper = fitting_paper(held, code)
        wording = wording_in_force(session, code)
        before = from_json(last_values(session, code.value, reader.user_id))
        own = load_labels(session).units.get(str(reader.unit_id), office)
    used = named(wording)
    typed = asked(paper, used)
    values = {
        "issuer": own,
        "town": DEFAULT_TOWN,
        "symbol": series_symbol(wording.symbol, held.denunciation),
        "signer_authority": wording.signer_authority,
        "signer_title": wording.signer_title,
        "made_on": write_date(on),
        "addressee": addressed(paper.to, held.values, held.texts),
        **{name: before[name] for name in REMEMBERED if before.get(name)},
    }
    for one in typed:
        value = held.values.get(one.from_record) if one.from_record else None
        if value is not None:
            values[one.name] = write_date(value) if isinstance(value, date) else str(value)
    told = tuple((PAPER_FIELDS[n].label, text) for n, text in held.texts.items() if n in used)
    head = tuple(PAPER_FIELDS[name] for name in HEAD)
    secret = sensitive(kind, held.values)
    return PaperDraft(paper, held.title, head, typed, paper.required, values, told, held.denunciation, secret)


def preview_paper(
    db: Database,
    reader: Reader,
    kind: RecordKind,
    record_id: int,
    code: PaperCode,
    typed: Mapping[str, str],
    *,
    on: date,
    isolated: bool,
) -> Sheet:
    """How the paper would look with what was typed; nothing is kept. Raises EntryError and as `draft_paper`."""
    with db.read() as session:
        held = at_hand(session, reader, kind, record_id, on).to_write()
        wording = wording_in_force(session, code)
    return fill(wording, paper_texts(held, code, wording, typed, isolated))


def fitting_paper(held: AtHand, code: PaperCode) -> Paper:
    """The paper, if it fits the record. Raises NoSuchRecordError otherwise."""
    paper = PAPERS[code]
    if paper not in fitting(held.kind, held.values, held.ended):
        raise NoSuchRecordError
    return paper


def paper_texts(
    held: AtHand, code: PaperCode, wording: PaperWording, typed: Mapping[str, str], isolated: bool
) -> dict[str, str]:
    """The texts of every field that the wording names, from the record and from what was typed.

    `isolated`: the system stands in an isolated network; elsewhere nothing may be marked as secret. Raises EntryError,
    NoSuchRecordError.
    """
    paper = fitting_paper(held, code)
    used = named(wording)
    boxes = (*(PAPER_FIELDS[name] for name in HEAD), *asked(paper, used))
    texts, errors = read_typed(boxes, typed, (*paper.required, "issuer", "symbol"), held.denunciation)
    for name, text in texts.items():
        if not isolated and marked_secret(text):
            errors[name] = NO_SECRETS
    if "/" in texts.get("symbol", ""):
        errors["symbol"] = "Không ghi dấu “/” trong ký hiệu; hệ thống tự ghép, ví dụ “Số: 05/TB-VP”."
    elif not held.denunciation and texts.get("symbol", "").upper().endswith(OWN_SERIES):
        # The next number of that series would tell how many papers of denunciations there are.
        errors["symbol"] = f"Đuôi “{OWN_SERIES}” dành cho văn bản của hồ sơ tố cáo; xin dùng ký hiệu khác."
    if errors:
        raise EntryError(errors)
    texts["symbol"] = series_symbol(texts["symbol"], held.denunciation)
    return {**{name: text for name, text in held.texts.items() if name in used}, **texts}
