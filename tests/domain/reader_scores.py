"""How well the reader of drafts does on published figures in words of our own: faults found, false alarms.

A record's `arithmetic` says what an attentive reader finds. A finding matches one of its checks when it is of that kind
and about the very numbers of the check.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casework.domain.claims.draft import DraftReading, read_draft
from casework.domain.claims.findings import ALARMS, ClaimKind, Finding, Verdict

MATERIAL = Path(__file__).parent / "reader_material"


@dataclass
class Score:
    """Faults of the material and those found, true claims and those confirmed, alarms and those that were none."""

    faults: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    truths: Counter[str] = field(default_factory=Counter)
    confirmed: Counter[str] = field(default_factory=Counter)
    false_alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    corrections: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Of the faults, the share that was found."""
        return self.found.total() / self.faults.total()

    @property
    def precision(self) -> float:
        """Of the alarms, the share that was right."""
        return self.found.total() / (self.found.total() + len(self.false_alarms))

    @property
    def coverage(self) -> float:
        """Of the true claims, the share that was confirmed."""
        return self.confirmed.total() / self.truths.total()

    def table(self) -> list[str]:
        """Lines to print: kind, faults found of faults, claims confirmed of true ones."""
        kinds = sorted({*self.faults, *self.truths})
        rows = [
            f"{kind:16} {self.found[kind]:3}/{self.faults[kind]:3} faults "
            f"{self.confirmed[kind]:3}/{self.truths[kind]:3} true"
            for kind in kinds
        ]
        return [
            *rows,
            f"precision {self.precision:.2f} recall {self.recall:.2f} confirmed {self.coverage:.2f}",
            *(f"missed: {line}" for line in self.missed),
            *(f"false alarm: {line}" for line in self.false_alarms),
        ]


def score(name: str, records: list[dict[str, Any]]) -> Score:
    """Reads every wording of `reader_material/<name>.json` and compares with the records' arithmetic."""
    wordings: dict[str, list[str]] = json.loads((MATERIAL / f"{name}.json").read_text("utf-8"))
    known = {record["id"]: record for record in records}
    made = Score()
    for record_id, texts in wordings.items():
        for n, text in enumerate(texts):
            _add(made, f"{record_id} #{n + 1}", known[record_id], read_draft(text))
    return made


def _add(made: Score, name: str, record: dict[str, Any], read: DraftReading) -> None:
    meant: set[int] = set()
    for check in record["arithmetic"]:
        if check["role"] != "as_printed":
            continue
        hits = [n for n, one in enumerate(read.findings) if _about(check, one, read.text)]
        meant.update(hits)
        verdicts = {read.findings[n].verdict for n in hits}
        alarmed, label = bool(verdicts & ALARMS), f"{name}: {check['check']} {check['label']}"
        if check["verdict"] == "WRONG":
            made.faults[check["check"]] += 1
            made.found[check["check"]] += alarmed
            made.missed += [] if alarmed else [label]
        else:
            made.truths[check["check"]] += 1
            made.confirmed[check["check"]] += Verdict.AGREES in verdicts
            made.false_alarms += [label] if alarmed else []
    for n, one in enumerate(read.findings):
        if one.verdict in ALARMS and n not in meant:
            made.false_alarms.append(f"{name}: {one.kind} {one.arithmetic}")
        if one.correction is not None:
            made.corrections.append((record["id"], one.correction.printed, one.correction.proposed))


def _about(check: dict[str, Any], one: Finding, text: str) -> bool:
    numbers = list(_numbers(one, text))
    match check["check"]:
        case "sum":
            wanted = [check["published_total"], *check["parts"]]
            return one.kind in (ClaimKind.SUM, ClaimKind.REMAINDER) and sorted(numbers) == sorted(map(str, wanted))
        case "percentage":
            rest = check["denominator"] - check["numerator"]
            tops = {str(check["numerator"]), str(rest)}
            fits = str(check["denominator"]) in numbers and bool(tops & set(numbers))
            return one.kind is ClaimKind.RATE and numbers[0] == _percent(check["published"]) and fits
        case "yoy_feasibility":
            return (
                one.kind is ClaimKind.GROWTH
                and numbers[0] == _percent(check["published"])
                and str(check["now"]) in numbers
            )
        case _:
            wanted = [abs(check["published_difference"]), check["now"], check["before"]]
            return one.kind is ClaimKind.DIFFERENCE and sorted(numbers) == sorted(map(str, wanted))


def _numbers(one: Finding, text: str) -> Iterator[str]:
    for start, end in ((one.start, one.end), *one.others):
        written = text[start:end].replace(" ", "").replace(".", "").removesuffix("%")
        yield str(int(written)) if written.isdigit() else written


def _percent(published: str) -> str:
    return published.replace(" ", "").strip("+-%")
