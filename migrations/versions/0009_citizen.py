"""citizen: what the steps of letters, cases, PAKN and visits tell, and the acts that the law asks of each record"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

FIELDS = (
    ("reception", "result_noticed_on", sa.Date()),
    ("reception", "result_document", sa.String(length=500)),
    ("reception", "concluded_on", sa.Date()),
    ("reception", "conclusion_document", sa.String(length=500)),
    ("reception", "refused_on", sa.Date()),
    ("reception", "refusal_ground", sa.String(length=30)),
    ("reception", "refusal_document", sa.String(length=500)),
    ("letter", "competence", sa.String(length=30)),
    ("letter", "representatives", sa.Integer()),
    ("letter", "competent_body", sa.String(length=500)),
    ("letter", "handling_document", sa.String(length=500)),
    ("letter", "classified_on", sa.Date()),
    ("letter", "ineligible_ground", sa.String(length=30)),
    ("letter", "several_places", sa.Boolean()),
    ("letter", "replied_on", sa.Date()),
    ("letter", "reply_document", sa.String(length=500)),
    ("kntc_case", "received_on", sa.Date()),
    ("kntc_case", "remote", sa.Boolean()),
    ("kntc_case", "disciplinary", sa.Boolean()),
    ("kntc_case", "acceptance_noticed_on", sa.Date()),
    ("kntc_case", "acceptance_notice", sa.String(length=500)),
    ("kntc_case", "verifying_on", sa.Date()),
    ("kntc_case", "verification_document", sa.String(length=500)),
    ("kntc_case", "dialogue_on", sa.Date()),
    ("kntc_case", "dialogue_document", sa.String(length=500)),
    ("kntc_case", "complainant_absent", sa.Boolean()),
    ("kntc_case", "extension_document", sa.String(length=500)),
    ("kntc_case", "complexity_ground", sa.String(length=30)),
    ("kntc_case", "complexity_ground_more", sa.String(length=30)),
    ("kntc_case", "suspension_ground", sa.String(length=30)),
    ("kntc_case", "suspension_document", sa.String(length=500)),
    ("kntc_case", "ruling_sent_on", sa.Date()),
    ("kntc_case", "partly_withdrawn_on", sa.Date()),
    ("kntc_case", "withdrawn_part", sa.Text()),
    ("kntc_case", "persuaded", sa.Boolean()),
    ("kntc_case", "termination_ground", sa.String(length=30)),
    ("kntc_case", "decision_sent_on", sa.Date()),
    ("kntc_case", "published_on", sa.Date()),
    ("kntc_case", "publication", sa.String(length=500)),
    ("kntc_case", "executing_on", sa.Date()),
    ("kntc_case", "execution_document", sa.String(length=500)),
    ("kntc_case", "executed_on", sa.Date()),
    ("kntc_case", "money_due_state", sa.Integer()),
    ("kntc_case", "land_due_state", sa.Integer()),
    ("kntc_case", "money_due_organisations", sa.Integer()),
    ("kntc_case", "land_due_organisations", sa.Integer()),
    ("kntc_case", "money_due_persons", sa.Integer()),
    ("kntc_case", "land_due_persons", sa.Integer()),
    ("kntc_case", "organisations_due", sa.Integer()),
    ("kntc_case", "persons_due", sa.Integer()),
    ("kntc_case", "money_done_state", sa.Integer()),
    ("kntc_case", "land_done_state", sa.Integer()),
    ("kntc_case", "money_done_organisations", sa.Integer()),
    ("kntc_case", "land_done_organisations", sa.Integer()),
    ("kntc_case", "money_done_persons", sa.Integer()),
    ("kntc_case", "land_done_persons", sa.Integer()),
    ("kntc_case", "organisations_done", sa.Integer()),
    ("kntc_case", "persons_done", sa.Integer()),
    ("kntc_case", "disciplined", sa.Integer()),
    ("kntc_case", "disciplined_officials", sa.Integer()),
    ("kntc_case", "investigated_on", sa.Date()),
    ("kntc_case", "investigated_people", sa.Integer()),
    ("kntc_case", "investigated_officials", sa.Integer()),
    ("kntc_case", "investigation_answered_on", sa.Date()),
    ("kntc_case", "prosecuted", sa.Integer()),
    ("kntc_case", "prosecuted_people", sa.Integer()),
    ("kntc_case", "prosecuted_officials", sa.Integer()),
    ("kntc_case", "reopened_on", sa.Date()),
    ("feedback", "transferred_to", sa.String(length=500)),
    ("feedback", "refusal", sa.String(length=500)),
    ("feedback", "published_on", sa.Date()),
    ("feedback", "rating", sa.String(length=30)),
)
FACTS = (
    ("letter_facts", "competence", sa.String(length=30)),
    ("letter_facts", "replied_on", sa.Date()),
    ("kntc_case_facts", "persuaded", sa.Boolean()),
    ("kntc_case_facts", "executing_on", sa.Date()),
    ("kntc_case_facts", "executed_on", sa.Date()),
    ("kntc_case_facts", "money_due_state", sa.Integer()),
    ("kntc_case_facts", "land_due_state", sa.Integer()),
    ("kntc_case_facts", "money_due_organisations", sa.Integer()),
    ("kntc_case_facts", "land_due_organisations", sa.Integer()),
    ("kntc_case_facts", "money_due_persons", sa.Integer()),
    ("kntc_case_facts", "land_due_persons", sa.Integer()),
    ("kntc_case_facts", "organisations_due", sa.Integer()),
    ("kntc_case_facts", "persons_due", sa.Integer()),
    ("kntc_case_facts", "money_done_state", sa.Integer()),
    ("kntc_case_facts", "land_done_state", sa.Integer()),
    ("kntc_case_facts", "money_done_organisations", sa.Integer()),
    ("kntc_case_facts", "land_done_organisations", sa.Integer()),
    ("kntc_case_facts", "money_done_persons", sa.Integer()),
    ("kntc_case_facts", "land_done_persons", sa.Integer()),
    ("kntc_case_facts", "organisations_done", sa.Integer()),
    ("kntc_case_facts", "persons_done", sa.Integer()),
    ("kntc_case_facts", "disciplined", sa.Integer()),
    ("kntc_case_facts", "disciplined_officials", sa.Integer()),
    ("kntc_case_facts", "investigated_people", sa.Integer()),
    ("kntc_case_facts", "investigated_officials", sa.Integer()),
    ("kntc_case_facts", "prosecuted", sa.Integer()),
    ("kntc_case_facts", "prosecuted_people", sa.Integer()),
    ("kntc_case_facts", "prosecuted_officials", sa.Integer()),
)


def upgrade() -> None:
    """Brings the schema one step up."""
    for table, name, kind in (*FIELDS, *FACTS):
        op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_table(
        "duty",
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", BIG, nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("record_kind", "record_id", "code", name=op.f("pk_duty")),
    )
    open_ones = sa.text("done_on IS NULL")
    op.create_index("ix_duty_due_on", "duty", ["due_on"], sqlite_where=open_ones, postgresql_where=open_ones)


def downgrade() -> None:
    """Takes the step back."""
    op.drop_index("ix_duty_due_on", table_name="duty")
    op.drop_table("duty")
    for table, name, _kind in reversed((*FIELDS, *FACTS)):
        op.drop_column(table, name)
