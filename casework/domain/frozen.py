"""A frozen population: who was counted in an issued report, so that each of its figures is recounted years later.

One row a record of one kind: its id and number, a bit for each measure that counted it, its keys in the dimensions, its
quantities. The measures and dimensions stand in the head, so that nothing of today's code is needed to count again.
Text in lines, ordered by id, compressed: `packed` and `unpacked` work in a stream.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from casework.domain.figures import Cell

PORTION = 4_000
"""How many rows are compressed at once."""


class FrozenError(ValueError):
    """What was kept cannot be read as a frozen population; the message is in Vietnamese."""


@dataclass(frozen=True, slots=True)
class FrozenShape:
    """What the rows of a frozen population tell. `measures`: (code, quantity or "" where records are counted), the
    n-th is bit n of a row's mask."""

    kind: str
    measures: tuple[tuple[str, str], ...]
    dimensions: tuple[str, ...]
    quantities: tuple[str, ...]

    def bit(self, code: str) -> int:
        """The place of a measure in the mask. Raises KeyError."""
        for place, (name, _quantity) in enumerate(self.measures):
            if name == code:
                return place
        raise KeyError(code)

    def has(self, code: str) -> bool:
        """Whether this population can recount the measure `code`."""
        return any(name == code for name, _quantity in self.measures)


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """One record: `keys` in the order of the dimensions ("" = not known), `amounts` in that of the quantities."""

    id: int
    code: str
    mask: int
    keys: tuple[str, ...]
    amounts: tuple[int, ...]

    @property
    def counted(self) -> tuple[int, tuple[str, ...], tuple[int, ...]]:
        """What decides how the record is counted; its number does not."""
        return self.mask, self.keys, self.amounts


_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def _escaped(text: str) -> str:
    for sign, written in _ESCAPES if any(sign in text for sign, _written in _ESCAPES) else ():
        text = text.replace(sign, written)
    return text


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    signs = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    found, rest = [], iter(text)
    for sign in rest:
        found.append(signs[next(rest)] if sign == "\\" else sign)
    return "".join(found)


def _line(row: FrozenRow) -> str:
    parts = (str(row.id), row.code, f"{row.mask:x}", *row.keys, *map(str, row.amounts))
    return "\t".join(map(_escaped, parts)) + "\n"


def packed(shape: FrozenShape, rows: Iterable[FrozenRow]) -> bytes:
    """The rows, which come ordered by id, as compressed bytes; only these are held in memory."""
    squeeze = zlib.compressobj(6)
    head = {
        "kind": shape.kind,
        "measures": shape.measures,
        "dimensions": shape.dimensions,
        "quantities": shape.quantities,
    }
    found = [squeeze.compress(json.dumps(head, ensure_ascii=False).encode() + b"\n")]
    count, stream = 0, iter(rows)
    while portion := list(islice(stream, PORTION)):
        count += len(portion)
        found.append(squeeze.compress("".join(map(_line, portion)).encode()))
    found.append(squeeze.compress(f"={count}\n".encode()))
    found.append(squeeze.flush())
    return b"".join(found)


def _lines(data: bytes) -> Iterator[str]:
    loosen, rest = zlib.decompressobj(), b""
    try:
        for start in range(0, len(data), 65_536):
            *lines, rest = (rest + loosen.decompress(data[start : start + 65_536])).split(b"\n")
            yield from (line.decode() for line in lines)
        *lines, rest = (rest + loosen.flush()).split(b"\n")
        yield from (line.decode() for line in lines)
    except (zlib.error, UnicodeDecodeError) as error:
        raise FrozenError("Danh sách hồ sơ đã đóng băng không đọc được.") from error


def unpacked(data: bytes) -> tuple[FrozenShape, Iterator[FrozenRow]]:
    """The shape and the rows of a frozen population, read in a stream. Raises FrozenError, for rows when they come."""
    lines = _lines(data)
    try:
        head = json.loads(next(lines))
        shape = FrozenShape(
            head["kind"],
            tuple((code, quantity) for code, quantity in head["measures"]),
            tuple(head["dimensions"]),
            tuple(head["quantities"]),
        )
    except (StopIteration, KeyError, ValueError, TypeError) as error:
        raise FrozenError("Danh sách hồ sơ đã đóng băng không có phần đầu.") from error
    return shape, _rows(shape, lines)


