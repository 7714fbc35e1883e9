"""A chart as a picture for the Word file: the same shapes at three pixels a unit, without a moment in the file."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from casework.reports import pdf_fonts
from casework.reports.chart import Chart
from casework.reports.chart_layout import sketch
from casework.reports.chart_shapes import Box, Dot, Shape, Stroke, Words, hatching
from casework.reports.chart_svg import corners
from casework.reports.document import clean

_SCALE = 3
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def chart_png(chart: Chart) -> tuple[bytes, float, float]:
    """The picture as PNG, and its width and height in units of the layout. The same chart gives the same bytes."""
    drawn = sketch(chart)
    image = Image.new("RGB", (round(drawn.width * _SCALE), round(drawn.height * _SCALE)), "#ffffff")
    pen = ImageDraw.Draw(image)
    for shape in drawn.shapes:
        _draw(pen, shape)
    target = BytesIO()
    image.quantize(64).save(target, "PNG", optimize=True)
    return target.getvalue(), drawn.width, drawn.height


@cache
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    file = pdf_fonts.font_folder() / ("Tinos-Bold.ttf" if bold else "Tinos-Regular.ttf")
    return ImageFont.truetype(str(file), size)


def _draw(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    k = _SCALE
    match shape:
        case Box():
            pen.rectangle(
                (shape.x * k, shape.y * k, (shape.x + shape.width) * k - 1, (shape.y + shape.height) * k - 1),
                fill=shape.colour,
            )
            for a, b, c, d in hatching(shape):
                pen.line((a * k, b * k, c * k, d * k), fill="#ffffff", width=4)
        case Stroke():
            width = max(1, round(shape.width * k))
            for (a, b), (c, d) in zip(shape.points, shape.points[1:], strict=False):
                for start, end in _dashes((a * k, b * k), (c * k, d * k), shape.dash):
                    pen.line((*start, *end), fill=shape.colour, width=width)
        case Dot():
            if shape.shape == 0:
                pen.ellipse(
                    ((shape.x - 4) * k, (shape.y - 4) * k, (shape.x + 4) * k, (shape.y + 4) * k), fill=shape.colour
                )
            else:
                pen.polygon([(x * k, y * k) for x, y in corners(shape)], fill=shape.colour)
        case Words():
            font = _font(shape.bold, round(shape.size * k))
            pen.text((shape.x * k, shape.y * k), clean(shape.text), shape.colour, font, _ANCHORS[shape.anchor])


def _dashes(
    start: tuple[float, float], end: tuple[float, float], dash: tuple[float, ...]
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The drawn pieces of a dashed line between two points, in pixels."""
    (x0, y0), (x1, y1) = start, end
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    if not dash or not length:
        return [(start, end)]
    pieces, at, number = [], 0.0, 0
    while at < length:
        until = min(at + dash[number % len(dash)] * _SCALE, length)
        if number % 2 == 0:
            a, b = at / length, until / length
            pieces.append(
                (
                    (x0 + (x1 - x0) * a, y0 + (y1 - y0) * a),
                    (x0 + (x1 - x0) * b, y0 + (y1 - y0) * b),
                )
            )
        at, number = until, number + 1
    return pieces
