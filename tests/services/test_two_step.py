"""The second step, on both databases: codes that count once, recovery codes, roles that must, sealed seeds."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select, update

from casework.domain.accounts import (
    CODE_TRIES,
    AccountError,
    SignedIn,
    SignInRefusedError,
    TooManyTriesError,
    Unfinished,
)
from casework.domain.devices import Client
from casework.domain.vocabulary import Role
from casework.services import accounts, sessions, two_step
from casework.store.account_tables import RecoveryCode, User
from casework.store.database import Database
from tests.services.desk import NOW, PASSWORD
from tests.services.people import NAME, NEW, SECRET, known, log, notes, sign_in, system, who, with_secretary

HERE = Client("203.0.113.3", "Firefox")


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with one secretary."""
    with with_secretary(database_url) as made:
        yield made


def at(minutes: float = 0) -> datetime:
    """`minutes` after NOW."""
    return NOW + timedelta(minutes=minutes)


def code(seed: str, minutes: float = 0) -> str:
    """The code that the device shows."""
    return pyotp.TOTP(seed.replace(" ", "")).at(at(minutes))


def set_up(db: Database) -> tuple[str, list[str]]:
    """Turns the second step on five minutes before NOW; the seed and the recovery codes."""
    token = sign_in(db, -5)
    me = sessions.session_user(db, token, at(-5), timedelta(hours=1), timedelta(hours=1))
    assert me is not None
    two_step.prepare(db, me.reader, SECRET)
    made = two_step.preparation(db, me.reader, SECRET)
    assert made is not None
    return made.seed, two_step.confirm(db, me.reader, code(made.seed, -5), at(-5), SECRET, token)


def half(db: Database, minutes: float = 0, mark: str = "") -> SignedIn:
    """A right password."""
    return sessions.sign_in(db, NAME, PASSWORD, at(minutes), Client("203.0.113.3", "Firefox", mark))


def finish(db: Database, token: str, typed: str, minutes: float = 0, mark: str = "", secret: str = SECRET) -> SignedIn:
    """The second step."""
    return two_step.finish_sign_in(db, token, typed, at(minutes), Client("203.0.113.3", "Firefox", mark), secret)


def test_a_half_session_opens_nothing(db: Database) -> None:
    """The password alone gives no right and no place among the sessions; with the code a fresh token does."""
    seed, _codes = set_up(db)
    begun = half(db)
    assert begun.half
    assert who(db, begun.token) is None
    whole = finish(db, begun.token, code(seed))
    assert whole.token != begun.token
    assert known(db, whole.token).two_step
    with pytest.raises(two_step.NoHalfSessionError):
        finish(db, begun.token, code(seed, 1), 1)
    with pytest.raises(two_step.NoHalfSessionError):
        finish(db, whole.token, code(seed, 1), 1)
    with pytest.raises(two_step.NoHalfSessionError):
        finish(db, "", code(seed, 1), 1)
    assert [line[0] for line in log(db)] == ["signed_in", "signed_in"]


def test_a_code_counts_once(db: Database) -> None:
    """Replayed, older or from another seed: refused; one step early or late is let through; two steps are not."""
    seed, _codes = set_up(db)
    used = code(seed)
    finish(db, half(db).token, used)
    for wrong in (used, code(seed, -0.5), code(pyotp.random_base32()), "", "12345", "abcdef", "1234567"):
        with pytest.raises(SignInRefusedError) as refused:
            finish(db, half(db).token, wrong)
        assert not isinstance(refused.value, TooManyTriesError)
    finish(db, half(db).token, code(seed, 0.5))
    finish(db, half(db, 3).token, code(seed, 2.5), 3)
    with pytest.raises(SignInRefusedError):
        finish(db, half(db, 6).token, code(seed, 5), 6)
    with pytest.raises(SignInRefusedError):
        finish(db, half(db, 6).token, code(seed, 7), 6)
    assert [line[0] for line in log(db)].count("code_refused") == 9


def test_of_two_who_send_one_code_one_gets_in(db: Database) -> None:
    """Side by side too."""
    seed, _codes = set_up(db)
    tokens = [half(db).token for _ in range(4)]

    def one(token: str) -> bool:
        try:
            finish(db, token, code(seed))
        except SignInRefusedError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, tokens)) == 1


def test_the_code_is_awaited_for_five_minutes(db: Database) -> None:
    """Later the password is asked again; a closed or reset account loses its half session at once."""
    seed, _codes = set_up(db)
    begun = half(db)
    with pytest.raises(two_step.NoHalfSessionError):
        finish(db, begun.token, code(seed, 5.1), 5.1)
    finish(db, begun.token, code(seed, 4.9), 4.9)
    begun = half(db, 10)
    accounts.set_password(db, system(db), NAME, NEW, NOW)
    with pytest.raises(two_step.NoHalfSessionError):
        finish(db, begun.token, code(seed, 10), 10)


def test_codes_are_limited_but_not_for_a_known_browser(db: Database) -> None:
    """Whoever knows the password alone tries eight codes and waits; the owner's own browser goes on."""
    seed, _codes = set_up(db)
    mark = finish(db, half(db).token, code(seed)).mark
    for _ in range(CODE_TRIES):
        with pytest.raises(SignInRefusedError):
            finish(db, half(db).token, "000000")
    with pytest.raises(TooManyTriesError):
        finish(db, half(db, 1).token, code(seed, 1), 1)
    assert who(db, finish(db, half(db, 1, mark).token, code(seed, 1), 1, mark).token) is not None


