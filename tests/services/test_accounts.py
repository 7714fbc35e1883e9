"""Accounts and sessions, on both databases."""

from __future__ import annotations

import hashlib
import statistics
import time
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import extract_parameters
from sqlalchemy import event, select

from casework.domain.access import ForbiddenError, Reader
from casework.domain.vocabulary import Role
from casework.services import accounts
from casework.services.accounts import AccountError, SignInRefusedError, TooManyTriesError
from casework.store import journal, series
from casework.store.account_tables import User, UserSession
from casework.store.chain import verify_chain
from casework.store.database import Database
from tests.services.desk import NOW, PASSWORD

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
NAME = "thu.ky-1"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with one secretary."""
    database = Database(database_url)
    accounts.create_user(database, system(database), NAME, "Nguyễn Văn An", Role.SECRETARIAT, PASSWORD, NOW)
    yield database
    database.close()


def system(db: Database) -> Reader:
    """The command line."""
    return accounts.system_reader(db, "tester")


def sign_in(db: Database, minutes: float = 0, name: str = NAME, password: str = PASSWORD, client: str = "a") -> str:
    """A token, `minutes` after NOW."""
    return accounts.sign_in(db, name, password, NOW + timedelta(minutes=minutes), client)


def who(db: Database, token: str, minutes: float = 0) -> accounts.Account | None:
    """Whose session it is, `minutes` after NOW."""
    return accounts.session_user(db, token, NOW + timedelta(minutes=minutes), IDLE, ABSOLUTE)


def notes(db: Database) -> list[tuple[str, int, str, str]]:
    """Act, actor, operating system's user and note of each journal entry."""
    with db.read() as session:
        entries = session.scalars(select(journal.JournalEntry).order_by(journal.JournalEntry.position))
        return [(e.act, e.actor_id, e.os_user, e.note) for e in entries]


def test_the_hash_is_argon2id_of_the_required_cost(db: Database) -> None:
    """At least 19 MiB and two passes; the password stands nowhere."""
    with db.read() as session:
        hashed = session.scalars(select(User.password_hash).where(User.username == NAME)).one()
    assert hashed is not None
    found = extract_parameters(hashed)
    assert hashed.startswith("$argon2id$")
    assert found.memory_cost >= 19 * 1024
    assert found.time_cost >= 2


def test_signing_in_and_out(db: Database) -> None:
    """A session by its token; gone after signing out; the database holds only the token's hash."""
    token = sign_in(db)
    found = who(db, token)
    assert found is not None
    assert (found.username, found.role, found.full_name) == (NAME, Role.SECRETARIAT, "Nguyễn Văn An")
    assert found.reader == Reader(found.user_id, Role.SECRETARIAT)
    with db.read() as session:
        held = session.scalars(select(UserSession.token_hash)).one()
    assert held == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43
    assert sign_in(db) != token
    accounts.sign_out(db, token, NOW)
    assert who(db, token) is None
    assert who(db, token + "x") is None
    accounts.sign_out(db, token, NOW)
    assert [note[0] for note in notes(db)] == ["user_created", "signed_in", "signed_in", "signed_out"]


def test_a_password_is_one_however_it_is_typed(db: Database) -> None:
    """Decomposed typing signs in too; the name in capitals as well."""
    assert who(db, sign_in(db, password=unicodedata.normalize("NFD", PASSWORD))) is not None
    assert who(db, sign_in(db, name=f" {NAME.upper()} ")) is not None


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


@pytest.mark.parametrize("act", ["password", "own password", "deactivate", "end all"])
def test_sessions_end_at_once(db: Database, act: str) -> None:
    """After a new password, a closed account or an order to end them, no earlier session stands."""
    first, second = sign_in(db), sign_in(db)
    known = who(db, first)
    assert known is not None
    if act == "password":
        accounts.set_password(db, system(db), NAME, "mưa dầm thấm lâu lắm", NOW)
    elif act == "own password":
        fresh = accounts.change_password(db, known.reader, PASSWORD, "mưa dầm thấm lâu lắm", NOW)
        assert who(db, fresh) is not None
    elif act == "deactivate":
        accounts.deactivate(db, system(db), NAME, NOW)
        with pytest.raises(SignInRefusedError):
            sign_in(db)
    else:
        accounts.end_all_sessions(db, system(db), NAME, NOW)
    assert who(db, first) is None
    assert who(db, second) is None


