"""Waiting for a person: how far the shop has gone, who stops waiting, what a colleague confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHECK = "ck_handover_status_known"
BEFORE = "status IN ('waiting', 'taken', 'done', 'withdrawn')"
AFTER = "status IN ('waiting', 'taken', 'done', 'withdrawn', 'cancelled')"


def upgrade() -> None:
    op.add_column(
        "handover",
        sa.Column("step", sa.String(length=20), server_default="asked", nullable=False),
    )
    op.add_column("handover", sa.Column("stepped_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("handover", sa.Column("confirmed", sa.Text(), server_default="", nullable=False))
    _replace_check(AFTER)


def downgrade() -> None:
    op.execute("UPDATE handover SET status = 'withdrawn' WHERE status = 'cancelled'")
    _replace_check(BEFORE)
    with op.batch_alter_table("handover") as table:
        for column in ("confirmed", "stepped_at", "step"):
            table.drop_column(column)


def _replace_check(rule: str) -> None:
    with op.batch_alter_table("handover") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), rule)
