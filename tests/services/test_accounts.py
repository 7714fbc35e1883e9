"""The administrator's acts, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2 import extract_parameters

from casework.domain.access import ForbiddenError, Reader
from casework.domain.accounts import AccountError, SignInRefusedError, TooManyTriesError, Unfinished
from casework.domain.devices import Client
from casework.domain.vocabulary import Role
from casework.services import account_page, accounts, closing, sampling, sessions, two_step
from casework.store.chain import verify_chain
from casework.store.database import Database
from casework.store.password_hashes import hash_password
from tests.services.desk import NOW, ON, PASSWORD, unit_id
from tests.services.people import NAME, NEW, known, log, notes, sign_in, system, who, with_secretary


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with one secretary."""
    with with_secretary(database_url) as made:
        yield made


def test_the_hash_is_argon2id_of_the_required_cost() -> None:
    """At least 19 MiB and two passes."""
    hashed = hash_password(PASSWORD)
    found = extract_parameters(hashed)
    assert hashed.startswith("$argon2id$")
    assert found.memory_cost >= 19 * 1024
    assert found.time_cost >= 2


@pytest.mark.parametrize(
    ("username", "full_name", "role", "password", "email", "why"),
    [
        ("ab", "A B", Role.LEADER, PASSWORD, "", "Tên đăng nhập"),
        ("có dấu", "A B", Role.LEADER, PASSWORD, "", "Tên đăng nhập"),
        ("new", "A B", Role.LEADER, PASSWORD, "", "Tên đăng nhập"),
        ("moi.nguoi", "  ", Role.LEADER, PASSWORD, "", "Họ và tên"),
        ("moi.nguoi", "A B", Role.SYSTEM, PASSWORD, "", "dòng lệnh"),
        ("moi.nguoi", "A B", Role.UNIT_HEAD, PASSWORD, "", "phải gắn với một đơn vị"),
        ("moi.nguoi", "A B", Role.LEADER, "matkhau12345", "", "dễ đoán"),
        ("moi.nguoi", "A B", Role.LEADER, PASSWORD, "khong phai thu", "Thư điện tử"),
        (NAME, "A B", Role.LEADER, PASSWORD, "", "Đã có"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    db: Database, username: str, full_name: str, role: Role, password: str, email: str, why: str
) -> None:
    """With a message; nothing is kept."""
    before = notes(db)
    with pytest.raises(AccountError, match=why):
        accounts.create_user(db, system(db), username, full_name, role, password, NOW, email=email)
    assert notes(db) == before


def test_a_unit_that_is_not_there_is_refused(db: Database) -> None:
    """An account stands for a unit of the list only."""
    with pytest.raises(AccountError, match="đơn vị"):
        accounts.create_user(db, system(db), "moi.nguoi", "A B", Role.UNIT_HEAD, PASSWORD, NOW, 999_999)


def test_only_who_keeps_accounts_keeps_them(db: Database) -> None:
    """A secretary does none of it; the system account cannot be touched or signed in to."""
    me = known(db, sign_in(db)).reader
    for act in (
        lambda: accounts.create_user(db, me, "moi.nguoi", "A B", Role.ADMINISTRATOR, PASSWORD, NOW),
        lambda: accounts.invite_user(db, me, "moi.nguoi", "A B", Role.ADMINISTRATOR, NOW),
        lambda: accounts.set_password(db, me, NAME, PASSWORD, NOW),
        lambda: accounts.reset_password(db, me, NAME, NOW),
        lambda: accounts.edit_user(db, me, NAME, "A B", "", NOW),
        lambda: accounts.change_role(db, me, NAME, Role.ADMINISTRATOR, None, ON, NOW),
        lambda: accounts.list_users(db, me),
        lambda: account_page.account_of(db, me, NAME),
        lambda: account_page.history_of(db, me, NAME),
        lambda: closing.close_user(db, me, NAME, ON, NOW),
        lambda: closing.hand_over(db, me, NAME, {}, ON, NOW),
        lambda: closing.reopen_user(db, me, NAME, NOW),
        lambda: closing.work_of(db, me, NAME),
        lambda: sessions.end_sessions(db, me, NAME, NOW),
        lambda: sessions.sessions_of(db, me, NAME, NOW, timedelta(minutes=30)),
        lambda: two_step.reset(db, me, NAME, NOW),
        lambda: two_step.set_roles(db, me, [], NOW),
        lambda: sampling.sample_users(db, me, NOW),
    ):
        with pytest.raises(ForbiddenError):
            act()
    with pytest.raises(AccountError):
        accounts.set_password(db, system(db), "he-thong", PASSWORD, NOW)
    with pytest.raises(SignInRefusedError):
        sign_in(db, name="he-thong", password="")


def test_a_password_for_once_must_be_changed(db: Database) -> None:
    """It signs in for a week and owes a new one; after a week it is told to be too old; changed, nothing is owed."""
    password = accounts.invite_user(db, system(db), "moi.vao", "Phạm Văn Mới", Role.LEADER, NOW)
    with pytest.raises(SignInRefusedError, match="hết hạn"):
        sign_in(db, minutes=7 * 24 * 60 + 1, name="moi.vao", password=password)
    me = known(db, sign_in(db, name="moi.vao", password=password))
    assert me.unfinished is Unfinished.PASSWORD
    with pytest.raises(AccountError, match="khác mật khẩu hiện tại"):
        sessions.change_password(db, me.reader, password, password, NOW, Client())
    fresh = sessions.change_password(db, me.reader, password, NEW, NOW, Client())
    assert known(db, fresh.token).unfinished is None
    again = accounts.reset_password(db, system(db), "moi.vao", NOW)
    assert again != password
    assert who(db, fresh.token) is None
    assert known(db, sign_in(db, name="moi.vao", password=again)).unfinished is Unfinished.PASSWORD


def test_rights_change_at_once_in_open_sessions(db: Database) -> None:
    """Another role and unit hold with the next look at the session; closing ends it."""
    token, unit = sign_in(db), unit_id(db, "Sở Y tế")
    accounts.change_role(db, system(db), NAME, Role.UNIT_HEAD, unit, ON, NOW)
    found = known(db, token).reader
    assert found == Reader(found.user_id, Role.UNIT_HEAD, unit, maybe_denied=False, taken_over=(unit,))
    assert known(db, token).unit == "Sở Y tế"
    two_step.set_roles(db, system(db), [Role.UNIT_HEAD], NOW)
    assert known(db, token).unfinished is Unfinished.TWO_STEP
    closing.close_user(db, system(db), NAME, ON, NOW)
    assert who(db, token) is None


def test_nobody_gives_himself_a_role_and_the_last_administrator_stays(db: Database) -> None:
    """Nor does one close or reset oneself."""
    key = accounts.create_user(db, system(db), "quan.tri", "Đỗ Thị Quản", Role.ADMINISTRATOR, PASSWORD, NOW)
    me = Reader(key, Role.ADMINISTRATOR)
    for act, why in (
        (lambda: closing.close_user(db, system(db), "quan.tri", ON, NOW), "cuối cùng"),
        (lambda: accounts.change_role(db, system(db), "quan.tri", Role.LEADER, None, ON, NOW), "cuối cùng"),
        (lambda: closing.close_user(db, me, "quan.tri", ON, NOW), "đang dùng"),
        (lambda: accounts.change_role(db, me, "quan.tri", Role.LEADER, None, ON, NOW), "tự đổi vai trò"),
        (lambda: accounts.reset_password(db, me, "quan.tri", NOW), "chính mình"),
        (lambda: two_step.reset(db, me, "quan.tri", NOW), "chính mình"),
    ):
        with pytest.raises(AccountError, match=why):
            act()
    accounts.create_user(db, system(db), "quan.tri2", "Đỗ Văn Trị", Role.ADMINISTRATOR, PASSWORD, NOW)
    closing.close_user(db, me, "quan.tri2", ON, NOW)
    closing.reopen_user(db, system(db), "quan.tri2", NOW)
    assert who(db, sign_in(db, name="quan.tri2")) is not None


def test_accounts_are_listed_and_found(db: Database) -> None:
    """By words without accents, by role, by state; with unit and last sign-in."""
    unit = unit_id(db, "Sở Y tế")
    accounts.create_user(db, system(db), "dung.lt", "Lê Thị Dung", Role.UNIT_OFFICER, PASSWORD, NOW, unit)
    closing.close_user(db, system(db), "dung.lt", ON, NOW)

    def names(*how: object) -> list[str]:
        return [a.username for a in accounts.list_users(db, system(db), *how)]  # type: ignore[arg-type]

    assert names() == ["dung.lt", NAME]
    assert names("le dung") == names("so y te") == names("", Role.UNIT_OFFICER) == names("", None, False) == ["dung.lt"]
    assert names("", None, True) == [NAME]
    assert account_page.account_of(db, system(db), NAME).last_sign_in_at is None
    sign_in(db, minutes=5)
    assert account_page.account_of(db, system(db), NAME).last_sign_in_at == NOW + timedelta(minutes=5)
    accounts.edit_user(db, system(db), NAME, " Nguyễn  Thị An ", "an@hanoi.gov.vn", NOW)
    edited = account_page.account_of(db, system(db), NAME)
    assert (edited.full_name, edited.email) == ("Nguyễn Thị An", "an@hanoi.gov.vn")


def test_the_own_password_typed_once_more(db: Database) -> None:
    """Right: noted in the session for ten minutes; wrong: refused, noted, and counted until it must wait."""
    token = sign_in(db)
    me = known(db, token)
    assert not me.confirmed(NOW)
    accounts.confirm_password(db, me.reader, PASSWORD, NOW, token)
    assert known(db, token).confirmed(NOW + timedelta(minutes=10))
    assert not known(db, token).confirmed(NOW + timedelta(minutes=11))
    assert not known(db, sign_in(db)).confirmed(NOW)
    for _ in range(8):
        with pytest.raises(AccountError, match="không đúng"):
            accounts.confirm_password(db, me.reader, "sai mật khẩu rồi", NOW, token)
    with pytest.raises(TooManyTriesError):
        accounts.confirm_password(db, me.reader, PASSWORD, NOW, token)
    with pytest.raises(TooManyTriesError):
        sessions.change_password(db, me.reader, PASSWORD, NEW, NOW, Client())
    assert [act for act, _who, _what in log(db)].count("password_refused") == 8


def test_sample_accounts_one_a_role(db: Database) -> None:
    """Their passwords work at once, without a second step; a second call is refused whole."""
    two_step.set_roles(db, system(db), list(Role), NOW)
    made = sampling.sample_users(db, system(db), NOW)
    assert {role for _n, _p, role in made} == set(Role) - {Role.SYSTEM}
    for name, password, role in made:
        found = known(db, sign_in(db, name=name, password=password))
        assert (found.role, found.unfinished) == (role, None)
        assert (found.unit_id is not None) == (role in (Role.UNIT_OFFICER, Role.UNIT_HEAD))
    with pytest.raises(AccountError):
        sampling.sample_users(db, system(db), NOW)
    assert len(accounts.list_users(db, system(db))) == len(Role)


def test_the_journal_tells_changes_and_the_access_log_sign_ins(db: Database) -> None:
    """Who did what to which account; no password, no token, no name; signing in leaves the journal where it is."""
    before = notes(db)
    token = sign_in(db)
    sessions.sign_out(db, token, NOW)
    with pytest.raises(SignInRefusedError):
        sign_in(db, password="sai mật khẩu rồi")
    with pytest.raises(SignInRefusedError):
        sign_in(db, name="khong.co", password="sai mật khẩu rồi")
    assert notes(db) == before
    assert log(db) == [
        ("signed_in", NAME, ""),
        ("signed_out", NAME, ""),
        ("sign_in_refused", NAME, ""),
        ("sign_in_refused", "he-thong", "không có tài khoản này"),
    ]
    accounts.set_password(db, system(db), NAME, NEW, NOW)
    accounts.change_role(db, system(db), NAME, Role.LEADER, None, ON, NOW)
    closing.close_user(db, system(db), NAME, ON, NOW)
    told = notes(db)
    assert [note[0] for note in told] == ["user_created", "password_set", "role_changed", "user_closed"]
    assert {note[2] for note in told} == {"tester"}
    text = repr(told) + repr(log(db))
    assert not any(secret in text for secret in (PASSWORD, token, "mưa dầm", "Nguyễn Văn An", "khong.co"))
    history = account_page.history_of(db, system(db), NAME)
    assert [line.act.value for line in history] == ["user_closed", "role_changed", "password_set", "user_created"]
    assert history[1].more == "Thư ký tổng hợp (HĐND) → Lãnh đạo"
    with db.read() as session:
        assert list(verify_chain(session)) == []
