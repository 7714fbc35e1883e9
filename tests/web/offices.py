"""An office with everybody in it, and records that some may see and some may not: what the proofs of access walk over.

Everybody asks through the real application. An answer is compared without what differs from one sending of the same
page to the next: the tokens of its forms, the id that was asked for.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from casework.domain.access import MOVE, Reader
from casework.domain.fields import Field, Shape, Value
from casework.domain.items import ITEM_FIELDS, ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.workflow import STATES, transitions
from casework.services.handling import entering
from casework.services.tokens import make_token
from casework.settings import Settings
from casework.statistics.scope import sees_record
from casework.store import items, journal
from casework.store.database import Database
from casework.store.journal import JournalEvent
from casework.web.app import create_app
from casework.web.converters import WORDS
from tests.services.desk import NOW, OFFICE, ON, UNIT, entry, reader, unit_id
from tests.web.person import SECRET, Person, StandingClock

OTHER = "Sở Công Thương"
CANARY = "Zxqvkj"
"""A word that stands in every hidden record, and nowhere else."""
MISSING = 90_000_017
"""An id that nothing has."""

PEOPLE: Mapping[str, tuple[Role, str]] = {
    "reception": (Role.RECEPTION_OFFICER, ""),
    "officer": (Role.UNIT_OFFICER, UNIT),
    "colleague": (Role.UNIT_OFFICER, UNIT),
    "head": (Role.UNIT_HEAD, UNIT),
    "other-officer": (Role.UNIT_OFFICER, OTHER),
    "other-head": (Role.UNIT_HEAD, OTHER),
    "secretariat": (Role.SECRETARIAT, ""),
    "leader": (Role.LEADER, ""),
    "auditor": (Role.AUDITOR, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
}
"""Username → role and unit."""


_LIKE: Mapping[str, str] = {"media_type": "application/pdf", "sha256": "0" * 64, "values": f'{{"note": "{CANARY}"}}'}
"""What the screens read as more than text."""
_ELSEWHERE = (ItemKind.DENIAL, ItemKind.MEETING)
"""What `close_to` makes, and what belongs to no record."""


@dataclass
class Offices:
    """The application, its people signed in, and what was put into the registers."""

    app: Flask
    db: Database
    readers: dict[str, Reader] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    items: dict[tuple[RecordKind, int, ItemKind], int] = field(default_factory=dict)

    @classmethod
    def over(cls, url: str, *names: str) -> Offices:
        """Everybody, or only those who are named, over an empty database."""
        settings = Settings(database_url=url, secret_key=SECRET, cookie_secure=False, office=OFFICE)
        app = create_app(settings, StandingClock(NOW))
        made = cls(app, app.extensions["casework_database"])
        for name, (role, unit) in PEOPLE.items():
            if names and name not in names:
                continue
            made.readers[name] = reader(made.db, role, unit, f"x-{name}")
            made.people[name] = Person(app)
            answer = made.people[name].send("/sign-in", username=f"x-{name}", password=_password())
            assert answer.status_code == 303, name
            made.tokens[name] = made.people[name].token()
        return made

    def enter(self, kind: RecordKind, by: str = "system", **more: Any) -> int:
        """A new record in the office's register, or in that of the unit of `by`."""
        who = reader(self.db, Role.SYSTEM) if by == "system" else self.readers[by]
        values = entry(self.db, kind, **more)
        form = uuid.uuid4().hex
        return entering.log_record(self.db, who, kind, values, on=ON, now=NOW, token=form, office=OFFICE).record_id

    def item(self, item: ItemKind, kind: RecordKind, record_id: int, **values: Value) -> int:
        """A new item of a record, as the store writes it."""
        act = journal.Act("test", reader(self.db, Role.SYSTEM).user_id, "", NOW)
        with self.db.write() as session:
            key = items.add_item(session, item, kind, record_id, values, on=ON, act=act)
        self.items[kind, record_id, item] = key
        return key

    def give(self, kind: RecordKind, record_id: int, unit: str, person: str = "") -> None:
        """Assigns a record to a unit that leads it, and there to a person."""
        of_person = self.readers[person].user_id if person else None
        given: dict[str, Value] = {"part": "lead", "unit_id": unit_id(self.db, unit), "assigned_on": ON}
        self.item(ItemKind.ASSIGNMENT, kind, record_id, person_id=of_person, **given)

    def close_to(self, kind: RecordKind, record_id: int, *people: str) -> None:
        """Closes a record to some people."""
        for name in people:
            values: dict[str, Value] = {"person_id": self.readers[name].user_id, "denied_on": ON, "reason": "accused"}
            self.item(ItemKind.DENIAL, kind, record_id, **values)
            self.readers[name] = Reader(self.readers[name].user_id, self.readers[name].role, self.readers[name].unit_id)

    def fill(self, kind: RecordKind, record_id: int) -> None:
        """Puts an item of every kind beside a record, its texts the canary."""
        steps = _steps(kind)
        for item, fields in ITEM_FIELDS.items():
            if (kind, record_id, item) in self.items or item in _ELSEWHERE or (item is ItemKind.PROPOSAL and not steps):
                continue
            values = {f.name: self._filled(f) for f in fields}
            of_step: dict[str, Value] = {"step": steps[0]} if item is ItemKind.PROPOSAL else {}
            to_itself: dict[str, Value] = {"to_kind": kind.value, "to_id": record_id} if item is ItemKind.LINK else {}
            self.item(item, kind, record_id, **{**values, **of_step, **to_itself})

    def _filled(self, what: Field) -> Value:
        if what.name in _LIKE:
            return _LIKE[what.name]
        if what.shape is Shape.TEXT:
            return f"{CANARY} {what.name}"
        if not what.required:
            return None
        filled: dict[Shape, Value] = {
            Shape.CODE: "receipt",
            Shape.COUNT: 1,
            Shape.DATE: ON,
            Shape.ACCOUNT: self.readers["head"].user_id,
            Shape.TERM: next(iter(what.term)).value if what.term else None,
        }
        return filled.get(what.shape)

    def sees(self, name: str, kind: RecordKind, record_id: int) -> bool:
        """Whether the record exists for somebody."""
        with self.db.read() as session:
            return sees_record(session, self.readers[name], kind, record_id)

    def events(self) -> int:
        """How many events the journal holds: whether anything was written."""
        with self.db.read() as session:
            return len(session.scalars(select(JournalEvent.id)).all())

    # --- asking ----------------------------------------------------------------------------------------------

    def ask(self, name: str, method: str, path: str, **sent: Any) -> TestResponse:
        """What somebody is answered; a form is sent with the token of the session. What a redirection tells on the
        next page is read, so that it does not stand on the page after."""
        client = self.people[name].client
        if path.startswith("/api/"):
            return self.ask_by_token(name, method, path, **sent)
        if method == "GET":
            answer = client.get(path, query_string=sent or None)
        else:
            answer = client.post(path, data={"csrf_token": self.tokens[name], **sent})
        if answer.status_code == 303:
            client.get("/help")
        return answer

    def ask_by_token(self, name: str, method: str, path: str, **sent: Any) -> TestResponse:
        """What a program is answered that asks by a token of somebody's; it has no cookies."""
        if name not in self.words:
            last = ON + timedelta(days=30)
            self.words[name] = make_token(self.db, self.readers[name], "thử", last, ON, NOW)
        headers = {"Authorization": f"Bearer {self.words[name]}"}
        client = self.app.test_client()
        return client.open(path, method=method, headers=headers, query_string=sent or None)

    def addresses(self, rule: Rule, kind: RecordKind | None, record_id: int, missing: bool) -> Iterator[str]:
        """The addresses of a rule for a record, or for an id that nothing has; a few where words of it vary."""
        adapter = self.app.url_map.bind("localhost")
        for word in _words(rule, kind):
            values: dict[str, Any] = {}
            for name, converter in rule._converters.items():
                if name == "kind":
                    values[name] = kind
                elif name.endswith("_id") or name in ("item", "number"):
                    values[name] = MISSING if missing else self._id(name, kind, record_id)
                elif hasattr(converter, "items"):
                    values[name] = sorted(converter.items)[0]
                else:
                    values[name] = word
            yield adapter.build(rule.endpoint, values, method=sorted(rule.methods or ["GET"])[0])

    def _id(self, name: str, kind: RecordKind | None, record_id: int) -> int:
        """What stands for an id of an address: the record's, an item's of it, else one that nothing has."""
        of = name.removesuffix("_id")
        if of == "record":
            return record_id
        of = {"request": "opening", "item": "assignment"}.get(of, of)
        named = next((one for one in ItemKind if one.value == of), None)
        return self.items.get((kind, record_id, named), MISSING) if kind and named else MISSING


