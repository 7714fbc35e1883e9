"""Signing in, sessions, and the limit of tries, on both databases."""

from __future__ import annotations

import hashlib
import statistics
import time
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from casework.domain.access import Reader
from casework.domain.accounts import NAME_TRIES, PLACE_TRIES, WRONG, AccountError, SignInRefusedError, TooManyTriesError
from casework.domain.devices import Client
from casework.domain.vocabulary import Role
from casework.services import accounts, closing, sessions
from casework.store import journal, password_hashes, series
from casework.store.account_tables import UserSession
from casework.store.database import Database
from tests.services.desk import NOW, OFFICE, ON, PASSWORD, unit_id
from tests.services.people import ABSOLUTE, IDLE, NAME, NEW, known, log, sign_in, system, who, with_secretary

USUAL = password_hashes.HASHER
WRONG_ONE = "sai mật khẩu rồi"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with one secretary."""
    with with_secretary(database_url) as made:
        yield made


def test_signing_in_and_out(db: Database) -> None:
    """A session by its token; gone after signing out; the database holds only the token's hash."""
    token = sign_in(db)
    found = known(db, token)
    assert (found.username, found.role, found.full_name) == (NAME, Role.SECRETARIAT, "Nguyễn Văn An")
    assert found.reader == Reader(found.user_id, Role.SECRETARIAT, maybe_denied=False, taken_over=())
    with db.read() as session:
        held = session.scalars(select(UserSession.token_hash)).one()
    assert held == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43
    assert sign_in(db) != token
    sessions.sign_out(db, token, NOW)
    assert who(db, token) is None
    assert who(db, token + "x") is None
    sessions.sign_out(db, token, NOW)
    assert [line[0] for line in log(db)] == ["signed_in", "signed_in", "signed_out"]


def test_a_password_is_one_however_it_is_typed(db: Database) -> None:
    """Decomposed typing signs in too; the name in capitals as well."""
    assert who(db, sign_in(db, password=unicodedata.normalize("NFD", PASSWORD))) is not None
    assert who(db, sign_in(db, name=f" {NAME.upper()} ")) is not None


def test_a_reception_officer_without_a_unit_stands_for_the_office(db: Database) -> None:
    """By the office's name; for none when it is not known, and never anybody else."""
    accounts.create_user(db, system(db), "tiep.dan", "Lê Thị Tiếp", Role.RECEPTION_OFFICER, PASSWORD, NOW)
    token = sign_in(db, name="tiep.dan")

    def unit(office: str, of: str = token) -> int | None:
        found = sessions.session_user(db, of, NOW, IDLE, ABSOLUTE, office)
        assert found is not None
        return found.reader.unit_id

    assert unit(OFFICE) == unit_id(db, OFFICE)
    assert unit("Không có cơ quan này") is None
    assert unit(OFFICE, sign_in(db)) is None


def test_sessions_end_when_idle_and_when_old(db: Database) -> None:
    """30 minutes without use; 12 hours in all; use keeps it alive."""
    token = sign_in(db)
    assert who(db, token, 30) is not None
    assert who(db, token, 59) is not None
    assert who(db, token, 89.5) is None
    token = sign_in(db)
    for minutes in range(25, 12 * 60, 25):
        assert who(db, token, minutes) is not None
    assert who(db, token, 12 * 60 + 1) is None


def test_a_request_asks_once_and_writes_once_a_minute(db: Database) -> None:
    """One query a request; `seen_at` is written at most once a minute."""
    token = sign_in(db)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _cur, statement, *_: asked.append(statement))
    for seconds in (1, 30, 59, 61, 62, 100):
        assert who(db, token, seconds / 60) is not None
    reads = [s for s in asked if s.lstrip().upper().startswith("SELECT") and "user_session" in s]
    writes = [s for s in asked if s.lstrip().upper().startswith("UPDATE")]
    assert (len(reads), len(writes)) == (6, 1)


def test_a_session_is_read_while_someone_else_writes(db: Database) -> None:
    """Noting the use waits for nobody: the page comes at once, also while an import holds the write lock."""
    token = sign_in(db)
    with db.write() as busy:
        journal.lock(busy)
        series.reserve(busy, "event", 1)
        started = time.monotonic()
        assert who(db, token, 5) is not None
        assert time.monotonic() - started < 3
    assert who(db, token, 6) is not None
    with db.read() as session:
        seen = session.scalars(select(UserSession.seen_at)).one()
    assert seen.replace(tzinfo=None) >= (NOW + timedelta(minutes=5)).replace(tzinfo=None)