def test_ones_own_password_needs_the_present_one(db: Database) -> None:
    """A session left open does not give the account away; a weak new one is refused."""
    known = who(db, sign_in(db))
    assert known is not None
    with pytest.raises(AccountError, match="hiện tại"):
        accounts.change_password(db, known.reader, "không phải mật khẩu", "mưa dầm thấm lâu lắm", NOW)
    with pytest.raises(AccountError, match="ít nhất"):
        accounts.change_password(db, known.reader, PASSWORD, "ngắn", NOW)
    assert who(db, sign_in(db)) is not None


def test_tries_are_limited_by_name_and_come_back(db: Database) -> None:
    """After eight wrong ones even the right password waits, from any place; others do not; later it goes again."""
    accounts.create_user(db, system(db), "khac", "Trần Thị Bình", Role.LEADER, PASSWORD, NOW)
    for n in range(accounts.USER_TRIES):
        with pytest.raises(SignInRefusedError) as refused:
            sign_in(db, password="sai mật khẩu rồi", client=f"c{n}")
        assert not isinstance(refused.value, TooManyTriesError)
    for client in ("a", "b"):
        with pytest.raises(TooManyTriesError) as limited:
            sign_in(db, client=client)
    assert limited.value.retry_after == 600
    assert who(db, sign_in(db, name="khac")) is not None
    assert who(db, sign_in(db, minutes=10.1), 11) is not None
    assert [note[0] for note in notes(db)].count("sign_in_blocked") == 1


@pytest.mark.slow
def test_a_success_forgets_the_failures(db: Database) -> None:
    """An officer who mistypes now and then is never locked out."""
    for _ in range(3):
        for _ in range(accounts.USER_TRIES - 1):
            with pytest.raises(SignInRefusedError):
                sign_in(db, password="sai mật khẩu rồi")
        assert sign_in(db)


def test_tries_side_by_side_do_not_outrun_the_limit(db: Database) -> None:
    """Of many at once no more than the limit are looked at."""

    def one(_n: int) -> bool:
        try:
            sign_in(db, password="sai mật khẩu rồi")
        except TooManyTriesError:
            return False
        except SignInRefusedError:
            return True
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(20))) == accounts.USER_TRIES


