"""A paper as plain data: a wording with its fields filled in. Renderers (PDF, DOCX, HTML) only lay it out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.domain.numerals import DateTextError, read_date, write_date_long
from casework.domain.paper_fields import PAPER_FIELDS, field_of
from casework.reports.document import clean
from casework.reports.papers.wording import PaperWording

BLANK = "……………"
"""What stands where something is still to be written by hand."""

LineKind = Literal["body", "item", "centred", "article"]
_FIELD = re.compile(r"\{([^{}]*)\}(\.?)")
_ARTICLE = re.compile(r"(Điều \d+\.)\s*(.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the body; of an article `lead` is "Điều 1.", printed bold before the text."""

    kind: LineKind
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole paper in the order of NĐ 30/2020/NĐ-CP, Phụ lục I (law-and-forms 7); `name` "" is a công văn."""

    superior: str
    issuer: str
    number_line: str
    place_line: str
    note: str
    name: str
    subject: str
    addressees: tuple[str, ...]
    bases: tuple[str, ...]
    lines: tuple[Line, ...]
    left: tuple[str, ...]
    recipients: tuple[str, ...]
    signer_authority: str
    signer_title: str
    signer: str

    @property
    def title(self) -> str:
        """The paper in one line, for a file's metadata."""
        return f"{self.name.capitalize()} {self.subject}".strip()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every printed text, from top to bottom."""
        head = (self.superior, self.issuer, self.number_line, self.place_line, self.note, self.name, self.subject)
        body = (f"{line.lead} {line.text}".strip() for line in self.lines)
        foot = (*self.left, *self.recipients, self.signer_authority, self.signer_title, self.signer)
        return tuple(text for text in (*head, *self.addressees, *self.bases, *body, *foot) if text)

    def digest(self) -> str:
        """SHA-256 over every printed text: the same paper gives the same digest with every version of a renderer."""
        return hashlib.sha256("\n".join(self.texts).encode()).hexdigest()


def fill(wording: PaperWording, values: Mapping[str, str]) -> Sheet:
    """The paper that a wording makes of texts by name of field; an empty field leaves a dotted place."""
    return Sheet(
        superior=clean(values.get("superior", "")).upper(),
        issuer=clean(values.get("issuer", "")).upper(),
        number_line=f"Số: {_number(values.get('number', ''))}/{clean(values.get('symbol', '')) or wording.symbol}",
        place_line=f"{clean(values.get('town', '')) or BLANK}, {_day(values.get('made_on', ''))}",
        note=_inline(wording.note, values),
        name=_inline(wording.name, values),
        subject=_inline(wording.subject, values),
        addressees=tuple(_lines(wording.addressees, values)),
        bases=_closed(_lines(wording.bases, values), ";", "."),
        lines=tuple(_body(wording.body, values)),
        left=tuple(_lines(wording.left, values)),
        recipients=_closed((f"- {line}" for line in _lines(wording.recipients, values)), ";", "."),
        signer_authority=clean(values.get("signer_authority", "")),
        signer_title=clean(values.get("signer_title", "")),
        signer=clean(values.get("signer", "")),
    )


def _number(written: str) -> str:
    number = clean(written).strip()
    return (number.zfill(2) if number.isdecimal() else number) or BLANK


def _day(written: str) -> str:
    try:
        day: date | None = read_date(written) if written else None
    except DateTextError:
        day = None
    return write_date_long(day) if day else f"ngày {BLANK[:3]} tháng {BLANK[:3]} năm {BLANK[:4]}"


def _value(written: str, values: Mapping[str, str]) -> str:
    meant = field_of(written)
    return "" if meant is None else values.get(meant.name, "").strip()


def _inline(text: str, values: Mapping[str, str]) -> str:
    """`text` with its fields filled in, in one line; a full stop after a field is not doubled."""

    def put(found: re.Match[str]) -> str:
        value = " ".join(clean(_value(found[1], values)).split()) or BLANK
        return value.removesuffix(".") + found[2] if found[2] else value

    return clean(_FIELD.sub(put, text)).strip()


def _kept(line: str, values: Mapping[str, str]) -> str | None:
    """A line without its mark `?`; None when it is left out because a field in it is empty."""
    if not line.startswith("?"):
        return line
    empty = any(not _value(found[1], values) for found in _FIELD.finditer(line))
    return None if empty else line[1:].strip()


def _lines(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """The lines of a list; a line that is one field alone becomes as many lines as the field has."""
    for written in text.splitlines():
        line = _kept(written, values)
        if line is None:
            continue
        alone = _FIELD.fullmatch(line)
        meant = field_of(alone[1]) if alone else None
        if meant is not None and PAPER_FIELDS[meant.name].lines and _value(meant.label, values):
            yield from (clean(one).strip() for one in _value(meant.label, values).splitlines() if one.strip())
        else:
            yield _inline(line, values)


def _body(text: str, values: Mapping[str, str]) -> Iterator[Line]:
    for line in _lines(text, values):
        article = _ARTICLE.fullmatch(line)
        if article:
            yield Line("article", article[2], article[1])
        elif line.startswith("="):
            yield Line("centred", line[1:].strip())
        elif line.startswith("- "):
            yield Line("item", line[2:].strip())
        else:
            yield Line("body", line)


def _closed(lines: Iterator[str], between: str, last: str) -> tuple[str, ...]:
    """The lines with a semicolon at the end of each and a full stop at the end of the last."""
    whole = [line.rstrip(".;") for line in lines]
    return tuple(f"{line}{last if n == len(whole) - 1 else between}" for n, line in enumerate(whole))