@pytest.mark.parametrize("act", ["password", "own password", "close", "end all"])
def test_sessions_end_at_once(db: Database, act: str) -> None:
    """After a new password, a closed account or an order to end them, no earlier session stands."""
    first, second = sign_in(db), sign_in(db)
    me = known(db, first)
    if act == "password":
        accounts.set_password(db, system(db), NAME, NEW, NOW)
    elif act == "own password":
        fresh = sessions.change_password(db, me.reader, PASSWORD, NEW, NOW, Client())
        assert who(db, fresh.token) is not None
    elif act == "close":
        closing.close_user(db, system(db), NAME, ON, NOW)
        with pytest.raises(SignInRefusedError):
            sign_in(db)
    else:
        sessions.end_sessions(db, system(db), NAME, NOW)
    assert who(db, first) is None
    assert who(db, second) is None


def test_ones_own_password_needs_the_present_one(db: Database) -> None:
    """A session left open does not give the account away; a weak new one is refused."""
    me = known(db, sign_in(db)).reader
    with pytest.raises(AccountError, match="hiện tại"):
        sessions.change_password(db, me, "không phải mật khẩu", NEW, NOW, Client())
    for _ in range(NAME_TRIES + 2):
        with pytest.raises(AccountError, match="ít nhất"):
            sessions.change_password(db, me, PASSWORD, "ngắn", NOW, Client())
    assert who(db, sign_in(db)) is not None


def test_ones_own_sessions_are_seen_and_ended(db: Database) -> None:
    """Each with device, network and times; one by one, or all but this one; never another's."""
    first, second, third = sign_in(db), sign_in(db, minutes=1, place="2001:db8:1:2::9"), sign_in(db, minutes=2)
    me = known(db, first)
    at = NOW + timedelta(minutes=3)
    found = sessions.own_sessions(db, me.reader, first, at, IDLE)
    assert [(one.place, one.own) for one in found] == [
        ("203.0.113.*", False),
        ("2001:db8:1::*", False),
        ("203.0.113.*", True),
    ]
    assert {one.device for one in found} == {"Firefox trên Windows"}
    assert found[0].started_at == NOW + timedelta(minutes=2)
    sessions.end_own_sessions(db, me.reader, first, at, found[0].key)
    assert who(db, third) is None
    accounts.create_user(db, system(db), "khac", "Trần Thị Bình", Role.LEADER, PASSWORD, NOW)
    other = known(db, sign_in(db, name="khac"))
    with pytest.raises(AccountError, match="đã kết thúc"):
        sessions.end_own_sessions(db, other.reader, "", at, found[1].key)
    sessions.end_own_sessions(db, other.reader, "", at)
    assert (who(db, first) is None, who(db, second) is None) == (False, False)
    sessions.end_own_sessions(db, me.reader, first, at)
    assert (who(db, first) is None, who(db, second) is None) == (False, True)
    assert [one.own for one in sessions.sessions_of(db, system(db), NAME, at, IDLE)] == [False]
    sessions.end_sessions(db, system(db), NAME, at, found[2].key)
    assert who(db, first) is None


def refuse(db: Database, times: int, **how: str) -> None:
    """So many wrong tries, each refused without having to wait."""
    for _ in range(times):
        with pytest.raises(SignInRefusedError) as refused:
            sign_in(db, password=WRONG_ONE, **how)
        assert not isinstance(refused.value, TooManyTriesError)


def test_tries_are_limited_by_name_and_come_back(db: Database) -> None:
    """After eight wrong ones even the right password waits, from any place; others do not; later it goes again."""
    accounts.create_user(db, system(db), "khac", "Trần Thị Bình", Role.LEADER, PASSWORD, NOW)
    for n in range(NAME_TRIES):
        refuse(db, 1, place=f"192.0.2.{n}")
    for place in ("192.0.2.1", "198.51.100.9"):
        with pytest.raises(TooManyTriesError) as limited:
            sign_in(db, 4, place=place)
    assert limited.value.retry_after == 360
    assert "6 phút" in str(limited.value)
    assert who(db, sign_in(db, name="khac")) is not None
    assert who(db, sign_in(db, minutes=10.1), 11) is not None
    assert [line[0] for line in log(db)].count("sign_in_blocked") == 1


