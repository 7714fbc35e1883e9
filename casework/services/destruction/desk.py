"""What the screens of destruction show: what is due, what waits, what was decided, what a record's page says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.domain.access import Act, Reader, may
from casework.domain.vocabulary import RecordKind
from casework.files.attachment_store import FileStore
from casework.services.destruction.held import MOST_AT_ONCE, TYPED
from casework.statistics import destructible
from casework.store import destroying, journal
from casework.store.attachment_rows import contents
from casework.store.database import Database
from casework.store.destroying import Destroyed
from casework.store.reference_data import load_law
from casework.store.scrubbing import scrub as scrub_database


@dataclass(frozen=True, slots=True)
class RecordState:
    """What the page of a record says of destruction, and what its reader may do about it."""

    decision: str
    hold: destructible.Hold | None
    waiting: bool
    may_turn: bool
    may_hold: bool
    may_lift: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The screen of destruction: what is due (and how many in all), what waits, what was decided."""

    due: tuple[destructible.DueLetter, ...]
    due_total: int
    waiting: tuple[destructible.Proposed, ...]
    decided: tuple[destructible.Proposed, ...]


def desk(db: Database, reader: Reader, on: date) -> Desk:
    """What may be proposed, what waits for a decision, and the last decisions, as far as `reader` may see them."""
    with db.read() as session:
        due, total = destructible.due_letters(session, reader, load_law(session), on, MOST_AT_ONCE)
        waiting = destructible.proposals(session, reader, decided=False, limit=MOST_AT_ONCE)
        decided = destructible.proposals(session, reader, decided=True, limit=50)
    return Desk(tuple(due), total, tuple(waiting), tuple(decided))


def record_state(db: Database, reader: Reader, kind: RecordKind, record_id: int, denunciation: bool) -> RecordState:
    """What of a record that the reader sees was destroyed, waits to be, or is held back."""
    with db.read() as session:
        hold = destructible.holds_of(session, kind, [record_id]).get(record_id)
        waiting = destructible.waiting_for(session, kind, record_id)
        decision = destroying.last_decision(session, record_id)
    may_turn = kind in TYPED and not denunciation and not waiting and hold is None and not decision
    return RecordState(
        decision,
        hold,
        waiting,
        may_turn and may(reader.role, Act.PROPOSE_DESTRUCTION),
        hold is None and may(reader.role, Act.HOLD),
        hold is not None and may(reader.role, Act.LIFT_HOLD),
    )


def destroyed(db: Database) -> list[Destroyed]:
    """All destructions that the journal tells of, oldest first."""
    with db.read() as session:
        return destroying.destroyed_parts(session)


def scrub(db: Database, files: FileStore | None = None) -> bool:
    """Clears the files of the database of what stands in no row any more; False where the server refused a part.

    From `files` goes every content that no row names: what a destruction left that was stopped midway.
    """
    if files is not None:
        with db.write() as session:
            journal.lock(session)
            for sha256 in sorted(set(files.names()) - contents(session)):
                files.remove(sha256)
    return scrub_database(db, tuple(RecordKind), thorough=True)
