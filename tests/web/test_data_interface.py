"""The data interface: its answers are what its description says and what the screens show, by tokens only."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text, update

from casework.domain.fields import IDENTITY_FIELDS
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind
from casework.services import figures, tokens
from casework.services.reporting import issued, proving
from casework.store.access_log import AccessEntry
from casework.store.issued import IssuedPart
from casework.store.records import RECORDS
from casework.web.api.openapi import description
from casework.web.api.resources import ROOT
from casework.web.api.shapes import SHAPES
from casework.web.views.data_interface import resources
from tests.services.desk import NOW, ON, UNIT, unit_id
from tests.services.people import log
from tests.web.offices import OTHER, Offices
from tests.web.schema_walk import faults, resolved

WHOLE = description(resources.all)
DAYS = "first=2025-12-15&as_of=2026-11-20"
ORDER = "period=range&from=1/1/2024&to=31/12/2026&number=12"


def furnished(url: str, *names: str) -> Offices:
    """People, and a few records of each kind, denunciations among them."""
    made = Offices.over(url, *names)
    for kind in RecordKind:
        for number in range(3):
            made.enter(kind, content=f"Đề nghị xem xét, lần {number}")
        made.give(kind, made.enter(kind), OTHER)
    secret = {"type": "denunciation", "person_name": "", "person_address": "", "paper_file": "BM-01"}
    made.enter(RecordKind.LETTER, **secret)
    made.enter(RecordKind.CASE, **secret, unit_id=str(unit_id(made.db, UNIT)))
    return made


@pytest.fixture(scope="module")
def offices(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """Everybody, with an issued report: for tests that only read."""
    path = tmp_path_factory.mktemp("given") / "casework.sqlite"
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), path)
    made = furnished(f"sqlite:///{path}")
    issue(made)
    yield made
    made.db.close()


@pytest.fixture
def own(database_url: str) -> Iterator[Offices]:
    """Two people over each database: for tests that write."""
    made = furnished(database_url, "leader", "secretariat")
    yield made
    made.db.close()


def read(offices: Offices, path: str, name: str = "leader") -> Any:
    """What a program reads at a path, which must be there."""
    answer = offices.ask_by_token(name, "GET", path if path.startswith("/") else f"{ROOT}/{path}")
    assert answer.status_code == 200, (path, answer.text[:500])
    assert answer.mimetype == "application/json"
    return answer.json


def problem(offices: Offices, path: str, status: int, name: str = "leader", method: str = "GET") -> str:
    """The words of a refusal."""
    answer = offices.ask_by_token(name, method, f"{ROOT}/{path}")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text[:500]
    told = json.loads(answer.text)
    assert list(faults(told, SHAPES["Problem"], WHOLE)) == []
    assert told["status"] == status
    return str(told["detail"])


def issue(offices: Offices) -> None:
    """Issues a report."""
    answer = offices.ask("secretariat", "POST", f"/reports/issue?{ORDER}", note="thử", replaces="0")
    assert answer.status_code == 303


def every_page(offices: Offices, path: str, name: str = "leader") -> list[Any]:
    """All pages of a list."""
    pages = [read(offices, path, name)]
    while pages[-1]["next"]:
        pages.append(read(offices, pages[-1]["next"], name))
    return pages


# --- the description ---------------------------------------------------------------------------------------


def test_every_resource_answers_as_it_is_described(offices: Offices) -> None:
    """Each path of the description is asked for, and its answer read against its shape; no other path is there."""
    catalogue = read(offices, "figures")["items"]
    asked = {
        "/": [""],
        "/figures": ["/figures"],
        "/figures/{code}": [
            f"/figures/kntc.total?{DAYS}&by=unit&structure=now",
            *(f"/figures/{one['code']}?{DAYS}" for one in catalogue),
            f"/figures/petitions.council.total?{DAYS}&by=unit",
            "/figures/letters.total?as_of=2026-11-20&by=type&known_on=2020-01-01",
        ],
        "/figures/{code}/members": [
            *(f"/figures/{code}/members?{DAYS}" for code in ("petitions.council.total", "reception.visits")),
            *(f"/figures/{code}/members?{DAYS}&limit=2" for code in ("letters.total", "kntc.total")),
        ],
        "/reports": ["/reports"],
        "/reports/{issued_id}": ["/reports/1"],
        "/reports/{issued_id}/figures": ["/reports/1/figures"],
        "/reports/{issued_id}/members": ["/reports/1/members?figure=kntc.total&limit=2"],
        "/reports/{issued_id}/files/{name}": ["/reports/1/files/bao-cao.docx"],
    }
    paths = WHOLE["paths"]
    assert set(asked) == set(paths)
    for template, addresses in asked.items():
        content = paths[template]["get"]["responses"]["200"]["content"]
        for address in addresses:
            answer = offices.ask_by_token("leader", "GET", ROOT + address)
            assert answer.status_code == 200, (address, answer.text[:300])
            if "application/json" in content:
                assert list(faults(answer.json, content["application/json"]["schema"], WHOLE)) == [], address
            else:
                assert answer.data.startswith(b"PK")


def test_the_description_is_whole(offices: Offices) -> None:
    """Every route under /api stands in it, every reference leads somewhere, every part of a path is explained."""
    told = offices.app.test_client().get(f"{ROOT}/openapi.json")
    assert told.json == WHOLE
    rules = {str(rule) for rule in offices.app.url_map.iter_rules() if str(rule).startswith("/api")}
    assert rules == {ROOT + one.path for one in resources.all} | {f"{ROOT}/openapi.json"}
    names = [path["get"]["operationId"] for path in WHOLE["paths"].values()]
    assert len(set(names)) == len(names)
    for template, path in WHOLE["paths"].items():
        parts = {one["name"] for one in path["get"]["parameters"] if one["in"] == "path"}
        assert parts == {part.split("}")[0] for part in template.split("{")[1:]}

    def follow(one: Any) -> None:
        if isinstance(one, dict):
            resolved(one, WHOLE)
        for more in one.values() if isinstance(one, dict) else one if isinstance(one, list) else ():
            follow(more)

    follow(WHOLE)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.pop("printed"), "missing"),
        (lambda one: one.update(value="3"), "str, not"),
        (lambda one: one.update(value=True), "bool, not"),
        (lambda one: one.update(person_name="x"), "not told of"),
        (lambda one: one.update(kind="sum"), "is none of"),
        (lambda one: one["question"].update(first="14/06/2024"), "is no date"),
    ],
)
def test_the_walk_finds_an_answer_that_is_not_as_described(change: Any, told: str) -> None:
    """Each sort of fault, on an answer that is right without it."""
    right = {
        **dict.fromkeys(("code", "label", "unit", "scope", "printed", "definition", "source"), "x"),
        **dict.fromkeys(("numerator", "denominator", "reason", "members", "breakdown")),
        "kind": "records",
        "value": 3,
        "question": {"first": "2024-06-14", "as_of": "2024-06-14", "known_on": None},
    }
    assert list(faults(right, SHAPES["Figure"], WHOLE)) == []
    change(right)
    assert any(told in one for one in faults(right, SHAPES["Figure"], WHOLE))


# --- who is let in -----------------------------------------------------------------------------------------


def test_a_cookie_opens_nothing(offices: Offices) -> None:
    """Whoever is signed in gets 401 without a token, and no page of the system opens by a token."""
    browser = offices.people["leader"].client
    paths = ["", "/figures", "/figures/kntc.total", "/figures/kntc.total/members", "/reports", "/reports/1", "/nothing"]
    for path in paths:
        answer = browser.get(ROOT + path)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer realm=casework"), path
        assert answer.mimetype == "application/problem+json"
    word = tokens.make_token(offices.db, offices.readers["leader"], "thử", ON, ON, NOW)
    stranger = offices.app.test_client()
    for path in ("/", "/letters", "/letters.csv", "/figures", "/tokens", "/help/api"):
        answer = stranger.get(path, headers={"Authorization": f"Bearer {word}"})
        assert (answer.status_code, answer.location[:8]) == (303, "/sign-in"), path
    for header in (f"Basic {word}", word, f"Bearer {word}x", "Bearer", f"Token {word}"):
        assert stranger.get(f"{ROOT}/figures", headers={"Authorization": header}).status_code == 401
    for address in (f"{ROOT}/figures?access_token={word}", f"{ROOT}/figures?token={word}"):
        assert stranger.get(address).status_code == 401
    answer = browser.get(f"{ROOT}/figures", headers={"Authorization": f"Bearer {word}"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_refusals_tell_what_to_do(offices: Offices) -> None:
    """In Vietnamese, as application/problem+json: unknown words, days, cuts, pages, roles, methods."""
    assert "Không có tham số “xyz”" in problem(offices, "figures?xyz=1", 400)
    assert "Không có tham số “colour”" in problem(offices, "figures/kntc.total/members?colour=1", 400)
    assert "không có ngày 30" in problem(offices, "figures/kntc.total?as_of=30/02/2026", 400)
    assert "chia được theo: type" in problem(offices, "figures/kntc.total?by=colour", 400)
    assert "structure" in problem(offices, "figures/kntc.total?by=type&structure=now", 400)
    assert "limit" in problem(offices, "figures/kntc.total/members?limit=0", 400)
    assert "next" in problem(offices, "figures/kntc.total/members?after=abc", 400)
    assert "không phải" in problem(offices, "figures/kntc.total/members?unit=x", 400)
    for path in ("figures/no.such", "figures/no.such/members", "reports/7", "reports/7/members?figure=x", "nothing"):
        assert "Không có" in problem(offices, path, 404)
    assert "không được mở" in problem(offices, "figures", 403, "administrator")
    problem(offices, "reports", 403, "officer")
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        problem(offices, "figures", 405, method=method)


def test_a_word_of_one_page_opens_no_other(offices: Offices) -> None:
    """`after` is bound to its path and cannot be made up."""
    onward = read(offices, f"figures/kntc.total/members?{DAYS}&limit=1")["next"]
    assert "next" in problem(offices, onward.removeprefix(f"{ROOT}/").replace("kntc.total", "letters.total"), 400)
    changed = onward[:-1] + ("A" if onward[-1] != "A" else "B")
    assert "next" in problem(offices, changed.removeprefix(f"{ROOT}/"), 400)


# --- the same numbers as on the screens --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["leader", "reception", "other-head", "auditor"])
def test_figures_are_those_of_the_screens(offices: Offices, name: str) -> None:
    """Each figure of the catalogue, whole and cut, has the value that the screens' service gives the same person."""
    found = figures.figures(offices.db, offices.readers[name], Question(date(2025, 12, 15), ON))
    catalogue = read(offices, "figures", name)
    assert {one["code"] for one in catalogue["items"]} == {
        f.code for f in found if not f.cell and not f.code.startswith("declared.")
    }
    for entry in catalogue["items"]:
        for by in ["", *(one["by"] for one in entry["cuts"][:2])]:
            told = read(offices, f"figures/{entry['code']}?{DAYS}" + (f"&by={by}" if by else ""), name)
            whole = found.get(entry["code"])
            assert whole is not None
            assert [told[key] for key in ("value", "numerator", "denominator", "printed")] == [
                whole.value,
                whole.numerator,
                whole.denominator,
                whole.printed,
            ]
            cells = {one["key"] or "": one["printed"] for one in told["breakdown"]["items"]} if by else {}
            if by:
                assert cells == {one.cell[0][1]: one.printed for one in found.breakdown(entry["code"], by)}


