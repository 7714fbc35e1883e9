"""Each term of the vocabulary stands in the glossary exactly once, under the label that people read."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

import casework.domain
import casework.domain.vocabulary as vocabulary
from casework.domain.text import normalise

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
CODE = re.compile(r"`([A-Z]\w+(?:\.[A-Z_]+)?)`")
IDEAS = (
    "as-of day",
    "carried in",
    "due date",
    "overdue",
    "large group",
    "basket",
    "declared figure",
    "rate",
    "change",
    "working day",
    "make-up day",
)


class Entry(NamedTuple):
    """A row of the glossary: the English words, the names in code, the Vietnamese term, the meaning."""

    english: str
    names: tuple[str, ...]
    vietnamese: str
    meaning: str


def entries() -> list[Entry]:
    found = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("|") and not line.startswith(("|---", "| English term")):
            term, vietnamese, meaning = (cell.strip() for cell in line.strip("|").split("|"))
            names = tuple(CODE.findall(term))
            found.append(Entry(normalise(term.split("`")[0]), names, vietnamese, meaning))
    return found


def term_classes() -> list[type[vocabulary.Term]]:
    """Every list of terms, in whichever module of the domain it stands; acts have a table of their own."""
    for module in pkgutil.iter_modules(casework.domain.__path__, "casework.domain."):
        importlib.import_module(module.name)
    return [found for found in vocabulary.Term.__subclasses__() if found.__name__ != "Act"]


@pytest.fixture(scope="module")
def glossary() -> list[Entry]:
    return entries()


def test_every_row_is_whole(glossary: list[Entry]) -> None:
    assert len(glossary) > 100
    assert [entry for entry in glossary if not all((entry.english, entry.vietnamese, entry.meaning))] == []


def test_no_term_stands_twice(glossary: list[Entry]) -> None:
    for column in (
        [entry.english.casefold() for entry in glossary],
        [normalise(entry.vietnamese) for entry in glossary],
        [name for entry in glossary for name in entry.names],
    ):
        assert [term for term, count in Counter(column).items() if count > 1] == []


def test_every_list_and_member_stands_there(glossary: list[Entry]) -> None:
    wanted = {found.__name__ for found in term_classes()}
    wanted |= {f"{found.__name__}.{member.name}" for found in term_classes() for member in found}
    assert {name for entry in glossary for name in entry.names} == wanted


def test_the_vietnamese_term_is_the_label(glossary: list[Entry]) -> None:
    labels = {f"{found.__name__}.{member.name}": member.label for found in term_classes() for member in found}
    wrong = [
        (name, entry.vietnamese)
        for entry in glossary
        for name in entry.names
        if name in labels and labels[name] != entry.vietnamese
    ]
    assert wrong == []


@pytest.mark.parametrize("idea", IDEAS)
def test_the_ideas_of_the_figures_are_told(glossary: list[Entry], idea: str) -> None:
    assert [entry.english for entry in glossary].count(idea) == 1
