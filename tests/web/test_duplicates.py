"""Duplicates on screen: the fragment, the button without scripts, ticking on entry, linking and undoing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from casework.domain.text import fold
from tests.web.person import Person, text_of

CONTENT = "Khiếu nại quyết định thu hồi đất nông nghiệp, chưa được giao đất dịch vụ"
LETTER: dict[str, Any] = {"received_on": "20/11/2026", "type": "complaint", "eligible": "yes", "content": CONTENT}
NAME = "Hoàng Thị Giấu Tên"


def saved(person: Person, word: str = "letters", **more: str) -> str:
    """The address of a record entered through the form."""
    answer = person.send(f"/{word}/new", **{**LETTER, **more})
    assert answer.status_code == 303, text_of(answer)
    return answer.headers["Location"].partition("?")[0]


def asked(person: Person, word: str = "letters", **typed: str) -> str:
    """The fragment that is answered while a record is typed."""
    answer = person.client.post(f"/{word}/duplicates", data={"csrf_token": person.token(), **typed})
    assert answer.status_code == 200, text_of(answer)
    return answer.text


def test_the_fragment_tells_what_is_on_record_and_why(officer: Person) -> None:
    """Without accents too; nothing typed, nothing told."""
    address = saved(officer)
    for content in (CONTENT, fold(CONTENT)):
        found = asked(officer, type="complaint", content=content)
        assert f'href="{address}"' in found
        assert "cùng nói về: đất dịch vụ, thu hồi đất" in text_of(found)
        assert "<html" not in found
    assert "Chưa thấy hồ sơ nào giống" in asked(officer, type="complaint", content="Đề nghị")


def test_the_fragment_asks_for_a_token_and_a_right(officer: Person, leader: Person, anyone: Person) -> None:
    """Sent as a form, so that no address and no log holds a name; GET is no way in."""
    assert officer.client.post("/letters/duplicates", data=LETTER).status_code == 400
    assert officer.get("/letters/duplicates").status_code in (404, 405)
    answer = leader.client.post("/letters/duplicates", data={"csrf_token": leader.token(), **LETTER})
    assert answer.status_code == 403
    assert anyone.client.post("/letters/duplicates", data=LETTER).status_code in (303, 400)


def test_the_identity_of_a_denunciation_finds_nothing_and_is_not_sent_back(officer: Person) -> None:
    """Typed by mistake, it is looked at by nobody."""
    saved(officer, person_name=NAME)
    typed: dict[str, Any] = {"type": "denunciation", "content": "Tố cáo thu tiền trái quy định", "person_name": NAME}
    assert NAME not in asked(officer, **typed)
    assert "Chưa thấy" in asked(officer, type="denunciation", person_name=NAME, content="Tố cáo")
    page = officer.send("/letters/new", **{**typed, "then": "check"})
    assert NAME not in page.text


@pytest.mark.parametrize("word", ["petitions", "receptions", "letters", "cases", "feedback"])
def test_the_button_checks_without_saving(officer: Person, secretariat: Person, word: str) -> None:
    """Without scripts: the form comes back as it was typed, with what is on record; nothing is stored."""
    person = secretariat if word == "petitions" else officer
    before = len(re.findall(rf'href="/{word}/\d+"', person.page(f"/{word}")))
    answer = person.send(f"/{word}/new", content="Bụi mịn phường Đống Đa, kiểm tra giúp", then="check")
    assert answer.status_code == 200
    assert "Bụi mịn phường Đống Đa, kiểm tra giúp" in text_of(answer)
    assert "hồ sơ có thể trùng" in text_of(answer)
    assert "Chưa lưu" not in text_of(answer)
    assert len(re.findall(rf'href="/{word}/\d+"', person.page(f"/{word}"))) == before


def test_what_is_ticked_on_entry_is_linked_when_saved(officer: Person) -> None:
    """The tick stays when the form comes back with an error; saved, both records tell of each other."""
    first = saved(officer)
    key = first.rpartition("/")[2]
    same = f"letters-{key}:duplicate"
    back = officer.send("/letters/new", **{**LETTER, "eligible": "", "same": same})
    assert back.status_code == 422
    assert re.search(rf'value="{same}"[^>]* checked', back.text)
    second = saved(officer, same=same)
    for mine, theirs in ((first, second), (second, first)):
        page = officer.page(f"{mine}/duplicates")
        assert "Trùng với:" in text_of(page)
        assert f'href="{theirs}"' in page
    wrong = officer.send("/letters/new", **{**LETTER, "same": "letters-999999:duplicate"})
    assert wrong.status_code == 422
    assert "không còn mở được" in text_of(wrong)
    for nonsense in ("letters-0:duplicate", "letters-12", "users-1:duplicate", "letters-1:merged_into", "x" * 5000):
        assert officer.send("/letters/new", **{**LETTER, "same": nonsense}).status_code == 303


def test_linking_and_undoing_on_the_page_of_a_record(officer: Person) -> None:
    """A suggestion is linked with a note, undone with a reason; without one it is not."""
    first, second = saved(officer), saved(officer)
    page = f"{second}/duplicates"
    to = "letters-" + first.rpartition("/")[2]
    assert "Có thể trùng" in text_of(officer.page(page))
    version: dict[str, Any] = {"version": "1"}
    assert officer.send(page, to=to, link_type="nothing", **version).status_code == 422
    linked = officer.follow(officer.send(page, to=to, link_type="duplicate", reason="cùng thửa đất", **version))
    assert "Lý do: cùng thửa đất" in text_of(linked)
    undo = re.search(rf'action="({page}/\d+/undo)"', linked)
    assert undo
    refused = officer.send(undo[1], on=page, reason=" ", **version)
    assert refused.status_code == 422
    assert "Phải ghi lý do bỏ nối" in text_of(refused)
    undone = officer.follow(officer.send(undo[1], on=page, reason="hai thửa khác nhau", **version))
    assert "Đã bỏ nối: hai thửa khác nhau" in text_of(undone)
    assert officer.send(undo[1], on=page, reason="lần nữa", **version).status_code == 404


def test_a_stale_page_and_a_missing_record_are_told(officer: Person, secretariat: Person) -> None:
    """A version of long ago; a record that nobody has; a role that may read but not correct."""
    first, second = saved(officer), saved(officer)
    to = "letters-" + first.rpartition("/")[2]
    page = f"{second}/duplicates"
    assert officer.send(page, to=to, link_type="duplicate", version="9").status_code == 409
    assert officer.get("/letters/999999/duplicates").status_code == 404
    assert officer.send(page, to="letters-999999", link_type="duplicate", version="1").status_code == 404
    assert secretariat.send(page, to=to, link_type="duplicate", version="1").status_code == 404
    assert "Nối với hồ sơ này" not in secretariat.page(page)


def test_the_desk_tells_what_may_be_the_same_matter(officer: Person) -> None:
    """The button without scripts, then the choice: the visit is about that matter, and for a visit a repeated one."""
    address = saved(officer)
    key = address.rpartition("/")[2]
    visit: dict[str, Any] = {"type": "complaint", "content": fold(CONTENT)}
    visit |= {"received_on": "20/11/2026", "form": "regular", "people": "1", "person_name": NAME}
    page = officer.send("/desk", **{**visit, "do": "check"}).text
    assert f'value="letters-{key}"' in page
    assert "Đến về vụ việc này" in text_of(page)
    chosen = officer.send("/desk", **{**visit, "matter": f"letters-{key}"}).text
    assert f'name="earlier" value="letters-{key}:same"' in chosen
    answer = officer.send("/desk", **{**visit, "earlier": f"letters-{key}:same"})
    assert answer.status_code == 303, text_of(answer)
    assert "Cùng vụ việc với:" in text_of(officer.page(f"{address}/duplicates"))
    named = officer.send("/desk", **{**visit, "type": "denunciation", "person_name": NAME, "do": "check"})
    assert NAME not in named.text


def test_after_saving_a_very_like_record_is_told(officer: Person) -> None:
    """Whoever neither looked nor ticked is told once it is stored; who ticked is not."""
    first = saved(officer)
    again = officer.follow(officer.send("/letters/new", **LETTER))
    assert "Có 1 hồ sơ rất giống hồ sơ vừa lưu" in text_of(again)
    both = [f"letters-{address.rpartition('/')[2]}:duplicate" for address in (first, f"{int(first[9:]) + 1}")]
    linked = officer.follow(officer.send("/letters/new", **{**LETTER, "same": both}))
    assert "rất giống hồ sơ vừa lưu" not in text_of(linked)
