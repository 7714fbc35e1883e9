"""What is looked at when a return is filed: sums, "trong đó", đơn ≥ vụ, blanks, and whether it goes on from the last.

A failing check warns and asks for a note; nothing is repaired (law-and-forms 5.5). All of it is read off the form's
definition, so that a new form needs no line here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.domain.checks import CheckResult
from casework.domain.form_checks import form_checks
from casework.domain.forms import FilledForm, FormCell, FormColumn, FormDefinition, FormRow, column_list
from casework.domain.numerals import write_count
from casework.domain.periods import Question

LARGEST_CELL = 10**12
"""No office counts more of anything."""

CLOSED_OF: Mapping[str, str] = {"letters.in_hand": "letters.handled"}
"""A population of what was in hand → that of what was finished of it: what is left is carried into the next period."""
CARRIED_IN = "carried_in"


@dataclass(frozen=True, slots=True)
class ReturnFinding:
    """A check that does not hold: which columns it is about and what it says, in Vietnamese."""

    columns: tuple[int, ...]
    message: str


def read_cell(written: str) -> int | None:
    """The number that an input or a spreadsheet's cell holds, "" for none. Raises ValueError with the reason."""
    text = written.strip()
    if not text:
        return None
    plain = text.replace(".", "").replace("\u00a0", "").replace(" ", "")
    grouped = "." in text or " " in text or "\u00a0" in text
    if not (plain.isascii() and plain.isdigit()) or (
        grouped and write_count(int(plain)) != text.replace("\u00a0", ".").replace(" ", ".")
    ):
        raise ValueError(f"“{text[:30]}” không phải là số nguyên không âm")
    if int(plain) > LARGEST_CELL:
        raise ValueError(f"“{text[:30]}” quá lớn")
    return int(plain)


def check_cells(definition: FormDefinition, cells: Mapping[int, int], question: Question) -> list[ReturnFinding]:
    """The form's own checks (`form_checks`) that the cells fail, blanks first; what touches a blank is not asked."""
    found = []
    blank = tuple(one.number for one in definition.counted if one.number not in cells)
    if blank:
        found.append(ReturnFinding(blank, f"Cột {column_list(blank)} để trống: không phát sinh thì ghi 0."))
    line = FormRow(None, "", tuple(FormCell(one.number, cells.get(one.number)) for one in definition.counted))
    for one in form_checks(FilledForm(definition, question, (), line)):
        if not one.holds:
            found.append(ReturnFinding(_columns(one), f"{one.statement.rstrip('.')}: {one.arithmetic}."))
    return found


def _columns(result: CheckResult) -> tuple[int, ...]:
    """The columns of a form that a check of it is about: the last part of each side's code."""
    return tuple(int(side.code.rpartition(".")[2]) for side in (*result.left, *result.right))


@dataclass(frozen=True, slots=True)
class Continuity:
    """Which columns say what was carried in, and which what was in hand and what of it was finished."""

    carried: tuple[int, ...]
    in_hand: int
    finished: int


def continuity(definition: FormDefinition) -> Continuity | None:
    """How a form goes on from the last one; None where its columns do not say what is left at the end."""
    for population, closed in CLOSED_OF.items():
        carried = [one for one in definition.counted if one.population == population and CARRIED_IN in one.conditions]
        whole = _with_least(definition, population)
        if not carried or whole is None:
            continue
        finished = [
            one
            for one in definition.counted
            if one.population == closed and set(one.conditions) == set(whole.conditions)
        ]
        if len(finished) == 1:
            return Continuity(tuple(one.number for one in carried), whole.number, finished[0].number)
    return None


def _with_least(definition: FormDefinition, population: str) -> FormColumn | None:
    """The column of the whole of a population: the one whose conditions all others of it have too."""
    of_it = [one for one in definition.counted if one.population == population]
    whole = min(of_it, key=lambda one: len(one.conditions), default=None)
    return whole if whole and all(set(whole.conditions) <= set(one.conditions) for one in of_it) else None


def check_continuity(
    definition: FormDefinition, cells: Mapping[int, int], before: Mapping[int, int] | None, period_before: str
) -> list[ReturnFinding]:
    """Whether what is carried in is what was left at the end of the period before; [] where either is not known."""
    way = continuity(definition)
    if way is None or before is None or way.in_hand not in before or way.finished not in before:
        return []
    if not all(column in cells for column in way.carried):
        return []
    carried, left = sum(cells[column] for column in way.carried), before[way.in_hand] - before[way.finished]
    if carried == left:
        return []
    said = (
        f"Kỳ trước chuyển sang (cột {column_list(way.carried)}) cộng lại {write_count(carried)}, nhưng báo cáo "
        f"{period_before} còn {write_count(left)} chuyển kỳ sau (cột {way.in_hand} trừ cột {way.finished})."
        if left >= 0
        else f"Báo cáo {period_before} ghi số đã xử lý (cột {way.finished}) lớn hơn số phải xử lý (cột {way.in_hand})."
    )
    return [ReturnFinding(way.carried, said)]


def with_note(findings: Sequence[ReturnFinding], note: str) -> bool:
    """Whether a return may be filed: nothing fails, or somebody tells in a note why it is so."""
    return not findings or bool(note.strip())