def opened_wrongly(offices: Offices, name: str, code: str = "") -> Iterator[str]:
    """Figures whose pages of members are not theirs: some twice, out of order, not as many as told."""
    for entry in read(offices, "figures", name)["items"]:
        if not entry["code"].startswith(code):
            continue
        told = read(offices, f"figures/{entry['code']}?{DAYS}", name)
        if entry["opens"] != (told["members"] is not None):
            yield f"{entry['code']}: opens or not"
        if told["members"] is None:
            continue
        pages = every_page(offices, told["members"] + "&limit=3", name)
        ids = [one["id"] for page in pages for one in page["items"]]
        told_of = {page["total"] for page in pages} | {sum(page["count"] for page in pages), len(set(ids))}
        counted = told["denominator"] if told["kind"] == "rate" else told["value"]
        if ids != sorted(ids) or told_of != {len(ids)} or counted not in (None, pages[0]["value"]):
            yield f"{entry['code']}: {ids}, told {told_of}"
        if [page["complete"] for page in pages] != [len(pages) == 1] * len(pages):
            yield f"{entry['code']}: complete or not"


@pytest.mark.parametrize("name", ["leader", "reception", "other-head"])
def test_every_figure_opens_to_its_members(offices: Offices, name: str) -> None:
    """The pages hold `total` records, none twice, in order; what counts records is that number."""
    assert list(opened_wrongly(offices, name)) == []


