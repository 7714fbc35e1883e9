"""Every check caught red by a planted fault and green without it, and flows equal to a slow replay of the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy.orm import Session

from casework.domain.checks import CheckKind, CheckResult, Severity
from casework.domain.events import Event
from casework.domain.flows import COUNTED_IN, Flow
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.statistics.check_table import SET_CHECKS
from casework.statistics.checking import set_results
from casework.statistics.checks import all_checks
from casework.statistics.continuity import carried_result, closing_results
from casework.statistics.flow_sets import FlowSets
from casework.statistics.flows import flow_results, flow_table
from casework.statistics.rules import CountingRules, load_rules
from casework.statistics.scope import EVERYTHING
from casework.statistics.spans import order_results, quarter_results, register_results
from casework.store.journal import all_histories, last_position
from tests.databases import migrated
from tests.statistics.oracle import as_it_stood
from tests.statistics.planting import CASES, PLANTS, QUESTION
from tests.statistics.test_histories import SEEDS, questions, world
from tests.statistics.world import World

K = RecordKind


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world a database, in which nothing that a test does stays."""
    with migrated(request, request.param, tmp_path_factory.mktemp("checks")) as url:
        one = World(url, 11)
        one.happen(700, share_new=0.75)
        with one.db.write() as session:
            for _ in range(80):  # letters are more than the matters that come of them
                one._create(session, K.LETTER)
        yield one
        one.db.close()


def found(session: Session) -> dict[str, CheckResult]:
    """All checks, counted anew."""
    return {one.code: one for one in all_checks(session, QUESTION, EVERYTHING)}


def one_of(session: Session, code: str) -> CheckResult:
    """One check, counted anew, without the others."""
    rules = load_rules(session)
    if code in SET_CHECKS:
        return next(iter(set_results(session, [SET_CHECKS[code]], QUESTION, rules, EVERYTHING)))
    family = {
        "flow": flow_results,
        "register": register_results,
        "quarters": quarter_results,
        "continuity": carried_result,
        "order": order_results,
    }[code.partition(".")[0]]
    return next(one for one in family(session, QUESTION, rules, EVERYTHING) if one.code == code)


@pytest.fixture
def open_session(made: World) -> Iterator[Session]:
    """A session whose writings are undone."""
    with Session(made.db.engine) as session:
        yield session
        session.rollback()


def test_every_check_has_a_planted_fault_and_is_green_without(open_session: Session) -> None:
    results = found(open_session)
    assert {code: one.arithmetic for code, one in results.items() if not one.holds} == {}
    assert set(PLANTS) == set(results)


@pytest.mark.parametrize(("code", "number"), CASES, ids=[f"{code}-{number}" for code, number in CASES])
def test_a_planted_fault_is_found_and_named(open_session: Session, code: str, number: int) -> None:
    planted = PLANTS[code][number](open_session)
    result = one_of(open_session, code)
    assert not result.holds, result.arithmetic
    if result.kind is not CheckKind.ORDER or result.offending:
        assert planted in {one.record_id for one in result.offenders}, result.offenders
        assert all(one.why for one in result.offenders)


