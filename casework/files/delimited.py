"""CSV files: encoding, separator, rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from casework.files.problems import FileProblem

_SEPARATORS = (";", ",", "\t", "|")
_SAMPLE_ROWS = 40
_FIELD_LIMIT = 200_000
_DIRECTIVE = "sep="


def read_delimited(data: bytes, shown: str) -> tuple[list[list[str]], int]:
    """Return the rows of a CSV file and the number of its first row.

    Reads UTF-8, with or without the byte order mark, and UTF-16 with it ("Unicode Text" of Excel); the separator is
    found from the rows. A line "sep=;", which Excel hides, is no row. Raises FileProblem for other encodings.
    """
    text = _decode(data, shown)
    separator = ""
    head, _, rest = text.partition("\n")
    if head.lower().startswith(_DIRECTIVE) and len(head.strip()) == len(_DIRECTIVE) + 1:
        separator, text = head.strip()[-1], rest
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text))
        return list(reader), 1
    except csv.Error:
        raise FileProblem(
            f"Không đọc được tệp “{shown}”: dấu nháy hoặc ô quá dài. Hãy lưu lại bằng Excel dạng CSV UTF-8."
        ) from None


def _decode(data: bytes, shown: str) -> str:
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise FileProblem(f"Tệp “{shown}” không phải là văn bản UTF-8; trong Excel hãy lưu lại với kiểu “CSV UTF-8”.")
    return text


def _separator(text: str) -> str:
    """The separator that parts most rows into the same, largest number of cells."""
    best, best_score = ",", (0, 0)
    for candidate in _SEPARATORS:
        sample = csv.reader(io.StringIO(text, newline=""), delimiter=candidate)
        widths = Counter(len(row) for row, _ in zip(sample, range(_SAMPLE_ROWS), strict=False) if len(row) > 1)
        if widths:
            width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (rows, width) > best_score:
                best, best_score = candidate, (rows, width)
    return best
