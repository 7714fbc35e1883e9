"""scripts/check_templates: what it refuses, what it lets pass, and that our own templates pass."""

from __future__ import annotations

import pytest

from scripts.check_templates import check_folder, check_source
from tests.machine import ROOT

GOOD = """{% extends "base.html" %}
{# style="x" is only a remark #}
<a href="{{ url_for('home') }}" {% if here %}aria-current="page"{% endif %}>{{ name }}</a>
<img src="/static/a.svg" alt=""><script src="/static/a.js" defer></script>
"""


def test_a_plain_template_passes() -> None:
    """Links of our own, conditions inside a tag, a script from a file."""
    assert check_source("a.html", GOOD) == []


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{{ name|safe }}", "safe"),
        ("{% if x %}", "không đọc được mẫu"),
        ("{% autoescape false %}{{ x }}{% endautoescape %}", "autoescape"),
        ('<p style="color: red">', "style"),
        ("<style>p {}</style>", "<style>"),
        ("<p onclick='go()'>", "onclick"),
        ("<script>go()</script>", "src"),
        ('<a href="https://example.com/">', "ra ngoài"),
        ('<script src="//example.com/a.js"></script>', "ra ngoài"),
        ('<a href="javascript:go()">', "javascript"),
        ('<img src="/a.png">', "alt"),
    ],
)
def test_what_is_refused(bad: str, says: str) -> None:
    """Each kind of finding, with its line."""
    findings = check_source("a.html", "<p>một</p>\n{{ a }}\n" + bad)
    assert len(findings) == 1
    assert says in findings[0].message
    assert findings[0].line == 3


def test_our_templates_pass() -> None:
    """The templates of this project hold nothing that is refused."""
    assert [str(item) for item in check_folder(ROOT / "templates")] == []
