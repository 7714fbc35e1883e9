"""Lịch và thời hạn on screen: previewed, applied, refused with a sentence; closed to whoever does not keep it."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.person import Person, text_of


def preview(who: Person, **fields: str) -> str:
    answer = who.send("/reference/preview", on="/reference", **fields)
    return str(answer.text)


def test_a_day_off_is_previewed_then_applied(secretariat: Person) -> None:
    body = preview(
        secretariat, what="day", first="30/11/2026", kind="off", status="confirmed", name="Nghỉ bù", source="TB 1"
    )
    assert "Ngày 30/11/2026: nghỉ (Nghỉ bù)" in text_of(body)
    assert "30/11/2026" not in text_of(secretariat.page("/reference?year=2026"))
    hidden = dict(re.findall(r'name="(version|changes)" value="([^"]*)"', body))
    answer = secretariat.send("/reference/apply", on="/reference", **{k: html.unescape(v) for k, v in hidden.items()})
    assert answer.status_code == 303
    assert "30/11/2026" in text_of(secretariat.page("/reference?year=2026"))
    again = secretariat.send("/reference/apply", on="/reference", **{k: html.unescape(v) for k, v in hidden.items()})
    assert "vừa được người khác thay đổi" in text_of(again)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"what": "day", "first": "hôm nào"}, "ngày"),
        ({"what": "day", "first": "1/1/2026", "last": "1/1/2027", "kind": "off"}, "không quá 31 ngày"),
        ({"what": "day", "first": "2/2/2026", "kind": "off"}, "căn cứ"),
        ({"what": "day", "first": "2/2/2026", "kind": "lạ"}, "trong danh sách"),
        ({"what": "limit", "code": "không có", "amount": "3"}, "Không có thời hạn này"),
        ({"what": "limit", "code": "letter.handling", "amount": "0"}, "số nguyên"),
        ({"what": "limit", "code": "letter.handling", "amount": "5", "valid_from": "1/1/2027"}, "Hãy ghi căn cứ"),
    ],
)
def test_what_makes_no_law_is_told(secretariat: Person, fields: dict[str, str], told: str) -> None:
    answer = secretariat.send("/reference/preview", on="/reference", **fields)
    assert answer.status_code == 422
    assert told in text_of(answer)


def test_a_form_that_was_tampered_with_changes_nothing(secretariat: Person) -> None:
    for changes in (
        "",
        "[1]",
        '[["day","x",{}]]',
        '[["limit","letter.handling",{"amount":-1}]]',
        "{}",
        "7",
        '[["day","2026-1-1",[1]]]',
        '[["day",1,{}]]',
    ):
        answer = secretariat.send("/reference/apply", on="/reference", changes=changes, version="1")
        assert answer.status_code == 422
    assert "bản 1" in text_of(secretariat.page("/reference"))


def test_it_is_closed_to_others(leader: Person, administrator: Person) -> None:
    for who in (leader, administrator):
        assert who.get("/reference").status_code == 403