def test_no_identity_is_given_away(offices: Offices) -> None:
    """Not even to who sees identities on screen; the auditor gets a band, and no list with denunciations."""
    with offices.db.read() as session:
        names = {
            str(value)
            for kind in RecordKind
            for name in IDENTITY_FIELDS[kind]
            for value in session.scalars(select(RECORDS[kind].c[name]))
            if value
        }
    assert len(names) >= 4
    for name in ("reception", "leader", "head"):
        for code in ("reception.visits", "letters.total", "kntc.total"):
            told = json.dumps(read(offices, f"figures/{code}/members?{DAYS}", name), ensure_ascii=False)
            assert not [one for one in names if one in told]
    band = read(offices, f"figures/kntc.denunciations?{DAYS}", "auditor")
    assert (band["value"], band["printed"], band["kind"], band["members"]) == (None, "< 5", "band", None)
    assert "chỉ được xem số lượng" in problem(offices, "figures/letters.total/members", 404, "auditor")


def test_what_was_not_recorded_is_no_nought(offices: Offices) -> None:
    """As known on a day before the first recording: null, with the reason; and no members."""
    told = read(offices, f"figures/letters.total?{DAYS}&known_on=2020-01-01&by=type")
    assert (told["value"], told["reason"], told["printed"]) == (None, "chưa ghi nhận", "chưa ghi nhận")
    assert (told["members"], told["breakdown"]["items"]) == (None, [])
    page = read(offices, f"figures/letters.total/members?{DAYS}&known_on=2020-01-01")
    assert (page["value"], page["reason"], page["total"]) == (None, "chưa ghi nhận", 0)


