"""What the workflow of visits, letters, cases and PAKN must be, by hand, apart from the tables of the code."""

from __future__ import annotations

from datetime import date

from casework.domain.fields import Value
from casework.domain.vocabulary import RecordKind, Role

K = RecordKind
BEGUN, LATER = date(2024, 1, 8), date(2024, 3, 11)
HANDLERS = {Role.RECEPTION_OFFICER, Role.SYSTEM, Role.UNIT_OFFICER, Role.UNIT_HEAD}
DECIDERS = HANDLERS - {Role.RECEPTION_OFFICER}
ALL_FEEDBACK = HANDLERS | {Role.SECRETARIAT}

_OPEN_LETTER = {"received", "classified"}
_ACTIVE = {"accepted", "verifying"}
_OPEN_CASE = _ACTIVE | {"suspended"}
_AFTER = {"decided", "in_execution", "executed"}
_ENDED = {"handled", "transferred", "refused"}

STEPS: dict[RecordKind, dict[str, tuple[set[str], set[Role]]]] = {
    K.RECEPTION: {event: ({"received"}, HANDLERS) for event in ("notify", "conclude", "refuse")},
    K.LETTER: {
        **dict.fromkeys(
            ("classify", "accept", "join", "take_up", "guide", "forward", "return", "urge", "file", "refuse", "split"),
            (_OPEN_LETTER, HANDLERS),
        ),
        "reply": ({"handled"}, HANDLERS),
    },
    K.CASE: {
        "notify": (_ACTIVE, DECIDERS),
        "verify": ({"accepted"}, DECIDERS),
        "contribute": (_ACTIVE, DECIDERS),
        "dialogue": (_ACTIVE, DECIDERS),
        "extend": (_ACTIVE, DECIDERS),
        "suspend": (_ACTIVE, DECIDERS),
        "resume": ({"suspended"}, DECIDERS),
        "withdraw_part": (_OPEN_CASE, DECIDERS),
        "finish": (_ACTIVE, DECIDERS),
        "withdraw": (_OPEN_CASE, DECIDERS),
        "terminate": (_OPEN_CASE, DECIDERS),
        "send_ruling": ({"suspended", "withdrawn", "terminated"}, DECIDERS),
        "send_decision": (_AFTER, DECIDERS),
        "publish": (_AFTER, DECIDERS),
        "execute": ({"decided"}, DECIDERS),
        "progress": ({"in_execution"}, DECIDERS),
        "executed": ({"in_execution"}, DECIDERS),
        "investigate": (_ACTIVE | _AFTER, DECIDERS),
        "investigation_answer": (_ACTIVE | _AFTER, DECIDERS),
        "second_complaint": (_ACTIVE | _AFTER, HANDLERS),
        "continue_denunciation": (_ACTIVE | _AFTER, HANDLERS),
        "reopen": (_AFTER | {"withdrawn", "terminated"}, DECIDERS),
    },
    K.FEEDBACK: {
        "assign": ({"processing"}, ALL_FEEDBACK),
        "handle": ({"processing"}, ALL_FEEDBACK),
        "transfer": ({"processing"}, ALL_FEEDBACK),
        "refuse": ({"processing"}, ALL_FEEDBACK),
        "publish": ({"handled"}, ALL_FEEDBACK),
        "rate": ({"handled"}, ALL_FEEDBACK),
        "reopen": (_ENDED, ALL_FEEDBACK),
    },
}
"""event → (from states, roles)."""

LETTER: dict[str, Value] = {"received_on": BEGUN, "type": "complaint", "eligible": True}
CASE: dict[str, Value] = {"type": "complaint", "accepted_on": BEGUN, "unit_id": 7, "status": "open"}
DENOUNCED: dict[str, Value] = {**CASE, "type": "denunciation"}
_FINISHED: dict[str, Value] = {"finished_on": date(2024, 2, 1), "status": "finished"}
DECIDED: dict[str, Value] = {**CASE, **_FINISHED, "outcome": "correct"}
PAKN: dict[str, Value] = {"received_on": BEGUN, "stated_due_on": LATER}

RECORDS: dict[RecordKind, dict[str, list[dict[str, Value]]]] = {
    K.RECEPTION: {"received": [{"received_on": BEGUN, "people": 2}]},
    K.LETTER: {
        "received": [LETTER],
        "classified": [{**LETTER, "classified_on": BEGUN, "competence": "own"}],
        "handled": [{**LETTER, "handling": "guided", "handled_on": date(2024, 1, 9)}],
    },
    K.CASE: {
        "accepted": [CASE, DENOUNCED],
        "verifying": [{**CASE, "verifying_on": date(2024, 1, 15)}],
        "suspended": [
            {**CASE, "suspended_on": date(2024, 1, 20)},
            {**DENOUNCED, "verifying_on": date(2024, 1, 15), "suspended_on": date(2024, 1, 20)},
        ],
        "decided": [DECIDED],
        "in_execution": [{**DECIDED, "executing_on": date(2024, 2, 20)}],
        "executed": [{**DECIDED, "executing_on": date(2024, 2, 20), "executed_on": date(2024, 3, 1)}],
        "withdrawn": [{**CASE, **_FINISHED, "outcome": "withdrawn"}],
        "terminated": [{**CASE, **_FINISHED, "outcome": "terminated"}],
    },
    K.FEEDBACK: {
        "processing": [PAKN],
        "handled": [{**PAKN, "handled_on": date(2024, 1, 9)}],
        "transferred": [{**PAKN, "handled_on": date(2024, 1, 9), "transferred_to": "Bộ Tài chính"}],
        "refused": [{**PAKN, "handled_on": date(2024, 1, 9), "refusal": "Là khiếu nại"}],
    },
}
"""Records as they stand in each state; several where a state may have come about in several ways."""