def test_a_place_is_limited_too(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying many names from one place."""
    monkeypatch.setattr(accounts, "CLIENT_TRIES", 3)
    for n in range(3):
        with pytest.raises(SignInRefusedError) as refused:
            sign_in(db, name=f"ten{n}", client="one")
        assert str(refused.value) == accounts.WRONG
    with pytest.raises(TooManyTriesError):
        sign_in(db, name="ten9", client="one")
    assert sign_in(db, client="two")


@pytest.mark.slow
def test_an_unknown_name_looks_like_a_wrong_password(db: Database) -> None:
    """The same words, and about the same time (medians within a factor of 2.5)."""
    accounts.create_user(db, system(db), "khoa", "Lê Văn Khóa", Role.LEADER, PASSWORD, NOW)
    accounts.deactivate(db, system(db), "khoa", NOW)
    times: dict[str, list[float]] = {}
    for name in ("khong.co", NAME, "khoa", "he-thong"):
        for _ in range(5):
            started = time.perf_counter()
            with pytest.raises(SignInRefusedError) as refused:
                sign_in(db, name=name, password="sai mật khẩu rồi")
            times.setdefault(name, []).append(time.perf_counter() - started)
            assert str(refused.value) == accounts.WRONG
    medians = [statistics.median(values) for values in times.values()]
    assert max(medians) / min(medians) < 2.5, times


@pytest.mark.parametrize(
    ("username", "full_name", "role", "password", "why"),
    [
        ("ab", "A B", Role.LEADER, PASSWORD, "Tên đăng nhập"),
        ("có dấu", "A B", Role.LEADER, PASSWORD, "Tên đăng nhập"),
        ("moi.nguoi", "  ", Role.LEADER, PASSWORD, "Họ và tên"),
        ("moi.nguoi", "A B", Role.SYSTEM, PASSWORD, "dòng lệnh"),
        ("moi.nguoi", "A B", Role.LEADER, "matkhau12345", "dễ đoán"),
        (NAME, "A B", Role.LEADER, PASSWORD, "Đã có"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    db: Database, username: str, full_name: str, role: Role, password: str, why: str
) -> None:
    """With a message; nothing is kept."""
    before = notes(db)
    with pytest.raises(AccountError, match=why):
        accounts.create_user(db, system(db), username, full_name, role, password, NOW)
    assert notes(db) == before


def test_only_who_keeps_accounts_keeps_them(db: Database) -> None:
    """A secretary adds, resets, closes and lists none; the system account cannot be touched or signed in to."""
    known = who(db, sign_in(db))
    assert known is not None
    for act in (
        lambda: accounts.create_user(db, known.reader, "moi.nguoi", "A B", Role.ADMINISTRATOR, PASSWORD, NOW),
        lambda: accounts.set_password(db, known.reader, NAME, PASSWORD, NOW),
        lambda: accounts.deactivate(db, known.reader, NAME, NOW),
        lambda: accounts.end_all_sessions(db, known.reader, NAME, NOW),
        lambda: accounts.list_users(db, known.reader),
        lambda: accounts.sample_users(db, known.reader, NOW),
    ):
        with pytest.raises(ForbiddenError):
            act()
    with pytest.raises(AccountError):
        accounts.set_password(db, system(db), "he-thong", PASSWORD, NOW)
    with pytest.raises(SignInRefusedError):
        sign_in(db, name="he-thong", password="")


def test_the_last_administrator_stays(db: Database) -> None:
    """Nor does one close oneself."""
    key = accounts.create_user(db, system(db), "quan.tri", "Đỗ Thị Quản", Role.ADMINISTRATOR, PASSWORD, NOW)
    with pytest.raises(AccountError, match="cuối cùng"):
        accounts.deactivate(db, system(db), "quan.tri", NOW)
    with pytest.raises(AccountError, match="đang dùng"):
        accounts.deactivate(db, Reader(key, Role.ADMINISTRATOR), "quan.tri", NOW)
    accounts.create_user(db, system(db), "quan.tri2", "Đỗ Văn Trị", Role.ADMINISTRATOR, PASSWORD, NOW)
    accounts.deactivate(db, Reader(key, Role.ADMINISTRATOR), "quan.tri2", NOW)
    accounts.set_active(db, system(db), "quan.tri2", True, NOW)
    assert who(db, sign_in(db, name="quan.tri2")) is not None


def test_sample_accounts_one_a_role(db: Database) -> None:
    """Their passwords work; a second call is refused whole."""
    made = accounts.sample_users(db, system(db), NOW)
    assert {role for _n, _p, role in made} == set(Role) - {Role.SYSTEM}
    for name, password, role in made:
        found = who(db, sign_in(db, name=name, password=password))
        assert found is not None
        assert found.role is role
    with pytest.raises(AccountError):
        accounts.sample_users(db, system(db), NOW)
    assert len(accounts.list_users(db, system(db))) == 5


def test_the_journal_tells_each_act_without_secrets(db: Database) -> None:
    """Who did what to which account; no password, no token, no name."""
    token = sign_in(db)
    accounts.set_password(db, system(db), NAME, "mưa dầm thấm lâu lắm", NOW)
    accounts.deactivate(db, system(db), NAME, NOW)
    told = notes(db)
    assert [note[0] for note in told] == ["user_created", "signed_in", "password_set", "user_closed"]
    assert {note[2] for note in told if note[0] != "signed_in"} == {"tester"}
    text = repr(told)
    assert not any(secret in text for secret in (PASSWORD, token, "mưa dầm", "Nguyễn Văn An"))
    with db.read() as session:
        assert list(verify_chain(session)) == []
