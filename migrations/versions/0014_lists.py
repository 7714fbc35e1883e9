"""lists: the facts that hold today are found by what a list is narrowed to and ordered by

Partial indexes: of each record the one row that holds until something new is told, however long its history.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LASTING = "known_to = 4611686018427387904 AND valid_to = '9999-12-31'"
FILTERED = {
    "petition_facts": ("council_resolution_id", "unit_id", "subject", "result", "state", "source"),
    "reception_facts": ("level", "form", "type", "handling"),
    "letter_facts": ("type", "state", "handling", "channel"),
    "kntc_case_facts": ("type", "state", "unit_id", "outcome"),
    "feedback_facts": ("type", "state", "unit_id"),
}
HELD = ("valid_to", "known_to")
ENDED = ("due_on", "closed_on")


def indexes() -> list[tuple[str, str, list[str]]]:
    """Name, table and columns of each index."""
    found = []
    for table, filtered in FILTERED.items():
        found.append((f"ix_{table}_lasting", table, ["record_id", "opened_on", *HELD]))
        found.append((f"ix_{table}_begun", table, ["valid_from", *HELD]))
        found += [(f"ix_{table}_by_{name}", table, [name, "opened_on", "record_id", *HELD]) for name in filtered]
        if table != "reception_facts":
            found += [(f"ix_{table}_by_{name}", table, [name, "record_id"]) for name in ENDED]
    return found


def upgrade() -> None:
    """Brings the schema one step up."""
    lasting = sa.text(LASTING)
    for name, table, columns in indexes():
        op.create_index(name, table, columns, sqlite_where=lasting, postgresql_where=lasting)


def downgrade() -> None:
    """Takes the step back."""
    for name, table, _columns in indexes():
        op.drop_index(name, table_name=table)
