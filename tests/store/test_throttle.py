"""Counted tries, against a slow replay of the same tries, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from casework.store.account_tables import SignInAttempt
from casework.store.database import Database
from casework.store.throttle import count_try, forget_tries, forgive_try

BEGUN = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=10)
KEYS = ("name:an", "place:x")

step = st.tuples(
    st.sampled_from(["try", "try", "try", "forget", "forgive"]), st.sampled_from(KEYS), st.integers(0, 400)
)


class Slow:
    """The same, with dictionaries."""

    def __init__(self) -> None:
        self.windows: dict[str, tuple[datetime, int]] = {}

    def tried(self, key: str, now: datetime, most: int) -> tuple[int, bool]:
        """Seconds to wait, and whether this is the first to wait."""
        begun, count = self.windows.get(key, (now, 0))
        if begun < now - WINDOW:
            begun, count = now, 0
        count += 1
        self.windows[key] = (begun, count)
        left = max((begun + WINDOW - now).total_seconds(), 1) if count > most else 0
        return int(left), count == most + 1

    def forgive(self, key: str) -> None:
        """One less."""
        if key in self.windows:
            begun, count = self.windows[key]
            self.windows[key] = (begun, max(count - 1, 0))


@settings(max_examples=25)
@given(steps=st.lists(step, max_size=25), most=st.integers(1, 4))
def test_tries_are_counted_as_a_slow_replay_counts_them(
    database_url: str, steps: list[tuple[str, str, int]], most: int
) -> None:
    """Windows begin with their first try and end by themselves; what is forgotten or forgiven counts no more."""
    db, slow, now = Database(database_url), Slow(), BEGUN
    with db.write() as session:
        for key in KEYS:
            forget_tries(session, key, BEGUN)
    for act, key, seconds in steps:
        now += timedelta(seconds=seconds)
        with db.write() as session:
            if act == "try":
                assert tuple(count_try(session, {key: most}, now, WINDOW)) == slow.tried(key, now, most)
            elif act == "forget":
                forget_tries(session, key, now)
                slow.windows.pop(key, None)
            else:
                forgive_try(session, key)
                slow.forgive(key)
    db.close()


def test_what_is_over_a_day_old_is_swept_and_no_key_stands_readable(database_url: str) -> None:
    """The table does not grow, and tells no name that was tried."""
    db = Database(database_url)
    with db.write() as session:
        for n in range(5):
            count_try(session, {f"name:{n}": 8}, BEGUN, WINDOW)
    with db.write() as session:
        assert not any("name" in key for key in session.scalars(select(SignInAttempt.key)))
        forget_tries(session, "name:other", BEGUN + timedelta(hours=25))
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0
    db.close()
