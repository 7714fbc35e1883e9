"""The texts that fill a paper: from the record, from the head of the paper, from what was typed; and what is wrong.

Of a denunciation nothing that says who denounced is ever filled in: "Người tố cáo" stands for the sender (Luật Tố cáo
2018; law-and-forms 9; design.md 11).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date

from casework.domain.entry import EMPTY
from casework.domain.fields import DENUNCIATION, Value, field
from casework.domain.numerals import DateTextError, read_date, write_date
from casework.domain.paper_fields import DENOUNCER, FROM_RECORD, PAPER_FIELDS, PaperField
from casework.domain.vocabulary import RecordKind
from casework.domain.words import Words

REMEMBERED = ("superior", "issuer", "town", "signer_authority", "signer_title", "signer")
"""Head fields that begin with what stood on the last paper of the kind that the same person made."""

OWN_SERIES = "-TC"
"""What the symbol of a denunciation's papers ends with: their numbers tell nobody else that there are some."""
UNCOVERED = "Văn bản của hồ sơ tố cáo: phải xác nhận không ghi thông tin về người tố cáo thì mới được lập."
_NUMBER_OF_A_PERSON = re.compile(
    r"(?<![\d/.,-])(?:\d ?){8}(?:(?:\d ?){3})?\d(?![/.,-]?\d)"  # 9 or 12 digits: chứng minh, căn cước
    r"|(?<![\d/.,])0\d(?:[ .]?\d){8}(?!\d)"  # điện thoại
)
_NO_NUMBERS = "Không ghi số định danh, số điện thoại trong văn bản của hồ sơ tố cáo; xin bỏ dãy số này."


def record_texts(kind: RecordKind, values: Mapping[str, Value], words: Words, due_on: date | None) -> dict[str, str]:
    """The texts of a record by name of paper field; empty ones are left out. `due_on`: the due date that counts."""
    texts = {name: words.text(field(kind, own), values.get(own)) for name, own in FROM_RECORD[kind].items()}
    if "matter" in texts:
        texts["matter"] = texts["matter"].lower()
    if due_on is not None:
        texts["due_on"] = write_date(due_on)
    if values.get("type") == DENUNCIATION:
        texts = {name: text for name, text in texts.items() if not PAPER_FIELDS[name].identity}
        texts["person"] = DENOUNCER
    return {name: text for name, text in texts.items() if text}


def addressed(to: str, values: Mapping[str, Value], texts: Mapping[str, str]) -> str:
    """Whom a paper begins with that goes to the field `to` of its record: "Ông (bà) …" for the sender, of a
    denunciation "Người tố cáo"; "" where nobody is."""
    if to == "person" and values.get("type") == DENUNCIATION:
        return DENOUNCER
    text = texts.get(to, "")
    return f"Ông (bà) {text}" if text and to == "person" else text


def read_typed(
    fields: Iterable[PaperField], typed: Mapping[str, str], required: Iterable[str], denunciation: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed for a paper, days as officials write them, and a Vietnamese sentence by name for what is wrong."""
    needed, texts, errors = set(required), dict[str, str](), dict[str, str]()
    for one in fields:
        text = typed.get(one.name, "").replace("\r\n", "\n").strip()
        if not text:
            if one.name in needed:
                errors[one.name] = EMPTY
            continue
        if len(text) > one.limit:
            errors[one.name] = f"Dài quá {one.limit} ký tự; hãy rút gọn."
        elif "\n" in text and not one.lines and one.limit < 1000:
            errors[one.name] = "Chỉ ghi trên một dòng."
        elif denunciation and _NUMBER_OF_A_PERSON.search(text):
            errors[one.name] = _NO_NUMBERS
        elif one.day:
            try:
                text = write_date(read_date(text))
            except DateTextError as error:
                errors[one.name] = f"{str(error)[:1].upper()}{str(error)[1:]}".rstrip(".") + "."
        texts[one.name] = text
    return texts, errors


def series_symbol(symbol: str, denunciation: bool) -> str:
    """The symbol under which a paper is numbered: of a denunciation always one of its own series, whatever was typed.

    The series follows from the record: in the ordinary one a number would tell how many papers lie between.
    """
    if not denunciation:
        return symbol
    return (symbol[: -len(OWN_SERIES)] if symbol.upper().endswith(OWN_SERIES) else symbol) + OWN_SERIES


def as_json(texts: Mapping[str, str]) -> str:
    """The texts as the item keeps them: names in order, empty ones left out."""
    kept = {name: text for name, text in texts.items() if text}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str | None) -> dict[str, str]:
    """The texts of such a value; {} for one that was destroyed."""
    return {str(name): str(value) for name, value in json.loads(text).items()} if text else {}
