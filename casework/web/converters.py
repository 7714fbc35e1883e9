"""Parts of addresses: a register by its English name, and ids that fit a database's integers."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, ValidationError

from casework.domain.vocabulary import RecordKind

REGISTERS = {
    "petitions": RecordKind.PETITION,
    "receptions": RecordKind.RECEPTION,
    "letters": RecordKind.LETTER,
    "cases": RecordKind.CASE,
    "feedback": RecordKind.FEEDBACK,
}
"""The word of the address → the register."""

WORDS = {kind: word for word, kind in REGISTERS.items()}
LARGEST_ID = 2**53 - 1
LARGEST_KEY = 2**31 - 1


class RegisterConverter(BaseConverter):
    """`<register:kind>`: petitions, receptions, letters, cases or feedback."""

    regex = "|".join(REGISTERS)

    def to_python(self, value: str) -> RecordKind:
        """The register of a word."""
        try:
            return REGISTERS[value]
        except KeyError:
            raise ValidationError from None

    def to_url(self, value: RecordKind) -> str:
        """The word of a register."""
        return WORDS[value]


class IdConverter(IntegerConverter):
    """`<id:record_id>`: 1 to 2^53-1; anything else is no such page."""

    def __init__(self, map: object) -> None:
        """Bounded on both sides, so that no id overflows a database's integers."""
        super().__init__(map, min=1, max=LARGEST_ID)  # type: ignore[arg-type]


class KeyConverter(IntegerConverter):
    """`<key:session_id>`: 1 to 2^31-1, for the tables whose keys are plain integers; anything else is no such page."""

    def __init__(self, map: object) -> None:
        """Bounded on both sides, so that no key overflows a database's integers."""
        super().__init__(map, min=1, max=LARGEST_KEY)  # type: ignore[arg-type]


def install(app: Flask) -> None:
    """Makes the converters known to the addresses of `app`."""
    app.url_map.converters.update(register=RegisterConverter, id=IdConverter, key=KeyConverter)
