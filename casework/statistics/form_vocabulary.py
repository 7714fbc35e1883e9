"""What a form's file may name: populations, conditions, quantities and their units, for the validator."""

from __future__ import annotations

from casework.domain.form_validation import FormWords, PopulationWords
from casework.domain.vocabulary import CountingUnit as U
from casework.domain.vocabulary import RecordKind
from casework.statistics.form_conditions import CONDITIONS
from casework.statistics.form_populations import POPULATIONS

COUNTED_IN = {
    RecordKind.RECEPTION: frozenset({U.VISIT, U.GROUP, U.SITTING}),
    RecordKind.LETTER: frozenset({U.LETTER, U.MATTER, U.DOCUMENT}),
    RecordKind.CASE: frozenset({U.MATTER, U.DECISION, U.CONCLUSION}),
}
_PEOPLE, _BODIES = frozenset({U.PERSON, U.INDIVIDUAL}), frozenset({U.ORGANISATION, U.COLLECTIVE})
_MONEY, _LAND, _MATTERS = frozenset({U.MILLION_DONG}), frozenset({U.SQUARE_METRE}), frozenset({U.MATTER})
_WHOSE = ("state", "organisations", "persons")

QUANTITIES = {
    RecordKind.RECEPTION: {"people": frozenset({U.PERSON}), "matters": _MATTERS},
    RecordKind.LETTER: {"signers": _PEOPLE},
    RecordKind.CASE: {
        "letters": frozenset({U.LETTER}),
        "collectives": _BODIES,
        "individuals": _PEOPLE,
        "money_recovered": _MONEY,
        "land_recovered": _LAND,
        **{f"money_{when}_{whose}": _MONEY for when in ("due", "done") for whose in _WHOSE},
        **{f"land_{when}_{whose}": _LAND for when in ("due", "done") for whose in _WHOSE},
        **{f"organisations_{when}": _BODIES for when in ("due", "done")},
        **{f"persons_{when}": _PEOPLE for when in ("due", "done")},
        "disciplined": _PEOPLE,
        "disciplined_officials": _PEOPLE,
        "investigated": _MATTERS,
        "investigated_people": _PEOPLE,
        "investigated_officials": _PEOPLE,
        "prosecuted": _MATTERS,
        "prosecuted_people": _PEOPLE,
        "prosecuted_officials": _PEOPLE,
    },
}

FORM_WORDS: FormWords = {
    population.code: PopulationWords(
        frozenset(CONDITIONS[population.kind]), COUNTED_IN[population.kind], QUANTITIES[population.kind]
    )
    for population in POPULATIONS.values()
}
