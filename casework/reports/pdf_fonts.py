"""Tinos, the only font of our papers: metric-compatible with Times New Roman, with every Vietnamese letter."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
_FILES = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}


def font_folder() -> Path:
    """The folder of the font files: in the source tree, else in the installed package."""
    here = Path(__file__).resolve()
    inside, outside = here.parents[1] / "_data", here.parents[2]
    return (outside if (outside / "static" / "fonts").is_dir() else inside) / "static" / "fonts" / "tinos"


@cache
def register_fonts() -> None:
    """Make the four faces known to reportlab, once in a process. Raises OSError when a file is missing."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(font_folder() / file)))
    addMapping(REGULAR, 0, 0, REGULAR)
    addMapping(REGULAR, 1, 0, BOLD)
    addMapping(REGULAR, 0, 1, ITALIC)
    addMapping(REGULAR, 1, 1, BOLD_ITALIC)
