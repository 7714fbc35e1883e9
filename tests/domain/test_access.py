"""Who sees what and who does what: closed by default, and consistent."""

from __future__ import annotations

from itertools import product

import pytest

from casework.domain.access import (
    ACTS,
    CORRECT,
    LEVELS,
    LOG,
    MOVE,
    Act,
    ForbiddenError,
    Level,
    Reader,
    level,
    may,
    may_see,
    require,
    sees_identity,
    visible_fields,
)
from casework.domain.fields import FIELDS, IDENTITY_FIELDS
from casework.domain.vocabulary import RecordKind, Role

K, L, R = RecordKind, Level, Role

# design.md 10 and security.md 1.2, written out apart from the table of the code.
LEVELS_EXPECTED = {
    R.RECEPTION_OFFICER: {K.PETITION: L.LIST, K.RECEPTION: L.ALL, K.LETTER: L.ALL, K.CASE: L.ALL, K.FEEDBACK: L.ALL},
    R.SECRETARIAT: {K.PETITION: L.ALL, K.RECEPTION: L.LIST, K.LETTER: L.LIST, K.CASE: L.LIST, K.FEEDBACK: L.ALL},
    R.LEADER: {K.PETITION: L.ALL, K.RECEPTION: L.LIST, K.LETTER: L.LIST, K.CASE: L.LIST, K.FEEDBACK: L.ALL},
    R.ADMINISTRATOR: dict.fromkeys(K, L.NOTHING),
    R.SYSTEM: dict.fromkeys(K, L.ALL),
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
    everything = [f.name for f in FIELDS[kind]]
    if expected is L.ALL:
        assert list(visible) == everything
    elif expected is L.LIST:
        assert list(visible) == [n for n in everything if n not in IDENTITY_FIELDS[kind]]
    else:
        assert visible == ()


def test_what_no_table_names_is_refused() -> None:
    """A role or an act without a row gets nothing."""
    assert set(LEVELS) == set(Role)
    assert set(ACTS) == set(Act)
    for role, act in product(Role, Act):
        assert may(role, act) == (role in ACTS[act])
    assert not any(may(R.ADMINISTRATOR, act) for act in Act if act is not Act.ACCOUNTS)
    assert [role for role in Role if may(role, Act.ACCOUNTS)] == [R.ADMINISTRATOR, R.SYSTEM]


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
