"""Hủy nội dung: what of a record's events is left when their texts are destroyed.

The journal's chained part stays as it is; of a payload what is counted is told again and the rest is gone, so that no
figure of any day changes. "Lưu đơn" letters: TT 05/2021/TT-TTCP, Điều 28, confidence high (law-and-forms 3, 9).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from casework.domain.fields import FIELDS, IDENTITY_FIELDS, Field, Shape, Value
from casework.domain.items import ITEM_FIELDS, ItemKind
from casework.domain.limits import Law, LimitError
from casework.domain.vocabulary import RecordKind, Term

GROUND_LIMIT = 500
RETENTION = "letter.retention"
"""The limit after which a filed letter may be destroyed, counted from the day on which it was filed."""


class DestructionError(ValueError):
    """What may not be destroyed, or not so; the Vietnamese message says why and what to do."""


class PayloadKind(Term):
    """The kind of the journal's events that stand in the place of a destroyed payload."""

    REPLACEMENT = "replacement", "Nội dung còn lại sau khi hủy"


Kind = RecordKind | ItemKind
Reduce = Callable[[Kind, Mapping[str, Value]], dict[str, Value]]
"""What is left of the payload of an event of a record or of an item."""

GONE = "[đã hủy]"
"""What stands where a text stood."""

TEXTS = frozenset({Shape.TEXT, Shape.PLACE, Shape.SUBJECT})
"""Shapes that hold what somebody typed."""

COUNTED_TEXTS: Mapping[Kind, frozenset[str]] = MappingProxyType({RecordKind.RECEPTION: frozenset({"receiver"})})
"""Typed texts from which a counted column is derived (who received: `derivation.receiver_kind`)."""

KEPT_TEXTS: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {ItemKind.ATTACHMENT: frozenset({"media_type"}), ItemKind.PAPER: frozenset({"number"})}
)
"""Typed texts that name a paper or a file, and nobody."""

FORGOTTEN: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {ItemKind.ATTACHMENT: frozenset({"sha256"}), ItemKind.PAPER: frozenset({"sha256"})}
)
"""What names a content that goes too: the file in the store, the paper that could be printed again."""

BELONGING = frozenset({"of_kind", "of_id", "struck"})
"""Under these names an event of an item says what it belongs to."""

SPARED = frozenset({ItemKind.DENIAL, ItemKind.DESTRUCTION, ItemKind.HOLD, ItemKind.SEAL, ItemKind.OPENING})
"""Items that account for what was done with the record itself; they stay whole."""


def _fields(kind: Kind) -> tuple[Field, ...]:
    return FIELDS[kind] if isinstance(kind, RecordKind) else ITEM_FIELDS[kind]


def counted_part(kind: Kind, changes: Mapping[str, Value]) -> dict[str, Value]:
    """What is left of a payload when all texts go: days, numbers, terms, references, counted places and subjects.

    In the place of a record's text stands that it was destroyed: whether there was one may be counted (a refusal has a
    reason). Of who the person is, and of an item's texts, nothing is left at all.
    """
    declared = {f.name: f for f in _fields(kind)}
    kept = COUNTED_TEXTS.get(kind, frozenset()) | KEPT_TEXTS.get(kind, frozenset()) | BELONGING
    forgotten = FORGOTTEN.get(kind, frozenset())
    left: dict[str, Value] = {}
    for name, value in changes.items():
        field = declared.get(name)
        if name in kept or (name not in forgotten and _counts(field, value)):
            left[name] = value
        elif isinstance(kind, RecordKind) and not (field is not None and field.identity):
            left[name] = GONE
    return left


def _counts(field: Field | None, value: Value) -> bool:
    if field is None:
        return not isinstance(value, str)
    if field.identity:
        return False
    return value is None or field.fact or field.shape not in TEXTS


def nameless_part(kind: Kind, changes: Mapping[str, Value], cut: Callable[[str], str]) -> dict[str, Value]:
    """What is left of a payload when the person's identity goes; `cut` takes it out of a typed text.

    Of papers and attached files, which name him as a rule, no content is left; of a link to or from another record,
    which names him too, nothing but that it was struck out.
    """
    if kind in FORGOTTEN:
        return counted_part(kind, changes)
    if kind is ItemKind.LINK:
        return {name: changes[name] for name in ("of_kind", "of_id") if name in changes} | {"struck": True}
    identity = IDENTITY_FIELDS[kind] if isinstance(kind, RecordKind) else ()
    declared = {f.name: f for f in _fields(kind)}

    def typed(name: str) -> bool:
        return name not in BELONGING and (name not in declared or declared[name].shape in TEXTS)

    return {
        name: cut(value) if isinstance(value, str) and typed(name) else value
        for name, value in changes.items()
        if name not in identity
    }


def said_of_person(kind: RecordKind, payloads: Iterable[Mapping[str, Value]]) -> list[tuple[str, str]]:
    """Everything that a record's events ever said of who its person is, as (field, text), each once."""
    found = [(name, str(told[name])) for told in payloads for name in IDENTITY_FIELDS[kind] if told.get(name)]
    return list(dict.fromkeys(found))


def retention_window(law: Law, on: date) -> tuple[date, date] | None:
    """The first and last day of filing of the letters that may be destroyed on `on`; None where there is none.

    The day after the last one of the term is the first on which a letter may go; before the limit was law, the data
    know no term, and such letters are proposed one by one.
    """
    day = on - timedelta(days=1)
    try:
        first = law.limit(RETENTION, day).valid_from
    except LimitError:
        return None
    while day >= first:
        due = law.due(RETENTION, day).on
        if due is not None and due < on:
            return first, day
        day -= timedelta(days=1)
    return None


def typed_ground(text: str, what: str) -> str:
    """A ground or remark as typed, white space settled; `what` it is, in words. Raises DestructionError."""
    clean = " ".join(text.split())
    if not clean:
        raise DestructionError(f"Hãy ghi {what}.")
    if len(clean) > GROUND_LIMIT:
        raise DestructionError(f"Mục {what} dài quá {GROUND_LIMIT} ký tự; hãy viết ngắn lại.")
    return clean