def _password() -> str:
    from tests.services.desk import PASSWORD

    return PASSWORD


def _steps(kind: RecordKind) -> list[str]:
    """The steps of a kind's workflow, whoever may take them."""
    states = [state.value for state in STATES[kind] or ()]
    return sorted({step.event for state in states for role in Role for step in transitions(kind, state, role)})


def _words(rule: Rule, kind: RecordKind | None) -> list[str]:
    """What stands for the free words of an address: steps of the workflow, else something of each sort."""
    if "event" in rule.arguments and kind is not None and kind in MOVE:
        return _steps(kind)[:3]
    if rule.arguments - {"kind"} - {name for name in rule.arguments if name.endswith("_id")}:
        return ["receipt", "u-leader"]
    return ["-"]


_TOKENS = re.compile(r'(name="(?:csrf_token|token)"[^>]*?value=")[^"]*|(<meta name="csrf-token" content=")[^"]*')


def plain(answer: TestResponse, path: str = "") -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """An answer without what differs from one sending to the next: tokens, cookies, the ids of the address."""
    body = _TOKENS.sub(lambda found: found[1] or found[2] or "", answer.get_data().decode("utf-8", "surrogateescape"))
    headers = {n: v for n, v in answer.headers.items() if n not in ("Set-Cookie", "Date", "Content-Length")}
    for number in set(re.findall(r"\d+", path)):
        there = re.compile(rf"(?<=/){number}(?=[/?#.&\"<]|%2F|$)|(?<=%2F){number}(?=%2F|$)")
        body = there.sub("#", body)
        headers = {name: there.sub("#", value) for name, value in headers.items()}
    return answer.status_code, tuple(sorted(headers.items())), body.encode("utf-8", "surrogateescape")