def _rows(shape: FrozenShape, lines: Iterator[str]) -> Iterator[FrozenRow]:
    width = len(shape.dimensions)
    count = 0
    for line in lines:
        if line.startswith("="):
            if line != f"={count}":
                break
            return
        parts = [_plain(part) for part in line.split("\t")]
        if len(parts) != 3 + width + len(shape.quantities):
            break
        count += 1  # noqa: SIM113 - the line that ends the rows names it
        amounts = tuple(map(int, parts[3 + width :]))
        yield FrozenRow(int(parts[0]), parts[1], int(parts[2], 16), tuple(parts[3 : 3 + width]), amounts)
    raise FrozenError("Danh sách hồ sơ đã đóng băng không đủ dòng.")


def amount_of(shape: FrozenShape, row: FrozenRow, code: str, cell: Cell = ()) -> int | None:
    """What a record adds to a figure: 1 or its quantity; None where it is no member."""
    place = shape.bit(code)
    if not row.mask >> place & 1:
        return None
    if any(row.keys[shape.dimensions.index(name)] != key for name, key in cell):
        return None
    quantity = shape.measures[place][1]
    return row.amounts[shape.quantities.index(quantity)] if quantity else 1


def members(
    shape: FrozenShape, rows: Iterable[FrozenRow], code: str, cell: Cell = ()
) -> Iterator[tuple[FrozenRow, int]]:
    """The records behind a figure, each with what it adds. Raises KeyError for a measure that was not frozen."""
    for row in rows:
        amount = amount_of(shape, row, code, cell)
        if amount is not None:
            yield row, amount


def list_fingerprint(found: Iterable[tuple[int, str, int]]) -> str:
    """SHA-256 (hex) of a list of members: (record id, number, what it adds) in the order of the ids."""
    digest = hashlib.sha256()
    for record_id, code, amount in found:
        digest.update(f"{record_id}\t{code}\t{amount}\n".encode())
    return digest.hexdigest()


Wanted = Collection[tuple[str, Cell]]
"""Figures: code and cell."""


def recount(shape: FrozenShape, rows: Iterable[FrozenRow], wanted: Wanted) -> dict[tuple[str, Cell], int]:
    """The wanted figures counted again from the rows, in one pass; those of measures that were not frozen are left out.

    Every wanted cell is given, 0 where nobody stands in it.
    """
    asked = [(code, cell) for code, cell in wanted if shape.has(code)]
    cuts = sorted({tuple(name for name, _key in cell) for _code, cell in asked})
    places = {cut: tuple(shape.dimensions.index(name) for name in cut) for cut in cuts}
    counts: dict[tuple[str, ...], Counter[tuple[int, tuple[str, ...]]]] = {cut: Counter() for cut in cuts}
    sums: dict[tuple[str, ...], dict[tuple[int, tuple[str, ...]], list[int]]] = {cut: {} for cut in cuts}
    for row in rows:
        for cut in cuts:
            place = row.mask, tuple([row.keys[n] for n in places[cut]])
            counts[cut][place] += 1
            if any(row.amounts):
                held = sums[cut].setdefault(place, [0] * len(row.amounts))
                for n, amount in enumerate(row.amounts):
                    held[n] += amount
    found = dict.fromkeys(asked, 0)
    for cut in cuts:
        by_keys: dict[tuple[str, ...], list[tuple[int, int, list[int]]]] = {}
        for (mask, keys), number in counts[cut].items():
            by_keys.setdefault(keys, []).append(
                (mask, number, sums[cut].get((mask, keys), [0] * len(shape.quantities)))
            )
        for code, cell in asked:
            if tuple(name for name, _key in cell) == cut:
                place_of, quantity = shape.bit(code), dict(shape.measures)[code]
                for mask, number, amounts in by_keys.get(tuple(key for _name, key in cell), ()):
                    if mask >> place_of & 1:
                        found[code, cell] += amounts[shape.quantities.index(quantity)] if quantity else number
    return found
