"""The dice of the sample register: days, spellings, people and texts, the same for the same seed.

All words come from `sample.json`; people and addresses are made up and belong to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

Cell = str | int | date | None
Row = list[Cell]

_DAY_FORMS = 20
"""Of twenty days, fourteen are Excel dates; the others are typed as people type them."""


class Dice:
    """Throws that make a register look like an office's: mixed date forms, several spellings of one thing."""

    def __init__(self, words: Mapping[str, Any], seed: int) -> None:
        """`words` as in sample.json; the same `seed` gives the same throws."""
        self.words = words
        self.random = Random(seed)  # noqa: S311 - a sample must come out the same every time; nothing is secret

    def number(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`, both included."""
        return self.random.randint(least, most)

    def one(self, choices: Sequence[Any]) -> Any:
        """One of `choices`."""
        return choices[self.random.randrange(len(choices))]

    def mostly(self, share: float) -> bool:
        """True in `share` of the throws."""
        return self.random.random() < share

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included."""
        return first + timedelta(days=self.random.randrange((last - first).days + 1))

    def written(self, day: date | None) -> Cell:
        """A day as an office writes it: mostly an Excel date, else 05/6/2024, 5-6-2024 or 05.06.2024."""
        if day is None:
            return None
        form = self.random.randrange(_DAY_FORMS)
        if form < _DAY_FORMS - 6:
            return day
        if form == _DAY_FORMS - 1:
            return f"{day.day}-{day.month}-{day.year}"
        if form == _DAY_FORMS - 2:
            return day.strftime("%d.%m.%Y")
        return day.strftime("%d/%m/%Y") if form % 2 else f"{day.day}/{day.month}/{day.year}"

    def spelt(self, spellings: Sequence[str]) -> str:
        """The first of `spellings` most of the time, else one of the others."""
        return spellings[0] if self.mostly(0.7) else str(self.one(spellings))

    def unit(self, name: str) -> str:
        """The unit `name` under its own name or as it is shortened in registers."""
        return self.spelt([name, *self.words["unit_spellings"].get(name, ())])

    def department(self) -> str:
        """One of the departments that settle complaints, as written."""
        return self.unit(self.one(self.words["departments"]))

    def type(self, name: str) -> str:
        """The type of a letter, case or visit ("complaint" …) as written."""
        return self.spelt(self.words["type_spellings"][name])

    def district(self) -> str:
        """The name of a district."""
        return str(self.one(self.words["districts"]))

    def person(self) -> tuple[str, str]:
        """A made-up name and address."""
        return self._named(self.words["surnames"])

    def denouncer(self) -> tuple[str, str]:
        """A made-up name and address of one who must stay unknown; the surname stands nowhere else."""
        return self._named(self.words["denouncer_surnames"])

    def _named(self, surnames: Sequence[str]) -> tuple[str, str]:
        words = self.words
        name = f"{self.one(surnames)} {self.one(words['middle_names'])} {self.one(words['given_names'])}"
        return name, f"Số {self.number(1, 400)}, {self.one(words['communes'])}, {self.district()}"

    def petition(self, place: str) -> tuple[str, str, str]:
        """Text, subject and lead unit of a petition from `place`."""
        chosen = self.one(self.words["petition_texts"])
        return chosen["text"].format(place=place), chosen["subject"], self.unit(chosen["unit"])

    def matter(self) -> tuple[str, str]:
        """Text and subject of what a letter, a visit or a case is about."""
        chosen = self.one(self.words["matters"])
        return chosen["text"].format(place=self.district()), chosen["subject"]

    def shuffled(self, counts: Mapping[Any, int]) -> list[Any]:
        """Each key as often as its count says, in random order."""
        keys = [key for key, count in counts.items() for _ in range(count)]
        self.random.shuffle(keys)
        return keys
