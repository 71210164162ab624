"""What the desk works with: notes, canned answers, what the bot understood, bays and technicians."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("note_key", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"],
            ["handover.id"],
            name=op.f("fk_staff_note_handover_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_staff_note_customer_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_note_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_note")),
        sa.UniqueConstraint("note_key", name=op.f("uq_staff_note_note_key")),
    )
    op.create_index(op.f("ix_staff_note_handover_id"), "staff_note", ["handover_id"])
    op.create_index(op.f("ix_staff_note_customer_id"), "staff_note", ["customer_id"])
    op.create_table(
        "canned_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_code", sa.String(length=16), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("changed_at", MOMENT, server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint(
            "role IN ('manager', 'adviser', 'complaints')",
            name=op.f("ck_canned_answer_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_canned_answer_store_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answer")),
    )
    op.create_index(op.f("ix_canned_answer_store_code"), "canned_answer", ["store_code"])
    op.add_column("handover", sa.Column("understood_json", sa.JSON(), nullable=True))
    for column, table in (("bay_id", "bay"), ("technician_id", "technician")):
        # In SQL: Alembic cannot add a foreign key on SQLite without copying the table.
        op.execute(
            f"ALTER TABLE repair_order ADD COLUMN {column} INTEGER "
            f"CONSTRAINT fk_repair_order_{column} REFERENCES {table} (id)"
        )


def downgrade() -> None:
    for column in ("technician_id", "bay_id"):
        op.execute(f"ALTER TABLE repair_order DROP COLUMN {column}")
    with op.batch_alter_table("handover") as table:
        table.drop_column("understood_json")
    op.drop_table("canned_answer")
    op.drop_table("staff_note")
