"""Measures of promises to voters within the catalogue: petitions in whose answers something was promised, and broken.

Counted are petitions, so that the figure opens to their list; the promises themselves are counted one by one in
`statistics.promises`, by the same words. Sources: law-and-forms 1.1, 1.3.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from casework.domain.vocabulary import CountingUnit
from casework.statistics.catalogue import Measure
from casework.statistics.petition_measures import COUNCIL, SOURCE
from casework.statistics.predicates import Ask, Predicate, held
from casework.statistics.promise_words import PROMISE, broken, made


def _with(a: Ask, condition: ColumnElement[bool]) -> Predicate:
    of = select(PROMISE.c.petition_id).where(held(PROMISE.c, a.question), condition)
    found: Predicate = a.table.c.record_id.in_(of)
    return found


def with_promise(a: Ask) -> Predicate:
    """Kiến nghị có lời hứa: at least one was made by the as-of day."""
    return _with(a, made(a.question.as_of))


def with_broken_promise(a: Ask) -> Predicate:
    """Kiến nghị có lời hứa quá hạn: at least one was promised for an earlier day and not kept by the as-of day."""
    return _with(a, broken(a.question.as_of))


_WHOSE = "kiến nghị cử tri gửi HĐND Thành phố, trừ kiến nghị đã chuyển cấp có thẩm quyền khác"
_CUTS = ("session", "unit")

MEASURES = (
    Measure(
        "petitions.council.promised",
        "Có lời hứa với cử tri",
        CountingUnit.PETITION,
        COUNCIL,
        with_promise,
        f"Trong số {_WHOSE}: số có ít nhất một lời hứa ghi trong văn bản trả lời, lộ trình đến hết ngày báo cáo.",
        SOURCE,
        _CUTS,
    ),
    Measure(
        "petitions.council.promise_broken",
        "Có lời hứa quá hạn chưa thực hiện",
        CountingUnit.PETITION,
        COUNCIL,
        with_broken_promise,
        f"Trong số {_WHOSE}: số có ít nhất một lời hứa có thời hạn trước ngày báo cáo mà đến hết ngày đó "
        "chưa thực hiện xong.",
        SOURCE,
        _CUTS,
    ),
)
