"""Whom the shop knows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("salutation", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("phone", name=op.f("uq_customer_phone")),
    )
    op.create_table(
        "proof_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("plate", sa.String(length=20), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_attempt")),
    )
    op.create_index(
        op.f("ix_proof_attempt_conversation_id"), "proof_attempt", ["conversation_id"], unique=False
    )
    op.create_index(op.f("ix_proof_attempt_plate"), "proof_attempt", ["plate"], unique=False)
    op.create_index(op.f("ix_proof_attempt_source"), "proof_attempt", ["source"], unique=False)
    op.create_table(
        "car",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plate", sa.String(length=10), nullable=False),
        sa.Column("vin", sa.String(length=17), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("model_code", sa.String(length=30), nullable=False),
        sa.Column("bought_on", sa.Date(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("use_kind", sa.String(length=10), server_default="private", nullable=False),
        sa.Column("mileage_km", sa.Integer(), nullable=False),
        sa.Column("mileage_on", sa.Date(), nullable=True),
        sa.Column("last_maintained_on", sa.Date(), nullable=True),
        sa.Column("last_maintained_km", sa.Integer(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.CheckConstraint("use_kind IN ('private', 'hire')", name=op.f("ck_car_use_kind_known")),
        sa.CheckConstraint("mileage_km >= 0", name=op.f("ck_car_mileage_km_not_negative")),
        sa.CheckConstraint("price_fen >= 0", name=op.f("ck_car_price_fen_not_negative")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_car_customer_id")),
        sa.ForeignKeyConstraint(
            ["model_code"], ["vehicle_model.code"], name=op.f("fk_car_model_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_car")),
        sa.UniqueConstraint("plate", name=op.f("uq_car_plate")),
        sa.UniqueConstraint("vin", name=op.f("uq_car_vin")),
    )
    op.create_index(op.f("ix_car_customer_id"), "car", ["customer_id"], unique=False)
    op.create_index(op.f("ix_car_model_code"), "car", ["model_code"], unique=False)
    op.create_table(
        "channel_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_channel_identity_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_identity")),
        sa.UniqueConstraint(
            "channel", "external_id", name=op.f("uq_channel_identity_channel_external_id")
        ),
    )
    op.create_index(
        op.f("ix_channel_identity_customer_id"), "channel_identity", ["customer_id"], unique=False
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), server_default="any", nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('service_notice', 'reminder', 'marketing', 'survey', 'recording')",
            name=op.f("ck_consent_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_consent_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint(
            "customer_id", "kind", "channel", name=op.f("uq_consent_customer_id_kind_channel")
        ),
    )
    op.create_index(op.f("ix_consent_customer_id"), "consent", ["customer_id"], unique=False)
    op.create_table(
        "proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=120), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=30), server_default="plate_and_phone", nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_proof_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
    )
    op.create_index(op.f("ix_proof_conversation_id"), "proof", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_proof_customer_id"), "proof", ["customer_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("store_code", sa.String(length=16), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.CheckConstraint(
            "role IN ('manager', 'adviser', 'complaints')", name=op.f("ck_staff_role_known")
        ),
        sa.ForeignKeyConstraint(["store_code"], ["store.code"], name=op.f("fk_staff_store_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_index(op.f("ix_staff_store_code"), "staff", ["store_code"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_staff_store_code"), table_name="staff")
    op.drop_table("staff")
    op.drop_index(op.f("ix_proof_customer_id"), table_name="proof")
    op.drop_index(op.f("ix_proof_conversation_id"), table_name="proof")
    op.drop_table("proof")
    op.drop_index(op.f("ix_consent_customer_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_channel_identity_customer_id"), table_name="channel_identity")
    op.drop_table("channel_identity")
    op.drop_index(op.f("ix_car_model_code"), table_name="car")
    op.drop_index(op.f("ix_car_customer_id"), table_name="car")
    op.drop_table("car")
    op.drop_index(op.f("ix_proof_attempt_source"), table_name="proof_attempt")
    op.drop_index(op.f("ix_proof_attempt_plate"), table_name="proof_attempt")
    op.drop_index(op.f("ix_proof_attempt_conversation_id"), table_name="proof_attempt")
    op.drop_table("proof_attempt")
    op.drop_table("customer")
