"""A whole register file: its sheets recognised, read and checked, with what is no register said so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.domain.limits import Law
from casework.files.cells import is_blank
from casework.files.declared import DeclaredResult, read_declared
from casework.files.headings import kind_of_name, recognise
from casework.files.lookups import Lookups
from casework.files.mapping import SheetMapping
from casework.files.problems import FileProblem, Problem, Sort, Verdict
from casework.files.references import References
from casework.files.rows import Seen, SheetResult, interpret
from casework.files.wording import words
from casework.files.workbook import Sheet

_REGISTERS = "Kiến nghị cử tri, Tiếp công dân, Đơn thư, Vụ KNTC, PAKN"


@dataclass(frozen=True, slots=True)
class RegisterResult:
    """What a file says: its registers, its declared figures, and the problems of sheets that are neither."""

    sheets: tuple[SheetResult, ...]
    declared: tuple[DeclaredResult, ...]
    problems: tuple[Problem, ...]

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem of the file, sheet by sheet."""
        parts: list[Problem] = list(self.problems)
        for sheet in self.sheets:
            parts.extend(sheet.problems)
        for declared in self.declared:
            parts.extend(declared.problems)
        return tuple(parts)

    @property
    def refused(self) -> bool:
        """Whether any error stands in the file, which by default refuses it whole."""
        return any(problem.verdict is Verdict.ERROR for problem in self.all_problems)

    def as_json(self) -> dict[str, object]:
        """The shape that `casework import --json` prints (issue 2, section 4)."""
        sheets = [sheet.as_json() for sheet in self.sheets]
        for declared in self.declared:
            accepted = len(declared.accepted)
            counts = {"rows": declared.rows, "accepted": accepted, "refused": declared.rows - accepted}
            sheets.append({"name": declared.sheet, **counts, "warned": 0, "withheld": 0})
        return {"sheets": sheets, "problems": [problem.as_json() for problem in self.all_problems]}


def read_register(
    sheets: Sequence[Sheet],
    lookups: Lookups,
    law: Law,
    today: date,
    mapping: Mapping[str, SheetMapping] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RegisterResult:
    """Return what the sheets of a file say. `progress` is told rows read and rows in all.

    `mapping` is that of `read_mapping`. Raises FileProblem when no sheet is a register or declares figures.
    """
    return _Reading(lookups, law, today, mapping or {}, progress).read(sheets)


class _Reading:
    """One file being read."""

    def __init__(
        self,
        lookups: Lookups,
        law: Law,
        today: date,
        mapping: Mapping[str, SheetMapping],
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._references, self._law, self._today = References(lookups), law, today
        self._mapping, self._progress = mapping, progress
        self._seen: Seen = {}

    def read(self, sheets: Sequence[Sheet]) -> RegisterResult:
        """What all sheets say."""
        results: list[SheetResult] = []
        declared: list[DeclaredResult] = []
        problems: list[Problem] = []
        total, done = sum(len(sheet.rows) for sheet in sheets), 0
        for sheet in sheets:
            for result in self._sheet(sheet, done, total):
                if isinstance(result, SheetResult):
                    results.append(result)
                elif isinstance(result, DeclaredResult):
                    declared.append(result)
                else:
                    problems.append(result)
            done += len(sheet.rows)
            if self._progress is not None:
                self._progress(done, total)
        if not results and not declared:
            raise FileProblem(
                f"Không nhận ra sổ nào trong tệp. Các sổ được nhận: {_REGISTERS}. "
                "Hãy kiểm tra dòng tiêu đề cột, hoặc ghép cột khi nhập."
            )
        return RegisterResult(tuple(results), tuple(declared), tuple(problems))

    def _sheet(self, sheet: Sheet, done: int, total: int) -> Iterator[SheetResult | DeclaredResult | Problem]:
        mapping = self._mapping.get(words(sheet.name))
        if mapping is not None and mapping.left_out:
            message = "được bỏ qua theo lựa chọn khi ghép cột"
            yield Problem(sheet.name, sheet.first_row, "", Verdict.WARNING, message, Sort.SHEET)
            return
        declared = read_declared(sheet)
        if declared is not None:
            yield declared
            return
        plan = recognise(sheet, mapping)
        if plan is None:
            if any(not is_blank(cell) for row in sheet.rows for cell in row):
                yield self._unread(sheet)
            return
        tell = self._progress

        def report(rows: int) -> None:
            if tell is not None:
                tell(done + rows, total)

        yield interpret(plan, self._references, self._law, self._today, self._seen, report)

    def _unread(self, sheet: Sheet) -> Problem:
        """What to say of a sheet without a header: an error where it ought to be a register."""
        if words(sheet.name) in self._mapping or kind_of_name(sheet.name) is not None:
            message = "không tìm thấy dòng tiêu đề cột; hãy ghi đúng tiêu đề hoặc ghép cột khi nhập"
            return Problem(sheet.name, sheet.first_row, "", Verdict.ERROR, message, Sort.HEADING)
        message = f"không phải là sổ đã biết nên được bỏ qua; các sổ được nhận: {_REGISTERS}"
        return Problem(sheet.name, sheet.first_row, "", Verdict.WARNING, message, Sort.SHEET)
