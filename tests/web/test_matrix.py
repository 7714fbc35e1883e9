"""Every route × method × role × object: what docs/rights.md says, and of a hidden record what is said of a missing one.

The walk is a checker: it gives back what it finds wrong. Each finding is shown once on a planted fault, so that a
checker that sees nothing would be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from casework.domain.access import ForbiddenError
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind
from casework.services import record_page
from casework.statistics.row_scope import RowScope
from casework.web.converters import WORDS
from scripts.rights_table import MAY, PAGE, REFUSED, ROLES, UNSEEN
from tests.services.desk import UNIT, unit_id
from tests.web.offices import CANARY, MISSING, PEOPLE, Offices, open_rules, plain, record_rules, unbounded

TYPED = (RecordKind.RECEPTION, RecordKind.LETTER, RecordKind.CASE)
FORMS = {"version": "1", "reason": "thử", "q": CANARY, "person_name": CANARY, "content": CANARY, "do": "find"}
"""What is sent with every form: the words that would find a hidden record, were it not hidden."""


def rights() -> dict[tuple[str, str], dict[str, str]]:
    """(method, address) → role → what docs/rights.md says."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        if line.startswith(("| GET", "| POST")):
            found[cells[0], cells[1]] = dict(zip((role.value for role in ROLES), cells[2:], strict=True))
    return found


RIGHTS = rights()


def furnish(offices: Offices) -> dict[str, list[tuple[RecordKind, int]]]:
    """Records of each kind: `seen` by the office and the unit, `denunciation` given to one officer of the unit and its
    head, `closed` to everybody. Hidden ones hold the canary in every text."""
    made: dict[str, list[tuple[RecordKind, int]]] = {"seen": [], "denunciation": [], "closed": []}
    for kind in RecordKind:
        record_id = offices.enter(kind)
        offices.give(kind, record_id, UNIT)
        offices.fill(kind, record_id)
        made["seen"].append((kind, record_id))
    secret = {"type": "denunciation", "content": f"{CANARY} thu tiền"}
    of_unit = {"unit_id": str(unit_id(offices.db, UNIT))}
    for kind in TYPED:
        record_id = offices.enter(kind, **secret, **(of_unit if kind is RecordKind.CASE else {}), **nobody(kind))
        offices.give(kind, record_id, UNIT, "officer")
        offices.fill(kind, record_id)
        made["denunciation"].append((kind, record_id))
    for kind in RecordKind:
        named = {"person_name": f"{CANARY} Văn Kín"} if kind in TYPED else {}
        record_id = offices.enter(kind, content=f"{CANARY} nội dung kín", **named)
        offices.give(kind, record_id, UNIT)
        offices.fill(kind, record_id)
        offices.close_to(kind, record_id, *PEOPLE)
        made["closed"].append((kind, record_id))
    return made


def nobody(kind: RecordKind) -> dict[str, Any]:
    """An entry of a denunciation names nobody."""
    return {"person_name": "", "person_address": "", "paper_file": "BM-01"} if kind in TYPED else {}


@pytest.fixture
def offices(database_url: str) -> Iterator[Offices]:
    """Everybody, over each database."""
    made = Offices.over(database_url)
    yield made
    made.db.close()


# --- the checkers ------------------------------------------------------------------------------------------------


def hidden_like_missing(offices: Offices, objects: list[tuple[RecordKind, int]], names: list[str]) -> Iterator[str]:
    """Where somebody is answered otherwise for a record hidden from him than for none, or a word of it is told."""
    for name in names:
        role = PEOPLE[name][0].value
        for kind, record_id in objects:
            if offices.sees(name, kind, record_id):
                continue
            before = offices.events()
            for rule in record_rules(offices.app):
                hidden = list(offices.addresses(rule, kind, record_id, missing=False))
                missing = list(offices.addresses(rule, kind, record_id, missing=True))
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    may = RIGHTS.get((method, in_table(str(rule), kind)), {}).get(role, MAY) == MAY
                    for one, other in list(zip(hidden, missing, strict=True))[: None if may else 1]:
                        yield from _compared(offices, name, method, one, other)
            if offices.events() != before:
                yield f"{name} {kind.value}: something was written"


