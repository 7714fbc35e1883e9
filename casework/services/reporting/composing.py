"""What an office composes its reports of: chosen sections, own wordings, hand-written passages.

Wordings are checked before they are kept: a place for an unknown figure, or for one of another counting unit than the
words beside it say, is refused with the nearest right one (`wording_checks`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, require
from casework.domain.periods import Period
from casework.reports.sections import SHIPPED_PLAN, Plan, PlanError, all_sections, moved, title_of
from casework.reports.wording import LetterHead
from casework.store import composing as rows
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.journal import lock

__all__ = ["Plan", "PlanError", "all_sections", "moved"]

LONGEST_PASSAGE = 20_000


class StalePassageError(Exception):
    """Somebody else saved the passage meanwhile; the argument is its section."""


@dataclass(frozen=True, slots=True)
class Composition:
    """All that an office put into a report of one period: wordings, sections, passages by section."""

    texts: Mapping[tuple[str, str], str]
    plan: Plan
    passages: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A hand-written passage as its page shows it: `version` 0 while none is kept; `carried_from` names the period that
    it was copied from ("chép từ kỳ trước, cần xem lại") until somebody saves it."""

    section: str
    title: str
    text: str
    version: int
    carried_from: str
    changed_by: str = ""
    changed_at: datetime | None = None


def composition(session: Session, period: Period, known: int | None = None) -> Composition:
    """What holds for a period, as known at a journal position. A passage of the period before is no part of it until
    somebody has looked at it and saved it."""
    kept = rows.passages(session, period.code, known)
    passages = {row.section: tuple(row.text.splitlines()) for row in kept if row.text}
    return Composition(rows.wordings(session, known), plan_in(session, period.kind, known), passages)


def plan_in(session: Session, period_kind: str, known: int | None = None) -> Plan:
    """The sections for a kind of period: its own choice, else the one for all kinds, else the shipped one."""
    row = rows.plan_row(session, period_kind, known) or rows.plan_row(session, "", known)
    if row is None:
        return SHIPPED_PLAN
    body = json.loads(row.body)
    standing = set(all_sections())
    return Plan(tuple(s for s in body["sections"] if s in standing), body["charts"], body["tables"])


def plan_of(db: Database, reader: Reader, period_kind: str) -> Plan:
    """The sections that a report of this kind of period has. Raises ForbiddenError."""
    require(reader.role, Act.REPORT)
    with db.read() as session:
        return plan_in(session, period_kind)


def section_titles() -> dict[str, str]:
    """The sections that can be chosen with their headings."""
    head = LetterHead()
    words = {"council": head.council, "delegation": head.delegation}
    return {code: title_of(code, words) for code in all_sections()}


def save_plan(db: Database, reader: Reader, period_kind: str, plan: Plan, *, now: datetime) -> None:
    """Keeps the choice as the office's template for a kind of period ("" for all). Raises ForbiddenError, PlanError."""
    require(reader.role, Act.COMPOSE)
    arranged = plan.arranged()
    body = {"sections": list(arranged.sections), "charts": plan.charts, "tables": plan.tables}
    with db.write() as session:
        lock(session)
        old = rows.plan_row(session, period_kind)
        fresh = rows.ReportPlan(period_kind=period_kind, body=json.dumps(body))
        if old is not None and old.body == fresh.body:
            return
        about = f"mẫu báo cáo {period_kind or 'chung'}"
        rows.replace_rows(
            session, [old] if old else [], [fresh], "report_plan", reader.user_id, reader.os_user, now, about
        )


def passages_of(db: Database, reader: Reader, period: Period) -> list[Passage]:
    """A passage for each section in the order of the report, what is kept or what the last period of the same kind
    said, as a draft to be looked at. Raises ForbiddenError."""
    require(reader.role, Act.REPORT)
    titles = section_titles()
    with db.read() as session:
        plan = plan_in(session, period.kind)
        kept = {row.section: row for row in rows.passages(session, period.code)}
        before = {} if kept else {r.section: r for r in rows.passages_before(session, period.code, period.kind)}
        names = {
            row.changed_by: session.get_one(User, row.changed_by).full_name
            for row in (*kept.values(), *before.values())
        }
        order = [*plan.arranged().sections, *(s for s in all_sections() if s not in plan.sections and s in kept)]
        found = []
        for section in order:
            if row := kept.get(section):
                found.append(
                    Passage(section, titles[section], row.text, row.version, "", names[row.changed_by], row.changed_at)
                )
            elif (old := before.get(section)) and old.text:
                found.append(Passage(section, titles[section], old.text, 0, old.period))
            else:
                found.append(Passage(section, titles[section], "", 0, ""))
    return found


def save_passages(
    db: Database, reader: Reader, period: Period, texts: Mapping[str, tuple[str, int]], *, now: datetime
) -> int:
    """Keeps passages, given by section with the version that the writer saw; returns how many changed.

    Raises StalePassageError when somebody else saved one meanwhile, PlanError for an unknown section or too long a
    text, ForbiddenError.
    """
    require(reader.role, Act.COMPOSE)
    for section, (text, _version) in texts.items():
        if section not in all_sections():
            raise PlanError(f"Không có mục “{section}”.")
        if len(text) > LONGEST_PASSAGE:
            raise PlanError(f"Đoạn viết tay dài quá {LONGEST_PASSAGE} ký tự. Hãy rút gọn.")
    with db.write() as session:
        lock(session)
        kept = {row.section: row for row in rows.passages(session, period.code)}
        old: list[rows.ReportPassage] = []
        new: list[rows.ReportPassage] = []
        for section, (text, version) in texts.items():
            row = kept.get(section)
            if (row.version if row else 0) != version:
                raise StalePassageError(section)
            written = "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())
            if (row is not None and row.text == written) or (row is None and not written):
                continue
            old += [row] if row else []
            new.append(
                rows.ReportPassage(
                    period=period.code,
                    period_kind=period.kind,
                    section=section,
                    text=written,
                    version=version + 1,
                )
            )
        if new:
            about = f"đoạn viết tay {period.code}"
            rows.replace_rows(session, old, new, "report_passage", reader.user_id, reader.os_user, now, about)
        return len(new)
