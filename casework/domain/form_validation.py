"""What is wrong with a form, told in Vietnamese: columns, header tree, sums, conditions, units, validity."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casework.domain.forms import FormColumn, FormDefinition
from casework.domain.numerals import write_date
from casework.domain.vocabulary import CountingUnit


@dataclass(frozen=True, slots=True)
class PopulationWords:
    """What a form may ask of a population: its conditions, the units its records are counted in, its quantities and
    the units that each of them may be told in."""

    conditions: frozenset[str]
    counted_in: frozenset[CountingUnit]
    quantities: Mapping[str, frozenset[CountingUnit]]


FormWords = Mapping[str, PopulationWords]
"""The populations that a form may name (`statistics.form_vocabulary`)."""


def faults_of(form: FormDefinition, words: FormWords) -> list[str]:
    """What is wrong with a form that could be read; [] when nothing is."""
    return [
        *_heading_faults(form),
        *_number_faults(form),
        *_tree_faults(form),
        *(fault for column in form.columns for fault in _column_faults(column, words)),
        *_sum_faults(form),
        *_part_faults(form),
        *_gap_faults(form, words),
    ]


def overlaps(forms: Sequence[FormDefinition]) -> list[str]:
    """Forms that bear one key, or one code of one circular on the same day."""
    found = [f"Mã tệp “{key}” được dùng {n} lần." for key, n in Counter(f.key for f in forms).items() if n > 1]
    for place, one in enumerate(forms):
        for other in forms[place + 1 :]:
            if (one.circular, one.code) == (other.circular, other.code) and _meet(one, other):
                found.append(
                    f"Biểu {one.code} của {one.circular} có hai bản cùng hiệu lực "
                    f"(“{one.key}” và “{other.key}”) từ ngày {write_date(max(one.valid_from, other.valid_from))}."
                )
    return found


def _meet(one: FormDefinition, other: FormDefinition) -> bool:
    return one.in_force(max(one.valid_from, other.valid_from)) and other.in_force(max(one.valid_from, other.valid_from))


def _heading_faults(form: FormDefinition) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", form.key):
        yield "“key” chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối."
    for name, value in (("code", form.code), ("circular", form.circular), ("title", form.title)):
        if not value.strip():
            yield f"“{name}” không được để trống."
    if form.valid_to is not None and form.valid_to < form.valid_from:
        yield "Ngày hết hiệu lực ở trước ngày có hiệu lực."
    if not form.counted:
        yield "Biểu không có cột số liệu nào."


def _number_faults(form: FormDefinition) -> Iterator[str]:
    numbers = [column.number for column in form.columns]
    for number, count in Counter(numbers).items():
        if count > 1:
            yield f"Cột {number} được khai {count} lần."
    lacking = [n for n in range(1, max(numbers, default=0) + 1) if n not in numbers]
    if lacking:
        yield f"Thiếu cột {', '.join(map(str, lacking))}; các cột phải đánh số liên tục từ 1."
    if sorted(numbers) != numbers or min(numbers, default=1) < 1:
        yield "Các cột phải xếp theo số thứ tự tăng dần, bắt đầu từ 1."


def _tree_faults(form: FormDefinition) -> Iterator[str]:
    """A heading spans neighbours only: once left, it may not come back; no column's heading is another's head."""
    left: set[tuple[str, ...]] = set()
    before: tuple[str, ...] = ()
    for column in form.columns:
        path = column.path
        if not path or not all(part.strip() for part in path):
            yield f"Cột {column.number}: tiêu đề (“path”) không được để trống."
            continue
        prefixes = {path[:depth] for depth in range(1, len(path) + 1)}
        left |= {before[:depth] for depth in range(1, len(before) + 1)} - prefixes
        for prefix in sorted(prefixes & left, key=len)[:1]:
            yield f"Cột {column.number}: tiêu đề “{' – '.join(prefix)}” không liền khối với các cột cùng tiêu đề."
        if path[: len(before)] == before and before:
            yield f"Cột {column.number}: tiêu đề trùng hoặc nằm dưới tiêu đề của cột liền trước."
        before = path


def _column_faults(column: FormColumn, words: FormWords) -> Iterator[str]:
    where = f"Cột {column.number}"
    if column.what == "text":
        if column.unit or column.population or column.conditions or column.quantity:
            yield f"{where} là cột chữ nên không có đơn vị tính, tập hồ sơ, điều kiện, đại lượng."
        return
    if column.unit is None:
        yield f"{where} thiếu đơn vị tính."
    if column.missing:
        return
    if (column.what == "sum") is not (column.quantity is not None):
        yield f"{where}: cột tổng (“sum”) phải có đại lượng (“quantity”), cột đếm (“count”) thì không."
    known = words.get(column.population)
    if known is None:
        yield f"{where}: không có tập hồ sơ “{column.population}”."
        return
    yield from _unknown_conditions(where, column.conditions, known)
    if column.quantity is not None and column.quantity not in known.quantities:
        yield f"{where}: tập hồ sơ “{column.population}” không có đại lượng “{column.quantity}”."
        return
    allowed = known.counted_in if column.quantity is None else known.quantities[column.quantity]
    if column.unit is not None and column.unit not in allowed:
        units = ", ".join(sorted(unit.label for unit in allowed))
        yield f"{where}: đơn vị tính “{column.unit.label}” không hợp; ở đây chỉ có thể là: {units}."


def _unknown_conditions(where: str, names: Sequence[str], known: PopulationWords) -> Iterator[str]:
    for name in names:
        if name not in known.conditions:
            yield f"{where}: không có điều kiện “{name}” cho tập hồ sơ này."


def _sum_faults(form: FormDefinition) -> Iterator[str]:
    units = {column.number: column.unit for column in form.counted}
    for one in form.sums:
        where = f"Phép cộng {one.written}"
        unknown = [n for n in (one.column, *one.parts) if n not in units]
        if unknown:
            yield f"{where}: không có cột số liệu {', '.join(map(str, unknown))}."
            continue
        if len(one.parts) < 2 or len(set(one.parts)) != len(one.parts):
            yield f"{where}: phải có từ hai cột trở lên, không cột nào lặp lại."
        mixed = {units[n] for n in (one.column, *one.parts)}
        if len(mixed) > 1:
            names = ", ".join(sorted(unit.label for unit in mixed if unit))
            yield f"{where}: không cộng các đơn vị tính khác nhau ({names})."
    yield from _cycles({n: {p for s in form.sums if s.column == n for p in s.parts} for n in units})


def _cycles(parts: Mapping[int, set[int]]) -> Iterator[str]:
    done: set[int] = set()
    for start in parts:
        open_: list[tuple[int, list[int]]] = [(start, [start])]
        while open_:
            number, path = open_.pop()
            for part in parts.get(number, ()):
                if part == start:
                    if not done & {*path}:
                        yield f"Phép cộng vòng quanh: {' = '.join(map(str, [*path, start]))}."
                    done |= {*path}
                elif part not in path:
                    open_.append((part, [*path, part]))


def _part_faults(form: FormDefinition) -> Iterator[str]:
    units = {column.number: column.unit for column in form.counted}
    expected = {
        "matters": (CountingUnit.LETTER, CountingUnit.MATTER),
        "people": (CountingUnit.PERSON, None),
    }
    for one in form.parts:
        where = f"So sánh cột {one.whole} ≥ cột {one.part}"
        unknown = [n for n in (one.whole, one.part) if n not in units]
        if unknown:
            yield f"{where}: không có cột số liệu {', '.join(map(str, unknown))}."
        elif one.relation == "part" and not _alike(units[one.whole], units[one.part]):
            yield f"{where}: cột “trong đó” phải cùng đơn vị tính với cột tổng."
        elif one.relation in expected:
            whole, part = expected[one.relation]
            if units[one.whole] is not whole or (part is not None and units[one.part] is not part):
                yield f"{where}: đơn vị tính không hợp với kiểu so sánh “{one.relation}”."


_WITHIN = {
    (CountingUnit.VISIT, CountingUnit.GROUP),
    (CountingUnit.VISIT, CountingUnit.MATTER),
}
"""A group is received in one visit; a visit concerns at least one matter of its class."""


def _alike(whole: CountingUnit | None, part: CountingUnit | None) -> bool:
    return whole is part or (whole, part) in _WITHIN


def _gap_faults(form: FormDefinition, words: FormWords) -> Iterator[str]:
    numbers = {column.number for column in form.counted}
    for place, gap in enumerate(form.gaps, start=1):
        where = f"Mục thiếu số liệu thứ {place}"
        known = words.get(gap.population)
        if known is None:
            yield f"{where}: không có tập hồ sơ “{gap.population}”."
        else:
            yield from _unknown_conditions(where, (*gap.conditions, *gap.among), known)
        unknown = sorted(({*gap.columns, *gap.blank}) - numbers)
        if unknown:
            yield f"{where}: không có cột số liệu {', '.join(map(str, unknown))}."
        if not {*gap.blank} <= {*gap.columns}:
            yield f"{where}: cột in “–” phải nằm trong các cột bị thiếu."
        if not gap.what.strip() or not gap.conditions:
            yield f"{where}: phải nói rõ thiếu gì và điều kiện của hồ sơ thiếu."
