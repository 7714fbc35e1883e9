"""The law of the folders: imports, empty package roots, no clock below the doors, no query in them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.check_words import check_text, check_tree
from tests.machine import ROOT

PACKAGE = ROOT / "casework"
FLOORS = ("domain", "store", "files", "statistics", "reports", "services", "web", "cli")
BELOW_THE_DOORS = FLOORS[:6]
_CLOCK = re.compile(r"\b(?:date\.today|datetime\.(?:now|utcnow|today)|time\.(?:time|localtime|gmtime))\b")
_CLOCK_SQL = re.compile(r"\b(?:CURRENT_DATE|CURRENT_TIMESTAMP|func\.now|func\.current_\w+)\b")
_QUERY_WORDS = frozenset({"select", "insert", "update", "delete", "text", "func", "create_engine"})
_DISTRIBUTIONS = {
    "flask_login": "flask-login",
    "flask_wtf": "flask-wtf",
    "python_calamine": "python-calamine",
    "argon2": "argon2-cffi",
    "docx": "python-docx",
    "PIL": "pillow",
}


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """Each Python file of the floors with its syntax tree."""
    for folder in folders:
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    """(module, name) of every import, wherever it stands; the name is None for `import module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((node.module, alias.name) for alias in node.names)


def test_every_floor_is_there() -> None:
    """The eight folders of the design, and no other package beside them."""
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(FLOORS)


def test_package_roots_hold_a_docstring_and_nothing_else() -> None:
    """An object in a package root is what ties a tree of modules into one knot."""
    for path in [*PACKAGE.rglob("__init__.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), path
        assert len(tree.body) == 1, path


def test_the_law_of_imports_holds() -> None:
    """Every contract of pyproject.toml is kept, as import-linter reads the whole graph."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert " 0 broken" in run.stdout


def test_the_domain_imports_the_standard_library_only() -> None:
    """Its own floor and the standard library, without the modules that reach files, clocks or databases."""
    outside = {"sqlite3", "pathlib", "io", "os", "shutil", "tempfile", "time", "socket", "subprocess"}
    for path, tree in sources("domain"):
        for module, _ in imported(tree):
            root = module.split(".")[0]
            assert module.startswith("casework.domain") or root in sys.stdlib_module_names, (path, module)
            assert root not in outside, (path, module)
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "open" not in called, path


def test_nobody_below_the_doors_reads_the_clock() -> None:
    """Days come in as arguments, in Python and in SQL alike."""
    for path, tree in sources(*BELOW_THE_DOORS):
        code = ast.unparse(_without_docstrings(tree))
        assert not (found := _CLOCK.search(code) or _CLOCK_SQL.search(code)), (path, found)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [part for part in node.body if not _is_text(part)] or [ast.Pass()]
    return tree


def _is_text(part: ast.stmt) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)


def test_the_doors_build_no_query() -> None:
    """A door may know SQLAlchemy's errors and Session type, never its statements; it commits nothing."""
    for path, tree in sources("web", "cli"):
        words = {name for module, name in imported(tree) if module.split(".")[0] == "sqlalchemy"}
        assert not words & _QUERY_WORDS, path
        assert None not in words, path
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert "commit" not in attributes, path


def test_every_library_in_use_is_declared() -> None:
    """What casework imports at run time stands in pyproject.toml, so that an installation is complete."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = project["dependencies"] + extras["postgres"] + extras["sign"]
    names = {re.split(r"[\[<>=!~ ;]", item)[0].lower() for item in declared}
    carried = {"werkzeug": "flask", "jinja2": "flask", "markupsafe": "flask", "itsdangerous": "flask"}
    for path, tree in sources(*FLOORS):
        for module, _ in imported(tree):
            root = module.split(".")[0]
            if root != "casework" and root not in sys.stdlib_module_names:
                assert carried.get(root, _DISTRIBUTIONS.get(root, root)) in names, (path, module)


def test_no_name_is_a_bare_resolution() -> None:
    """`CouncilResolution` is the nghị quyết and `resolved` the outcome; the bare word would be either."""
    forbidden = {"resolution", "resolutions", "Resolution"}
    for path, tree in sources(*FLOORS):
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        names |= {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }
        assert not names & forbidden, (path, names & forbidden)


def test_public_functions_say_what_they_promise() -> None:
    """Every public function, method and class of casework has a docstring."""
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, tree in sources(*FLOORS)
        for parent in ast.walk(tree)
        if isinstance(parent, ast.Module | ast.ClassDef)
        for node in parent.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_forbidden_word_stands_in_the_tree() -> None:
    """Neither registry hosts nor places on a developer's machine nor notes of unfinished work."""
    assert [str(item) for item in check_tree(ROOT)] == []


@pytest.mark.parametrize(
    "text", ["cd /work/" + "main", "see pypi" + ".org/simple", "host 192.168." + "4.7", "# TO" + "DO later"]
)
def test_a_forbidden_word_is_seen(text: str) -> None:
    """The reader does find what it is there to find, with its line."""
    assert [(item.path, item.line) for item in check_text("a.txt", "first\n" + text)] == [("a.txt", 2)]
