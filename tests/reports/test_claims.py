"""For any figures the report can be made, prints each number as the figure has it, and claims nothing they deny."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.domain.figures import Figure, FigureKind, FigureSet
from casework.domain.numerals import read_count
from casework.reports.compose import compose
from casework.reports.document import Document, FigureText, Paragraph, Table
from casework.reports.pdf import render_pdf
from casework.reports.plain import plain_text
from casework.reports.wording import LetterHead, Style, Wording
from tests.reports.half_year import PERIOD, case_counts, cases, change, count, figure_set, petitions

SMALL = st.integers(0, 12) | st.integers(0, 30_000)
MAYBE = st.none() | SMALL


@st.composite
def parts(draw: st.DrawFn, whole: int) -> int:
    """A count of some of `whole`, often none or all."""
    return draw(st.sampled_from((0, whole)) | st.integers(0, whole))


@st.composite
def petition_figures(draw: st.DrawFn, family: str, cell: tuple[tuple[str, str], ...] = ()) -> list[Figure]:
    """One population of petitions in one cell."""
    total = draw(SMALL)
    resolved, answered = draw(parts(total)), draw(parts(total))
    overdue = draw(parts(total - resolved))
    return petitions(family, total, resolved, answered, overdue, cell, "Kỳ họp thứ 3 HĐND khóa XVI")


@st.composite
def some_figures(draw: st.DrawFn) -> FigureSet:
    """A set of figures that agree with each other where a sentence speaks of two of them; any may be missing."""
    cases_total = draw(SMALL)
    cases_done = draw(parts(cases_total))
    made = [
        *draw(petition_figures("petitions.basket")),
        *draw(petition_figures("petitions.basket", (("council_resolution", "1"),))),
        *draw(petition_figures("petitions.untracked")),
        *draw(petition_figures("petitions.untracked", (("session", "7"),))),
        *draw(petition_figures("petitions.council")),
        *draw(petition_figures("petitions.council", (("unit", ""),))),
        *draw(petition_figures("petitions.national_assembly")),
        *(
            count(code, draw(SMALL))
            for code in (
                "reception.visits",
                "reception.people",
                "reception.large_groups",
                "reception.large_group_people",
                "reception.leader_visits",
                "letters.total",
                "letters.eligible",
                "letters.not_eligible",
                "letters.handled",
                "letters.handled_late",
                "letters.open",
                "letters.open_overdue",
                "kntc.collectives",
                "kntc.individuals",
                "kntc.money_recovered",
                "kntc.land_recovered",
                "kntc.investigated",
                "pakn.received",
                "pakn.on_time",
                "pakn.late",
                "pakn.open",
                "pakn.open_overdue",
            )
        ),
        *cases(case_counts(cases_total, draw(parts(cases_total)), cases_done, draw(parts(cases_total - cases_done)))),
        change("reception.visits_change", draw(SMALL), draw(MAYBE)),
        change("letters.total_change", draw(SMALL), draw(MAYBE)),
        change("kntc.total_change", draw(SMALL), draw(MAYBE)),
    ]
    missing = draw(st.sets(st.sampled_from(sorted({f.code for f in made})), max_size=4))
    return figure_set(f for f in made if f.code not in missing)


STYLES = st.builds(
    Style,
    rate_decimals=st.integers(0, 3),
    change_decimals=st.integers(0, 3),
    pad_small=st.booleans(),
    trim_whole_rates=st.booleans(),
)
WORDINGS = st.builds(Wording, petitions=STYLES, cases=STYLES, letters=STYLES, reception=STYLES)


def quoted(document: Document) -> Iterator[FigureText]:
    """Every number of the document that comes from a figure."""
    for block in document.all_blocks():
        if isinstance(block, Paragraph):
            yield from (run for run in block.runs if isinstance(run, FigureText))
        elif isinstance(block, Table):
            for row in block.rows:
                yield from (run for cell in row.cells for run in cell if isinstance(run, FigureText))


@given(some_figures(), WORDINGS)
def test_numbers_and_claims_agree_with_the_figures(figures: FigureSet, wording: Wording) -> None:
    document = compose(figures, wording, LetterHead(), PERIOD, [])
    text = plain_text(document)
    for quote in quoted(document):
        figure = figures.figures.get((quote.code, quote.cell))
        if figure is None:
            assert read_count(quote.text) == 0
        elif figure.kind is FigureKind.RECORDS:
            assert read_count(quote.text) == figure.value
        elif figure.kind is FigureKind.RATE:
            assert (quote.text.startswith("100") and "," not in quote.text.replace(",0", "")) == (
                figure.numerator == figure.denominator
            )
        else:
            assert figure.denominator
    if "đang trong thời hạn giải quyết" in text:
        assert figures.value("kntc.open") > 0
        assert figures.get("kntc.open_overdue") is not None
        assert figures.value("kntc.open_overdue") == 0
    if "không có kiến nghị quá hạn" in text:
        assert 0 in {figures.value(f"petitions.{family}.overdue") for family in ("basket", "council")}
    if "không phát sinh lượt tiếp" in text:
        assert figures.value("reception.visits") == 0
    if "không có đơn quá thời hạn" in text:
        assert figures.value("letters.open_overdue") == 0
    if "so với cùng kỳ" in text or "bằng cùng kỳ" in text:
        assert any(f.kind is FigureKind.CHANGE and f.denominator for f in figures)
    assert "∞" not in text
    assert "None" not in text
    assert "  " not in text


@settings(max_examples=8)
@given(some_figures(), st.booleans())
def test_any_figures_can_be_printed(figures: FigureSet, signing: bool) -> None:
    document = compose(figures, Wording(), LetterHead(), PERIOD, [])
    assert render_pdf(document, signing=signing).startswith(b"%PDF-")
