"""Kiểm tra số liệu on paper: lines on the working copy, and an annex with each check that does not hold and its notes.

No record is named here: paper goes further than the screen's rights.
"""

from __future__ import annotations

from collections.abc import Sequence

from casework.domain.check_notes import NotedCheck, told
from casework.domain.numerals import write_count
from casework.reports.document import Annex, Block, Column, Paragraph, Row, Table

TITLE = "KIỂM TRA SỐ LIỆU"


def check_lines(checks: Sequence[NotedCheck]) -> tuple[str, ...]:
    """What the working copy says of the checks: how many hold, and each that does not, with who explained it."""
    return (told(checks), *(_line(one) for one in checks if not one.result.holds))


def _line(one: NotedCheck) -> str:
    result = one.result
    records = f"; {write_count(result.offending)} hồ sơ chưa khớp" if result.offending else ""
    signers = dict.fromkeys(note.signed_as for note in one.notes if note.answers(result))
    who = f" (giải trình: {', '.join(signers)})" if signers else ""
    return f"– {result.label}: {result.arithmetic}{records}. {one.state}{who}."


def check_annex(checks: Sequence[NotedCheck], name: str) -> Annex:
    """The annex: what was checked, what does not hold, and what was said of it; `name`: of the annex."""
    blocks: list[Block] = [Paragraph((told(checks),))]
    wrong = [one for one in checks if not one.result.holds]
    if wrong:
        columns = (
            Column("Phép kiểm tra", width=3.0),
            Column("Phép tính", width=3.0),
            Column("Hồ sơ chưa khớp", "right", width=1.2),
            Column("Giải trình", width=3.5),
        )
        rows = tuple(
            Row(
                (
                    (one.result.label,),
                    (one.result.arithmetic,),
                    (write_count(one.result.offending) if one.result.offending else "",),
                    (_notes(one),),
                )
            )
            for one in wrong
        )
        blocks.append(Table("Các phép kiểm tra chưa khớp", columns, rows))
    kinds: dict[str, list[bool]] = {}
    for one in checks:
        kinds.setdefault(one.result.kind.label, []).append(one.result.holds)
    rows = tuple(Row(((label,), (write_count(len(held)),), (write_count(sum(held)),))) for label, held in kinds.items())
    done = (
        Column("Loại kiểm tra", width=4.0),
        Column("Số phép kiểm tra", "right", width=1.5),
        Column("Khớp", "right", width=1.0),
    )
    blocks.append(Table("Các phép kiểm tra đã làm", done, rows))
    return Annex(name, TITLE, tuple(blocks))


def _notes(one: NotedCheck) -> str:
    current = [note for note in one.notes if note.answers(one.result)]
    if not current:
        return one.state
    return " ".join(f"{note.body} ({note.signed_as}; mục nhật ký số {write_count(note.position)})." for note in current)
