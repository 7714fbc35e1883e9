"""Random register rows: what a checked row of each kind may hold, and the day on which its record begins."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from casework.domain import vocabulary as v
from casework.domain.events import Draft, Event
from casework.domain.fields import Value, withhold
from casework.domain.vocabulary import RecordKind

Row = dict[str, Value]
FIRST = date(2024, 1, 1)
SESSION_ENDS: dict[int, date | None] = {1: FIRST, 2: date(2024, 2, 1), 3: None}
RESOLUTION_DAYS = {7: date(2024, 1, 20), 8: date(2024, 3, 10)}

days = st.integers(0, 150).map(lambda n: FIRST + timedelta(days=n))
texts = st.sampled_from(["đường", "nước", "đất"])


def _maybe(strategy: st.SearchStrategy[Value]) -> st.SearchStrategy[Value | None]:
    return st.none() | strategy


def _filled(given: Row) -> Row:
    return {name: value for name, value in given.items() if value is not None}


def _terms(terms: type[v.Term]) -> st.SearchStrategy[Value]:
    return st.sampled_from([term.value for term in terms])


@st.composite
def petitions(draw: st.DrawFn) -> Row:
    """A petition's row, its session, resolution, acts and result in any combination that a register may show."""
    row: Row = {
        "code": "K1",
        "source": draw(_terms(v.PetitionSource)),
        "term": "XVI",
        "session_id": draw(st.sampled_from(sorted(SESSION_ENDS))),
        "content": draw(texts),
        "subject": draw(_maybe(texts)),
        "place": draw(_maybe(texts)),
        "unit_id": draw(st.integers(1, 3)),
        "assigned_on": draw(_maybe(days)),
        "stated_due_on": draw(_maybe(days)),
        "answered_on": draw(_maybe(days)),
        "result": draw(_terms(v.PetitionResult)),
        "moved_on": draw(_maybe(days)),
    }
    resolution = draw(st.none() | st.sampled_from(sorted(RESOLUTION_DAYS)))
    if resolution is not None:
        row["council_resolution_id"], row["tracked_on"] = resolution, RESOLUTION_DAYS[resolution]
    if row["answered_on"] is not None:
        row["answer_document"] = draw(_maybe(texts))
    if row["result"] in v.FINAL_RESULTS:
        row["resolved_on"] = draw(_maybe(days))
    return _filled(row)


@st.composite
def receptions(draw: st.DrawFn) -> Row:
    """A reception's row."""
    return withhold(
        RecordKind.RECEPTION,
        _filled(
            {
                "received_on": draw(days),
                "level": draw(_maybe(_terms(v.ReceptionLevel))),
                "form": draw(_terms(v.ReceptionForm)),
                "receiver": draw(_maybe(st.sampled_from(["Chủ tịch UBND Thành phố", "Cán bộ"]))),
                "person_name": draw(_maybe(texts)),
                "people": draw(st.integers(1, 20)),
                "type": draw(_terms(v.MatterType)),
                "handling": draw(_maybe(_terms(v.ReceptionHandling))),
                "content": draw(texts),
            }
        ),
    )[0]


@st.composite
def letters(draw: st.DrawFn) -> Row:
    """A letter's row; it is handled on its first day or later."""
    received = draw(days)
    return withhold(
        RecordKind.LETTER,
        _filled(
            {
                "code": "Đ1",
                "received_on": received,
                "person_name": draw(_maybe(texts)),
                "type": draw(_terms(v.MatterType)),
                "subject": draw(_maybe(texts)),
                "content": draw(texts),
                "eligible": draw(st.booleans()),
                "handling": draw(_terms(v.LetterHandling)),
                "handled_on": draw(_maybe(st.integers(0, 60).map(lambda n: received + timedelta(days=n)))),
            }
        ),
    )[0]


@st.composite
def cases(draw: st.DrawFn) -> Row:
    """A case's row; a decided one has its day, an open one has none."""
    accepted = draw(days)
    row: Row = {
        "code": "V1",
        "type": draw(_terms(v.CaseType)),
        "instance": draw(_maybe(_terms(v.Instance))),
        "person_name": draw(_maybe(texts)),
        "complexity": draw(_maybe(_terms(v.Complexity))),
        "unit_id": draw(st.integers(1, 3)),
        "content": draw(texts),
        "accepted_on": accepted,
        "stated_due_on": draw(_maybe(st.integers(5, 90).map(lambda n: accepted + timedelta(days=n)))),
        "extended_to": draw(_maybe(st.integers(5, 90).map(lambda n: accepted + timedelta(days=n)))),
        "status": v.CaseStatus.OPEN.value,
    }
    if draw(st.booleans()):
        row |= {
            "status": v.CaseStatus.FINISHED.value,
            "finished_on": accepted + timedelta(days=draw(st.integers(0, 90))),
            "decision": draw(_maybe(texts)),
            "outcome": draw(_maybe(_terms(v.CaseOutcome))),
            "collectives": draw(_maybe(st.integers(0, 3))),
            "individuals": draw(_maybe(st.integers(0, 3))),
        }
    return withhold(RecordKind.CASE, _filled(row))[0]


@st.composite
def feedback(draw: st.DrawFn) -> Row:
    """A PAKN's row."""
    received = draw(days)
    return _filled(
        {
            "code": "P1",
            "received_on": received,
            "type": draw(_maybe(_terms(v.FeedbackType))),
            "unit_id": draw(_maybe(st.integers(1, 3))),
            "content": draw(texts),
            "stated_due_on": received + timedelta(days=draw(st.integers(1, 30))),
            "handled_on": draw(_maybe(st.integers(0, 60).map(lambda n: received + timedelta(days=n)))),
            "answer_document": None,
        }
    )


ROWS: dict[RecordKind, st.SearchStrategy[Row]] = {
    RecordKind.PETITION: petitions(),
    RecordKind.RECEPTION: receptions(),
    RecordKind.LETTER: letters(),
    RecordKind.CASE: cases(),
    RecordKind.FEEDBACK: feedback(),
}


def first_day(kind: RecordKind, row: Row) -> tuple[date, bool]:
    """The day on which a row's record begins, and whether it is inferred (issue 2, section 4, "First day")."""
    if kind is not RecordKind.PETITION:
        told = row.get("received_on") or row.get("accepted_on")
        assert isinstance(told, date)
        return told, False
    ended = SESSION_ENDS[int(str(row["session_id"]))]
    acts = [row.get(name) for name in ("assigned_on", "answered_on", "resolved_on", "moved_on")]
    found = [ended, row.get("tracked_on"), *[[min(told)] for told in [[a for a in acts if a is not None]] if told][:1]]
    flat = [one[0] if isinstance(one, list) else one for one in found]
    return next((one for one in flat if isinstance(one, date)), FIRST), True


def recorded(history: list[Event], drafts: list[Draft] | tuple[Draft, ...], position: int) -> list[Event]:
    """The history with further events, recorded at a journal position."""
    start = len(history) + 1
    return history + [
        Event(start + n, position, d.name, d.happened_on, d.changes, d.inferred, d.target) for n, d in enumerate(drafts)
    ]
