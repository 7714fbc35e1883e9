"""ledger: what issue 3 adds to the schema"""

from __future__ import annotations

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the schema one step up."""


def downgrade() -> None:
    """Takes the step back."""
