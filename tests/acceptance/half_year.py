"""What a report as of 15/6/2024 must say of a register, as figures of the catalogue.

The wanted numbers come in the shape of the acceptance file (and of the sample's own totals); here each of them is given
the code and the cell under which the catalogue counts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.domain.numerals import write_date
from casework.domain.vocabulary import ReceptionLevel

FROM, AS_OF = "2023-12-15", "2024-06-15"
PERIOD = "6-thang-2024"


@dataclass(frozen=True)
class Wanted:
    """A figure that must stand in the set: `cell` names keys by their labels (or by a part of them)."""

    code: str
    value: int | None = None
    cell: tuple[tuple[str, str], ...] = ()
    printed: str | None = None
    pair: tuple[int, int] | None = None


def resolution_label(row: Mapping[str, Any]) -> str:
    """The words by which a resolution is known, its number and its day: "31/NQ-HĐND 10/12/2022"."""
    return f"{row['resolution']} {write_date(date.fromisoformat(row['date']))}"


def wanted_figures(totals: Mapping[str, Any]) -> Iterator[Wanted]:
    """Every figure of the acceptance file."""
    yield from _petitions(totals)
    yield from _reception(totals["reception"])
    letters = totals["letters"]
    yield Wanted("letters.total", letters["total"])
    for key in ("complaint", "denunciation", "petition_or_feedback"):
        yield Wanted("letters.total", letters[key], (("type", key),))
    yield Wanted("letters.not_eligible", letters["not_eligible"])
    yield from _cases(totals["kntc"])
    for key in ("received", "on_time", "late", "open"):
        yield Wanted(f"pakn.{key}", totals["pakn"][key])


def _petitions(totals: Mapping[str, Any]) -> Iterator[Wanted]:
    for row in totals["petitions_by_resolution"]:
        cell = (("council_resolution", resolution_label(row)),)
        yield Wanted("petitions.basket.resolved", row["resolved"], cell)
        yield Wanted("petitions.basket.total", row["total"], cell)
        pair = (row["resolved"], row["total"])
        yield Wanted("petitions.basket.resolved_rate", None, cell, row["printed"], pair)
    baskets = totals["petitions_all_baskets_derived"]
    yield Wanted("petitions.basket.resolved", baskets["resolved"])
    yield Wanted("petitions.basket.total", baskets["total"])
    yield Wanted("petitions.basket.resolved_rate", None, (), baskets["printed"])
    fourteenth = totals["petitions_session_14"]
    session = (("session", "Kỳ 14 khóa XVI"),)
    yield Wanted("petitions.council.total", fourteenth["received"], session)
    yield Wanted("petitions.council.answered", fourteenth["answered"], session)
    yield Wanted("petitions.council.resolved", fourteenth["resolved_derived"], session)
    yield Wanted("petitions.untracked.total", fourteenth["received"], session)
    council = totals["petitions_council_all_derived"]
    for key in ("resolved", "total", "open"):
        yield Wanted(f"petitions.council.{key}", council[key])
    yield Wanted("petitions.council.resolved_rate", None, (), council["printed"])
    assembly = totals["petitions_national_assembly"]
    yield Wanted("petitions.national_assembly.resolved", assembly["resolved"])
    yield Wanted("petitions.national_assembly.open", assembly["in_progress"])


def _reception(reception: Mapping[str, Any]) -> Iterator[Wanted]:
    yield Wanted("reception.visits", reception["visits"])
    for label, number in reception["by_level"].items():
        level = ReceptionLevel.read(label)
        assert level is not None
        yield Wanted("reception.visits", number, (("level", level.value),))
    yield Wanted("reception.people", reception["people_derived"])
    yield Wanted("reception.large_groups", reception["large_groups_of_10_or_more"])
    yield Wanted("reception.leader_visits", reception["leaders_visits_apart"])
    pair = (reception["visits"], reception["prior_year"])
    yield Wanted("reception.visits_change", None, (), f"{reception['change']} so với cùng kỳ năm 2023", pair)


def _cases(kntc: Mapping[str, Any]) -> Iterator[Wanted]:
    yield Wanted("kntc.total", kntc["total"])
    yield Wanted("kntc.total", kntc["complaints"], (("type", "complaint"),))
    yield Wanted("kntc.total", kntc["denunciations"], (("type", "denunciation"),))
    yield Wanted("kntc.carried_in", kntc["carried_in_derived"])
    yield Wanted("kntc.resolved", kntc["resolved"])
    yield Wanted("kntc.resolved", kntc["resolved_complaints"], (("type", "complaint"),))
    yield Wanted("kntc.resolved", kntc["resolved_denunciations"], (("type", "denunciation"),))
    yield Wanted("kntc.resolved_rate", None, (), kntc["printed"], (kntc["resolved"], kntc["total"]))
    yield Wanted("kntc.open_overdue", kntc["open_overdue_on_as_of"])
    yield Wanted("kntc.collectives", kntc["collectives_disciplined"])
    yield Wanted("kntc.individuals", kntc["individuals_disciplined"])
    pair = (kntc["total"], kntc["prior_year"])
    yield Wanted("kntc.total_change", None, (), f"{kntc['change']} so với cùng kỳ năm 2023", pair)


def found_figure(figures: list[dict[str, Any]], wanted: Wanted) -> dict[str, Any] | None:
    """The one figure of a printed set that `wanted` means, its cell matched by key or by words of its label."""
    fitting = [f for f in figures if f["code"] == wanted.code and _in_cell(f["breakdown"], wanted.cell)]
    assert len(fitting) <= 1, f"{wanted}: {len(fitting)} số liệu"
    return fitting[0] if fitting else None


def _in_cell(breakdown: list[dict[str, str]], cell: tuple[tuple[str, str], ...]) -> bool:
    if len(breakdown) != len(cell):
        return False
    for part, (dimension, key) in zip(breakdown, cell, strict=True):
        if part["dimension"] != dimension:
            return False
        if part["key"] != key and not all(word in part["label"] for word in key.split(" ")):
            return False
    return True


def differences(figures: list[dict[str, Any]], totals: Mapping[str, Any]) -> list[str]:
    """In words, every figure of `totals` that the set `figures` (as `--json` prints it) does not say."""
    wrong = []
    for wanted in wanted_figures(totals):
        found = found_figure(figures, wanted)
        if found is None:
            if wanted.value != 0:
                wrong.append(f"thiếu {wanted}")
            continue
        if wanted.value is not None and found["value"] != wanted.value:
            wrong.append(f"{wanted}: {found['value']}")
        if wanted.printed is not None and found["printed"] != wanted.printed:
            wrong.append(f"{wanted}: in ra “{found['printed']}”")
        if wanted.pair is not None and (found["numerator"], found["denominator"]) != wanted.pair:
            wrong.append(f"{wanted}: {found['numerator']}/{found['denominator']}")
    return wrong
