"""Rates beside each other with their bounds, the time that things take, the year beside the last, targets, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from casework.domain.figures import Figure
from casework.domain.numerals import write_count, write_date, write_percent
from casework.domain.panels import FEWEST, Duration, Goal, Ranking, Since, Stage, Standing, YearLine
from casework.domain.rates import Change, change_phrase
from casework.domain.text import capitalised
from casework.reports.chart import Chart, ChartSeries
from casework.reports.charting import Plot, charted
from casework.reports.dashboards.section import NOTHING, Section, counted, drawn, linked, named, of_all
from casework.reports.document import Column, FigureText, Row, Runs, Table

MOST_DRAWN = 25
SIDES = {1: "cao hơn mức chung", 0: "chưa khác mức chung", -1: "thấp hơn mức chung"}
TOO_FEW = f"Quá ít hồ sơ để so sánh (dưới {FEWEST})"


# --- so sánh ---------------------------------------------------------------------------------------------------


def ranking_section(found: Ranking) -> Section:
    """One rate by unit, subject or place: those with enough records by their lower bound, the others by name."""
    title = f"{found.label} theo {found.by[:1].lower()}{found.by[1:]}"
    percent = (counted("Tỷ lệ"), counted("Từ", "Khoảng tin cậy 95%"), counted("Đến", "Khoảng tin cậy 95%"))
    columns = (named(found.by), counted("Đạt"), counted("Tổng số"), *percent, Column("So với mức chung", "left", 1.5))
    rows = [_standing_row(one, SIDES[one.side]) for one in found.compared]
    if found.few:
        rows.append(Row(((TOO_FEW,),), "group"))
        rows += [_few_row(one) for one in found.few]
    if found.compared or found.few:
        rows.append(replace(_standing_row(found.whole, "mức chung"), kind="total"))
    else:
        return Section("so-sanh", title, ("Không có hồ sơ nào trong kỳ và phạm vi này.",), None)
    table = Table(title, columns, tuple(rows))
    chart = None
    if found.compared:
        most = min(len(found.compared), MOST_DRAWN)
        plots = [Plot(3, low=4, high=5)]
        chart = charted(table, title, "interval", plots, label_column=0, unit="%", most=most)
    text = (
        "Xếp theo cận dưới của khoảng tin cậy, không theo tỷ lệ: nơi ít hồ sơ có khoảng rộng. Chỉ nói cao hơn hay thấp "
        f"hơn khi khoảng của nơi ấy tách khỏi khoảng của toàn bộ. Dưới {FEWEST} hồ sơ thì không tính tỷ lệ, không xếp.",
    )
    return Section("so-sanh", title, text, table, drawn(chart and _by_side(chart, found)))


def _standing_row(one: Standing, words: str) -> Row:
    share, bounds = one.rate.fraction, one.bounds
    rate: Runs = (NOTHING,)
    if share is not None:
        rate = (FigureText(write_percent(share, 1), one.total.code, one.total.place),)
    low, high = (NOTHING, NOTHING) if bounds is None else (_share(bounds.low), _share(bounds.high))
    return Row(((one.label,), linked(one.reached), linked(one.total), rate, (low,), (high,), (words,)))


def _few_row(one: Standing) -> Row:
    nothing: Runs = (NOTHING,)
    return Row(((one.label,), linked(one.reached), linked(one.total), nothing, nothing, nothing, nothing))


def _share(value: float) -> str:
    return write_percent(Fraction(value), 1)


def _by_side(chart: Chart, found: Ranking) -> Chart:
    """The one series of the chart in three, told by where the bounds lie, not by the bare rate."""
    series = tuple(
        ChartSeries(
            capitalised(words),
            tuple(mark if found.compared[at].side == side else None for at, mark in enumerate(chart.series[0].marks)),
        )
        for side, words in SIDES.items()
        if any(one.side == side for one in found.compared[: len(chart.categories)])
    )
    return replace(chart, series=series)


# --- thời gian giải quyết --------------------------------------------------------------------------------------


def duration_section(found: Duration) -> Section:
    """How much of a register is still open after so many days."""
    stream = found.stream
    title = f"{stream.label}: thời gian đến khi kết thúc"
    if not found.whole.value:
        return Section(stream.name, title, ("Chưa có hồ sơ nào trong phạm vi này.",), None)
    columns = (
        Column("Sau số ngày", "right", 1.0),
        counted("Kết thúc", "Trong khoảng này"),
        counted("Chưa kết thúc, mới ngần ấy ngày", "Trong khoảng này"),
        counted("Lâu hơn mốc này"),
        counted("Còn chưa kết thúc"),
        counted("Từ", "Khoảng tin cậy 95%"),
        counted("Đến", "Khoảng tin cậy 95%"),
    )
    table = Table(title, columns, tuple(_stage_row(one) for one in found.stages))
    most = sum(1 for one in found.stages if one.most is not None)
    chart = charted(
        table,
        stream.label,
        "step",
        [Plot(4, low=5, high=6)],
        label_column=0,
        unit="% hồ sơ còn chưa kết thúc, theo số ngày",
        on_scale=True,
        most=most,
    )
    since = f"tiếp nhận từ ngày {write_date(found.whole.question.first)}"
    of_all_time = found.whole.question.first.year == 1900
    text = (
        f"Ước lượng Kaplan–Meier trên {write_count(found.whole.value)} {stream.unit} "
        f"{'đã tiếp nhận' if of_all_time else since}, gồm cả hồ sơ chưa kết thúc (mới biết là lâu hơn đến nay).",
        _quantiles(found),
    )
    note = (
        "Tỷ lệ đúng tại các mốc ngày ghi trong bảng; giữa hai mốc, đường vẽ giữ mức của mốc trước. Bấm vào tỷ lệ để mở "
        "những hồ sơ kéo dài hơn mốc ấy, đã kết thúc hay chưa."
    )
    return Section(stream.name, title, text, table, drawn(chart), (note,))


def _stage_row(one: Stage) -> Row:
    days = f"trên {write_count(one.least - 1)}" if one.most is None else write_count(one.most)
    share, low, high = "100%", NOTHING, NOTHING
    if one.step is not None:
        share, low, high = write_percent(one.step.open_share, 1), _share(one.step.low), _share(one.step.high)
    still: Runs = (share,) if one.longer is None else (FigureText(share, one.longer.code, one.longer.place),)
    return Row(
        ((days,), linked(one.ended), linked(one.waiting), linked(one.longer), still, (low,), (high,)),
    )


def _quantiles(found: Duration) -> str:
    told = [
        f"{write_percent(share, 0)} kết thúc sau {write_count(days)} ngày"
        if days is not None
        else f"chưa biết sau bao lâu thì {write_percent(share, 0)} kết thúc"
        for share, days in found.quantiles.items()
    ]
    return capitalised("; ".join(told)) + "."


# --- năm nay, năm trước, chỉ tiêu -------------------------------------------------------------------------------


def year_section(lines: Sequence[YearLine], bands: Sequence[Figure]) -> Section:
    """The year to date beside the same days of the year before."""
    title = "Từ đầu kỳ đến nay so với cùng kỳ năm trước"
    notes = tuple(f"{one.label}: {one.printed} ({one.unit.label}); các số trên không gồm tố cáo." for one in bands)
    if not lines:
        return Section("nam", title, ("Không có số liệu nào trong phạm vi được xem.",), None, notes=notes)
    first, last = lines[0].now.question.first, lines[0].now.question.as_of
    prior = lines[0].now.question.previous_year()
    columns = (
        named("Chỉ tiêu"),
        Column("Đơn vị tính", "left", 1.0),
        counted("Kỳ này"),
        counted("Cùng kỳ"),
        Column("Tăng, giảm", "left", 1.5),
        Column("Nguồn số cùng kỳ", "left", 2.5),
    )
    rows = tuple(
        Row(((one.label,), (one.unit,), linked(one.now), linked(one.before), (_changed(one),), (one.source,)))
        for one in lines
    )
    table = Table(title, columns, rows)
    chart = charted(
        table,
        title,
        "bar",
        [Plot(2, "Kỳ này"), Plot(3, "Cùng kỳ năm trước")],
        label_column=0,
        unit="số hồ sơ (lượt, đơn, vụ việc, PAKN)",
    )
    text = (
        f"Từ ngày {write_date(first)} đến hết ngày {write_date(last)}; cùng kỳ: từ ngày {write_date(prior.first)} "
        f"đến hết ngày {write_date(prior.as_of)}.",
    )
    return Section("nam", title, text, table, drawn(chart), notes)


def _changed(one: YearLine) -> str:
    if one.before is None:
        return NOTHING
    year = one.now.question.previous_year().as_of.year
    change = Change(one.now.value, one.before.value)
    return change_phrase(change, year, 1) or ("bằng cùng kỳ" if not one.now.value else "cùng kỳ không có")


def goal_section(goals: Sequence[Goal]) -> Section:
    """The targets of the year beside the rates of the day."""
    title = "Chỉ tiêu của năm"
    if not goals:
        return Section("chi-tieu", title, ("Chưa đặt chỉ tiêu nào cho năm của ngày tính.",), None)
    columns = (
        named("Chỉ tiêu"),
        counted("Đạt/tổng"),
        counted("Tỷ lệ"),
        counted("Phải vượt"),
        counted("Còn thiếu"),
        Column("Tình hình", "left", 1.5),
        Column("Căn cứ", "left", 3.0),
    )
    rows = []
    for one in goals:
        rate: Runs = (NOTHING,)
        if one.total.value:
            share = Fraction(one.done.value, one.total.value)
            rate = (FigureText(write_percent(share, 1), one.total.code, one.total.place),)
        lacking = NOTHING if one.missing is None else write_count(one.missing)
        state = "đang vượt" if one.met else "chưa vượt"
        cells = ((one.label,), of_all(one.done, one.total), rate, (f"{one.percent}%",))
        rows.append(Row((*cells, (lacking,), (state,), (one.basis,))))
    table = Table(title, columns, tuple(rows))
    chart = charted(table, title, "bar", [Plot(2, "Tỷ lệ"), Plot(3, "Phải vượt")], label_column=0, unit="%")
    text = (
        "“Còn thiếu” là số hồ sơ phải xong thêm để vượt mức, nếu không có hồ sơ mới. Chỉ tiêu là của cả năm, không so "
        "trực tiếp với số giữa năm.",
    )
    return Section("chi-tieu", title, text, table, drawn(chart))


def since_section(found: Since | None) -> Section:
    """What changed since the last issued report."""
    title = "Thay đổi từ báo cáo gần nhất"
    if found is None:
        told = "Chưa có báo cáo đã phát hành nào có ngày tính trước ngày này để so sánh."
        return Section("tu-bao-cao", title, (told,), None)
    columns = (
        named("Chỉ tiêu"),
        Column("Đơn vị tính", "left", 1.0),
        counted("Trong báo cáo"),
        counted("Đến ngày tính"),
        counted("Thay đổi"),
    )
    rows = []
    for one in found.lines:
        moved = one.now.value - one.then.value
        written = ("+" if moved > 0 else "") + write_count(moved)
        rows.append(Row(((one.label,), (one.unit,), linked(one.then), linked(one.now), (written,))))
    text = (
        f"{found.label}, tính đến hết ngày {write_date(found.then.as_of)}; nay hỏi lại từ cùng ngày đầu kỳ "
        f"{write_date(found.now.first)} đến hết ngày {write_date(found.now.as_of)}. Số trong báo cáo mở ra các hồ sơ "
        "đã giữ nguyên khi phát hành.",
    )
    return Section("tu-bao-cao", title, text, Table(title, columns, tuple(rows)))
