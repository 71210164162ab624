# ruff: noqa: E501  a check constraint lists its words on one line
"""Cars in the workshop."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "repair_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("store_code", sa.String(length=16), nullable=False),
        sa.Column("plate", sa.String(length=10), nullable=False),
        sa.Column("car_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("adviser_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("fault", sa.Text(), server_default="", nullable=False),
        sa.Column("fault_code", sa.String(length=40), nullable=True),
        sa.Column("failure", sa.String(length=30), nullable=True),
        sa.Column("is_severe_safety", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("assembly", sa.String(length=30), nullable=True),
        sa.Column("is_quality_problem", sa.Boolean(), nullable=True),
        sa.Column("payer", sa.String(length=20), nullable=True),
        sa.Column("mileage_km", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_part_code", sa.String(length=40), nullable=True),
        sa.Column("part_expected_on", sa.Date(), nullable=True),
        sa.Column("delay_reason", sa.Text(), nullable=True),
        sa.Column("loaner_offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_how_it_was_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.CheckConstraint(
            "payer IN ('customer', 'warranty', 'goodwill', 'insurance')",
            name=op.f("ck_repair_order_payer_known"),
        ),
        sa.CheckConstraint(
            "status IN ('booked', 'received', 'inspecting', 'awaiting_approval', 'repairing', 'waiting_parts', 'quality_check', 'ready', 'delivered', 'cancelled')",
            name=op.f("ck_repair_order_status_known"),
        ),
        sa.CheckConstraint(
            "finished_at >= received_at", name=op.f("ck_repair_order_finished_after_received")
        ),
        sa.CheckConstraint("mileage_km >= 0", name=op.f("ck_repair_order_mileage_km_not_negative")),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["staff.id"], name=op.f("fk_repair_order_adviser_id")
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_repair_order_appointment_id")
        ),
        sa.ForeignKeyConstraint(["car_id"], ["car.id"], name=op.f("fk_repair_order_car_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_repair_order_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_repair_order_store_code")
        ),
        sa.ForeignKeyConstraint(
            ["waiting_part_code"], ["part.code"], name=op.f("fk_repair_order_waiting_part_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_order")),
        sa.UniqueConstraint("number", name=op.f("uq_repair_order_number")),
    )
    op.create_index(
        op.f("ix_repair_order_adviser_id"), "repair_order", ["adviser_id"], unique=False
    )
    op.create_index(
        op.f("ix_repair_order_appointment_id"), "repair_order", ["appointment_id"], unique=False
    )
    op.create_index(op.f("ix_repair_order_car_id"), "repair_order", ["car_id"], unique=False)
    op.create_index(
        op.f("ix_repair_order_customer_id"), "repair_order", ["customer_id"], unique=False
    )
    op.create_index(
        op.f("ix_repair_order_fault_code"), "repair_order", ["fault_code"], unique=False
    )
    op.create_index(op.f("ix_repair_order_plate"), "repair_order", ["plate"], unique=False)
    op.create_index(op.f("ix_repair_order_status"), "repair_order", ["status"], unique=False)
    op.create_index(
        op.f("ix_repair_order_store_code"), "repair_order", ["store_code"], unique=False
    )
    op.create_index(
        op.f("ix_repair_order_waiting_part_code"),
        "repair_order",
        ["waiting_part_code"],
        unique=False,
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="submitted", nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("plate", sa.String(length=10), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("conversation_id", sa.String(length=120), nullable=True),
        sa.Column("repair_order_id", sa.Integer(), nullable=True),
        sa.Column("part_code", sa.String(length=40), nullable=True),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('warranty', 'replace_assembly', 'replace_car', 'return_car', 'goodwill')",
            name=op.f("ck_claim_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('submitted', 'reviewing', 'approved', 'rejected', 'settled', 'withdrawn')",
            name=op.f("ck_claim_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_claim_customer_id")
        ),
        sa.ForeignKeyConstraint(["part_code"], ["part.code"], name=op.f("fk_claim_part_code")),
        sa.ForeignKeyConstraint(
            ["repair_order_id"], ["repair_order.id"], name=op.f("fk_claim_repair_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("number", name=op.f("uq_claim_number")),
    )
    op.create_index(op.f("ix_claim_conversation_id"), "claim", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_claim_customer_id"), "claim", ["customer_id"], unique=False)
    op.create_index(op.f("ix_claim_plate"), "claim", ["plate"], unique=False)
    op.create_index(op.f("ix_claim_repair_order_id"), "claim", ["repair_order_id"], unique=False)
    op.create_table(
        "repair_order_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("repair_order_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("job_code", sa.String(length=40), nullable=True),
        sa.Column("part_code", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("quantity", sa.Integer(), server_default="1", nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=True),
        sa.Column("payer", sa.String(length=20), nullable=True),
        sa.Column("is_replacement", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("kind IN ('job', 'part')", name=op.f("ck_repair_order_item_kind_known")),
        sa.CheckConstraint(
            "payer IN ('customer', 'warranty', 'goodwill', 'insurance')",
            name=op.f("ck_repair_order_item_payer_known"),
        ),
        sa.CheckConstraint(
            "price_fen >= 0", name=op.f("ck_repair_order_item_price_fen_not_negative")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_repair_order_item_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["job_code"], ["job.code"], name=op.f("fk_repair_order_item_job_code")
        ),
        sa.ForeignKeyConstraint(
            ["part_code"], ["part.code"], name=op.f("fk_repair_order_item_part_code")
        ),
        sa.ForeignKeyConstraint(
            ["repair_order_id"],
            ["repair_order.id"],
            name=op.f("fk_repair_order_item_repair_order_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_order_item")),
    )
    op.create_index(
        op.f("ix_repair_order_item_repair_order_id"),
        "repair_order_item",
        ["repair_order_id"],
        unique=False,
    )
    op.create_table(
        "repair_order_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("repair_order_id", sa.Integer(), nullable=False),
        sa.Column("from_status", sa.String(length=20), nullable=True),
        sa.Column("to_status", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["repair_order_id"],
            ["repair_order.id"],
            name=op.f("fk_repair_order_log_repair_order_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_order_log")),
    )
    op.create_index(
        op.f("ix_repair_order_log_repair_order_id"),
        "repair_order_log",
        ["repair_order_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_repair_order_log_repair_order_id"), table_name="repair_order_log")
    op.drop_table("repair_order_log")
    op.drop_index(op.f("ix_repair_order_item_repair_order_id"), table_name="repair_order_item")
    op.drop_table("repair_order_item")
    op.drop_index(op.f("ix_claim_repair_order_id"), table_name="claim")
    op.drop_index(op.f("ix_claim_plate"), table_name="claim")
    op.drop_index(op.f("ix_claim_customer_id"), table_name="claim")
    op.drop_index(op.f("ix_claim_conversation_id"), table_name="claim")
    op.drop_table("claim")
    op.drop_index(op.f("ix_repair_order_waiting_part_code"), table_name="repair_order")
    op.drop_index(op.f("ix_repair_order_store_code"), table_name="repair_order")
    op.drop_index(op.f("ix_repair_order_status"), table_name="repair_order")
    op.drop_index(op.f("ix_repair_order_plate"), table_name="repair_order")
    op.drop_index(op.f("ix_repair_order_fault_code"), table_name="repair_order")
    op.drop_index(op.f("ix_repair_order_customer_id"), table_name="repair_order")
    op.drop_index(op.f("ix_repair_order_car_id"), table_name="repair_order")
    op.drop_index(op.f("ix_repair_order_appointment_id"), table_name="repair_order")
    op.drop_index(op.f("ix_repair_order_adviser_id"), table_name="repair_order")
    op.drop_table("repair_order")
