"""How well each role sees the records of each kind, and which of them: tables, closed by default (design.md, 10).

`domain.access` asks them. Denunciations have tables of their own, which override per kind. Reasons stand beside rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType

from casework.domain.vocabulary import RecordKind, Role


class Level(IntEnum):
    """How well a role sees the records of a kind; a higher level sees all that a lower one sees."""

    NOTHING = 0
    COUNTS = 1
    LIST = 2  # list and record pages without identities
    ALL = 3


class Rows(StrEnum):
    """Which records of a kind a role sees, where its level lets it see any."""

    NONE = "none"
    OWN = "own"  # assigned to the reader in person, or entered by him into his own unit's register
    OFFICE = "office"  # in the register that the reader's unit keeps
    UNIT = "unit"  # in that register, led by the unit, or assigned to it in whatever part
    ALL = "all"


K, R = RecordKind, Role

_WHOLE = dict.fromkeys(RecordKind, Level.ALL)

LEVELS: Mapping[Role, Mapping[RecordKind, Level]] = MappingProxyType(
    {
        # Takes in citizens and letters and follows their cases, so reads them whole; petitions only to guide people.
        R.RECEPTION_OFFICER: {
            K.PETITION: Level.LIST,
            K.RECEPTION: Level.ALL,
            K.LETTER: Level.ALL,
            K.CASE: Level.ALL,
            K.FEEDBACK: Level.ALL,
        },
        # Those who handle a matter write to the people in it (law-and-forms 9: handler and head).
        R.UNIT_OFFICER: _WHOLE,
        R.UNIT_HEAD: _WHOLE,
        # Petitions name no citizen; of complaints and denunciations it must not learn who (law-and-forms 9).
        R.SECRETARIAT: {
            K.PETITION: Level.ALL,
            K.RECEPTION: Level.LIST,
            K.LETTER: Level.LIST,
            K.CASE: Level.LIST,
            K.FEEDBACK: Level.ALL,
        },
        # A leader decides on the matter, not on who brought it, and may be the one complained of.
        R.LEADER: {
            K.PETITION: Level.ALL,
            K.RECEPTION: Level.LIST,
            K.LETTER: Level.LIST,
            K.CASE: Level.LIST,
            K.FEEDBACK: Level.ALL,
        },
        # Sees who did and read what, never the matters themselves (security.md 2, row 12).
        R.AUDITOR: dict.fromkeys(RecordKind, Level.COUNTS),
        # Keeps accounts and settings; administering is not reading (security.md 2, row 12).
        R.ADMINISTRATOR: {},
        # The command line, run by whoever holds the machine and its database.
        R.SYSTEM: _WHOLE,
    }
)

TYPED = (K.RECEPTION, K.LETTER, K.CASE)
"""The kinds among which denunciations stand."""

DENUNCIATION_LEVELS: Mapping[Role, Mapping[RecordKind, Level]] = MappingProxyType(
    {
        R.RECEPTION_OFFICER: dict.fromkeys(TYPED, Level.ALL),
        R.UNIT_OFFICER: dict.fromkeys(TYPED, Level.ALL),
        R.UNIT_HEAD: dict.fromkeys(TYPED, Level.ALL),
        R.SECRETARIAT: dict.fromkeys(TYPED, Level.LIST),
        R.LEADER: dict.fromkeys(TYPED, Level.LIST),
        # Outside the circle: numbers only, and small ones not exactly (statistics.small_cells).
        R.AUDITOR: dict.fromkeys(TYPED, Level.COUNTS),
        R.ADMINISTRATOR: {},
        R.SYSTEM: dict.fromkeys(TYPED, Level.ALL),
    }
)
"""The levels for denunciations, in place of those of their kind."""

_ALL_ROWS = dict.fromkeys(RecordKind, Rows.ALL)

ROWS: Mapping[Role, Mapping[RecordKind, Rows]] = MappingProxyType(
    {
        R.RECEPTION_OFFICER: dict.fromkeys(RecordKind, Rows.OFFICE),
        # A visit belongs to the desk that received it; nobody assigns it.
        R.UNIT_OFFICER: {**dict.fromkeys(RecordKind, Rows.UNIT), K.RECEPTION: Rows.OFFICE},
        R.UNIT_HEAD: {**dict.fromkeys(RecordKind, Rows.UNIT), K.RECEPTION: Rows.OFFICE},
        R.SECRETARIAT: _ALL_ROWS,
        R.LEADER: _ALL_ROWS,
        R.AUDITOR: _ALL_ROWS,
        R.ADMINISTRATOR: {},
        R.SYSTEM: _ALL_ROWS,
    }
)

DENUNCIATION_ROWS: Mapping[Role, Mapping[RecordKind, Rows]] = MappingProxyType(
    {
        R.RECEPTION_OFFICER: dict.fromkeys(TYPED, Rows.OFFICE),
        # Luật Tố cáo Đ.56: known to those who must know; colleagues of the handler need not.
        R.UNIT_OFFICER: dict.fromkeys(TYPED, Rows.OWN),
        R.UNIT_HEAD: {**dict.fromkeys(TYPED, Rows.UNIT), K.RECEPTION: Rows.OFFICE},
        R.SECRETARIAT: dict.fromkeys(TYPED, Rows.ALL),
        R.LEADER: dict.fromkeys(TYPED, Rows.ALL),
        R.AUDITOR: dict.fromkeys(TYPED, Rows.ALL),
        R.ADMINISTRATOR: {},
        R.SYSTEM: dict.fromkeys(TYPED, Rows.ALL),
    }
)
"""The rows of denunciations, in place of those of their kind."""
