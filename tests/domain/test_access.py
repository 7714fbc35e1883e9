"""Who sees what and who does what: closed by default, and consistent."""

from __future__ import annotations

from itertools import product

import pytest

from casework.domain.access import (
    ACTS,
    CORRECT,
    LOG,
    MOVE,
    Act,
    ForbiddenError,
    Reader,
    level,
    may,
    may_see,
    require,
    rows,
    sees_identity,
    visible_fields,
)
from casework.domain.access_levels import DENUNCIATION_LEVELS, DENUNCIATION_ROWS, LEVELS, ROWS, TYPED, Level, Rows
from casework.domain.fields import FIELDS, IDENTITY_FIELDS, Shape
from casework.domain.vocabulary import RecordKind, Role

K, L, R = RecordKind, Level, Role
HEARING = {K.PETITION: L.ALL, K.RECEPTION: L.LIST, K.LETTER: L.LIST, K.CASE: L.LIST, K.FEEDBACK: L.ALL}

# design.md 10, security.md 1.2 and law-and-forms 9, written out apart from the tables of the code.
LEVELS_EXPECTED = {
    R.RECEPTION_OFFICER: {K.PETITION: L.LIST, K.RECEPTION: L.ALL, K.LETTER: L.ALL, K.CASE: L.ALL, K.FEEDBACK: L.ALL},
    R.UNIT_OFFICER: dict.fromkeys(K, L.ALL),
    R.UNIT_HEAD: dict.fromkeys(K, L.ALL),
    R.SECRETARIAT: HEARING,
    R.LEADER: HEARING,
    R.AUDITOR: dict.fromkeys(K, L.COUNTS),
    R.ADMINISTRATOR: dict.fromkeys(K, L.NOTHING),
    R.SYSTEM: dict.fromkeys(K, L.ALL),
}
SECRET_EXPECTED = {
    R.RECEPTION_OFFICER: (L.ALL, Rows.OFFICE),
    R.UNIT_OFFICER: (L.ALL, Rows.OWN),
    R.UNIT_HEAD: (L.ALL, Rows.UNIT),
    R.SECRETARIAT: (L.LIST, Rows.ALL),
    R.LEADER: (L.LIST, Rows.ALL),
    R.AUDITOR: (L.COUNTS, Rows.ALL),
    R.ADMINISTRATOR: (L.NOTHING, Rows.NONE),
    R.SYSTEM: (L.ALL, Rows.ALL),
}
ROWS_EXPECTED = {
    R.RECEPTION_OFFICER: Rows.OFFICE,
    R.UNIT_OFFICER: Rows.UNIT,
    R.UNIT_HEAD: Rows.UNIT,
    R.SECRETARIAT: Rows.ALL,
    R.LEADER: Rows.ALL,
    R.AUDITOR: Rows.ALL,
    R.ADMINISTRATOR: Rows.NONE,
    R.SYSTEM: Rows.ALL,
}


@pytest.mark.parametrize(("role", "kind"), list(product(Role, RecordKind)))
def test_levels(role: Role, kind: RecordKind) -> None:
    """Each role × kind; what follows from a level follows everywhere."""
    reader = Reader(1, role)
    expected = LEVELS_EXPECTED[role][kind]
    assert level(reader, kind) is expected
    assert may_see(reader, kind) == (expected in (L.LIST, L.ALL))
    assert sees_identity(reader, kind) == (expected is L.ALL)
    visible = visible_fields(reader, kind)
    everything = [f.name for f in FIELDS[kind] if f.shape is not Shape.RECORD]
    if expected is L.ALL:
        assert list(visible) == everything
    elif expected is L.LIST:
        assert list(visible) == [n for n in everything if n not in IDENTITY_FIELDS[kind]]
    else:
        assert visible == ()


@pytest.mark.parametrize(("role", "kind"), list(product(Role, RecordKind)))
def test_rows(role: Role, kind: RecordKind) -> None:
    """Each role × kind, and its denunciations; a visit belongs to the desk that received it."""
    desk_only = kind is K.RECEPTION and ROWS_EXPECTED[role] is Rows.UNIT
    usual = Rows.OFFICE if desk_only else ROWS_EXPECTED[role]
    assert rows(role, kind) is usual
    secret_level, secret_rows = SECRET_EXPECTED[role]
    if kind not in (K.RECEPTION, K.LETTER, K.CASE):
        secret_level, secret_rows = LEVELS_EXPECTED[role][kind], usual
    elif desk_only and secret_rows is Rows.UNIT:
        secret_rows = Rows.OFFICE
    assert level(Reader(1, role), kind, denunciation=True) is secret_level
    assert rows(role, kind, denunciation=True) is secret_rows


def test_what_no_table_names_is_refused() -> None:
    """A role or an act without a row gets nothing."""
    assert set(LEVELS) == set(ROWS) == set(DENUNCIATION_LEVELS) == set(DENUNCIATION_ROWS) == set(Role)
    assert all(set(table[role]) <= set(TYPED) for table in (DENUNCIATION_LEVELS, DENUNCIATION_ROWS) for role in Role)
    assert set(ACTS) == set(Act)
    for role, act in product(Role, Act):
        assert may(role, act) == (role in ACTS[act])
    assert [act for act in Act if may(R.ADMINISTRATOR, act)] == [Act.ACCOUNTS, Act.PAPER_WORDING]
    assert [role for role in Role if may(role, Act.ACCOUNTS)] == [R.ADMINISTRATOR, R.SYSTEM]


def test_the_auditor_reads_the_log_and_counts_nothing_else() -> None:
    """security.md 2, row 12: administering, auditing and reading are three persons."""
    assert [act for act in Act if may(R.AUDITOR, act)] == [Act.FIGURES, Act.ACCESS_LOG]
    assert [role for role in Role if may(role, Act.ACCESS_LOG)] == [R.AUDITOR, R.SYSTEM]


def test_a_denunciation_is_never_seen_better_than_its_kind() -> None:
    """Its tables only take away."""
    order = [Rows.NONE, Rows.OWN, Rows.OFFICE, Rows.UNIT, Rows.ALL]
    for role, kind in product(Role, TYPED):
        assert level(Reader(1, role), kind, denunciation=True) <= level(Reader(1, role), kind)
        assert order.index(rows(role, kind, denunciation=True)) <= order.index(rows(role, kind))


def test_who_writes_a_kind_sees_it_whole() -> None:
    """Nobody enters, moves or corrects what he may not read in full."""
    for kind in RecordKind:
        for act in (LOG.get(kind), MOVE.get(kind), CORRECT.get(kind)):
            for role in ACTS.get(act, frozenset()) if act else ():
                assert level(Reader(1, role), kind) is Level.ALL, (role, act)


def test_a_refusal_names_role_and_act() -> None:
    """In Vietnamese."""
    with pytest.raises(ForbiddenError, match=r"Lãnh đạo.*Quản lý tài khoản"):
        require(Role.LEADER, Act.ACCOUNTS)
    require(Role.ADMINISTRATOR, Act.ACCOUNTS)
