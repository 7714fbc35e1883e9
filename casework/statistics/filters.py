"""The filters of a list: dimensions with the choices that a reader may pick from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.text import capitalised
from casework.domain.vocabulary import RecordKind
from casework.statistics.buckets import BUCKETS
from casework.statistics.catalogue import Dimension
from casework.statistics.labels import UNKNOWN, Labels
from casework.statistics.list_conditions import DIMENSIONS
from casework.store.catalogue_tables import Subject
from casework.store.memory import position_of_kinds, remembered

UNKNOWN_KEY = "-"
"""What stands in an address for "not known", since an empty parameter means no filter."""

FILTERS: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    {
        RecordKind.PETITION: ("council_resolution", "unit", "subject", "result", "state", "source"),
        RecordKind.RECEPTION: ("level", "form", "type", "handling"),
        RecordKind.LETTER: ("type", "state", "handling", "channel"),
        RecordKind.CASE: ("type", "state", "unit", "outcome"),
        RecordKind.FEEDBACK: ("type", "state", "unit"),
    }
)
"""The dimensions that a list offers as filters; the others still work in an address."""

DIMENSION_CODES: Mapping[RecordKind, frozenset[str]] = MappingProxyType(
    {
        kind: frozenset((*(dimension.code for dimension in dimensions), *BUCKETS[kind]))
        for kind, dimensions in DIMENSIONS.items()
    }
)
"""Every dimension by which a list of a kind may be narrowed."""

SUBJECT_REGISTERS = {RecordKind.PETITION: "petition", RecordKind.LETTER: "kntc", RecordKind.CASE: "kntc"}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with its choices and what is chosen (None: nothing; `UNKNOWN_KEY`: not known)."""

    code: str
    label: str
    options: tuple[Option, ...]
    chosen: str | None


def filters(session: Session, kind: RecordKind, cell: Mapping[str, str], labels: Labels) -> tuple[Filter, ...]:
    """The filters of a list of `kind` that is narrowed to `cell`: those offered, and those in use besides."""
    known = {**BUCKETS[kind], **{dimension.code: dimension for dimension in DIMENSIONS[kind]}}
    names = dict.fromkeys((*FILTERS[kind], *(name for name in cell if name in known)))
    return tuple(_filter(session, kind, known[name], cell.get(name), labels) for name in names)


def _filter(session: Session, kind: RecordKind, dimension: Dimension, chosen: str | None, labels: Labels) -> Filter:
    options = remembered(
        session,
        ("options", kind, dimension.code),
        lambda: _options(session, kind, dimension, labels),
        position_of_kinds(kind.value),
    )
    if chosen and all(option.key != chosen for option in options):
        options = (*options, Option(chosen, key_label(labels, dimension, chosen)))
    options = (*options, Option(UNKNOWN_KEY, UNKNOWN))
    return Filter(dimension.code, dimension.label, options, UNKNOWN_KEY if chosen == "" else chosen)


def _options(session: Session, kind: RecordKind, dimension: Dimension, labels: Labels) -> tuple[Option, ...]:
    if dimension.term is not None:
        return tuple(Option(term.value, capitalised(term.label)) for term in dimension.term)
    lists: dict[str, Mapping[str, str]] = {
        "unit": labels.units,
        "session": labels.sessions,
        "council_resolution": labels.council_resolutions,
        "flag": {key: labels.of(dimension, key) for key in ("1", "0")} if dimension.keys == "flag" else {},
    }
    if dimension.keys in lists:
        return tuple(Option(key, label) for key, label in lists[dimension.keys].items())
    if dimension.code == "subject" and kind in SUBJECT_REGISTERS:
        rows = session.execute(select(Subject.name, Subject.register).order_by(Subject.id))
        return tuple(Option(name, name) for name, kept in rows if SUBJECT_REGISTERS[kind] in kept.split(","))
    return ()


def key_label(labels: Labels, dimension: Dimension, key: str) -> str:
    """The name of a key that came from an address; the key itself where it names nothing."""
    try:
        return labels.of(dimension, key)
    except (KeyError, ValueError, IndexError):
        return key
