"""Access tokens, on both databases: whose rights they carry, what ends them, what is kept of them and told of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader
from casework.domain.accounts import AccountError, TooManyTriesError
from casework.domain.devices import Client
from casework.domain.tokens import LONGEST, MOST, PREFIX, WRONG_TRIES, TokenBearer, looks_right
from casework.domain.vocabulary import Role
from casework.services import accounts, closing, sessions, tokens
from casework.store.database import Database
from casework.store.tables import metadata
from casework.store.throttle import digest
from casework.store.tokens import ApiToken
from tests.services.desk import NOW, OFFICE, ON, PASSWORD, UNIT, unit_id
from tests.services.people import NAME, NEW, known, log, notes, sign_in, system, with_secretary

LAST = ON + timedelta(days=90)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with one secretary."""
    with with_secretary(database_url) as made:
        yield made


def me(db: Database) -> Reader:
    """The secretary."""
    return known(db, sign_in(db)).reader


def made(db: Database, who: Reader, name: str = "bảng điều hành", last: date = LAST) -> str:
    """The word of a new token."""
    return tokens.make_token(db, who, name, last, ON, NOW)


def asks(db: Database, word: str, place: str = "203.0.113.9", day: date = ON) -> TokenBearer:
    """Who asks by a word."""
    return tokens.bearer_of(db, word, place, day, NOW, OFFICE)


def refused(db: Database, word: str, day: date = ON) -> bool:
    """Whether a word opens nothing; from a place of its own, so that nobody has to wait."""
    try:
        asks(db, word, f"place-{digest(word)[:9]}-{day}", day)
    except tokens.WrongTokenError:
        return True
    return False


def test_only_the_digest_is_kept(db: Database) -> None:
    """Nowhere in the database stands the word, or half of it; the journal tells the number of the token."""
    who = me(db)
    word = made(db, who)
    assert looks_right(word)
    assert word.startswith(PREFIX)
    assert word != made(db, who)
    assert asks(db, word).account.reader == Reader(who.user_id, Role.SECRETARIAT, maybe_denied=False, taken_over=())
    with db.read() as session:
        assert session.get_one(ApiToken, 1).token_hash == digest(word)
        for table in metadata.sorted_tables:
            for row in session.execute(select(table)):
                assert not any(word[8:24] in str(value) for value in row), table.name
    assert ("token_made", who.user_id, "", f"tài khoản {who.user_id}; mã truy cập số 1, đến 18/02/2027") in notes(db)


def test_it_has_the_rights_that_its_owner_has_now(db: Database) -> None:
    """Another role or unit is the token's at once."""
    word = made(db, me(db))
    assert asks(db, word).account.role is Role.SECRETARIAT
    accounts.change_role(db, system(db), NAME, Role.UNIT_OFFICER, unit_id(db, UNIT), ON, NOW)
    assert (asks(db, word).account.role, asks(db, word).account.unit_id) == (Role.UNIT_OFFICER, unit_id(db, UNIT))


def test_it_ends_with_its_last_day(db: Database) -> None:
    """Its last day still counts; a year is the most, a day that has passed is refused."""
    who = me(db)
    word = made(db, who)
    assert not refused(db, word, LAST)
    assert refused(db, word, LAST + timedelta(days=1))
    for last in (ON - timedelta(days=1), ON + LONGEST + timedelta(days=1)):
        with pytest.raises(AccountError, match=r"hạn|một năm"):
            made(db, who, last=last)
    assert not refused(db, made(db, who, last=ON + LONGEST))
    for name in ("", "  ", "x" * 101):
        with pytest.raises(AccountError, match="Tên"):
            made(db, who, name)


def test_whatever_ends_all_sessions_ends_it(db: Database) -> None:
    """A closed account, which opened again does not revive it; another password; sessions ended for it."""
    who = me(db)

    def close() -> None:
        closing.close_user(db, system(db), NAME, ON, NOW)
        assert refused(db, word)
        closing.reopen_user(db, system(db), NAME, NOW)

    acts = (
        close,
        lambda: sessions.end_sessions(db, system(db), NAME, NOW),
        lambda: accounts.set_password(db, system(db), NAME, PASSWORD, NOW),
        lambda: sessions.change_password(db, who, PASSWORD, NEW, NOW, Client("203.0.113.3", "Firefox")),
    )
    for act in acts:
        word = made(db, who)
        assert not refused(db, word)
        act()
        assert refused(db, word)
        assert tokens.own_tokens(db, who)[0].state(ON).startswith("Hết hiệu lực cùng các phiên")