def record_rules(app: Flask) -> list[Rule]:
    """The rules whose addresses name something by its id."""
    return [rule for rule in app.url_map.iter_rules() if any(name.endswith("_id") for name in rule.arguments)]


def unbounded(app: Flask) -> list[str]:
    """The rules that take a number which may overflow a database's integers."""
    return [
        str(rule)
        for rule in app.url_map.iter_rules()
        if any(type(one).__name__ == "IntegerConverter" for one in rule._converters.values())
    ]


def open_rules(app: Flask) -> list[tuple[Rule, RecordKind | None, str]]:
    """The other rules that can be asked for, each with its kind and address."""
    found: list[tuple[Rule, RecordKind | None, str]] = []
    for rule in app.url_map.iter_rules():
        if rule in record_rules(app) or rule.endpoint == "static":
            continue
        kinds: tuple[RecordKind | None, ...] = tuple(RecordKind) if "kind" in rule.arguments else (None,)
        for kind in kinds:
            address = str(rule).replace("<register:kind>", WORDS[kind] if kind else "")
            code = "kntc.total" if address.startswith("/api/") else "kntc.total?cut=type"
            address = re.sub(r"<string[^>]*:code>", code, address)
            address = re.sub(r"<string[^>]*:form>", "tt02-2021-01-tcd", address)
            address = re.sub(r"<any\(([^),]+)[^>]*>", r"\1", address)
            found.append((rule, kind, re.sub(r"<[^>]+>", "x-leader", address)))
    return found