def _compared(offices: Offices, name: str, method: str, one: str, other: str) -> Iterator[str]:
    sent = FORMS if method == "POST" else {}
    told, none = offices.ask(name, method, one, **sent), offices.ask(name, method, other, **sent)
    if plain(told, one) != plain(none, other):
        yield f"{name} {method} {one}: {told.status_code}, missing {none.status_code}"
    if told.status_code not in (303, 400, 403, 404, 422):
        yield f"{name} {method} {one}: {told.status_code}"
    if CANARY in told.text.replace(f'value="{CANARY}', ""):
        yield f"{name} {method} {one}: a word of the record"


def roles_as_told(offices: Offices, objects: list[tuple[RecordKind, int]]) -> Iterator[str]:
    """Where a route answers a role otherwise than docs/rights.md says, for records that the role's reader sees."""
    of_kind = dict(objects)
    for name, (role, _unit) in PEOPLE.items():
        for rule, kind, address in open_rules(offices.app):
            yield from _as_told(offices, name, role.value, str(rule), kind, rule.methods or set(), [address])
        for rule in record_rules(offices.app):
            for kind in RecordKind if "kind" in rule.arguments else (RecordKind.LETTER,):
                if not offices.sees(name, kind, of_kind[kind]):
                    continue
                addresses = list(offices.addresses(rule, kind, of_kind[kind], missing=False))
                methods = {"GET"} & (rule.methods or set())
                yield from _as_told(offices, name, role.value, str(rule), kind, methods, addresses)


def _as_told(
    offices: Offices, name: str, role: str, rule: str, kind: RecordKind | None, methods: set[str], addresses: list[str]
) -> Iterator[str]:
    for method in sorted(methods & {"GET", "POST"}):
        row = RIGHTS.get((method, in_table(rule, kind)))
        if row is None:
            yield f"{method} {rule}: not in docs/rights.md"
            continue
        for address in addresses:
            if address in ("/sign-out", "/me/sessions/end", "/password"):
                continue
            status = offices.ask(name, method, address).status_code
            told = row[role]
            wrong = {REFUSED: status != 403, UNSEEN: status != 404}.get(told, False)
            if told == MAY and method == "GET" and (kind is not None or "_id>" not in rule):
                # What is allowed by role may still be no part of this record's work; its page, its list always open.
                of_record = "_id>" in rule
                wrong = status != 200 if _plain_pages(kind).fullmatch(address) else not of_record and status == 403
            if wrong or status >= 500 or status == 405:
                yield f"{name} {method} {address}: {status}, but told “{told}”"


def _plain_pages(kind: RecordKind | None) -> re.Pattern[str]:
    if kind is not None:
        return re.compile(rf"/{WORDS[kind]}(/\d+)?")
    return re.compile(r"/scoreboard|(/api/v1)?/figures|/api/v1/reports|/dashboards(/[a-z]+)?")


def nobody_without_account(offices: Offices, objects: list[tuple[RecordKind, int]]) -> Iterator[str]:
    """Where somebody who is not signed in gets anything but the door."""
    client = offices.app.test_client()
    asked = open_rules(offices.app)
    for kind, record_id in objects:
        for rule in record_rules(offices.app):
            asked += [(rule, kind, one) for one in offices.addresses(rule, kind, record_id, missing=False)]
    for rule, of, address in asked:
        method = min((rule.methods or set()) & {"GET", "POST"})
        if "anyone" in RIGHTS.get((method, in_table(str(rule), of)), {}).values():
            continue
        if address.startswith("/api/"):
            answer = client.get(address)
            if answer.status_code != 401 or answer.mimetype != "application/problem+json":
                yield f"GET {address}: {answer.status_code}"
        elif "GET" in (rule.methods or set()):
            answer = client.get(address)
            if answer.status_code != 303 or not answer.headers["Location"].startswith("/sign-in"):
                yield f"GET {address}: {answer.status_code}"
        else:
            answer = client.post(address, data={})
            if answer.status_code not in (303, 400):
                yield f"POST {address}: {answer.status_code}"


def in_table(rule: str, kind: RecordKind | None) -> str:
    """The address of a rule as docs/rights.md has it."""
    return rule.replace("<register:kind>", WORDS[kind] if kind else "")


