# ruff: noqa: E501  a check constraint lists its words on one line
"""What the shop owes an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("service_line", sa.String(length=30), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), server_default="open", nullable=False),
        sa.Column("conversation_id", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("plate", sa.String(length=10), nullable=True),
        sa.Column("store_code", sa.String(length=16), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.CheckConstraint(
            "status IN ('open', 'taken', 'won', 'lost')", name=op.f("ck_lead_status_known")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_lead_customer_id")),
        sa.ForeignKeyConstraint(["store_code"], ["store.code"], name=op.f("fk_lead_store_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("number", name=op.f("uq_lead_number")),
    )
    op.create_index(op.f("ix_lead_conversation_id"), "lead", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_lead_customer_id"), "lead", ["customer_id"], unique=False)
    op.create_index(op.f("ix_lead_status"), "lead", ["status"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="open", nullable=False),
        sa.Column("subject_type", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.String(length=120), nullable=True),
        sa.Column("store_code", sa.String(length=16), nullable=True),
        sa.Column("made_by", sa.String(length=60), server_default="bot", nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'kept', 'broken', 'withdrawn')",
            name=op.f("ck_promise_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_promise_customer_id")
        ),
        sa.ForeignKeyConstraint(["store_code"], ["store.code"], name=op.f("fk_promise_store_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index(op.f("ix_promise_customer_id"), "promise", ["customer_id"], unique=False)
    op.create_index("ix_promise_status_due_at", "promise", ["status", "due_at"], unique=False)
    op.create_index(
        "ix_promise_subject_type_subject_id",
        "promise",
        ["subject_type", "subject_id"],
        unique=False,
    )
    op.create_table(
        "staff_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("alert_key", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="open", nullable=False),
        sa.Column("subject_type", sa.String(length=30), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("store_code", sa.String(length=16), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'settled')", name=op.f("ck_staff_alert_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_staff_alert_store_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_alert")),
        sa.UniqueConstraint("alert_key", name=op.f("uq_staff_alert_alert_key")),
    )
    op.create_index(op.f("ix_staff_alert_status"), "staff_alert", ["status"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="waiting", nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("call_back_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("store_code", sa.String(length=16), nullable=True),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'taken', 'done', 'withdrawn')",
            name=op.f("ck_handover_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_handover_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_handover_store_code")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_handover_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("number", name=op.f("uq_handover_number")),
    )
    op.create_index(
        op.f("ix_handover_conversation_id"), "handover", ["conversation_id"], unique=False
    )
    op.create_index(op.f("ix_handover_customer_id"), "handover", ["customer_id"], unique=False)
    op.create_index(op.f("ix_handover_status"), "handover", ["status"], unique=False)
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="accepted", nullable=False),
        sa.Column("plate", sa.String(length=10), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("first_reply_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conversation_id", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("store_code", sa.String(length=16), nullable=True),
        sa.Column("repair_order_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=True),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "level IN ('normal', 'serious', 'safety')", name=op.f("ck_complaint_level_known")
        ),
        sa.CheckConstraint(
            "status IN ('accepted', 'investigating', 'proposed', 'agreed', 'carrying_out', 'awaiting_follow_up', 'closed')",
            name=op.f("ck_complaint_status_known"),
        ),
        sa.CheckConstraint(
            "topic IN ('attitude', 'quality', 'price', 'delay', 'parts', 'damage', 'promise_broken', 'warranty_refused', 'safety', 'other')",
            name=op.f("ck_complaint_topic_known"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_complaint_customer_id")
        ),
        sa.ForeignKeyConstraint(["handler_id"], ["staff.id"], name=op.f("fk_complaint_handler_id")),
        sa.ForeignKeyConstraint(
            ["repair_order_id"], ["repair_order.id"], name=op.f("fk_complaint_repair_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_complaint_store_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
    )
    op.create_index(
        op.f("ix_complaint_conversation_id"), "complaint", ["conversation_id"], unique=False
    )
    op.create_index(op.f("ix_complaint_customer_id"), "complaint", ["customer_id"], unique=False)
    op.create_index(op.f("ix_complaint_handler_id"), "complaint", ["handler_id"], unique=False)
    op.create_index(op.f("ix_complaint_plate"), "complaint", ["plate"], unique=False)
    op.create_index(
        op.f("ix_complaint_repair_order_id"), "complaint", ["repair_order_id"], unique=False
    )
    op.create_index(op.f("ix_complaint_status"), "complaint", ["status"], unique=False)
    op.create_table(
        "complaint_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("from_status", sa.String(length=20), nullable=True),
        sa.Column("to_status", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_log_complaint_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_log")),
    )
    op.create_index(
        op.f("ix_complaint_log_complaint_id"), "complaint_log", ["complaint_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_complaint_log_complaint_id"), table_name="complaint_log")
    op.drop_table("complaint_log")
    op.drop_index(op.f("ix_complaint_status"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_repair_order_id"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_plate"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_handler_id"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_customer_id"), table_name="complaint")
    op.drop_index(op.f("ix_complaint_conversation_id"), table_name="complaint")
    op.drop_table("complaint")
    op.drop_index(op.f("ix_handover_status"), table_name="handover")
    op.drop_index(op.f("ix_handover_customer_id"), table_name="handover")
    op.drop_index(op.f("ix_handover_conversation_id"), table_name="handover")
    op.drop_table("handover")
    op.drop_index(op.f("ix_staff_alert_status"), table_name="staff_alert")
    op.drop_table("staff_alert")
    op.drop_index("ix_promise_subject_type_subject_id", table_name="promise")
    op.drop_index("ix_promise_status_due_at", table_name="promise")
    op.drop_index(op.f("ix_promise_customer_id"), table_name="promise")
    op.drop_table("promise")
    op.drop_index(op.f("ix_lead_status"), table_name="lead")
    op.drop_index(op.f("ix_lead_customer_id"), table_name="lead")
    op.drop_index(op.f("ix_lead_conversation_id"), table_name="lead")
    op.drop_table("lead")