def test_an_owner_who_owes_something_opens_nothing(db: Database) -> None:
    """A password given by somebody else is to be changed first; that is told, since the word was right."""
    who = me(db)
    accounts.reset_password(db, system(db), NAME, NOW)
    word = made(db, who)
    with pytest.raises(ForbiddenError, match="đổi mật khẩu"):
        asks(db, word)


def test_revoking(db: Database) -> None:
    """By its owner or by who keeps accounts, at once and for good; nobody takes back another's."""
    who = me(db)
    accounts.create_user(db, system(db), "khac", "Người Khác", Role.LEADER, PASSWORD, NOW)
    other = known(db, sign_in(db, name="khac")).reader
    first, second = made(db, who), made(db, who)
    with pytest.raises(AccountError, match="Không có"):
        tokens.revoke_own(db, other, 1, NOW)
    with pytest.raises(NoSuchRecordError):
        tokens.own_token(db, other, 1)
    with pytest.raises(AccountError, match="Không có"):
        tokens.revoke_as_keeper(db, system(db), "khac", 1, NOW)
    with pytest.raises(ForbiddenError):
        tokens.revoke_as_keeper(db, other, NAME, 1, NOW)
    with pytest.raises(ForbiddenError):
        tokens.tokens_for(db, other, NAME)
    tokens.revoke_own(db, who, 1, NOW)
    assert [refused(db, word) for word in (first, second)] == [True, False]
    with pytest.raises(AccountError, match="đã thu hồi"):
        tokens.revoke_own(db, who, 1, NOW)
    tokens.revoke_as_keeper(db, system(db), NAME, 2, NOW)
    assert refused(db, second)
    assert [one.state(ON) for one in tokens.tokens_for(db, system(db), NAME)] == ["Đã thu hồi"] * 2
    told = [note for act, _who, _os, note in notes(db) if act == "token_revoked"]
    assert [note.split("; ")[1] for note in told] == ["mã truy cập số 1", "mã truy cập số 2"]


def test_wrong_words_are_counted_and_right_ones_never_wait(db: Database) -> None:
    """As wrong passwords: told to the log, then blocked by place; another place and a right word go on."""
    who = me(db)
    word, gone = made(db, who), made(db, who)
    tokens.revoke_own(db, who, 2, NOW)
    wrong = [gone, PREFIX + "x" * 43, "", "cwk_ ơ", "x" * 5000, word[:-1]]
    for number in range(WRONG_TRIES):
        with pytest.raises(tokens.WrongTokenError):
            asks(db, wrong[number % len(wrong)])
    for _ in range(3):
        with pytest.raises(TooManyTriesError):
            asks(db, gone)
    assert asks(db, word).token_id == 1
    with pytest.raises(tokens.WrongTokenError):
        asks(db, gone, "203.0.113.10")
    lines = [line for line in log(db) if line[0].startswith("token_")]
    assert [line[0] for line in lines] == ["token_refused"] * WRONG_TRIES + ["token_blocked", "token_refused"]
    assert lines[0] == ("token_refused", NAME, "")
    assert lines[1][1:] == ("he-thong", tokens.NOBODY)


def test_the_day_of_use_is_noted(db: Database) -> None:
    """Once a day."""
    who = me(db)
    word = made(db, who)
    assert tokens.own_tokens(db, who)[0].last_used_on is None
    asks(db, word)
    asks(db, word, day=ON + timedelta(days=2))
    assert tokens.own_tokens(db, who)[0].last_used_on == ON + timedelta(days=2)


def test_there_are_not_too_many(db: Database) -> None:
    """Standing ones; revoked ones and those at their end make room."""
    who = me(db)
    for _ in range(MOST):
        made(db, who)
    with pytest.raises(AccountError, match="thu hồi bớt"):
        made(db, who)
    tokens.revoke_own(db, who, 1, NOW)
    made(db, who)


def test_the_database_refuses_a_second_token_of_one_word(db: Database) -> None:
    """Digests are unique."""
    made(db, me(db))
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"), db.write() as session:
        session.execute(
            text(
                "INSERT INTO api_token (token_hash, user_id, generation, name, made_at, expires_on) "
                "SELECT token_hash, user_id, generation, name, made_at, expires_on FROM api_token"
            )
        )