def test_a_recovery_code_counts_once(db: Database) -> None:
    """However it is typed; kept as a hash; another account's opens nothing; new ones replace the old."""
    _seed, codes = set_up(db)
    assert len(set(codes)) == 10
    with db.read() as session:
        held = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not any(one.replace("-", "") in " ".join(held) for one in codes)
    token = finish(db, half(db).token, f" {codes[0].upper()} ").token
    me = known(db, token).reader
    assert two_step.codes_left(db, me) == 9
    with pytest.raises(SignInRefusedError):
        finish(db, half(db).token, codes[0])
    fresh = two_step.new_codes(db, me, NOW)
    with pytest.raises(SignInRefusedError):
        finish(db, half(db).token, codes[1])
    with db.write() as session:
        other = session.scalars(select(User.id).where(User.username == "he-thong")).one()
        session.execute(update(RecoveryCode).values(user_id=other))
    with pytest.raises(SignInRefusedError):
        finish(db, half(db).token, fresh[0])


def test_setting_up_ends_the_other_sessions_and_needs_a_right_code(db: Database) -> None:
    """Nothing counts before the first right code; afterwards the seed is shown to nobody."""
    other, token = sign_in(db), sign_in(db)
    me = known(db, token).reader
    assert two_step.preparation(db, me, SECRET) is None
    two_step.prepare(db, me, SECRET)
    made = two_step.preparation(db, me, SECRET)
    assert made is not None
    assert made.image.startswith("data:image/svg+xml")
    assert not half(db).half
    with pytest.raises(AccountError, match="Mã không đúng"):
        two_step.confirm(db, me, "000000", NOW, SECRET, token)
    two_step.confirm(db, me, code(made.seed), NOW, SECRET, token)
    assert (who(db, other), two_step.preparation(db, me, SECRET)) == (None, None)
    assert known(db, token).two_step
    for again in (
        lambda: two_step.prepare(db, me, SECRET),
        lambda: two_step.confirm(db, me, code(made.seed, 1), at(1), SECRET, token),
    ):
        with pytest.raises(AccountError):
            again()
    with pytest.raises(SignInRefusedError):
        finish(db, half(db).token, code(made.seed))


def test_a_seed_is_sealed_to_its_account_and_its_server(db: Database) -> None:
    """It stands nowhere readable, opens in no other row, and not under another secret."""
    seed, _codes = set_up(db)
    key = accounts.create_user(db, system(db), "khac", "Trần Thị Bình", Role.LEADER, PASSWORD, NOW)
    with db.write() as session:
        held = session.scalars(select(User).where(User.username == NAME)).one()
        assert held.seed is not None
        assert seed.replace(" ", "").encode() not in held.seed
        session.execute(
            update(User).where(User.id == key).values(seed=held.seed, two_step_since=held.two_step_since, last_step=0)
        )
    begun = sessions.sign_in(db, "khac", PASSWORD, NOW, HERE)
    assert begun.half
    with pytest.raises(SignInRefusedError):
        finish(db, begun.token, code(seed))
    with pytest.raises(SignInRefusedError):
        finish(db, half(db).token, code(seed), secret="another secret of thirty-two bytes and more")
    assert who(db, finish(db, half(db).token, code(seed)).token) is not None
    assert seed.replace(" ", "") not in repr(notes(db))


def test_the_administrator_resets_and_learns_nothing(db: Database) -> None:
    """Sessions end, old codes are dead; where the role asks for it, the person must set it up again."""
    seed, codes = set_up(db)
    token = finish(db, half(db).token, code(seed)).token
    two_step.set_roles(db, system(db), [Role.SECRETARIAT], NOW)
    assert two_step.roles(db) == {Role.SECRETARIAT}
    with pytest.raises(AccountError, match="bắt buộc"):
        two_step.turn_off(db, known(db, token).reader, NOW)
    assert two_step.reset(db, system(db), NAME, NOW) is None  # type: ignore[func-returns-value]
    assert who(db, token) is None
    begun = half(db)
    assert not begun.half
    assert known(db, begun.token).unfinished is Unfinished.TWO_STEP
    with pytest.raises(SignInRefusedError):
        finish(db, begun.token, codes[0])
    two_step.set_roles(db, system(db), [], NOW)
    assert known(db, begun.token).unfinished is None


def test_who_need_not_may_turn_it_off(db: Database) -> None:
    """Then the password alone signs in again, and the recovery codes are gone."""
    seed, codes = set_up(db)
    token = finish(db, half(db).token, code(seed)).token
    two_step.turn_off(db, known(db, token).reader, NOW)
    begun = half(db)
    assert not begun.half
    assert two_step.codes_left(db, known(db, begun.token).reader) == 0
    assert [note[0] for note in notes(db)][1:] == ["two_step_set", "two_step_off"]
    assert codes


def test_a_new_installation_asks_administrators_heads_and_leaders(empty_database_url: str) -> None:
    """Until somebody decides otherwise (migration 0007)."""
    from casework.store.migrate import upgrade

    upgrade(empty_database_url)
    fresh = Database(empty_database_url)
    assert two_step.roles(fresh) == {Role.ADMINISTRATOR, Role.UNIT_HEAD, Role.LEADER}
    fresh.close()