def test_each_reading_is_told_to_the_log(offices: Offices) -> None:
    """With the number of the token, the register, how many rows; no word that was typed."""
    with offices.db.read() as session:
        before = len(session.scalars(select(AccessEntry.position)).all())
    for path in ("figures/letters.total", "figures/letters.total/members?type=complaint", "reports"):
        read(offices, path, "secretariat")
    with offices.db.read() as session:
        entries = session.scalars(select(AccessEntry).where(AccessEntry.position > before)).all()
        told = [(one.act, one.kind, one.row_count, *one.what.split("; ", 1)) for one in entries]
    by = told[0][3]
    assert by.startswith("Mã truy cập số ")
    assert told == [
        ("read_by_token", "letter", None, by, "Số liệu letters.total"),
        ("read_by_token", "letter", 4, by, "Chỉ tiêu: Đơn tiếp nhận; Loại đơn: Khiếu nại"),
        ("read_by_token", "", 1, by, "Danh sách báo cáo đã phát hành"),
    ]


def test_pages_and_tags_on_both_databases(own: Offices) -> None:
    """Figures open; what is entered between two pages neither doubles nor drops a member, and the next reading has it;
    304 for the same tag, another tag as soon as the figure is another, and only what is sent is told to the log."""
    assert list(opened_wrongly(own, "leader", "letters.")) == []
    assert list(opened_wrongly(own, "leader", "kntc.")) == []
    path = f"figures/letters.total/members?{DAYS}&limit=2"
    first = read(own, path)
    before = [one["id"] for page in every_page(own, path) for one in page["items"]]
    figure = f"{ROOT}/figures/letters.total?{DAYS}"
    tag = own.ask_by_token("leader", "GET", figure).headers["ETag"]
    headers = {"Authorization": f"Bearer {own.words['leader']}", "If-None-Match": tag}
    told, client = len(log(own.db)), own.app.test_client()
    answer = client.get(figure, headers=headers)
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
    assert len(log(own.db)) == told
    own.enter(RecordKind.CASE)
    assert client.get(figure, headers=headers).status_code == 304
    own.enter(RecordKind.LETTER)
    assert client.get(figure, headers=headers).status_code == 200
    rest = every_page(own, first["next"])
    assert [one["id"] for page in [first, *rest] for one in page["items"]] == before
    assert len(before) + 1 == read(own, path)["total"]


