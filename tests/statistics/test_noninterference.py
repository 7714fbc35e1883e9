"""Non-interference: adding a hidden record changes nothing that an outsider to it can see.

Every page that an outsider may open is read before and after, through the real application: lists with filters and
searches, exports, figures and their breakdowns, the scoreboard, reports, suggestions, the number that the next record
would get. What differs is told; a build that forgets the scope in one place is found by it (security.md 2, row 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from casework.domain.vocabulary import RecordKind, Role
from casework.services.handling import entering
from casework.statistics.form_measures import shipped_forms
from casework.statistics.measures import MEASURES
from casework.statistics.row_scope import RowScope
from casework.statistics.scope import Scope
from casework.web.converters import WORDS
from tests.services.desk import OFFICE, ON, UNIT, unit_id
from tests.web.offices import CANARY, OTHER, Offices, open_rules, plain
from tests.web.test_matrix import FORMS, TYPED, nobody

K = RecordKind
CHANGING = ("/access-log", "/sign-out", "/session", "/me", "/accounts", "/tokens")
"""Pages that tell of sign-ins and readings themselves, which the walk adds to; none of them tells of records."""
PANELS = ("/open", "/months", "/tracked", "/compare", "/time")
TAILS = {
    "": ("", f"?q={CANARY}", "?q=a", "?as_of=2026-12-31", "?type=denunciation", "?figure=kntc.total", "?page=2"),
    ".csv": ("", f"?q={CANARY}", "?type=denunciation"),
}


@pytest.fixture
def offices(database_url: str) -> Iterator[Offices]:
    """Everybody, and some records that all of the office sees."""
    made = Offices.over(database_url)
    for kind in K:
        record_id = made.enter(kind)
        made.give(kind, record_id, OTHER)
    made.enter(K.LETTER, by="other-head")
    yield made
    made.db.close()


def pages() -> list[str]:
    """What outsiders open besides the rules that take no word: each register with filters, each figure, reports."""
    found = [f"/{word}{suffix}{tail}" for word in WORDS.values() for suffix, tails in TAILS.items() for tail in tails]
    found += [f"/figures/{code}?cut={cut}" for code, one in MEASURES.items() for cut in one.cuts[:1]]
    found += ["/forms?period=nam-2026", *(f"/forms/{form.key}?period=nam-2026" for form in shipped_forms())]
    found += [f"/dashboards{panel}?as_of=2026-12-31" for panel in ("", *PANELS)]
    totals = {one.population.code: code for code, one in reversed(MEASURES.items()) if one.cuts}
    for code in totals.values():
        asked = f"/api/v1/figures/{code}"
        found += [f"{asked}?by={MEASURES[code].cuts[0]}&as_of=2026-12-31", f"{asked}/members?first=2000-01-01"]
    return [*found, "/scoreboard?as_of=2026-12-31", "/reports?period=nam-2026", "/figures?as_of=2026-12-31"]


def seen_by(offices: Offices, name: str) -> dict[str, Any]:
    """Everything that somebody is answered, page by page; and the number that his next record would get."""
    reader = offices.readers[name]
    answers: dict[str, Any] = {}
    paths = [*pages(), *(one for rule, _k, one in open_rules(offices.app) if "GET" in (rule.methods or set()))]
    for path in dict.fromkeys(paths):
        if not path.startswith(CHANGING) and not path.endswith(".pdf"):
            programs = path.startswith("/api/")
            answer = offices.ask(name, "GET", path) if programs else offices.people[name].client.get(path)
            if answer.status_code not in (403, 404):
                answers[path] = _undated(plain(answer))
    for path in ("/desk/people",):
        answers[f"POST {path}"] = plain(offices.ask(name, "POST", path, **FORMS))
    for kind in K:
        if reader.role in (Role.RECEPTION_OFFICER, Role.UNIT_OFFICER, Role.UNIT_HEAD) and kind is not K.PETITION:
            answers[f"next {kind.value}"] = entering.next_code(offices.db, reader, kind, ON, office=OFFICE)
    return answers


def _undated(answer: tuple[int, Any, bytes]) -> tuple[int, Any, bytes]:
    return answer[0], answer[1], re.sub(rb'value="[0-9a-f]{32}"', b'value="#"', answer[2])


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The pages that are not what they were."""
    return [path for path in {**before, **after} if before.get(path) != after.get(path)]


