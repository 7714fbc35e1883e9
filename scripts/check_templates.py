"""Read every template of `templates/` and name what the content policy or accessibility would refuse.

Refused: a template that does not parse, `|safe`, autoescape switched off, inline styles, event attributes,
scripts without a file, addresses outside this server, pictures without a text alternative.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

ROOT = Path(__file__).resolve().parent.parent
_EXTENSIONS = ("jinja2.ext.do", "jinja2.ext.loopcontrols")
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_OUTSIDE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "srcset", "poster", "data", "xlink:href"})


@dataclass(frozen=True, order=True)
class Finding:
    """One refused place: file, line (from 1) and what is wrong, in Vietnamese."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def check_source(path: str, source: str) -> list[Finding]:
    """What is refused in one template, in order of lines."""
    environment = Environment(autoescape=True, extensions=_EXTENSIONS)
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return [Finding(path, error.lineno, f"không đọc được mẫu: {error.message}")]
    findings = [
        Finding(path, node.lineno, "bộ lọc “safe” bỏ qua việc thoát ký tự")
        for node in tree.find_all(nodes.Filter)
        if node.name == "safe"
    ]
    findings += [
        Finding(path, node.lineno, "không được tắt autoescape")
        for node in tree.find_all(nodes.ScopedEvalContextModifier)
    ]
    parser = _Markup()
    parser.feed(_JINJA.sub(_blank, source))
    parser.close()
    findings += [Finding(path, line, message) for line, message in parser.found]
    return sorted(findings)


def check_folder(folder: Path) -> list[Finding]:
    """What is refused in all templates below `folder`."""
    return [finding for path in _templates(folder) for finding in check_source(*_named(path))]


def _templates(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix in {".html", ".jinja", ".j2", ".svg"})


def _named(path: Path) -> tuple[str, str]:
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return str(name), path.read_text(encoding="utf-8")


def _blank(found: re.Match[str]) -> str:
    """A word of markup in the place of a Jinja tag, with its line breaks, so that lines still count."""
    word = "x" if found[0].startswith("{{") else " "
    return word + "\n" * found[0].count("\n")


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        names = {name for name, _ in attrs}
        if tag == "style":
            self.found.append((line, "không viết <style> trong trang; dùng tệp CSS"))
        if tag == "script" and "src" not in names:
            self.found.append((line, "<script> phải có src"))
        if tag == "img" and "alt" not in names:
            self.found.append((line, "<img> thiếu alt"))
        for name, value in attrs:
            if name == "style":
                self.found.append((line, "không dùng thuộc tính style"))
            elif name.startswith("on"):
                self.found.append((line, f"không dùng thuộc tính sự kiện {name}"))
            elif name in _ADDRESSES and value:
                if _OUTSIDE.match(value):
                    self.found.append((line, f"{name} trỏ ra ngoài máy chủ: {value}"))
                elif value.strip().lower().startswith("javascript:"):
                    self.found.append((line, f"{name} chứa mã javascript"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


if __name__ == "__main__":
    refused = check_folder(ROOT / "templates")
    for item in refused:
        print(item)
    sys.exit(1 if refused else 0)
