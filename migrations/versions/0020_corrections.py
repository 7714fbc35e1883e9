"""facts of promises, so that they can be asked as they were known then"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ALWAYS = 2**62
COUNTED = ("of_id", "promised_on", "due_on", "kept_on", "unit_id")


def upgrade() -> None:
    """Adds the table and fills it from the journal."""
    op.create_table(
        "promise_facts",
        sa.Column("promise_id", BIG, autoincrement=False, nullable=False),
        sa.Column("known_from", BIG, autoincrement=False, nullable=False),
        sa.Column("known_to", BIG, nullable=False),
        sa.Column("petition_id", BIG, nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("promise_id", "known_from", name=op.f("pk_promise_facts")),
    )
    op.create_index("ix_promise_facts_petition_id", "promise_facts", ["petition_id"])
    op.create_index("ix_promise_facts_due_on", "promise_facts", ["due_on"])
    events = op.get_bind().execute(
        sa.text(
            "SELECT e.record_id, e.position, p.payload FROM journal_event e JOIN journal_payload p ON p.event_id = e.id "
            "WHERE e.kind = 'promise' ORDER BY e.record_id, e.id"
        )
    )
    told: dict[int, list[tuple[int, str]]] = {}
    for promise_id, position, payload in events:
        told.setdefault(promise_id, []).append((position, payload))
    for promise_id, history in told.items():
        _fill(promise_id, history)


def _fill(promise_id: int, history: list[tuple[int, str]]) -> None:
    values: dict[str, Any] = {}
    since: tuple[int, tuple[Any, ...]] | None = None
    for position, payload in [*history, (ALWAYS, "{}")]:
        values.update(json.loads(payload))
        now = tuple(values.get(name) for name in COUNTED)
        gone = values.get("struck") or not (values.get("promised_on") and values.get("due_on"))
        if since is not None and (gone or now != since[1] or position == ALWAYS):
            if since[0] < position:
                _insert(promise_id, since[0], position, since[1])
            since = None
        if since is None and not gone and position != ALWAYS:
            since = (position, now)


def _insert(promise_id: int, known_from: int, known_to: int, values: tuple[Any, ...]) -> None:
    names = ("petition_id", *COUNTED[1:])
    places = ", ".join(f"CAST(:{n} AS DATE)" if n.endswith("_on") and _postgres() else f":{n}" for n in names)
    op.get_bind().execute(
        sa.text(
            f"INSERT INTO promise_facts (promise_id, known_from, known_to, {', '.join(names)}) "
            f"VALUES (:promise_id, :known_from, :known_to, {places})"
        ),
        {
            "promise_id": promise_id,
            "known_from": known_from,
            "known_to": known_to,
            **dict(zip(names, values, strict=True)),
        },
    )


def _postgres() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def downgrade() -> None:
    """Takes the step back."""
    op.drop_table("promise_facts")
