"""The office's own wordings of computed sentences: what is in force, changing, previewing, going back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from casework.domain.access import Act, NoSuchRecordError, Reader, require
from casework.domain.templates import ITEM_WORDS, OFFICE_WORDS, TARGET_WORDS, TemplateError
from casework.reports.document import FigureText, Runs
from casework.reports.quotes import Quotes
from casework.reports.sections import title_of
from casework.reports.sentences import Alternative, Sentence, shipped_sections, shipped_sentences
from casework.reports.telling import Teller, office_words
from casework.reports.wording import LetterHead, Wording
from casework.services.reporting.making import ReportOrder
from casework.services.reporting.wording_checks import check_wording, known_labels, known_units
from casework.statistics.figure_set import figure_set
from casework.statistics.rules import load_rules
from casework.statistics.scope import scope_of
from casework.store import composing as rows
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.journal import lock

__all__ = ["FigureText", "TemplateError"]


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """A sentence in the list; `own`: how many of its alternatives bear the office's words."""

    code: str
    label: str
    part: bool
    own: int


@dataclass(frozen=True, slots=True)
class OwnText:
    """An alternative with the text in force and the shipped one; `when` in words."""

    code: str
    when: str
    text: str
    shipped: str
    version: int

    @property
    def own(self) -> bool:
        """Whether the office's words are in force."""
        return self.text != self.shipped


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a wording: of which alternative, when (UTC), by whom, what was written; "" for the shipped text."""

    when: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class SentencePage:
    """All about one sentence. `figures`: code, label and unit of what the section may name; `words`: of words."""

    code: str
    label: str
    section: str
    alternatives: tuple[OwnText, ...]
    figures: tuple[tuple[str, str, str], ...]
    words: Mapping[str, str]
    parts: Mapping[str, str]
    changes: tuple[Change, ...]


def sentence_lines(db: Database, reader: Reader) -> list[tuple[str, list[SentenceLine]]]:
    """Every section with its sentences. Raises ForbiddenError."""
    require(reader.role, Act.COMPOSE)
    with db.read() as session:
        own = rows.wordings(session)
    head = LetterHead()
    words = {"council": head.council, "delegation": head.delegation}
    return [
        (
            title_of(section.code, words),
            [
                SentenceLine(s.code, s.label, s.kind == "part", sum((s.code, a.code) in own for a in s.alternatives))
                for s in section.sentences
            ],
        )
        for section in shipped_sections().values()
    ]


def sentence_page(db: Database, reader: Reader, code: str) -> SentencePage:
    """One sentence. Raises NoSuchRecordError, ForbiddenError."""
    require(reader.role, Act.COMPOSE)
    sentence = _sentence(code)
    labels = {a.code: a.label for a in sentence.alternatives}
    with db.read() as session:
        own = rows.wordings(session)
        found = rows.wording_versions(session, code)
        changes = tuple(
            Change(
                labels.get(row.alternative, row.alternative),
                row.changed_at,
                session.get_one(User, row.changed_by).full_name,
                row.text,
            )
            for row in found
        )
        counted = {alternative: sum(row.alternative == alternative for row in found) for alternative in labels}
    section = shipped_sections()[sentence.section]
    families = {c.rpartition(".")[0] for c in (*section.any_of, *section.all_of)}
    figures = tuple(
        (c, known_labels()[c], unit.label) for c, unit in known_units().items() if c.rpartition(".")[0] in families
    )
    words = {**OFFICE_WORDS, **(ITEM_WORDS if "@" in sentence.each else {})}
    if sentence.each == "targets":
        words |= TARGET_WORDS
    parts = {s.code: s.label for s in section.sentences if s.kind == "part" and sentence.kind != "part"}
    return SentencePage(
        code,
        sentence.label,
        title_of(section.code, {"council": LetterHead().council, "delegation": LetterHead().delegation}),
        tuple(
            OwnText(a.code, a.label, own.get((code, a.code), a.text), a.text, counted[a.code])
            for a in sentence.alternatives
        ),
        figures,
        words,
        parts,
        changes,
    )


def save_wording(
    db: Database, reader: Reader, code: str, texts: Mapping[str, tuple[str, int]], *, now: datetime
) -> int:
    """Puts texts into force, by alternative with the version that the writer saw; returns how many changed. A text that
    is the shipped one takes the office's own out of force.

    Raises TemplateError for a text that cannot be told or when somebody else changed it meanwhile, ForbiddenError.
    """
    require(reader.role, Act.COMPOSE)
    sentence = _sentence(code)
    fresh: dict[str, str] = {}
    for alternative in sentence.alternatives:
        if alternative.code in texts:
            text = " ".join(texts[alternative.code][0].split()) if texts[alternative.code][0].strip() else ""
            text = _edges(alternative.text, text)
            try:
                check_wording(sentence, text)
            except TemplateError as error:
                raise TemplateError(f"{alternative.label.capitalize()}: {error}") from None
            fresh[alternative.code] = "" if text == alternative.text else text
    with db.write() as session:
        lock(session)
        found = rows.wording_versions(session, code)
        old, new = [], []
        for name, text in fresh.items():
            if sum(row.alternative == name for row in found) != texts[name][1]:
                raise TemplateError("Câu này vừa được người khác sửa. Hãy mở lại trang để xem câu mới rồi sửa tiếp.")
            row = rows.wording_row(session, code, name)
            if text == (row.text if row else ""):
                continue
            old += [row] if row else []
            new.append(rows.ReportWording(sentence=code, alternative=name, text=text))
        if new:
            rows.replace_rows(session, old, new, "report_wording", reader.user_id, reader.os_user, now, code)
        return len(new)


def reset_wording(db: Database, reader: Reader, code: str, *, now: datetime) -> int:
    """Puts the shipped text of all alternatives into force again; returns how many changed."""
    require(reader.role, Act.COMPOSE)
    _sentence(code)
    with db.write() as session:
        lock(session)
        old = [row for (s, a) in rows.wordings(session) if s == code and (row := rows.wording_row(session, s, a))]
        new = [rows.ReportWording(sentence=code, alternative=row.alternative, text="") for row in old]
        if new:
            rows.replace_rows(session, old, new, "report_wording", reader.user_id, reader.os_user, now, code)
        return len(new)


def preview_wording(
    db: Database, reader: Reader, order: ReportOrder, code: str, texts: Mapping[str, str]
) -> list[tuple[str, Runs]]:
    """Each alternative with the figures of a period, by its label: how it reads, whether or not it would be chosen.

    Raises TemplateError, ForbiddenError.
    """
    require(reader.role, Act.COMPOSE)
    require(reader.role, Act.REPORT)
    sentence = _sentence(code)
    for alternative in sentence.alternatives:
        check_wording(sentence, texts.get(alternative.code, alternative.text))
    with db.read() as session:
        rules = load_rules(session)
        figures = figure_set(session, order.question, scope_of(reader))
        own = rows.wordings(session)
    wording = Wording(large_group_threshold=rules.large_group)
    quotes = Quotes(figures, getattr(wording, shipped_sections()[sentence.section].style))
    told = []
    for alternative in sentence.alternatives:
        text = texts.get(alternative.code, alternative.text)
        words = office_words(quotes, wording, LetterHead(), order.period.label)
        teller = Teller(quotes, words, own)
        told.append((alternative.label, _first(teller, sentence, alternative, text)))
    return told


def _first(teller: Teller, sentence: Sentence, alternative: Alternative, text: str) -> Runs:
    """The alternative told of the first item that chooses it, else of the first one; () without any."""
    only = replace(sentence, alternatives=(replace(alternative, text=text),))
    return teller.sample(only)


def _edges(shipped: str, text: str) -> str:
    """A part keeps the blank that joins it to its sentence: leading blanks are not typed in a box."""
    return " " + text if shipped.startswith(" ") and text and not text.startswith((" ", ",", ";")) else text


def _sentence(code: str) -> Sentence:
    found = shipped_sentences().get(code)
    if found is None:
        raise NoSuchRecordError
    return found