# --- issued reports ----------------------------------------------------------------------------------------


def test_issued_reports_are_given_as_frozen(offices: Offices) -> None:
    """Line, figures, members and files are those of the service."""
    who = offices.readers["leader"]
    page = issued.issued_page(offices.db, who, 1)
    listed = read(offices, "reports")
    assert (listed["total"], listed["items"][0]["id"], listed["items"][0]["number"]) == (1, 1, "12")
    one = read(offices, listed["items"][0]["href"])
    assert (one["fingerprint"], one["intact"]) == (page.fingerprint, True)
    for file in one["files"]:
        answer = offices.ask_by_token("leader", "GET", file["href"])
        assert hashlib.sha256(answer.data).hexdigest() == file["sha256"]
    frozen = read(offices, one["figures"])
    assert frozen["total"] == len(frozen["items"]) == one["figure_count"] == len(page.figures.figures)
    opened = 0
    for told in frozen["items"]:
        cell = tuple((part["by"], part["key"] or "") for part in told["cell"])
        figure = page.figures.figures[told["code"], cell]
        assert (told["value"], told["printed"]) == (figure.value, figure.printed)
        wanted = told["code"] in ("kntc.total", "letters.total", "kntc.resolved_rate")
        if told["members"] and wanted and told["value"] != 1:
            proof = proving.proof_of_issued(offices.db, who, 1, told["code"], cell).lists[-1]
            pages = every_page(offices, told["members"] + "&limit=3")
            assert [(m["id"], m["code"] or "", m["adds"]) for p in pages for m in p["items"]] == list(proof.members)
            assert {p["fingerprint"] for p in pages} == {proof.fingerprint}
            opened += 1
    assert opened > 5


def test_a_report_that_may_not_be_read(own: Offices) -> None:
    """Changed behind the journal's back: its file is refused, in JSON, with the words of what is wrong. With a record
    that is closed to the reader: it is not there."""
    key = own.enter(RecordKind.CASE)
    issue(own)
    with own.db.write() as session:
        if own.db.dialect == "sqlite":
            session.execute(text("DROP TRIGGER issued_part_no_update"))
        else:
            session.execute(text("ALTER TABLE issued_part DISABLE TRIGGER USER"))
        session.execute(update(IssuedPart).where(IssuedPart.name == "bao-cao.pdf").values(content=b"%PDF-1.4 khac"))
    assert "bao-cao.pdf" in problem(own, "reports/1/files/bao-cao.pdf", 500)
    assert read(own, "reports/1")["intact"] is False
    own.close_to(RecordKind.CASE, key, "leader")
    assert read(own, "reports")["total"] == 0
    for path in ("", "/figures", "/members?figure=kntc.total", "/files/bao-cao.pdf"):
        problem(own, f"reports/1{path}", 404)
