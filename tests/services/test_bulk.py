"""Bulk acts: the preview says what will happen, refused rows say why, taking back restores exactly; both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.bulk import ASSIGN, BulkError, bulk_acts
from casework.domain.derivation import derivation
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.services.handling import bulk, moving, undoing
from casework.services.handling.bulk import Chosen
from casework.store import items
from casework.store.chain import verify_chain
from casework.store.comparing import compare, compare_items
from casework.store.database import Database
from casework.store.duties import held_duties
from casework.store.facts import held_facts
from casework.store.journal import JournalEntry
from casework.store.records import RECORDS
from casework.store.reference_data import load_law
from tests.services.desk import NOW, ON, enter, reader, unit_id

K = RecordKind
MOST, HOURS = 20, 24


class Office:
    """A secretariat with petitions, a reception desk with letters."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        self.secretariat = reader(self.db, Role.SECRETARIAT)
        plain = reader(self.db, Role.RECEPTION_OFFICER)
        self.desk = Reader(plain.user_id, plain.role, unit_id(self.db, "Văn phòng UBND Thành phố"))
        self.unit = unit_id(self.db, "Sở Xây dựng")
        self.petitions = [enter(self.db, self.secretariat, K.PETITION).record_id for _ in range(3)]
        self.letters = [enter(self.db, self.desk, K.LETTER).record_id for _ in range(3)]

    def chosen(self, who: Reader, kind: RecordKind, ids: Sequence[int]) -> list[Chosen]:
        """Ticked now."""
        return bulk.versions(self.db, who, kind, ids)

    def facts(self, kind: RecordKind, ids: Sequence[int]) -> Any:
        """All that is held of these records now: facts, fields, duties."""
        table = RECORDS[kind]
        with self.db.read() as session:
            own = ("version", "changed_position")
            rows = session.execute(select(table).where(table.c.id.in_(ids)).order_by(table.c.id)).mappings()
            fields = [{name: row[name] for name in row if name not in own} for row in rows]
            return held_facts(session, kind, ids), fields, held_duties(session, kind, ids)

    def entries(self) -> int:
        """How long the journal is."""
        with self.db.read() as session:
            return session.scalar(select(func.count()).select_from(JournalEntry)) or 0

    def assign(self, **more: Any) -> dict[str, Any]:
        """What a bulk assignment asks."""
        return {"unit_id": str(self.unit), "assigned_on": ON, **more}


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    made = Office(database_url)
    yield made
    made.db.close()


def test_the_preview_keeps_nothing_and_says_what_the_act_then_does(office: Office) -> None:
    """Two rows fit, one was settled meanwhile, one does not exist: the same words before and after; one entry a row."""
    chosen = office.chosen(office.secretariat, K.PETITION, office.petitions)
    done = {"result": "noted", "resolved_on": ON}
    moving.move(office.db, office.secretariat, K.PETITION, chosen[2].record_id, "settle", done, 1, on=ON, now=NOW)
    chosen = [*chosen, Chosen(999_999, 1)]
    before, entries = office.facts(K.PETITION, office.petitions), office.entries()
    arguments = (office.db, office.secretariat, K.PETITION, "step:assign", office.assign(), chosen)
    seen = bulk.preview(*arguments, on=ON, now=NOW, most=MOST)
    assert [bool(row.refusal) for row in seen] == [False, False, True, True]
    assert seen[2].refusal == bulk.CHANGED
    assert (seen[3].refusal, seen[3].title) == (bulk.MISSING, "")
    assert (office.facts(K.PETITION, office.petitions), office.entries()) == (before, entries)
    key = bulk.apply(*arguments, token="one", on=ON, now=NOW, most=MOST)
    page = undoing.bulk_page(office.db, office.secretariat, key, NOW, HOURS)
    assert {line.record_id: line.refusal for line in page.lines} == {row.record_id: row.refusal for row in seen}
    assert bulk.apply(*arguments, token="one", on=ON, now=NOW, most=MOST) == key
    with office.db.read() as session:
        table = RECORDS[K.PETITION]
        units = {row[0]: row[1] for row in session.execute(select(table.c.id, table.c.unit_id))}
    assert [units[one] == office.unit for one in office.petitions] == [True, True, False]


@pytest.mark.parametrize(
    ("kind", "code"), [(K.PETITION, "step:assign"), (K.PETITION, "step:settle"), (K.LETTER, ASSIGN)]
)
def test_taking_back_restores_exactly(office: Office, kind: RecordKind, code: str) -> None:
    """Facts, fields, duties are as before; items stand struck; the journal has grown and still proves itself."""
    who = office.secretariat if kind is K.PETITION else office.desk
    ids = office.petitions if kind is K.PETITION else office.letters
    if code not in [act.code for act in bulk_acts(kind, who.role)]:
        code = "step:assign"
    before, entries = office.facts(kind, ids), office.entries()
    values = {"result": "noted", "resolved_on": ON, **office.assign()}
    arguments = (office.db, who, kind, code, values, office.chosen(who, kind, ids))
    key = bulk.apply(*arguments, token="t", on=ON, now=NOW, most=MOST)
    page = undoing.bulk_page(office.db, who, key, NOW, HOURS)
    assert page.open
    assert page.done == 3, [line.refusal for line in page.lines]
    grown = office.entries()
    assert grown >= entries + 3
    assert undoing.undo(office.db, who, key, on=ON, now=NOW + timedelta(hours=1), hours=HOURS) == 3
    assert office.facts(kind, ids) == before
    assert office.entries() == grown + (grown - entries)
    with office.db.read() as session:
        given = items.items_of(session, ItemKind.ASSIGNMENT, kind, ids, struck=False)
        assert given == {}
        assert list(verify_chain(session)) == []
        assert list(compare_items(session, repair=False)) == []
        derive = derivation(kind, load_law(session))
        assert list(compare(session, kind, derive, repair=False)) == []
    with pytest.raises(BulkError):
        undoing.undo(office.db, who, key, on=ON, now=NOW, hours=HOURS)


