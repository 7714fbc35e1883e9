"""Checking a draft: its arithmetic judged, its figures compared with the system's for the period that it names.

A draft is read in memory and kept nowhere: no word of it stands in the database, a log or a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.domain.access import Act, Reader, level, require, rows
from casework.domain.access_levels import TYPED, Level, Rows
from casework.domain.claims.comparing import Comparison, compare
from casework.domain.claims.draft import DraftReading, read_draft
from casework.domain.claims.findings import ALARMS, Finding, Verdict
from casework.domain.claims.period import named_day, named_period
from casework.domain.claims.text import MAX_SIGNS
from casework.domain.figures import Figure
from casework.domain.periods import Period, PeriodError, Question, ask, year_to_date
from casework.domain.vocabulary import RecordKind
from casework.files.attachment_problems import AttachmentProblem
from casework.files.draft_text import ENDINGS, draft_text
from casework.statistics.figure_set import figure_set
from casework.statistics.scope import scope_of
from casework.store.database import Database

__all__ = ["ENDINGS", "MAX_SIGNS", "AttachmentProblem", "CheckedDraft", "Judged", "check_draft", "draft_text"]

_AFTER = timedelta(days=31)
"""A report's day of counting lies in its period, or so soon after it."""
_CUTS = ("council_resolution", "type")


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, with the system's figure beside which it was set; None where the text alone was judged."""

    finding: Finding
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft with what was found in it. `question`: what the system was asked, None when no period was clear.

    `cut`: the draft was longer than `MAX_SIGNS` and was read up to there. `numbers`: how many figures were read.
    """

    text: str
    judged: tuple[Judged, ...]
    numbers: int
    period: Period | None
    question: Question | None
    scope: str
    cut: bool

    def of(self, verdict: Verdict) -> Sequence[Judged]:
        """The findings with a verdict."""
        return [one for one in self.judged if one.finding.verdict is verdict]

    @property
    def alarms(self) -> int:
        """How many findings warn."""
        return sum(one.finding.verdict in ALARMS for one in self.judged)


def check_draft(
    db: Database, reader: Reader, draft: str, *, period: Period | None = None, as_of: date | None = None
) -> CheckedDraft:
    """Reads `draft` and judges it; `period`, `as_of` replace what it names. Raises ForbiddenError, PeriodError.

    Compared are only figures that `reader` may see, and only where he sees the whole office is a difference told.
    """
    require(reader.role, Act.CHECK_DRAFT)
    read = read_draft(draft)
    found = period or named_period(draft)
    question = _question(found, as_of, named_day(draft), asked=period is not None or as_of is not None)
    compared, scope = _compared(db, reader, read, question)
    judged = [Judged(one) for one in read.findings] + [Judged(one.finding, one.figure) for one in compared]
    judged.sort(key=lambda one: (one.finding.start, one.figure is not None))
    return CheckedDraft(read.text, tuple(judged), len(read.mentions), found, question, scope, len(draft) > MAX_SIGNS)


def _question(period: Period | None, as_of: date | None, named: date | None, *, asked: bool) -> Question | None:
    """What to ask the system: the period up to the day; a day alone means the statutory year up to it."""
    fits = named is not None and (period is None or period.first <= named <= period.last + _AFTER)
    day = as_of or (named if fits else None)
    if period is not None:
        try:
            return ask(period, day)
        except PeriodError:
            if asked:
                raise
            return None
    return Question(year_to_date(day), day) if day is not None else None


def _compared(
    db: Database, reader: Reader, read: DraftReading, question: Question | None
) -> tuple[list[Comparison], str]:
    if question is None:
        return [], ""
    with db.read() as session:
        figures = figure_set(session, question, scope_of(reader), _CUTS)
    return compare(read, figures, whole=_sees_whole(reader)), figures.scope


def _sees_whole(reader: Reader) -> bool:
    """Whether the reader's figures are those of the whole office."""
    asked = [(kind, secret) for kind in RecordKind for secret in (False, kind in TYPED)]
    return all(
        level(reader, kind, secret) >= Level.LIST and rows(reader.role, kind, secret) is Rows.ALL
        for kind, secret in asked
    )
