"""A time limit as a dated row, and the reading of such rows from plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar, get_args

Unit = Literal["calendar", "working", "month"]
Confidence = Literal["high", "med", "low"]
_Choice = TypeVar("_Choice")
_UNITS: tuple[Unit, ...] = get_args(Unit)
_CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)

UNIT_LABELS: dict[Unit, str] = {"calendar": "ngày", "working": "ngày làm việc", "month": "tháng"}

# The act that starts a limit, as the explanation names it: "Thụ lý ngày …".
START_EVENT_LABELS: dict[str, str] = {
    "received": "tiếp nhận",
    "accepted": "thụ lý",
    "assigned": "giao giải quyết",
    "decided": "ban hành quyết định giải quyết",
    "concluded": "ban hành kết luận",
    "served": "nhận quyết định hoặc biết hành vi bị khiếu nại",
    "first_ended": "hết thời hạn hoặc nhận quyết định giải quyết lần đầu",
    "suspended_or_terminated": "ra quyết định tạm đình chỉ hoặc đình chỉ",
    "transferred": "nhận hồ sơ chuyển đến",
    "filed_away": "lưu đơn",
}


@dataclass(frozen=True)
class TimeLimit:
    """One time limit (thời hạn), valid for acts that start it from `valid_from` to `valid_to`, both included.

    `amount` None: the law sets no number. `extension_amounts` are the lengths that successive extensions add,
    `max_total` the most that all may reach; both in `unit`. `suspends`: suspended days are not counted.
    `article` is printed only with `confidence` "high". `configurable`: the office may set its own number.
    """

    code: str
    kind: str
    amount: int | None
    unit: Unit
    start_event: str
    extension_amounts: tuple[int, ...]
    max_total: int | None
    suspends: bool
    suspension_confidence: Confidence
    legal_basis: str
    article: str
    confidence: Confidence
    valid_from: date
    valid_to: date | None
    configurable: bool
    label_vi: str

    def holds_on(self, day: date) -> bool:
        """Return whether the row is the law for an act of `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def total(self, extensions: int) -> int:
        """Return the whole length with that many extensions, never above what the law allows."""
        granted = (self.amount or 0) + sum(self.extension_amounts[: max(extensions, 0)])
        return granted if self.max_total is None else min(granted, self.max_total)

    @property
    def basis_vi(self) -> str:
        """How the limit is justified in a sentence: its article, or the office's own setting."""
        if self.confidence != "high" or not self.legal_basis:
            return "theo cài đặt của đơn vị"
        return f"theo {self.article} {self.legal_basis}" if self.article else f"theo {self.legal_basis}"


def limit_from_json(row: Mapping[str, object]) -> TimeLimit:
    """Return the row of a mapping with the field names of TimeLimit; days are ISO texts or None.

    May be left out: extension_amounts, max_total (the amount with all extensions), suspends,
    suspension_confidence, article, valid_to, configurable. Raises ValueError for an unknown unit, start
    event or confidence and for a number that is no whole number, KeyError for a missing key.
    """
    code = str(row["code"])
    amount = _optional_int(row["amount"], code)
    extensions = _ints(row.get("extension_amounts", []), code)
    max_total = _optional_int(row.get("max_total"), code)
    if max_total is None and amount is not None:
        max_total = amount + sum(extensions)
    start_event = str(row["start_event"])
    if start_event not in START_EVENT_LABELS:
        raise ValueError(f"limit {code}: unknown start event {start_event!r}")
    valid_to = row.get("valid_to")
    return TimeLimit(
        code=code,
        kind=str(row["kind"]),
        amount=amount,
        unit=_one_of(_UNITS, row["unit"], code),
        start_event=start_event,
        extension_amounts=extensions,
        max_total=max_total,
        suspends=bool(row.get("suspends", False)),
        suspension_confidence=_one_of(_CONFIDENCES, row.get("suspension_confidence", "high"), code),
        legal_basis=str(row["legal_basis"]),
        article=str(row.get("article", "")),
        confidence=_one_of(_CONFIDENCES, row["confidence"], code),
        valid_from=date.fromisoformat(str(row["valid_from"])),
        valid_to=None if valid_to is None else date.fromisoformat(str(valid_to)),
        configurable=bool(row.get("configurable", False)),
        label_vi=str(row["label_vi"]),
    )


def _one_of(choices: tuple[_Choice, ...], value: object, code: str) -> _Choice:
    for choice in choices:
        if choice == value:
            return choice
    raise ValueError(f"limit {code}: {value!r} is none of {choices}")


def _optional_int(value: object, code: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ValueError(f"limit {code}: {value!r} is no whole number above 0")


def _ints(value: object, code: str) -> tuple[int, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"limit {code}: extension_amounts is no list")
    return tuple(number for item in value if (number := _optional_int(item, code)) is not None)
