"""The wording of a paper: texts with fields in braces, the shipped ones, and what is wrong with an office's own.

Each line of the body is a paragraph. Marks at the beginning of a line: `=` centred and bold (QUYẾT ĐỊNH:), `-` an item
of a list, `?` the line is left out when a field in it is empty. "Điều 1." is printed bold by itself.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casework.domain.paper_fields import PaperField
from casework.domain.papers import PAPERS, PaperCode, field_of, fields_of
from casework.domain.text import fold, nearest

PART_LIMIT = 500
TEXT_LIMIT = 20_000
_FIELD = re.compile(r"\{([^{}]*)\}")
_SECRET = re.compile(r"(?m)^\W*(?:tuyet mat|toi mat|mat|do mat\b.*)\W*$")


@dataclass(frozen=True, slots=True)
class PaperWording:
    """The parts of a paper's wording. `name` "" makes a công văn: its subject stands under the number.

    `left`: the signature block on the left, its first line the title; where it is empty "Nơi nhận" stands there.
    Lists (`addressees`, `bases`, `body`, `recipients`) have a line each.
    """

    name: str = ""
    subject: str = ""
    symbol: str = ""
    note: str = ""
    addressees: str = ""
    bases: str = ""
    body: str = ""
    recipients: str = ""
    left: str = ""
    signer_authority: str = ""
    signer_title: str = ""


PART_LABELS: Mapping[str, str] = {
    "name": "Tên loại văn bản",
    "subject": "Trích yếu",
    "symbol": "Ký hiệu",
    "note": "Ghi chú mẫu (góc trên bên phải)",
    "addressees": "Kính gửi",
    "bases": "Căn cứ",
    "body": "Nội dung",
    "recipients": "Nơi nhận",
    "left": "Khối ký bên trái",
    "signer_authority": "Quyền hạn ký",
    "signer_title": "Chức vụ người ký",
}
"""The parts in the order of the form, as people call them."""
LONG_PARTS = frozenset({"addressees", "bases", "body", "recipients", "left"})


class WordingError(ValueError):
    """A wording that cannot be kept; `errors`: a Vietnamese sentence by part."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Takes the sentences."""
        self.errors = dict(errors)
        super().__init__(" ".join(self.errors.values()))


@cache
def shipped(code: PaperCode) -> PaperWording:
    """The wording that casework comes with. Raises OSError when its file is missing."""
    text = (Path(__file__).parent / "shipped" / f"{code.value}.toml").read_text(encoding="utf-8")
    return PaperWording(**{name: tidy(value) for name, value in tomllib.loads(text).items()})


def tidy(text: str) -> str:
    """A part as it is kept: NFC, one kind of line break, no white space at the ends of lines, no empty lines."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if line)


def from_parts(parts: Mapping[str, str]) -> PaperWording:
    """A wording from texts by part, tidied; parts that are not given are empty, others are not looked at."""
    names = [field.name for field in dataclasses.fields(PaperWording)]
    return PaperWording(**{name: tidy(parts.get(name, "")) for name in names})


def parts_of(wording: PaperWording) -> dict[str, str]:
    """The texts by part."""
    return dataclasses.asdict(wording)


def as_json(wording: PaperWording) -> str:
    """A wording as the database keeps it; the same wording gives the same text."""
    return json.dumps(parts_of(wording), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> PaperWording:
    """The wording of such a text."""
    return from_parts(json.loads(text))


def digest(wording: PaperWording) -> str:
    """SHA-256 of a wording, as the journal notes it."""
    return hashlib.sha256(as_json(wording).encode()).hexdigest()


def _braced(text: str) -> Iterator[str]:
    for found in _FIELD.finditer(text):
        yield found[1]


def named(wording: PaperWording) -> frozenset[str]:
    """The names of the fields that a wording uses; texts in braces that mean no field are passed over."""
    found = (field_of(written) for text in parts_of(wording).values() for written in _braced(text))
    return frozenset(one.name for one in found if one is not None)


def check(code: PaperCode, wording: PaperWording) -> None:
    """Passes when the wording may be kept. Raises WordingError that names each unknown field and each part amiss.

    Only the fields of the paper's whitelist may stand in it; nothing may mark a paper as secret (law-and-forms 9).
    """
    allowed = {one.name: one for one in fields_of(PAPERS[code])}
    errors: dict[str, str] = {}
    for part, text in parts_of(wording).items():
        problem = _problem(text, allowed)
        limit = TEXT_LIMIT if part in LONG_PARTS else PART_LIMIT
        if problem:
            errors[part] = problem
        elif len(text) > limit:
            errors[part] = f"Dài quá {limit} ký tự; hãy rút gọn."
        elif part not in LONG_PARTS and "\n" in text:
            errors[part] = "Chỉ được có một dòng."
    for part in ("subject", "symbol", "body"):
        if not getattr(wording, part):
            errors.setdefault(part, "Không được để trống.")
    if "/" in wording.symbol:
        errors.setdefault("symbol", "Ký hiệu không ghi số và dấu “/”; hệ thống tự ghép, ví dụ “Số: 05/TB-VP”.")
    if errors:
        raise WordingError(errors)


def _problem(text: str, allowed: Mapping[str, PaperField]) -> str:
    for written in _braced(text):
        meant = field_of(written)
        if meant is None or meant.name not in allowed:
            near = nearest(written, [one.label for one in allowed.values()], 1)
            hint = f"; ý ông (bà) là {{{near[0]}}}?" if near else ""
            return f"Văn bản này không có trường {{{written}}}{hint}".rstrip(".") + (
                "" if hint else "; hãy bỏ hoặc sửa tên trường."
            )
    if "{" in _FIELD.sub("", text) or "}" in _FIELD.sub("", text):
        return "Có dấu ngoặc nhọn không thành cặp; tên trường viết như {người ký}."
    if marked_secret(text):
        return f"Không được ghi độ mật. {NO_SECRETS}"
    return ""


NO_SECRETS = (
    "Hệ thống này chạy trên máy có nối mạng nên không lập văn bản có độ mật; "
    "hãy soạn trên máy tính độc lập theo quy định về bảo vệ bí mật nhà nước."
)


def marked_secret(text: str) -> bool:
    """Whether a line of `text` marks a paper as MẬT, TỐI MẬT or TUYỆT MẬT."""
    lines = (line for line in text.splitlines() if "mật" in unicodedata.normalize("NFC", line).casefold())
    return any(_SECRET.match(fold(line)) for line in lines)
