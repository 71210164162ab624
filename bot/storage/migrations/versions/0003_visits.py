"""Coming in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=120), nullable=False),
        sa.Column("store_code", sa.String(length=16), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_hold_starts_before_ends")),
        sa.ForeignKeyConstraint(["store_code"], ["store.code"], name=op.f("fk_hold_store_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_hold_conversation_id")),
    )
    op.create_index(op.f("ix_hold_expires_at"), "hold", ["expires_at"], unique=False)
    op.create_index(
        "ix_hold_store_code_starts_at", "hold", ["store_code", "starts_at"], unique=False
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("store_code", sa.String(length=16), nullable=False),
        sa.Column("plate", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="booked", nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("car_id", sa.Integer(), nullable=True),
        sa.Column("model_code", sa.String(length=30), nullable=True),
        sa.Column("conversation_id", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("contact_name", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.CheckConstraint(
            "status IN ('booked', 'arrived', 'completed', 'cancelled', 'no_show')",
            name=op.f("ck_appointment_status_known"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_appointment_starts_before_ends")),
        sa.ForeignKeyConstraint(["car_id"], ["car.id"], name=op.f("fk_appointment_car_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_appointment_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["model_code"], ["vehicle_model.code"], name=op.f("fk_appointment_model_code")
        ),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_appointment_store_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("number", name=op.f("uq_appointment_number")),
    )
    op.create_index(op.f("ix_appointment_car_id"), "appointment", ["car_id"], unique=False)
    op.create_index(
        op.f("ix_appointment_conversation_id"), "appointment", ["conversation_id"], unique=False
    )
    op.create_index(
        op.f("ix_appointment_customer_id"), "appointment", ["customer_id"], unique=False
    )
    op.create_index(op.f("ix_appointment_model_code"), "appointment", ["model_code"], unique=False)
    op.create_index(op.f("ix_appointment_phone"), "appointment", ["phone"], unique=False)
    op.create_index(op.f("ix_appointment_plate"), "appointment", ["plate"], unique=False)
    op.create_index(
        "ix_appointment_store_code_starts_at",
        "appointment",
        ["store_code", "starts_at"],
        unique=False,
    )
    op.create_table(
        "hold_job",
        sa.Column("hold_id", sa.Integer(), nullable=False),
        sa.Column("job_code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("quantity", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_hold_job_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["hold.id"], name=op.f("fk_hold_job_hold_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["job_code"], ["job.code"], name=op.f("fk_hold_job_job_code")),
        sa.PrimaryKeyConstraint("hold_id", "job_code", name=op.f("pk_hold_job")),
    )
    op.create_index(op.f("ix_hold_job_job_code"), "hold_job", ["job_code"], unique=False)
    op.create_table(
        "appointment_job",
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("job_code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("quantity", sa.Integer(), server_default="1", nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "price_fen >= 0", name=op.f("ck_appointment_job_price_fen_not_negative")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_appointment_job_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_appointment_job_appointment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["job_code"], ["job.code"], name=op.f("fk_appointment_job_job_code")
        ),
        sa.PrimaryKeyConstraint("appointment_id", "job_code", name=op.f("pk_appointment_job")),
    )
    op.create_index(
        op.f("ix_appointment_job_job_code"), "appointment_job", ["job_code"], unique=False
    )
    op.create_table(
        "appointment_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_appointment_log_appointment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_log")),
    )
    op.create_index(
        op.f("ix_appointment_log_appointment_id"),
        "appointment_log",
        ["appointment_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_appointment_log_appointment_id"), table_name="appointment_log")
    op.drop_table("appointment_log")
    op.drop_index(op.f("ix_appointment_job_job_code"), table_name="appointment_job")
    op.drop_table("appointment_job")
    op.drop_index(op.f("ix_hold_job_job_code"), table_name="hold_job")
    op.drop_table("hold_job")
    op.drop_index("ix_appointment_store_code_starts_at", table_name="appointment")
    op.drop_index(op.f("ix_appointment_plate"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_phone"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_model_code"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_customer_id"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_conversation_id"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_car_id"), table_name="appointment")
    op.drop_table("appointment")
    op.drop_index("ix_hold_store_code_starts_at", table_name="hold")
    op.drop_index(op.f("ix_hold_expires_at"), table_name="hold")
    op.drop_table("hold")
