"""The figures once more, slowly: the journal replayed event by event in Python, nothing asked of the facts.

Written from the definitions of the catalogue, not from its predicates. Only the due date is taken from the domain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.domain.derivation import due_day
from casework.domain.events import Event
from casework.domain.limits import Law
from casework.domain.periods import Question
from casework.domain.vocabulary import EventName, RecordKind

K = RecordKind
FINAL = {"resolved", "explained", "noted"}
Record = dict[str, Any]


def as_it_stood(kind: RecordKind, events: Iterable[Event], question: Question, law: Law) -> Record | None:
    """A record at the end of the as-of day, by what was recorded up to the known position; None: not there yet."""
    alive: dict[int, tuple[date, dict[str, Any]]] = {}
    for event in sorted(events, key=lambda e: e.id):
        if question.known is not None and event.position > question.known:
            continue
        if event.target is None:
            alive[event.id] = (event.happened_on, dict(event.changes))
        elif event.target in alive:
            if event.name is EventName.STRUCK_OUT:
                del alive[event.target]
            else:
                alive[event.target] = (event.happened_on, dict(event.changes))
    if not alive:
        return None
    opened_on, record = alive.pop(min(alive))
    if opened_on > question.as_of:
        return None
    for _key, (day, changes) in sorted(alive.items(), key=lambda item: (item[1][0], item[0])):
        if day <= question.as_of:
            record.update(changes)
    due_on = None if kind is K.RECEPTION else due_day(kind, record, opened_on, law)
    record |= {"opened_on": opened_on, "due_on": due_on, "month": opened_on.year * 100 + opened_on.month}
    record["closed_on"], record["state"] = _end(kind, record)
    if kind is K.RECEPTION:
        text = str(record.get("receiver") or "")
        leader = text == "Chủ tịch UBND Thành phố"
        record["receiver_kind"] = "city_leader" if leader else "head" if text.startswith("Giám đốc") else "staff"
    return record


def _end(kind: RecordKind, r: Record) -> tuple[date | None, str]:
    if kind is K.PETITION:
        final = r.get("result") in FINAL
        closed = (r.get("resolved_on") or r.get("answered_on") or r["opened_on"]) if final else None
        if r.get("handled_within"):
            return closed, r["handled_within"]
        if r.get("moved_on"):
            return closed, "moved"
        if final:
            return closed, "settled"
        if r.get("answered_on"):
            return closed, "answered"
        return closed, "received" if r.get("unit_id") is None else "assigned"
    if kind is K.RECEPTION:
        return r["opened_on"], "received"
    if kind is K.CASE:
        closed = r.get("finished_on")
        if closed is None:
            return None, "suspended" if r.get("suspended_on") else "accepted"
        return closed, {"withdrawn": "withdrawn", "terminated": "terminated"}.get(str(r.get("outcome")), "decided")
    closed = r.get("handled_on")
    return closed, "handled" if closed else ("received" if kind is K.LETTER else "processing")


Test = Callable[[Record, Question], Any]


def _late(r: Record, q: Question) -> bool:
    return r["due_on"] is not None and r["due_on"] < q.as_of


def _new(r: Record, q: Question) -> bool:
    return bool(q.first <= r["opened_on"] <= q.as_of)


def _own_matter(r: Record) -> bool:
    return not r.get("handled_within")


def _council(r: Record, _q: Question) -> bool:
    return r["source"] == "council" and r.get("moved_on") is None and _own_matter(r)


POPULATIONS: dict[str, tuple[RecordKind, Test]] = {
    "petitions.council": (K.PETITION, _council),
    "petitions.basket": (K.PETITION, lambda r, q: _council(r, q) and r.get("council_resolution_id")),
    "petitions.untracked": (K.PETITION, lambda r, q: _council(r, q) and not r.get("council_resolution_id")),
    "petitions.national_assembly": (
        K.PETITION,
        lambda r, _q: r["source"] == "national_assembly" and r.get("moved_on") is None and _own_matter(r),
    ),
    "petitions.received": (K.PETITION, lambda r, _q: r["source"] == "council" and not r.get("split_off")),
    "petitions.handled": (K.PETITION, lambda r, _q: r["source"] == "council" and _own_matter(r)),
    "petitions.national_assembly_received": (
        K.PETITION,
        lambda r, _q: r["source"] == "national_assembly" and not r.get("split_off"),
    ),
    "petitions.national_assembly_handled": (
        K.PETITION,
        lambda r, _q: r["source"] == "national_assembly" and _own_matter(r),
    ),
    "reception": (K.RECEPTION, _new),
    "letters": (K.LETTER, _new),
    "kntc": (K.CASE, lambda r, q: r["closed_on"] is None or r["closed_on"] >= q.first),
    "pakn": (K.FEEDBACK, _new),
}
PETITION_WORDS: dict[str, Test] = {
    "total": lambda _r, _q: True,
    "resolved": lambda r, _q: r.get("result") == "resolved",
    "answered": lambda r, _q: r.get("answered_on") is not None,
    "open": lambda r, _q: r.get("result") != "resolved",
    "overdue": lambda r, q: r.get("result") not in FINAL and _late(r, q),
    "disputed": lambda r, _q: r.get("result") in FINAL and r.get("finding") in ("unmet", "unclear"),
    "reopened": lambda r, _q: r.get("result") not in FINAL and r.get("finding") in ("unmet", "unclear"),
}


def _promised(r: Record, q: Question) -> bool:
    return any(promised_on <= q.as_of for promised_on, _due, _kept in r.get("promises", ()))


def _promise_broken(r: Record, q: Question) -> bool:
    return any(
        promised_on <= q.as_of and due_on < q.as_of and (kept_on is None or kept_on > q.as_of)
        for promised_on, due_on, kept_on in r.get("promises", ())
    )


def _staff(r: Record, _q: Question) -> bool:
    return bool(r["receiver_kind"] != "city_leader")


def _crowd(r: Record, q: Question) -> bool:
    return _staff(r, q) and r["people"] >= 10


def _closed(r: Record, _q: Question) -> bool:
    return r["closed_on"] is not None


def _open(r: Record, _q: Question) -> bool:
    return r["closed_on"] is None


def _closed_late(r: Record, _q: Question) -> bool:
    return r["closed_on"] is not None and r["due_on"] is not None and r["closed_on"] > r["due_on"]


def _open_late(r: Record, q: Question) -> bool:
    return r["closed_on"] is None and _late(r, q)


WORDS: dict[str, tuple[Test, str | None]] = (
    {
        f"petitions.{name}.{word}": (test, None)
        for name in ("council", "basket", "untracked", "national_assembly")
        for word, test in PETITION_WORDS.items()
    }
    | {
        f"petitions.{name}.total": (PETITION_WORDS["total"], None)
        for name in ("received", "handled", "national_assembly_received", "national_assembly_handled")
    }
    | {
        "petitions.council.promised": (_promised, None),
        "petitions.council.promise_broken": (_promise_broken, None),
        "reception.visits": (_staff, None),
        "reception.people": (_staff, "people"),
        "reception.large_groups": (_crowd, None),
        "reception.large_group_people": (_crowd, "people"),
        "reception.leader_visits": (lambda r, q: not _staff(r, q), None),
        "reception.leader_people": (lambda r, q: not _staff(r, q), "people"),
        "letters.total": (lambda _r, _q: True, None),
        "letters.eligible": (lambda r, _q: r["eligible"], None),
        "letters.not_eligible": (lambda r, _q: not r["eligible"], None),
        "letters.handled": (_closed, None),
        "letters.handled_late": (_closed_late, None),
        "letters.open": (_open, None),
        "letters.open_overdue": (_open_late, None),
        "kntc.total": (lambda _r, _q: True, None),
        "kntc.carried_in": (lambda r, q: r["opened_on"] < q.first, None),
        "kntc.received": (lambda r, q: r["opened_on"] >= q.first, None),
        "kntc.resolved": (_closed, None),
        "kntc.resolved_late": (_closed_late, None),
        "kntc.open": (_open, None),
        "kntc.open_overdue": (lambda r, q: _open_late(r, q) and r["state"] != "suspended", None),
        "kntc.collectives": (_closed, "collectives"),
        "kntc.individuals": (_closed, "individuals"),
        "kntc.money_recovered": (_closed, "money_recovered"),
        "kntc.land_recovered": (_closed, "land_recovered"),
        "kntc.investigated": (_closed, "investigated"),
        "pakn.received": (lambda _r, _q: True, None),
        "pakn.on_time": (lambda r, q: _closed(r, q) and not _closed_late(r, q), None),
        "pakn.late": (_closed_late, None),
        "pakn.open": (_open, None),
        "pakn.open_overdue": (_open_late, None),
    }
)
COLUMNS = {
    "unit": "unit_id",
    "session": "session_id",
    "council_resolution": "council_resolution_id",
    "level": "level",
    "receiver": "receiver_kind",
}


@dataclass
class Oracle:
    """Every record's whole history, and the law that sets its due dates."""

    histories: dict[RecordKind, list[list[Event]]]
    law: Law
    asked: Counter[str] = field(default_factory=Counter)

    def members(self, code: str, question: Question) -> list[Record]:
        """The records behind a measure."""
        population, _word = code.rsplit(".", 1)
        kind, inside = POPULATIONS[population]
        test, _quantity = WORDS[code]
        stood = (as_it_stood(kind, events, question, self.law) for events in self.histories[kind])
        return [r for r in stood if r is not None and inside(r, question) and test(r, question)]

    def value(self, code: str, members: Iterable[Record]) -> int:
        """How many they are, or the sum of the measure's quantity over them."""
        quantity = WORDS[code][1]
        return sum((r.get(quantity) or 0) if quantity else 1 for r in members)

    def days(self) -> list[date]:
        """Every day on which something happened, ended or was due, by what is known now."""
        question = Question(date.min, date.max)
        found: set[date] = set()
        for kind, histories in self.histories.items():
            for events in histories:
                found |= {event.happened_on for event in events}
                record = as_it_stood(kind, events, question, self.law) or {}
                found |= {day for name in ("closed_on", "due_on") if (day := record.get(name)) is not None}
        return sorted(found)

    @staticmethod
    def key(record: Record, dimension: str) -> str:
        """The key under which a record stands in a breakdown; "" where it is not known."""
        found = record.get(COLUMNS.get(dimension, dimension))
        if dimension == "level" and "level" not in record:
            found = record.get("competence")
        return "" if found is None else str(int(found)) if isinstance(found, bool) else str(found)