# --- the proofs --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_role_gets_what_the_table_says(offices: Offices) -> None:
    """Every route and method with every role; who is not signed in gets the door."""
    made = furnish(offices)
    assert list(nobody_without_account(offices, made["seen"])) == []
    assert list(roles_as_told(offices, made["seen"])) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_hidden_record_is_answered_like_a_missing_one(offices: Offices) -> None:
    """Status, headers and body, for every route that names something by its id; nothing is written, no word told."""
    made = furnish(offices)
    names = ["reception", "officer", "head", "secretariat", "leader", "auditor"]
    hidden = {
        what: sum(not offices.sees(name, *one) for name in names for one in made[what])
        for what in ("seen", "denunciation", "closed")
    }
    assert hidden["closed"] == len(names) * len(RecordKind), "the closed records are hidden from everybody"
    assert hidden["seen"] > 0 < hidden["denunciation"] < len(names) * len(TYPED)
    assert list(hidden_like_missing(offices, made["closed"], names)) == []
    assert list(hidden_like_missing(offices, made["seen"], ["other-officer", "other-head"])) == []
    assert list(hidden_like_missing(offices, made["denunciation"], ["colleague", "other-head", "auditor"])) == []


# --- each finding on a planted fault -----------------------------------------------------------------------------


def test_the_walk_finds_a_build_that_forgets_the_scope(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the condition on rows the hidden record opens, and its words stand there."""
    record_id = offices.enter(RecordKind.LETTER, content=f"{CANARY} nội dung kín")
    offices.close_to(RecordKind.LETTER, record_id, "leader")
    assert list(hidden_like_missing(offices, [(RecordKind.LETTER, record_id)], ["leader"])) == []
    true_sees = offices.sees
    monkeypatch.setattr(RowScope, "condition", lambda *_a, **_k: None)
    monkeypatch.setattr(Offices, "sees", lambda _self, *_a: False)
    found = list(hidden_like_missing(offices, [(RecordKind.LETTER, record_id)], ["leader"]))
    assert any("a word of the record" in one for one in found)
    assert any("missing 404" in one for one in found)
    assert true_sees("leader", RecordKind.LETTER, record_id), "the planted fault is in the build"


def test_the_walk_finds_a_build_that_refuses_instead_of_missing(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """403 for a hidden record and 404 for none tells that there is one."""
    record_id = offices.enter(RecordKind.CASE)
    offices.close_to(RecordKind.CASE, record_id, "leader")
    honest = record_page.record_page

    def telling(db, reader, kind, one, today):  # type: ignore[no-untyped-def]
        if one == record_id:
            raise ForbiddenError("Không được xem.")
        return honest(db, reader, kind, one, today)

    monkeypatch.setattr(record_page, "record_page", telling)
    found = list(hidden_like_missing(offices, [(RecordKind.CASE, record_id)], ["leader"]))
    assert any("403, missing 404" in one for one in found)


def test_the_walk_finds_a_route_that_no_table_names(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that answers a role otherwise than told."""
    told = dict(RIGHTS)
    del told["GET", "/scoreboard"]
    told["GET", "/imports"] = dict.fromkeys(told["GET", "/imports"], MAY)
    monkeypatch.setattr("tests.web.test_matrix.RIGHTS", told)
    records = [(kind, MISSING) for kind in RecordKind]
    found = list(roles_as_told(offices, records))
    assert any("GET /scoreboard: not in docs/rights.md" in one for one in found)
    assert any("leader GET /imports: 403, but told" in one for one in found)


def test_ids_that_cannot_be_are_no_page(offices: Offices) -> None:
    """Out of range, negative, no number: 404 for everybody, never an error of the database."""
    numbers = ("0", "-1", "9223372036854775808", "99999999999999999999", "1e3", "1%00")
    assert unbounded(offices.app) == []
    for rule in record_rules(offices.app):
        kind = RecordKind.LETTER if "kind" in rule.arguments else None
        for address in offices.addresses(rule, kind, MISSING, missing=True):
            for number in numbers:
                path = address.replace(str(MISSING), number)
                statuses = {offices.ask(name, "GET", path).status_code for name in ("reception", "secretariat")}
                assert statuses <= {403, 404, 405}, (path, statuses)
            largest = address.replace(str(MISSING), str(2**53 - 1))
            assert offices.ask("head", "GET", largest).status_code in (303, 403, 404, 405), largest


def test_the_canary_is_where_it_should_be(offices: Offices) -> None:
    """Those who may see the records do read the word: the proofs above look for something that is there."""
    made = furnish(offices)
    kind, record_id = made["denunciation"][1]
    assert CANARY in offices.ask("officer", "GET", f"/{WORDS[kind]}/{record_id}").text
    assert offices.items[kind, record_id, ItemKind.PAPER]
    assert CANARY in offices.ask("officer", "GET", f"/{WORDS[kind]}", q=CANARY).text