def test_nobody_shuts_anybody_else_out(db: Database) -> None:
    """From a browser that the account has used the door stays open, however often strangers try elsewhere; the mark of
    that browser is worth nothing under another name, and its own tries are counted too."""
    accounts.create_user(db, system(db), "khac", "Trần Thị Bình", Role.LEADER, PASSWORD, NOW)
    mark = sessions.sign_in(db, NAME, PASSWORD, NOW, Client("203.0.113.3")).mark
    refuse(db, NAME_TRIES, place="198.51.100.6")
    with pytest.raises(TooManyTriesError):
        sign_in(db, place="203.0.113.3")
    assert who(db, sign_in(db, mark=mark)) is not None
    refuse(db, NAME_TRIES, name="khac", mark=mark)
    with pytest.raises(TooManyTriesError):
        sign_in(db, name="khac", mark=mark)
    refuse(db, NAME_TRIES, mark=mark)
    with pytest.raises(TooManyTriesError):
        sign_in(db, mark=mark)
    accounts.set_password(db, system(db), NAME, NEW, NOW)
    with pytest.raises(TooManyTriesError):
        sign_in(db, password=NEW, mark=mark)
    for nonsense in ("x", mark + "x", "é" * 43):
        with pytest.raises(TooManyTriesError):
            sign_in(db, password=NEW, mark=nonsense)


@pytest.mark.slow
def test_a_success_forgets_the_failures(db: Database) -> None:
    """An officer who mistypes now and then is never locked out."""
    for _ in range(3):
        refuse(db, NAME_TRIES - 1)
        assert sign_in(db)


def test_tries_side_by_side_do_not_outrun_the_limit(db: Database) -> None:
    """Of many at once no more than the limit are looked at."""

    def one(_n: int) -> bool:
        try:
            sign_in(db, password=WRONG_ONE)
        except TooManyTriesError:
            return False
        except SignInRefusedError:
            return True
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(20))) == NAME_TRIES


def test_a_place_is_limited_too(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying many names from one place; who gets in there does not use it up, and who is known there gets in."""
    mark = sessions.sign_in(db, NAME, PASSWORD, NOW, Client("192.0.2.1")).mark
    assert PLACE_TRIES == 100
    monkeypatch.setattr(sessions, "PLACE_TRIES", 3)
    for _ in range(5):
        assert sign_in(db, place="192.0.2.1")
    for n in range(3):
        with pytest.raises(SignInRefusedError) as refused:
            sign_in(db, name=f"ten{n}", place="192.0.2.1")
        assert str(refused.value) == WRONG
    with pytest.raises(TooManyTriesError):
        sign_in(db, name="ten9", place="192.0.2.1")
    with pytest.raises(TooManyTriesError):
        sign_in(db, place="192.0.2.1")
    assert sign_in(db, place="192.0.2.2")
    assert sign_in(db, place="192.0.2.1", mark=mark)


@pytest.mark.slow
def test_an_unknown_name_looks_like_a_wrong_password(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words, and about the same time (medians within a factor of 2.5), with hashes as they are in use."""
    monkeypatch.setattr(password_hashes, "HASHER", USUAL)
    accounts.set_password(db, system(db), NAME, PASSWORD, NOW)
    accounts.create_user(db, system(db), "khoa", "Lê Văn Khóa", Role.LEADER, PASSWORD, NOW)
    closing.close_user(db, system(db), "khoa", ON, NOW)
    times: dict[str, list[float]] = {}
    for name in ("khong.co", NAME, "khoa", "he-thong"):
        for _ in range(5):
            started = time.perf_counter()
            with pytest.raises(SignInRefusedError) as refused:
                sign_in(db, name=name, password=WRONG_ONE)
            times.setdefault(name, []).append(time.perf_counter() - started)
            assert str(refused.value) == WRONG
    medians = [statistics.median(values) for values in times.values()]
    assert max(medians) / min(medians) < 2.5, times
