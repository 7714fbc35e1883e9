"""The counted words that statutory forms alone ask for, each once, as predicates over one row of facts.

Those that the figures know already are the figures' own (`predicates`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_, select

from casework.domain import grounds as g
from casework.domain import vocabulary as v
from casework.statistics import predicates as p
from casework.statistics.catalogue import Condition, Population
from casework.statistics.columns import column_of
from casework.statistics.predicates import Ask, Predicate
from casework.store.form_files import subject_contents

Columns = tuple[ColumnElement[Any], ...]


def first_of_matter(a: Ask, population: Population) -> Predicate:
    """Lần đầu tiên trong kỳ của vụ việc: no earlier record of the population, in the same register, names the matter.

    A record that names no matter is one of its own. So each matter counts once in its register, in one column of every
    cut, and the cuts of a total add up. Matters of different types are told apart: what is no denunciation depends on
    none.
    """
    other = a.table.alias()
    same = (column_of(other, "office_id"), other.c.type, other.c.matter)
    order = (other.c.opened_on, other.c.record_id)
    named = _among(Ask(other, a.question, a.rules), population, other.c.matter.is_not(None))
    return _not_later(a, other, same, order, named)


def first_of_sitting(a: Ask, population: Population) -> Predicate:
    """Lượt tiếp định kỳ đầu tiên của một ngày ở một nơi tiếp: one a sitting (kỳ tiếp) that somebody came to.

    A visit about a denunciation stands for the sitting only where no other visit does, so that what a reader who sees
    no denunciations is told depends on none.
    """
    other = a.table.alias()
    ask = Ask(other, a.question, a.rules)
    same = (column_of(other, "office_id"), other.c.opened_on, other.c.place, other.c.delegated)
    held = _among(ask, population, other.c.form == v.ReceptionForm.SCHEDULED.value)
    return _not_later(a, other, same, (_secrecy(ask), other.c.record_id), held)


def _among(a: Ask, population: Population, condition: Predicate) -> Predicate:
    return and_(p.standing(a), population.condition(a), condition)


def _not_later(a: Ask, other: FromClause, same: Columns, order: Columns, among: Predicate) -> Predicate:
    """Not the second or a later one of those that are alike; the later ones are found once, as a set."""
    place = func.row_number().over(partition_by=same, order_by=order).label("place")
    ranked = select(other.c.record_id, place).where(among).subquery()
    return a.table.c.record_id.not_in(select(ranked.c.record_id).where(ranked.c.place > 1))


def _secrecy(a: Ask) -> ColumnElement[int]:
    return case((a.table.c.type == v.MatterType.DENUNCIATION.value, 1), else_=0)


def held_by_head(a: Ask) -> Predicate:
    """Tiếp định kỳ, đột xuất: by the head or on his behalf."""
    return a.table.c.form.in_((v.ReceptionForm.SCHEDULED.value, v.ReceptionForm.AD_HOC.value))


def own_competence(a: Ask) -> Predicate:
    """Thuộc thẩm quyền: classified so, or accepted without a word on competence."""
    c = a.table.c
    accepted = and_(c.competence.is_(None), c.handling == v.LetterHandling.ACCEPTED.value)
    return or_(c.competence == g.LetterCompetence.OWN.value, accepted)


def other_competence(a: Ask) -> Predicate:
    """Không thuộc thẩm quyền: classified so, or guided, forwarded or urged without a word on competence."""
    c = a.table.c
    handling = v.LetterHandling
    moved = c.handling.in_((handling.GUIDED.value, handling.FORWARDED.value, handling.URGED.value))
    elsewhere = c.competence.in_((g.LetterCompetence.LOWER.value, g.LetterCompetence.OTHER.value))
    return or_(elsewhere, and_(c.competence.is_(None), moved))


def content(*classes: g.MatterContent) -> Condition:
    """The condition that a letter's content is one of `classes`: as entered, else as its subject says by itself."""
    subjects = tuple(name for one in classes for name in subject_contents().get(one.value, ()))

    def condition(a: Ask) -> Predicate:
        c = a.table.c
        return or_(
            c.form_content.in_([one.value for one in classes]),
            and_(c.form_content.is_(None), c.subject.in_(subjects)),
        )

    return condition


def content_unknown(a: Ask) -> Predicate:
    """Chưa rõ nội dung theo biểu: neither entered nor told by the subject."""
    told = tuple(name for subjects in subject_contents().values() for name in subjects)
    c = a.table.c
    return and_(c.form_content.is_(None), or_(c.subject.is_(None), c.subject.not_in(told)))


def first_instance(a: Ask) -> Predicate:
    """Giải quyết lần đầu: a case that does not say otherwise is of the first instance."""
    return or_(a.table.c.instance.is_(None), a.table.c.instance == v.Instance.FIRST.value)
