"""What is looked at when a return is filed: each sum of each form on a planted fault, blanks, the period before."""

from __future__ import annotations

import random

import pytest

from casework.domain.forms import FormDefinition
from casework.domain.periods import Question, parse_period
from casework.domain.return_checks import check_cells, check_continuity, continuity, read_cell
from casework.services.returns.known_forms import known_forms

FORMS = list(known_forms().values())
PERIOD = parse_period("quy-2-2024")
QUESTION = Question(PERIOD.first, PERIOD.last)


def consistent(form: FormDefinition) -> dict[int, int]:
    """Cells in which every check of a form holds: nothing happened."""
    return {one.number: 0 for one in form.counted}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_each_sum_and_each_pair_is_caught(form: FormDefinition) -> None:
    assert check_cells(form, consistent(form), QUESTION) == []
    for one in form.sums:
        planted = {**consistent(form), one.parts[0]: 7}
        assert any({one.column, *one.parts} == set(found.columns) for found in check_cells(form, planted, QUESTION))
    for pair in form.parts:
        planted = {**consistent(form), pair.part: 7}
        assert any((pair.whole, pair.part) == found.columns for found in check_cells(form, planted, QUESTION))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_a_blank_is_told_and_nothing_about_it_is_asked(form: FormDefinition) -> None:
    cells = consistent(form)
    gone = random.Random(form.key).choice(sorted(cells))
    del cells[gone]
    found = check_cells(form, cells, QUESTION)
    assert [one.columns for one in found] == [(gone,)]
    assert "để trống" in found[0].message


def test_what_is_carried_in_is_what_was_left() -> None:
    form = known_forms()["tt02-2021-01-xld"]
    way = continuity(form)
    assert way is not None
    assert (way.carried, way.in_hand, way.finished) == ((2, 3, 4), 1, 8)
    before = {**consistent(form), 1: 20, 8: 12}
    good = {**consistent(form), 2: 5, 3: 2, 4: 1}
    assert check_continuity(form, good, before, "quý I năm 2024") == []
    found = check_continuity(form, {**good, 4: 3}, before, "quý I năm 2024")
    assert [one.columns for one in found] == [(2, 3, 4)]
    assert "cộng lại 10" in found[0].message
    assert "còn 8" in found[0].message
    impossible = check_continuity(form, good, {**before, 8: 30}, "quý I năm 2024")
    assert "lớn hơn số phải xử lý" in impossible[0].message
    assert check_continuity(form, good, None, "") == check_continuity(form, {}, before, "") == []
    assert continuity(known_forms()["tt02-2021-01-tcd"]) is None


@pytest.mark.parametrize(("written", "value"), [("", None), (" 7 ", 7), ("18.649", 18649), ("18 649", 18649), ("0", 0)])
def test_numbers_as_officials_write_them(written: str, value: int | None) -> None:
    assert read_cell(written) == value


@pytest.mark.parametrize("written", ["x", "-3", "3,5", "12.34", "1.2", "²", "9" * 14])
def test_what_is_no_number(written: str) -> None:
    with pytest.raises(ValueError, match=r"không phải|quá lớn"):
        read_cell(written)
