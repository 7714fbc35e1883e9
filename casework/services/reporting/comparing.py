"""Comparing (đối chiếu): an issued report with the same question today, or with another; figure by figure, record by
record, with the reason of each difference (`differing`)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.differences import Cuts, FigureDifference, Reason, RecordDifference
from casework.domain.figures import Cell, Figure, FigureKind, FigureSet
from casework.domain.numerals import write_count
from casework.domain.periods import Question
from casework.domain.vocabulary import RecordKind, Role
from casework.services.reporting.differing import Differing, Parts, Side
from casework.services.reporting.freezing import SETTINGS, counted_of
from casework.services.reporting.issued import definitions_in, figures_in, part_in, report_of
from casework.services.reporting.making import spoken_of
from casework.statistics.figure_set import figure_set
from casework.statistics.freezing import definition_of
from casework.statistics.labels import load_labels
from casework.statistics.measures import CHANGES, MEASURES
from casework.statistics.prior import COUNTED
from casework.statistics.rules import CountingRules, load_rules
from casework.statistics.scope import scope_of
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.issued import IssuedReport
from casework.store.journal import last_position


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of the comparison with its code and name; `then` and `now` as printed."""

    code: str
    label: str
    unit: str
    where: str
    then: str
    now: str
    difference: FigureDifference | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two reports. `records`: by kind, each with its causes; `prior_records`: those of the same
    days a year before, which changes are compared with; `definitions`: the labels of the
    figures that are defined otherwise; `total`: how many figures were compared."""

    then: Side
    now: Side
    figures: tuple[Told, ...]
    records: Mapping[RecordKind, tuple[RecordDifference, ...]]
    prior_records: Mapping[RecordKind, tuple[RecordDifference, ...]]
    definitions: tuple[str, ...]
    total: int

    @property
    def unexplained(self) -> int:
        """How many figures differ by more than the records explain; 0 unless something went past the journal."""
        return sum(1 for one in self.figures if one.difference is not None and one.difference.rest)

    @property
    def reasons(self) -> dict[Reason, int]:
        """How many records each reason moved."""
        return dict(
            Counter(
                r for found in self.records.values() for one in found for r in {cause.reason for cause in one.causes}
            )
        )


def compare_today(db: Database, reader: Reader, issued_id: int) -> Comparison:
    """An issued report against the same question as it is answered now. Raises NoSuchRecordError, TamperedError."""
    with db.read() as session:
        then = _issued(session, reader, issued_id)
        asked = replace(then.question, known=last_position(session), known_on=None)
        return _compare(session, reader, then, live_side(session, reader, asked))


def compare_issued(db: Database, reader: Reader, one: int, other: int) -> Comparison:
    """Two issued reports; the one that knew less stands first. Raises NoSuchRecordError, TamperedError."""
    with db.read() as session:
        sides = [_issued(session, reader, one), _issued(session, reader, other)]
        then, now = sorted(sides, key=lambda side: (side.question.known or 0, side.issued_id or 0))
        return _compare(session, reader, then, now)


def compare_questions(db: Database, reader: Reader, one: Question, other: Question) -> Comparison:
    """Two questions, both answered now; the one that knows less stands first."""
    with db.read() as session:
        last = last_position(session)
        pinned = [
            replace(question, known=last if question.known is None else question.known) for question in (one, other)
        ]
        then, now = sorted(pinned, key=lambda question: question.known or 0)
        return _compare(session, reader, live_side(session, reader, then), live_side(session, reader, now))


def live_side(session: Session, reader: Reader, question: Question) -> Side:
    """A question as it is answered now, for `reader`."""
    rules = load_rules(session)
    figures = spoken_of(figure_set(session, question, scope_of(reader)))
    codes = {code for code, _cell in counted_of(figures)}
    label = "Số liệu tính lại hiện nay"
    return Side(question, figures, {code: definition_of(MEASURES[code], rules) for code in codes}, rules, None, label)


def _issued(session: Session, reader: Reader, issued_id: int) -> Side:
    report = report_of(session, reader, issued_id)
    figures = figures_in(session, report)
    kept = json.loads(part_in(session, issued_id, SETTINGS))["rules"]
    rules = CountingRules(tuple(kept["resolved_results"]), int(kept["large_group"]), int(kept["small_cell"]))
    label = f"Báo cáo đã phát hành số {issued_id}"
    issuer = _issuer(session, report)
    return Side(figures.question, figures, definitions_in(session, issued_id), rules, issued_id, label, issuer)


def _issuer(session: Session, report: IssuedReport) -> Reader:
    who = session.get_one(User, report.actor_id)
    return Reader(who.id, Role.of(who.role), who.unit_id)


def _compare(session: Session, reader: Reader, then: Side, now: Side) -> Comparison:
    before, after = counted_of(then.figures), counted_of(now.figures)
    labels = load_labels(session)
    records, differences = _differences(Differing(session, reader, then, now, labels), before, after)
    one, other = _priors(then.figures), _priors(now.figures)
    both = {key for key in one if one[key] != other.get(key, one[key])}
    earlier = Differing(session, reader, then, now, labels, prior=True)
    prior_records, prior = _differences(earlier, {k: one[k] for k in both}, {k: other[k] for k in both})
    otherwise = [
        MEASURES[code].label
        for code in sorted({*then.definitions} & {*now.definitions})
        if _definition(then, code) != _definition(now, code)
    ]
    figures = (*_told(then.figures, now.figures, differences), *_told_priors(prior))
    return Comparison(then, now, figures, records, prior_records, tuple(otherwise), len({*before, *after}))


def _differences(
    work: Differing, before: Mapping[tuple[str, Cell], int], after: Mapping[tuple[str, Cell], int]
) -> tuple[dict[RecordKind, tuple[RecordDifference, ...]], dict[tuple[str, Cell], FigureDifference]]:
    """The records that differ by kind, and the figures that they make differ."""
    cuts = _cuts([*before, *after])
    records: dict[RecordKind, tuple[RecordDifference, ...]] = {}
    parts: Parts = defaultdict(Counter)
    touched: Counter[tuple[str, Cell]] = Counter()
    for kind in RecordKind:
        if any(MEASURES[code].population.kind is kind for code in cuts):
            found = list(work.records(kind, cuts))
            records[kind] = tuple(one for one, _parts in found)
            for one, own in found:
                touched.update(one.deltas.keys())
                for key, reasons in own.items():
                    for reason, number in reasons.items():
                        parts[key][reason] += number
    differences = {
        key: FigureDifference(*key, before.get(key, 0), after.get(key, 0), dict(parts[key]), touched[key])
        for key in {*before, *after}
        if before.get(key, 0) != after.get(key, 0) or touched[key]
    }
    return records, differences


def _priors(figures: FigureSet) -> dict[tuple[str, Cell], int]:
    """The counts of a year before that the changes compare with, where they are counted from records."""
    return {
        (CHANGES[f.code].measure.code, f.cell): f.denominator
        for f in figures
        if f.kind is FigureKind.CHANGE and f.denominator is not None and f.source == COUNTED
    }


def _told_priors(differences: Mapping[tuple[str, Cell], FigureDifference]) -> Iterator[Told]:
    for (code, _cell), one in differences.items():
        label = f"{MEASURES[code].label}, cùng kỳ năm trước"
        yield Told(code, label, MEASURES[code].unit.label, "", write_count(one.then), write_count(one.now), one)


def _definition(side: Side, code: str) -> tuple[object, ...]:
    own = side.definitions[code]
    return tuple(own.get(name) for name in ("definition", "condition", "quantity"))


def _cuts(keys: Iterable[tuple[str, Cell]]) -> Cuts:
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for code, cell in keys:
        found[code].add(tuple(name for name, _key in cell))
    return found


def _told(then: FigureSet, now: FigureSet, differences: Mapping[tuple[str, Cell], FigureDifference]) -> Iterator[Told]:
    """The figures that differ, in the order in which they stand, rates and changes after what they follow from."""
    for key in dict.fromkeys([*now.figures, *then.figures]):
        one, other = then.figures.get(key), now.figures.get(key)
        figure = other or one
        if figure is None or (key not in differences and (one is not None and other is not None and _same(one, other))):
            continue
        if key not in differences and figure.kind is FigureKind.RECORDS and (one is None or other is None):
            continue  # an empty cell of one side, which the other does not have
        yield Told(
            figure.code,
            figure.label,
            figure.unit.label,
            ", ".join(figure.labels),
            _printed(one, figure),
            _printed(other, figure),
            differences.get(key),
            _note(one, other, figure),
        )


def _same(one: Figure, other: Figure) -> bool:
    numbers = ("value", "numerator", "denominator")
    return all(getattr(one, name) == getattr(other, name) for name in numbers)


def _printed(figure: Figure | None, like: Figure) -> str:
    if figure is not None:
        return figure.printed or "–"
    return "0" if like.kind is FigureKind.RECORDS else "–"


def _or_unknown(number: int | None) -> str:
    return "chưa biết" if number is None else write_count(number)


def _note(one: Figure | None, other: Figure | None, figure: Figure) -> str:
    if figure.kind is FigureKind.RATE:
        return "Theo tử số và mẫu số."
    if figure.kind is FigureKind.CHANGE and one is not None and other is not None:
        if one.denominator != other.denominator:
            before, after = (_or_unknown(figure.denominator) for figure in (one, other))
            return f"Số cùng kỳ năm trước: {before} → {after}. Nguồn: {other.source.rstrip('.')}."
        return "Theo số của kỳ này."
    if figure.kind is FigureKind.DECLARED:
        return f"Số công bố. Nguồn: {figure.source}."
    return ""


def label_of(code: str) -> str:
    """The name of a measure that has records; the code itself where the catalogue no longer has it."""
    return MEASURES[code].label if code in MEASURES else code
