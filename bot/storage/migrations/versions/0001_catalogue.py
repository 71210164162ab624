# ruff: noqa: E501  a check constraint lists its words on one line
"""What the shop is and sells."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('service_item', 'part', 'vehicle_model', 'warning_light', 'store', 'service_line', 'complaint_topic')",
            name=op.f("ck_catalogue_alias_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_alias")),
        sa.UniqueConstraint("kind", "alias", name=op.f("uq_catalogue_alias_kind_alias")),
        sa.UniqueConstraint(
            "kind", "code", "position", name=op.f("uq_catalogue_alias_kind_code_position")
        ),
    )
    op.create_table(
        "holiday",
        sa.Column("applies_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("is_working", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("applies_on", name=op.f("pk_holiday")),
    )
    op.create_table(
        "job",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=10), server_default="visit", nullable=False),
        sa.Column("bay_kind", sa.String(length=20), nullable=False),
        sa.Column("certificate", sa.String(length=30), nullable=True),
        sa.Column("drive", sa.String(length=20), server_default="any", nullable=False),
        sa.Column("waived_if_repaired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "bay_kind IN ('general', 'ev', 'beauty')", name=op.f("ck_job_bay_kind_known")
        ),
        sa.CheckConstraint(
            "drive IN ('any', 'engine', 'traction_battery')", name=op.f("ck_job_drive_known")
        ),
        sa.CheckConstraint("unit IN ('visit', 'tyre', 'panel')", name=op.f("ck_job_unit_known")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_job_minutes_positive")),
        sa.CheckConstraint("price_fen >= 0", name=op.f("ck_job_price_fen_not_negative")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_job")),
    )
    op.create_table(
        "part",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("assembly", sa.String(length=30), nullable=True),
        sa.Column("is_three_electric", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("drive", sa.String(length=20), server_default="any", nullable=False),
        sa.Column("unit", sa.String(length=10), server_default="piece", nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("wear_months", sa.Integer(), nullable=True),
        sa.Column("wear_km", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "drive IN ('any', 'engine', 'traction_battery')", name=op.f("ck_part_drive_known")
        ),
        sa.CheckConstraint("lead_days >= 0", name=op.f("ck_part_lead_days_not_negative")),
        sa.CheckConstraint(
            "wear_months >= 0 AND wear_km >= 0", name=op.f("ck_part_wear_months_not_negative")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_part")),
    )
    op.create_table(
        "store",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("drive", sa.String(length=20), server_default="any", nullable=False),
        sa.Column("city", sa.String(length=30), nullable=False),
        sa.Column("district", sa.String(length=30), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("charging_points", sa.Integer(), server_default="0", nullable=False),
        sa.Column("charging_kw", sa.Integer(), server_default="0", nullable=False),
        sa.Column("open_on_holidays", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "drive IN ('any', 'engine', 'traction_battery')", name=op.f("ck_store_drive_known")
        ),
        sa.CheckConstraint(
            "kind IN ('four_s', 'quick_service', 'ev_centre')", name=op.f("ck_store_kind_known")
        ),
        sa.CheckConstraint(
            "charging_points >= 0 AND charging_kw >= 0",
            name=op.f("ck_store_charging_points_not_negative"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_store")),
        sa.UniqueConstraint("name", name=op.f("uq_store_name")),
    )
    op.create_table(
        "vehicle_model",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("brand", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("energy", sa.String(length=10), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("maintenance_km", sa.Integer(), nullable=False),
        sa.Column("maintenance_months", sa.Integer(), nullable=False),
        sa.Column("warranty_months", sa.Integer(), nullable=False),
        sa.Column("warranty_km", sa.Integer(), nullable=False),
        sa.Column("sanbao_months", sa.Integer(), nullable=False),
        sa.Column("sanbao_km", sa.Integer(), nullable=False),
        sa.Column("three_electric_months", sa.Integer(), nullable=True),
        sa.Column("three_electric_km", sa.Integer(), nullable=True),
        sa.Column("use_payment_permille", sa.Integer(), server_default="5", nullable=False),
        sa.CheckConstraint(
            "energy IN ('petrol', 'phev', 'bev')", name=op.f("ck_vehicle_model_energy_known")
        ),
        sa.CheckConstraint(
            "price_fen >= 0 AND warranty_months >= 0 AND warranty_km >= 0 AND sanbao_months >= 0 AND sanbao_km >= 0",
            name=op.f("ck_vehicle_model_price_fen_not_negative"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_vehicle_model")),
    )
    op.create_table(
        "warning_light",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("colour", sa.String(length=10), nullable=False),
        sa.Column("urgency", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "colour IN ('red', 'amber', 'green', 'blue', 'white')",
            name=op.f("ck_warning_light_colour_known"),
        ),
        sa.CheckConstraint(
            "urgency IN ('stop_now', 'check_soon', 'note')",
            name=op.f("ck_warning_light_urgency_known"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_warning_light")),
    )
    op.create_table(
        "bay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_code", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.CheckConstraint("kind IN ('general', 'ev', 'beauty')", name=op.f("ck_bay_kind_known")),
        sa.ForeignKeyConstraint(["store_code"], ["store.code"], name=op.f("fk_bay_store_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bay")),
        sa.UniqueConstraint("store_code", "label", name=op.f("uq_bay_store_code_label")),
    )
    op.create_index(op.f("ix_bay_store_code"), "bay", ["store_code"], unique=False)
    op.create_table(
        "part_grade",
        sa.Column("part_code", sa.String(length=40), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "grade IN ('original', 'brand')", name=op.f("ck_part_grade_grade_known")
        ),
        sa.CheckConstraint("price_fen >= 0", name=op.f("ck_part_grade_price_fen_not_negative")),
        sa.ForeignKeyConstraint(["part_code"], ["part.code"], name=op.f("fk_part_grade_part_code")),
        sa.PrimaryKeyConstraint("part_code", "grade", name=op.f("pk_part_grade")),
    )
    op.create_table(
        "part_stock",
        sa.Column("store_code", sa.String(length=16), nullable=False),
        sa.Column("part_code", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_part_stock_quantity_not_negative")),
        sa.ForeignKeyConstraint(["part_code"], ["part.code"], name=op.f("fk_part_stock_part_code")),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_part_stock_store_code")
        ),
        sa.PrimaryKeyConstraint("store_code", "part_code", name=op.f("pk_part_stock")),
    )
    op.create_index(op.f("ix_part_stock_part_code"), "part_stock", ["part_code"], unique=False)
    op.create_table(
        "store_exception",
        sa.Column("store_code", sa.String(length=16), nullable=False),
        sa.Column("applies_on", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.Column("reason", sa.String(length=60), server_default="", nullable=False),
        sa.CheckConstraint(
            "(opens IS NULL AND closes IS NULL) OR opens < closes",
            name=op.f("ck_store_exception_opens_before_closes"),
        ),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_store_exception_store_code")
        ),
        sa.PrimaryKeyConstraint("store_code", "applies_on", name=op.f("pk_store_exception")),
    )
    op.create_table(
        "store_hours",
        sa.Column("store_code", sa.String(length=16), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint("opens < closes", name=op.f("ck_store_hours_opens_before_closes")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_store_hours_weekday_known")),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_store_hours_store_code")
        ),
        sa.PrimaryKeyConstraint("store_code", "weekday", name=op.f("pk_store_hours")),
    )
    op.create_table(
        "store_job",
        sa.Column("store_code", sa.String(length=16), nullable=False),
        sa.Column("job_code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["job_code"], ["job.code"], name=op.f("fk_store_job_job_code")),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_store_job_store_code")
        ),
        sa.PrimaryKeyConstraint("store_code", "job_code", name=op.f("pk_store_job")),
    )
    op.create_index(op.f("ix_store_job_job_code"), "store_job", ["job_code"], unique=False)
    op.create_table(
        "technician",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_code"], ["store.code"], name=op.f("fk_technician_store_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technician")),
        sa.UniqueConstraint("store_code", "name", name=op.f("uq_technician_store_code_name")),
    )
    op.create_index(op.f("ix_technician_store_code"), "technician", ["store_code"], unique=False)
    op.create_table(
        "technician_certificate",
        sa.Column("technician_id", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["technician_id"],
            ["technician.id"],
            name=op.f("fk_technician_certificate_technician_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "technician_id", "certificate", name=op.f("pk_technician_certificate")
        ),
    )


def downgrade() -> None:
    op.drop_table("technician_certificate")
    op.drop_index(op.f("ix_technician_store_code"), table_name="technician")
    op.drop_table("technician")
    op.drop_index(op.f("ix_store_job_job_code"), table_name="store_job")
    op.drop_table("store_job")
    op.drop_table("store_hours")
    op.drop_table("store_exception")
    op.drop_index(op.f("ix_part_stock_part_code"), table_name="part_stock")
    op.drop_table("part_stock")
    op.drop_table("part_grade")
    op.drop_index(op.f("ix_bay_store_code"), table_name="bay")
    op.drop_table("bay")
    op.drop_table("warning_light")
    op.drop_table("vehicle_model")
    op.drop_table("store")
    op.drop_table("part")
    op.drop_table("job")
    op.drop_table("holiday")
    op.drop_table("catalogue_alias")
