"""citizen: what issue 3 adds to the schema"""

from __future__ import annotations

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the schema one step up."""


def downgrade() -> None:
    """Takes the step back."""
