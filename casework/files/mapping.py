"""The mapping file: an office's own headings, sheet by sheet, as JSON.

`{"Sheet1": {"@sổ": "Đơn thư", "Số hiệu": "Số đơn", "Ý kiến": ""}}`: the register of the sheet, the field of each
heading (its Vietnamese label, another heading of it, or its English name), "" or null for a column to be left out; a
register "" leaves the sheet out; "@bảng mã" ("tcvn3", "vni") converts its texts first. A heading that stands twice is
"Ngày", "Ngày 2"; a column without one "Cột 4".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from casework.domain.fields import REGISTER_FIELDS, Field
from casework.domain.text import nearest
from casework.domain.vocabulary import RecordKind
from casework.files.old_encodings import OldEncoding
from casework.files.problems import FileProblem
from casework.files.wording import bag, read_term, words

_REGISTER, _ENCODING = "@so", "@bang ma"
_EXAMPLE = '{"Tên trang tính": {"Tiêu đề trong tệp": "Tên cột của hệ thống"}}'


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What an office says of one sheet: its register, and the field of each heading (by its words; "" = left out).

    `left_out`: nothing of the sheet is read. `encoding`: the old one that its texts are converted from first.
    """

    kind: RecordKind | None = None
    targets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    left_out: bool = False
    encoding: OldEncoding | None = None

    def ignores(self, key: str) -> bool:
        """Whether the column of this key (`HeaderRow.keys`) is to be left out."""
        return self.targets.get(key) == ""

    def names(self, key: str) -> bool:
        """Whether anything is said of the column of this key."""
        return key in self.targets

    def field(self, kind: RecordKind, key: str) -> Field | None:
        """The field that the mapping gives to the column of this key."""
        target = self.targets.get(key)
        return named_field(kind, target) if target else None


def named_field(kind: RecordKind, name: str) -> Field | None:
    """The field of `kind` that `name` means: its English name, its label or another heading of it."""
    wanted = bag(name)
    by_synonym = None
    for candidate in REGISTER_FIELDS[kind]:
        if name == candidate.name or bag(candidate.label) == wanted:
            return candidate
        if by_synonym is None and any(bag(heading) == wanted for heading in candidate.headings):
            by_synonym = candidate
    return by_synonym


def read_mapping(data: bytes) -> dict[str, SheetMapping]:
    """Return the mapping of each sheet by the words of its name. Raises FileProblem when it is no such JSON."""
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except ValueError:
        raise FileProblem(f"Tệp ánh xạ không phải là JSON (UTF-8); mẫu: {_EXAMPLE}") from None
    if not isinstance(content, dict) or not all(isinstance(given, dict) for given in content.values()):
        raise FileProblem(f"Tệp ánh xạ không đúng dạng; mẫu: {_EXAMPLE}")
    return {words(sheet): _sheet_mapping(sheet, given) for sheet, given in content.items()}


def write_mapping(sheets: Mapping[str, SheetMapping]) -> bytes:
    """The mapping file that `read_mapping` reads so."""
    content = {
        sheet: {
            _REGISTER: "" if one.left_out or one.kind is None else one.kind.label,
            **({_ENCODING: one.encoding.value} if one.encoding else {}),
            **({} if one.left_out else one.targets),
        }
        for sheet, one in sheets.items()
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _sheet_mapping(sheet: str, given: Mapping[str, object]) -> SheetMapping:
    kind: RecordKind | None = None
    encoding: OldEncoding | None = None
    targets: dict[str, str] = {}
    for heading, target in given.items():
        if target is not None and not isinstance(target, str):
            raise FileProblem(f"Tệp ánh xạ, trang tính “{sheet}”: “{heading}” phải là chữ; mẫu: {_EXAMPLE}")
        if heading.startswith("@") and words(heading) == words(_REGISTER):
            if not (target or "").strip():
                return SheetMapping(left_out=True)
            member = read_term(RecordKind, target or "")
            if not isinstance(member, RecordKind):
                registers = "; ".join(each.label for each in RecordKind)
                raise FileProblem(f"Tệp ánh xạ, trang tính “{sheet}”: không có sổ “{target}”; các sổ: {registers}.")
            kind = member
        elif heading.startswith("@") and words(heading) == words(_ENCODING):
            encoding = next((one for one in OldEncoding if one.value == words(target or "")), None)
            if encoding is None:
                known = ", ".join(one.value for one in OldEncoding)
                raise FileProblem(
                    f"Tệp ánh xạ, trang tính “{sheet}”: không có bảng mã “{target}”; các bảng mã: {known}."
                )
        else:
            targets[words(heading)] = (target or "").strip()
    for name in filter(None, targets.values()):
        kinds = [kind] if kind else list(RecordKind)
        if not any(named_field(each, name) for each in kinds):
            labels = list(dict.fromkeys(each.label for one in kinds for each in REGISTER_FIELDS[one]))
            near = ", ".join(f"“{label}”" for label in nearest(name, labels)) or "không có"
            raise FileProblem(f"Tệp ánh xạ, trang tính “{sheet}”: không có cột “{name}”; gần nhất: {near}.")
    return SheetMapping(kind, MappingProxyType(targets), encoding=encoding)
