"""What is open, what is due, what came and was finished, and how council resolutions came to be resolved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from casework.domain.numerals import write_date, write_percent
from casework.domain.panels import MonthLine, Point, Spread, Stream, Track
from casework.domain.text import capitalised
from casework.reports.charting import Plot, charted
from casework.reports.dashboards.section import NOTHING, Section, counted, drawn, linked, named, of_all
from casework.reports.document import FigureText, Row, Runs, Table

NO_STREAM = "Không có sổ nào để tính trong phạm vi được xem."


def age_section(spreads: Sequence[Spread], labels: Sequence[tuple[str, str]], as_of: date) -> Section:
    """Open records by age; `labels`: key and words of each band, in order."""
    title = "Đang giải quyết, theo thời gian từ khi tiếp nhận"
    text = (
        f"Hồ sơ chưa giải quyết xong đến hết ngày {write_date(as_of)}, xếp theo số ngày từ ngày tiếp nhận "
        "(vụ việc: ngày thụ lý) đến ngày ấy.",
    )
    return _spread_section("tuoi", title, text, spreads, labels, "Thời gian từ khi tiếp nhận", len(labels))


def due_section(spreads: Sequence[Spread], labels: Sequence[tuple[str, str]], weeks: int, as_of: date) -> Section:
    """Open records by when they are due; the `weeks` coming weeks stand with their days."""
    told: list[tuple[str, str]] = []
    for key, words in labels:
        if key.startswith("w"):
            first = as_of + timedelta(days=7 * int(key[1:]))
            words = f"{write_date(first)} – {write_date(first + timedelta(days=6))}"
        told.append((key, words))
    present = [
        (key, words)
        for at, (key, words) in enumerate(told)
        if at <= weeks + 1 or any(one.parts[key].value for one in spreads)
    ]
    text = (
        f"“Đã quá hạn” là hạn trước ngày {write_date(as_of)}; hồ sơ đến hạn đúng ngày này thuộc tuần đầu. "
        "Vụ việc tạm đình chỉ không tính hạn.",
    )
    return _spread_section("den-han", "Đến hạn trong các tuần tới", text, spreads, present, "Thời hạn", weeks + 2)


def _spread_section(
    key: str,
    title: str,
    text: tuple[str, ...],
    spreads: Sequence[Spread],
    labels: Sequence[tuple[str, str]],
    heading: str,
    charted_rows: int,
) -> Section:
    if not spreads:
        return Section(key, title, (NO_STREAM,), None)
    rows = [Row(((capitalised(words),), *(linked(one.parts[code]) for one in spreads))) for code, words in labels]
    rows.append(Row((("Cộng",), *(linked(one.whole) for one in spreads)), "total"))
    table = Table(title, (named(heading), *(counted(one.stream.label) for one in spreads)), tuple(rows))
    charts = [
        charted(
            table,
            one.stream.label,
            "bar",
            [Plot(at)],
            label_column=0,
            unit=one.stream.unit,
            most=charted_rows,
        )
        for at, one in enumerate(spreads, start=1)
        if one.whole.value
    ]
    return Section(key, title, text, table, drawn(*charts))


def month_section(streams: Sequence[tuple[Stream, Sequence[MonthLine]]], as_of: date) -> Section:
    """Received against finished by month, a chart for each register."""
    title = "Tiếp nhận và kết thúc theo tháng"
    if not streams:
        return Section("thang", title, (NO_STREAM,), None)
    months = [line.month for line in streams[0][1]]
    columns = [named("Tháng")]
    for stream, _lines in streams:
        columns += [counted("Tiếp nhận", stream.label), counted("Kết thúc", stream.label)]
    rows = [
        Row(
            (
                (f"{month % 100}/{month // 100}",),
                *(cell for _s, lines in streams for cell in (linked(lines[at].received), linked(lines[at].finished))),
            )
        )
        for at, month in enumerate(months)
    ]
    table = Table(title, tuple(columns), tuple(rows))
    charts = [
        charted(
            table,
            stream.label,
            "line",
            [Plot(2 * at + 1, "Tiếp nhận"), Plot(2 * at + 2, "Kết thúc")],
            label_column=0,
            unit=stream.unit,
        )
        for at, (stream, lines) in enumerate(streams)
        if any(line.received.value or line.finished.value for line in lines)
    ]
    text = (
        f"Tháng {as_of.month}/{as_of.year} tính đến hết ngày {write_date(as_of)}. Kết thúc: kiến nghị đã giải quyết "
        "xong, đơn đã xử lý, vụ việc đã giải quyết, PAKN đã xử lý trong tháng, dù tiếp nhận từ tháng nào.",
    )
    return Section("thang", title, text, table, drawn(*charts))


def track_section(tracks: Sequence[Track]) -> Section:
    """The rate of each council resolution over the last months."""
    title = "Tỷ lệ giải quyết xong theo nghị quyết, qua các tháng"
    if not tracks:
        return Section("nghi-quyet", title, ("Chưa có kiến nghị nào được nghị quyết theo dõi đến ngày này.",), None)
    columns = [named("Đến hết ngày")]
    for track in tracks:
        columns += [counted("Xong/tổng", track.label), counted("Tỷ lệ", track.label)]
    rows = []
    for at, point in enumerate(tracks[0].points):
        cells: list[Runs] = [(write_date(point.question.as_of),)]
        for track in tracks:
            cells += _rate_cells(track.points[at])
        rows.append(Row(tuple(cells)))
    table = Table(title, tuple(columns), tuple(rows))
    plots = [Plot(2 * at + 2, track.label.split(" (")[0]) for at, track in enumerate(tracks)]
    chart = charted(table, title, "line", plots, label_column=0, unit="%")
    text = ("Mỗi điểm là số kiến nghị nghị quyết đang theo dõi vào cuối ngày ấy và số đã giải quyết xong trong đó.",)
    return Section("nghi-quyet", title, text, table, drawn(chart))


def _rate_cells(point: Point) -> list[Runs]:
    share = point.rate.fraction
    if share is None:
        return [(NOTHING,), (NOTHING,)]
    return [
        of_all(point.resolved, point.total),
        (FigureText(write_percent(share, 1), point.total.code, point.total.place),),
    ]
