"""All checks of a question, in the order in which they are told; kept until the records change."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from casework.domain.checks import CheckResult
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.check_table import SET_CHECKS
from casework.statistics.checking import set_results
from casework.statistics.continuity import carried_result, closing_results
from casework.statistics.flows import flow_results
from casework.statistics.rules import CountingRules, load_rules
from casework.statistics.scope import EVERYTHING, Scope
from casework.statistics.spans import order_results, quarter_results, register_results
from casework.store.memory import position_of_kinds, remembered


def all_checks(
    session: Session, question: Question, scope: Scope = EVERYTHING, closing_known: int | None = None
) -> tuple[CheckResult, ...]:
    """What every check finds among the records in `scope`.

    `closing_known`: the journal position at which the last period was closed, where it was; without it nothing is said
    of what was entered late. Answers are shared: nobody may change one.
    """
    rules = load_rules(session)
    return remembered(
        session,
        ("checks", question, scope, closing_known, rules),
        lambda: tuple(_all(session, question, rules, scope, closing_known)),
        position_of_kinds(*sorted(kind.value for kind in RecordKind)),
    )


def _all(
    session: Session, question: Question, rules: CountingRules, scope: Scope, closing_known: int | None
) -> Iterator[CheckResult]:
    yield from register_results(session, question, rules, scope)
    yield from set_results(session, tuple(SET_CHECKS.values()), question, rules, scope)
    yield from flow_results(session, question, rules, scope)
    yield from carried_result(session, question, rules, scope)
    if closing_known is not None:
        yield from closing_results(session, question, closing_known, rules, scope)
    yield from quarter_results(session, question, rules, scope)
    yield from order_results(session, question, rules, scope)
