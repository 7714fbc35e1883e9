"""A chart as a reportlab flowable: the same shapes in Tinos, scaled to the width of the text."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from casework.reports import pdf_fonts
from casework.reports.chart import Chart
from casework.reports.chart_layout import sketch
from casework.reports.chart_shapes import Box, Dot, Shape, Stroke, Words, hatching
from casework.reports.chart_svg import corners
from casework.reports.document import clean
from casework.reports.pdf_tags import Node, tags_of


class ChartDrawing(Flowable):
    """A chart at most `width` points wide and no higher than the page allows."""

    def __init__(self, chart: Chart, width: float, highest: float) -> None:
        super().__init__()
        self.chart, self.drawn = chart, sketch(chart)
        self.scale = min(width / self.drawn.width, highest / self.drawn.height, 1.0)
        self.full = width
        self.width, self.height = width, self.drawn.height * self.scale

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The size taken, in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the shapes, centred."""
        canvas, tags = self.canv, tags_of(self.canv)
        if tags is not None:
            tags.begin(canvas, Node("Figure", alt=clean(self.chart.alt)))
        canvas.saveState()
        canvas.translate((self.full - self.drawn.width * self.scale) / 2, 0)
        canvas.scale(self.scale, self.scale)
        for shape in self.drawn.shapes:
            self._shape(shape)
        canvas.restoreState()
        if tags is not None:
            tags.end(canvas)

    def _shape(self, shape: Shape) -> None:
        canvas, top = self.canv, self.drawn.height
        match shape:
            case Box():
                canvas.setFillColor(HexColor(shape.colour))
                canvas.rect(shape.x, top - shape.y - shape.height, shape.width, shape.height, stroke=0, fill=1)
                canvas.setStrokeColor(HexColor("#ffffff"))
                canvas.setLineWidth(1.2)
                for a, b, c, d in hatching(shape):
                    canvas.line(a, top - b, c, top - d)
            case Stroke():
                canvas.setStrokeColor(HexColor(shape.colour))
                canvas.setLineWidth(shape.width)
                canvas.setDash(list(shape.dash))
                self._path(shape.points, fill=0)
                canvas.setDash([])
            case Dot():
                canvas.setFillColor(HexColor(shape.colour))
                if shape.shape == 0:
                    canvas.circle(shape.x, top - shape.y, 4, stroke=0, fill=1)
                else:
                    self._path(corners(shape), fill=1)
            case Words():
                canvas.setFillColor(HexColor(shape.colour))
                canvas.setFont(pdf_fonts.BOLD if shape.bold else pdf_fonts.REGULAR, shape.size)
                draw = {
                    "start": canvas.drawString,
                    "middle": canvas.drawCentredString,
                    "end": canvas.drawRightString,
                }[shape.anchor]
                draw(shape.x, top - shape.y, clean(shape.text))

    def _path(self, points: tuple[tuple[float, float], ...], *, fill: int) -> None:
        top = self.drawn.height
        path = self.canv.beginPath()
        path.moveTo(points[0][0], top - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, top - y)
        if fill:
            path.close()
        self.canv.drawPath(path, stroke=1 - fill, fill=fill)
