"""Units then and now: which unit of today stands for one that ended, so that figures may be asked by either structure.

History is never rewritten: a record keeps the unit that it had. A unit with one successor is followed to it, and on;
one with several has no single unit of today, and is told apart, so that the sums stay the same (2025: 30 districts and
579 communes became 126; a district went to several of them).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from casework.domain.figures import Cell, Figure, FigureSet
from casework.domain.quantities import same_unit

UNIT = "unit"
NOW = "now:"
"""Before the id of a unit of today, as the key of a cell; alone: of units with several successors."""
SEVERAL = "Đơn vị cũ có nhiều đơn vị kế thừa"


class UnitChangeError(ValueError):
    """A merger or split that cannot be; the message is in Vietnamese."""


def today_of(successors: Mapping[int, Iterable[int]], units: Iterable[int]) -> dict[int, int | None]:
    """Unit → the unit of today that stands for it: itself, its successor and on; None where there are several.

    A circle of successors, which no register should have, ends at the unit where it began.
    """
    found: dict[int, int | None] = {}
    for unit in units:
        seen, at = {unit}, unit
        while True:
            following = list(dict.fromkeys(successors.get(at, ())))
            if not following or (len(following) == 1 and following[0] in seen):
                found[unit] = at if not following else unit
                break
            if len(following) > 1:
                found[unit] = None
                break
            at = following[0]
            seen.add(at)
    return found


def key_now(key: str, today: Mapping[int, int | None]) -> str:
    """The key of a cell by the structure of now, from the key by that of then; "" stays."""
    if not key:
        return key
    now = today.get(int(key), int(key))
    return NOW if now is None else f"{NOW}{now}"


def restructured(found: FigureSet, today: Mapping[int, int | None], names: Mapping[str, str]) -> FigureSet:
    """The same figures with the cells of units put together by the structure of now; `names` by the text of an id.

    The sets only move together: the sum over all units is the same as before.
    """
    figures: dict[tuple[str, Cell], Figure] = {}
    for figure in found:
        place = next((n for n, (dimension, _key) in enumerate(figure.cell) if dimension == UNIT), None)
        if place is None:
            figures[figure.code, figure.cell] = figure
            continue
        key = key_now(figure.cell[place][1], today)
        cell = (*figure.cell[:place], (UNIT, key), *figure.cell[place + 1 :])
        label = name_of(key, names) if key else figure.labels[place]
        labels = (*figure.labels[:place], label, *figure.labels[place + 1 :])
        held = figures.get((figure.code, cell))
        mine = replace(figure, cell=cell, labels=labels)
        figures[figure.code, cell] = mine if held is None else _joined(held, mine)
    return FigureSet(found.question, figures, f"{found.scope}; đơn vị theo cơ cấu hiện nay", found.notes)


def name_of(key: str, names: Mapping[str, str]) -> str:
    """The name of a key by the structure of now. Raises KeyError for an unknown unit."""
    return SEVERAL if key == NOW else names[key.removeprefix(NOW)]


def _joined(one: Figure, other: Figure) -> Figure:
    same_unit((one.unit, other.unit))

    def added(first: int | None, second: int | None) -> int | None:
        return None if first is None and second is None else (first or 0) + (second or 0)

    return replace(
        one,
        value=added(one.value, other.value),
        numerator=added(one.numerator, other.numerator),
        denominator=added(one.denominator, other.denominator),
    )


def check_change(olds: Iterable[int], news: Iterable[int], ended: Mapping[int, date | None], on: date) -> None:
    """Passes for a merger or split from `on`; raises UnitChangeError. `ended`: unit → the day on which it ended."""
    old, new = set(olds), set(news)
    if not old or not new:
        raise UnitChangeError("Hãy chọn ít nhất một đơn vị cũ và một đơn vị kế thừa.")
    if old & new:
        raise UnitChangeError("Một đơn vị không thể vừa kết thúc vừa kế thừa chính nó; hãy lập đơn vị mới.")
    if any(ended.get(unit) is not None and ended[unit] < on for unit in old | new):  # type: ignore[operator]
        raise UnitChangeError("Có đơn vị đã kết thúc trước ngày này; hãy chọn lại đơn vị hoặc ngày.")
