"""The published half-year stays what it was whatever happens after its as-of day (issue 2, "It must show", 2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casework.domain.events import EventName
from casework.domain.periods import Question, parse_period
from casework.domain.vocabulary import RecordKind
from casework.services.accounts import system_reader
from casework.services.figures import figures
from casework.services.opening import open_database
from casework.services.reporting.making import ReportOrder, make_pdf
from casework.store.chain import verify_chain
from casework.store.journal import JournalEvent, last_position
from tests.acceptance.conftest import Loaded
from tests.acceptance.half_year import AS_OF, FROM, PERIOD, differences
from tests.acceptance.later import Later

COUNT = 1000
DAY = date.fromisoformat(AS_OF)


@pytest.mark.slow
def test_unchanged_after_a_thousand_later_events(loaded: Loaded, loaded_copy: str, tmp_path: Path) -> None:
    db = open_database(loaded_copy)
    reader = system_reader(db, "kiểm thử")
    question, order = Question(date.fromisoformat(FROM), DAY), ReportOrder(parse_period(PERIOD), DAY)
    before, paper = figures(db, reader, question), make_pdf(db, reader, order)
    with db.read() as session:
        position = last_position(session)
    done = Later(db, reader, DAY, seed=20240616).happen(COUNT)
    assert sum(done.values()) == COUNT
    assert {kind for kind, event in done if event == "log"} == set(RecordKind)
    steps = {event for _kind, event in done}
    assert {"answer", "settle", "move", "handle", "finish", "withdraw", "dialogue", "set_result"} <= steps
    with db.read() as session:
        later = session.query(JournalEvent).where(JournalEvent.position > position).all()
        assert len(later) >= COUNT
        assert min(event.happened_on for event in later) > DAY
        assert {EventName.of(event.name) for event in later} >= {EventName.ANSWERED, EventName.FINISHED}
        assert list(verify_chain(session)) == []
    after = figures(db, reader, question)
    assert differences([figure.as_json() for figure in after], loaded.totals) == []
    assert after.fingerprint() == before.fingerprint()
    assert make_pdf(db, reader, order) == paper
    year = figures(db, reader, Question(question.first, date(2024, 12, 14)))
    assert year.value("reception.visits") > before.value("reception.visits")
    assert year.value("kntc.resolved") > before.value("kntc.resolved")
    assert year.value("petitions.council.resolved") != before.value("petitions.council.resolved")
    db.close()