def interference(offices: Offices, names: list[str], add: Any) -> list[str]:
    """What of everything that `names` see changed with what `add` added."""
    before = {name: seen_by(offices, name) for name in names}
    add()
    found = []
    for name in names:
        after = seen_by(offices, name)
        found += [f"{name}: {path}" for path in differences(before[name], after)]
        found += [f"{name}: {path}, {one[0]}" for path, one in after.items() if one and one[0] in (500, 503)]
        found += [f"{name}: {path}, a word of it" for path, one in after.items() if _tells(one)]
    return found


def _tells(answer: Any) -> bool:
    return isinstance(answer, tuple) and CANARY.encode() in answer[2].replace(b"q=" + CANARY.encode(), b"").replace(
        b'value="' + CANARY.encode(), b""
    ).replace("“".encode() + CANARY.encode(), b"")


def add_denunciations(offices: Offices) -> None:
    """One of each kind, given to one officer of the unit."""
    for kind in TYPED:
        more = {"unit_id": str(unit_id(offices.db, UNIT))} if kind is K.CASE else {}
        key = offices.enter(kind, type="denunciation", content=f"{CANARY} thu tiền", **more, **nobody(kind))
        offices.give(kind, key, UNIT, "officer")
        offices.fill(kind, key)


def add_closed(offices: Offices) -> None:
    """A denunciation of each kind in the office's register, closed to those who would see it."""
    for kind in TYPED:
        key = offices.enter(kind, type="denunciation", content=f"{CANARY} thu tiền", **nobody(kind))
        offices.close_to(kind, key, "leader", "secretariat", "reception")
        offices.fill(kind, key)


def add_of_the_unit(offices: Offices) -> None:
    """A record of each kind in another unit's register."""
    for kind in (K.RECEPTION, K.LETTER, K.CASE, K.FEEDBACK):
        key = offices.enter(kind, by="head", content=f"{CANARY} của đơn vị khác")
        offices.fill(kind, key)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_denunciation_is_nothing_to_those_outside_its_circle(offices: Offices) -> None:
    """A colleague of its handler, other units, the administrator; the auditor sees no number move below k."""
    names = ["colleague", "other-officer", "other-head", "auditor", "administrator"]
    assert interference(offices, names, lambda: add_denunciations(offices)) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_record_closed_to_somebody_is_nothing_to_him(offices: Offices) -> None:
    """The leader, the secretariat, the officer at the desk; no total, no list, no suggestion, no next number."""
    assert interference(offices, ["leader", "secretariat", "reception"], lambda: add_closed(offices)) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_another_unit_is_nothing_to_a_unit(offices: Offices) -> None:
    """Nor to the desk of the office, whose register is another."""
    names = ["other-officer", "other-head", "reception"]
    assert interference(offices, names, lambda: add_of_the_unit(offices)) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_closing_a_record_changes_nothing_for_others(offices: Offices) -> None:
    """Whoever may go on reading sees no trace of it."""
    key = offices.enter(K.CASE)
    names = ["secretariat", "auditor"]
    assert interference(offices, names, lambda: offices.close_to(K.CASE, key, "leader")) == []


def _forget_rows(*_a: object, **_k: object) -> None:
    return None


@pytest.mark.parametrize("forgotten", ["everywhere", "in figures", "denials"])
def test_a_build_that_forgets_the_scope_is_found(
    offices: Offices, monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    """The proof is red on each of these planted faults."""
    if forgotten == "everywhere":
        monkeypatch.setattr(RowScope, "condition", _forget_rows)
    elif forgotten == "in figures":
        monkeypatch.setattr(Scope, "conditions", lambda *_a: ())
    else:
        monkeypatch.setattr(RowScope, "of", classmethod(lambda cls, reader: cls(reader.role, reader.unit_id)))
    found = interference(offices, ["leader"], lambda: add_closed(offices))
    assert any("/scoreboard" in one for one in found)
    assert any("/api/v1/figures/" in one for one in found)
    assert any(one.startswith("leader: /letters") for one in found)