def test_what_is_entered_or_changed_after_the_closing_is_named(made: World, open_session: Session) -> None:
    """This period's beginning against what was known when the last one was closed: late entries by name."""
    rules = load_rules(open_session)
    last = last_position(open_session)
    now = {one.code: one for one in closing_results(open_session, QUESTION, last, rules, EVERYTHING)}
    assert all(one.holds for one in now.values())
    early = {one.code: one for one in closing_results(open_session, QUESTION, last // 2, rules, EVERYTHING)}
    late = [one for result in early.values() for one in result.offenders]
    assert late
    assert {"vào sổ sau khi kỳ trước chốt số"} < {one.why for one in late}
    for kind in COUNTED_IN:
        result = early[f"continuity.{kind.value}"]
        assert result.severity is Severity.HINT
        held = [one for one in result.offenders if "không còn" not in one.why]
        assert result.difference == len(held) - (len(result.offenders) - len(held))


# --- random histories ------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Both databases; each example has a database of its own."""
    return str(request.param)


def in_hand(kind: RecordKind, record: dict[str, Any] | None) -> bool:
    """Whether a record as it stood was to be worked on."""
    if record is None or record["closed_on"] is not None:
        return False
    if kind is K.PETITION:
        return not record.get("handled_within") and record.get("moved_on") is None
    return not record.get("repeats_case") if kind is K.CASE else True


def replayed(made: World, kind: RecordKind, histories: list[list[Event]], question: Question) -> Counter[Any]:
    """The flows once more, day by day: (flow, unit) → number, and (flow, None, "whole")."""
    told: Counter[Any] = Counter()

    def tell(flow: str, unit: Any, whole: bool = True) -> None:
        told[flow, unit] += 1
        if whole:
            told[flow, "whole"] += 1

    for events in histories:
        day = question.first - timedelta(days=1)
        before = as_it_stood(kind, events, Question(question.first, day, question.known), made.law)
        unit = made.office if kind is K.LETTER else (before or {}).get("unit_id")
        if in_hand(kind, before):
            tell("opening", unit)
        while day < question.as_of:
            day += timedelta(days=1)
            now = as_it_stood(kind, events, Question(question.first, day, question.known), made.law)
            if now is None:
                continue
            was, held = in_hand(kind, before), in_hand(kind, now)
            here = made.office if kind is K.LETTER else now.get("unit_id")
            there = here if before is None else made.office if kind is K.LETTER else before.get("unit_id")
            ended = now["closed_on"] is not None
            if before is None:
                tell("received", here)
            if (before is None or was) and not held:
                tell("finished" if ended else "moved_out", there)
            elif before is not None and held and not was:
                tell("reopened" if before["closed_on"] is not None else "moved_in", here)
            elif was and held and here != there:
                tell("moved_in", here, whole=False)
                tell("moved_out", there, whole=False)
            before = now
        if in_hand(kind, before):
            tell("closing", made.office if kind is K.LETTER else (before or {}).get("unit_id"))
    return told


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(seed=SEEDS)
def test_on_random_histories_all_identities_hold_and_flows_equal_a_slow_replay(
    seed: int, database_kind: str, request: pytest.FixtureRequest, tmp_path: Any
) -> None:
    with world(request, database_kind, tmp_path, seed, acts=90) as made, made.db.read() as session:
        rules = load_rules(session)
        for question in questions(made, seed, 3):
            wrong = {
                one.code: (one.arithmetic, one.offenders)
                for one in all_checks(session, question, EVERYTHING)
                if not one.holds and one.severity is Severity.FAULT
            }
            assert wrong == {}
            for kind in COUNTED_IN:
                histories = [events for _id, events in all_histories(session, kind)]
                slow = replayed(made, kind, histories, question)
                table = flow_table(session, kind, question, rules, EVERYTHING)
                fast: Counter[Any] = Counter()
                for line in (*table.units, table.whole):
                    place = "whole" if line.whole else line.unit_id
                    fast["opening", place], fast["closing", place] = line.opening, line.closing
                    fast.update({(flow.value, place): number for flow, number in line.flows.items()})
                assert +fast == +slow, (kind, question)
                assert all(line.holds for line in (*table.units, table.whole))


def test_the_members_of_a_flow_are_as_many_as_it_says(made: World) -> None:
    with made.db.read() as session:
        rules = load_rules(session)
        for kind in COUNTED_IN:
            table = flow_table(session, kind, QUESTION, rules, EVERYTHING)
            sets = FlowSets(kind, QUESTION, rules, EVERYTHING)
            for line in (*table.units, table.whole):
                for flow in Flow:
                    ids = list(session.scalars(sets.members(flow, line.unit_id, line.whole)))
                    assert len(ids) == line.flows[flow], (kind, line.label, flow)
            assert table.whole.flows[Flow.RECEIVED] > 0


def test_settings_that_count_other_results_as_resolved_leave_every_record_in_one_part(made: World) -> None:
    """What counts as resolved is the office's own; the parts follow."""
    checks = [check for check in SET_CHECKS.values() if check.code.endswith(".results")]
    with made.db.read() as session:
        for counted in (("resolved", "explained"), ("resolved", "explained", "noted"), ("explained",)):
            rules = CountingRules(counted)
            for one in set_results(session, checks, QUESTION, rules, EVERYTHING):
                assert one.holds, (counted, one.code, one.arithmetic)
                assert one.left_total.number > 0
