"""Who delivers a notice, until when, and what the door said of it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("outbox", sa.Column("claimed_until_at", moment, nullable=True))
    op.add_column("outbox", sa.Column("receipt", sa.String(length=120), nullable=True))
    op.add_column("outbox", sa.Column("delivered_at", moment, nullable=True))
    op.create_index("ix_outbox_recipient_status", "outbox", ["recipient", "status"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_outbox_recipient_status", table_name="outbox")
    with op.batch_alter_table("outbox") as table:
        for column in ("delivered_at", "receipt", "claimed_until_at"):
            table.drop_column(column)