def test_what_was_changed_since_stays_and_says_so(office: Office) -> None:
    """One of three was answered after the bulk act: two are taken back, the third keeps both acts."""
    who = office.secretariat
    chosen = office.chosen(who, K.PETITION, office.petitions)
    key = bulk.apply(
        office.db, who, K.PETITION, "step:assign", office.assign(), chosen, token="t", on=ON, now=NOW, most=MOST
    )
    (one,) = office.chosen(who, K.PETITION, office.petitions[:1])
    answer = {"answered_on": ON, "answer_document": "7/SXD"}
    moving.move(office.db, who, K.PETITION, one.record_id, "answer", answer, one.version, on=ON, now=NOW)
    kept = office.facts(K.PETITION, office.petitions[:1])
    assert undoing.undo(office.db, who, key, on=ON, now=NOW, hours=HOURS) == 2
    assert office.facts(K.PETITION, office.petitions[:1]) == kept
    page = undoing.bulk_page(office.db, who, key, NOW, HOURS)
    assert [line.undo_refusal for line in page.lines] == [undoing.CHANGED_SINCE, "", ""]


def test_it_is_refused_as_a_whole(office: Office) -> None:
    """Nothing chosen, too many, an act that the role has not, too late, another's act; nothing is written."""
    who, entries = office.secretariat, office.entries()
    chosen = office.chosen(who, K.PETITION, office.petitions)
    for some, most, code in (([], MOST, "step:assign"), (chosen, 2, "step:assign"), (chosen, MOST, "step:answer")):
        with pytest.raises(BulkError):
            bulk.preview(office.db, who, K.PETITION, code, office.assign(), some, on=ON, now=NOW, most=most)
        with pytest.raises(BulkError):
            bulk.apply(office.db, who, K.PETITION, code, office.assign(), some, token="t", on=ON, now=NOW, most=most)
    assert office.entries() == entries
    key = bulk.apply(
        office.db, who, K.PETITION, "step:assign", office.assign(), chosen, token="t", on=ON, now=NOW, most=MOST
    )
    with pytest.raises(BulkError):
        undoing.undo(office.db, who, key, on=ON, now=NOW + timedelta(hours=25), hours=HOURS)
    for other in (office.desk, reader(office.db, Role.LEADER)):
        with pytest.raises(NoSuchRecordError):
            undoing.undo(office.db, other, key, on=ON, now=NOW, hours=HOURS)
    moved = Reader(who.user_id, Role.RECEPTION_OFFICER, office.desk.unit_id)
    with pytest.raises(BulkError, match="Vai trò"):
        undoing.undo(office.db, moved, key, on=ON, now=NOW, hours=HOURS)


def test_no_row_beyond_the_scope_is_touched_though_it_is_posted(office: Office) -> None:
    """A unit that leads nothing gets the words of a missing record for each row, and none of them changes."""
    stranger = Reader(office.desk.user_id, Role.UNIT_HEAD, office.unit)
    before = office.facts(K.LETTER, office.letters)
    posted = [Chosen(one, 1) for one in office.letters]
    act = bulk_acts(K.LETTER, stranger.role)[0].code
    found = bulk.preview(office.db, stranger, K.LETTER, act, office.assign(), posted, on=ON, now=NOW, most=MOST)
    assert {(row.refusal, row.title, row.content) for row in found} == {(bulk.MISSING, "", "")}
    bulk.apply(office.db, stranger, K.LETTER, act, office.assign(), posted, token="t", on=ON, now=NOW, most=MOST)
    assert office.facts(K.LETTER, office.letters) == before
    assert bulk.versions(office.db, stranger, K.LETTER, office.letters) == []


def test_of_two_who_apply_at_once_each_row_is_done_once(office: Office) -> None:
    """The same rows from two previews: one does them, the other is told that they were changed; nothing is lost."""
    chosen = office.chosen(office.secretariat, K.PETITION, office.petitions)
    keys: list[int] = []
    start = threading.Barrier(2)

    def run(token: str) -> None:
        start.wait()
        keys.append(
            bulk.apply(
                office.db,
                office.secretariat,
                K.PETITION,
                "step:assign",
                office.assign(),
                chosen,
                token=token,
                on=ON,
                now=NOW,
                most=MOST,
            )
        )

    threads = [threading.Thread(target=run, args=(token,)) for token in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pages = [undoing.bulk_page(office.db, office.secretariat, key, NOW, HOURS) for key in keys]
    assert sorted(page.done for page in pages) == [0, 3]
    assert {line.refusal for page in pages for line in page.lines} == {"", bulk.CHANGED}
    with office.db.read() as session:
        assert list(verify_chain(session)) == []
