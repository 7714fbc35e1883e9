"""The checks of a filled form: its sums, its "trong đó", đơn ≥ vụ, lượt ≤ người, and quarters that make a year.

A check warns and is never repaired in silence (law-and-forms 5.5). Where a number is not known nothing is checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casework.domain.checks import CheckKind, CheckResult, Severity, Side
from casework.domain.forms import FilledForm, FormDefinition, FormRow
from casework.domain.quantities import CountOf

_KINDS = {"part": CheckKind.WITHIN, "matters": CheckKind.ORDER, "people": CheckKind.ORDER}


def form_checks(filled: FilledForm) -> list[CheckResult]:
    """Every check of a form on its line of all, and on those units' lines where it does not hold."""
    results = list(_of_row(filled, filled.total))
    for row in filled.rows if len(filled.rows) > 1 else ():
        results += [result for result in _of_row(filled, row) if not result.holds]
    return results


def broken_columns(filled: FilledForm, row: FormRow) -> frozenset[int]:
    """The columns of a line whose printed sum does not hold: marked wherever the form is shown."""
    broken = set()
    for one in filled.definition.sums:
        value, parts = row.cell(one.column).value, [row.cell(part).value for part in one.parts]
        known = value is not None and None not in parts
        if known and one.printed and one.severity == "error" and value != sum(part or 0 for part in parts):
            broken.add(one.column)
    return frozenset(broken)


def quarter_checks(year: FilledForm, quarters: Sequence[FilledForm]) -> list[CheckResult]:
    """That the quarters of a year add up to it, for the columns that are flows; never for stocks (5.5 d)."""
    form = year.definition
    results = []
    for column in form.counted:
        values = [quarter.total.cell(column.number).value for quarter in quarters]
        whole = year.total.cell(column.number).value
        if not column.flow or whole is None or None in values:
            continue
        parts = [
            Side(f"Quý thứ {place}", _count(form, column.number, value))
            for place, value in enumerate(values, start=1)
            if value is not None
        ]
        results.append(
            CheckResult(
                f"form.{form.key}.quarters.{column.number}",
                f"Biểu {form.code}, cột {column.number}: các quý cộng thành năm",
                CheckKind.QUARTERS,
                f"Cột {column.number} ({column.label}) của cả năm bằng tổng của các quý.",
                (Side("Cả năm", _count(form, column.number, whole)),),
                tuple(parts),
                severity=Severity.HINT,
            )
        )
    return results


def _of_row(filled: FilledForm, row: FormRow) -> Iterator[CheckResult]:
    form, values = filled.definition, row.values()
    where = "" if row is filled.total else f" – {row.label}"
    place = "" if row is filled.total else f".{row.unit_id or 'none'}"
    for one in form.sums:
        if any(values.get(n) is None for n in (one.column, *one.parts)):
            continue
        said = "in trên biểu" if one.printed else "không in trên biểu, suy ra từ tiêu đề"
        yield CheckResult(
            f"form.{form.key}.sum.{one.written}{place}",
            f"Biểu {form.code}: cột {one.written}{where}",
            CheckKind.FORM,
            f"Phép cộng {one.written} ({said}).",
            (_side(form, row, one.column),),
            tuple(_side(form, row, part) for part in one.parts),
            severity=Severity.FAULT if one.severity == "error" else Severity.HINT,
        )
    for pair in form.parts:
        if values.get(pair.whole) is None or values.get(pair.part) is None:
            continue
        yield CheckResult(
            f"form.{form.key}.{pair.relation}.{pair.whole}.{pair.part}{place}",
            f"Biểu {form.code}: cột {pair.whole} ≥ cột {pair.part}{where}",
            _KINDS[pair.relation],
            f"Cột {pair.whole} ({form.column(pair.whole).label}) không ít hơn cột {pair.part} "
            f"({form.column(pair.part).label}).",
            (_side(form, row, pair.whole),),
            (_side(form, row, pair.part),),
            relation="≥",
        )


def _side(form: FormDefinition, row: FormRow, number: int) -> Side:
    value = row.cell(number).value or 0
    return Side(f"Cột {number}: {form.column(number).label}", _count(form, number, value), f"form.{form.key}.{number}")


def _count(form: FormDefinition, number: int, value: int) -> CountOf:
    unit = form.column(number).unit
    assert unit is not None  # a numbered column with a number has a unit (form_validation)
    return CountOf(value, unit)
