"""What the shop is and sells: stores, bays, technicians, models, jobs, parts, lamps, names."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    Float,
    Integer,
    String,
    Text,
    Time,
    UniqueConstraint,
    false,
    true,
)

from bot.storage.base import Mapped, Table, mapped_column, not_negative, one_of, references

STORE_KINDS = ("four_s", "quick_service", "ev_centre")
BAY_KINDS = ("general", "ev", "beauty")
ENERGIES = ("petrol", "phev", "bev")
DRIVES = ("any", "engine", "traction_battery")
"""Which cars something fits: every car, those with an engine, those with a traction battery."""
CATALOGUE_KINDS = (
    "service_item",
    "part",
    "vehicle_model",
    "warning_light",
    "store",
    "service_line",
    "complaint_topic",
)


class Store(Table):
    """A workshop that customers can come to."""

    __tablename__ = "store"
    __table_args__ = (
        one_of("kind", STORE_KINDS),
        one_of("drive", DRIVES),
        not_negative("charging_points", "charging_kw"),
    )

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    drive: Mapped[str] = mapped_column(String(20), server_default="any")
    city: Mapped[str] = mapped_column(String(30))
    district: Mapped[str] = mapped_column(String(30))
    address: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20))
    latitude: Mapped[float | None] = mapped_column(Float, nullable=True)
    longitude: Mapped[float | None] = mapped_column(Float, nullable=True)
    charging_points: Mapped[int] = mapped_column(Integer, server_default="0")
    charging_kw: Mapped[int] = mapped_column(Integer, server_default="0")
    open_on_holidays: Mapped[bool] = mapped_column(Boolean, server_default=true())
    position: Mapped[int] = mapped_column(Integer, server_default="0")


class StoreHours(Table):
    """When a store is open on a weekday (0 is Monday), Shanghai time. No row: closed."""

    __tablename__ = "store_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("opens < closes", name="opens_before_closes"),
    )

    store_code: Mapped[str] = references("store.code", primary_key=True, index=False)
    weekday: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)


class StoreException(Table):
    """One day on which a store keeps other hours; without hours it is closed."""

    __tablename__ = "store_exception"
    __table_args__ = (
        CheckConstraint(
            "(opens IS NULL AND closes IS NULL) OR opens < closes", name="opens_before_closes"
        ),
    )

    store_code: Mapped[str] = references("store.code", primary_key=True, index=False)
    applies_on: Mapped[date] = mapped_column(Date, primary_key=True)
    opens: Mapped[time | None] = mapped_column(Time, nullable=True)
    closes: Mapped[time | None] = mapped_column(Time, nullable=True)
    reason: Mapped[str] = mapped_column(String(60), server_default="")


class Holiday(Table):
    """A holiday or working day of this shop alone; it outranks the national calendar."""

    __tablename__ = "holiday"

    applies_on: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(30))
    is_working: Mapped[bool] = mapped_column(Boolean, server_default=false())


class Bay(Table):
    """A place in the workshop where one car is worked on."""

    __tablename__ = "bay"
    __table_args__ = (UniqueConstraint("store_code", "label"), one_of("kind", BAY_KINDS))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    store_code: Mapped[str] = references("store.code")
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(20))


class Technician(Table):
    """Works the store's hours; does any job that asks for no certificate or for one they hold."""

    __tablename__ = "technician"
    __table_args__ = (UniqueConstraint("store_code", "name"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    store_code: Mapped[str] = references("store.code")
    name: Mapped[str] = mapped_column(String(30))
    is_active: Mapped[bool] = mapped_column(Boolean, server_default=true())


class TechnicianCertificate(Table):
    """A certificate that a technician holds, such as `ev`."""

    __tablename__ = "technician_certificate"

    technician_id: Mapped[int] = references(
        "technician.id", ondelete="CASCADE", primary_key=True, index=False
    )
    certificate: Mapped[str] = mapped_column(String(30), primary_key=True)


class VehicleModel(Table):
    """A series that the shop sells, with its maintenance interval and the maker's promises."""

    __tablename__ = "vehicle_model"
    __table_args__ = (
        one_of("energy", ENERGIES),
        not_negative("price_fen", "warranty_months", "warranty_km", "sanbao_months", "sanbao_km"),
    )

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    brand: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(30))
    energy: Mapped[str] = mapped_column(String(10))
    price_fen: Mapped[int] = mapped_column(Integer)
    maintenance_km: Mapped[int] = mapped_column(Integer)
    maintenance_months: Mapped[int] = mapped_column(Integer)
    warranty_months: Mapped[int] = mapped_column(Integer)
    warranty_km: Mapped[int] = mapped_column(Integer)
    sanbao_months: Mapped[int] = mapped_column(Integer)
    sanbao_km: Mapped[int] = mapped_column(Integer)
    three_electric_months: Mapped[int | None] = mapped_column(Integer, nullable=True)
    three_electric_km: Mapped[int | None] = mapped_column(Integer, nullable=True)
    use_payment_permille: Mapped[int] = mapped_column(Integer, server_default="5")
    """The n of the use formula in thousandths: 5 is 0.5 %."""


class Job(Table):
    """Work that the shop does. Minutes and price are for one unit (a tyre, a panel, a visit)."""

    __tablename__ = "job"
    __table_args__ = (
        one_of("bay_kind", BAY_KINDS),
        one_of("drive", DRIVES),
        one_of("unit", ("visit", "tyre", "panel")),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        not_negative("price_fen"),
    )

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[int] = mapped_column(Integer)
    price_fen: Mapped[int | None] = mapped_column(Integer, nullable=True)
    """Labour and standard parts; NULL is quoted after diagnosis."""
    unit: Mapped[str] = mapped_column(String(10), server_default="visit")
    bay_kind: Mapped[str] = mapped_column(String(20))
    certificate: Mapped[str | None] = mapped_column(String(30), nullable=True)
    drive: Mapped[str] = mapped_column(String(20), server_default="any")
    waived_if_repaired: Mapped[bool] = mapped_column(Boolean, server_default=false())
    position: Mapped[int] = mapped_column(Integer, server_default="0")


class StoreJob(Table):
    """This store does this job."""

    __tablename__ = "store_job"

    store_code: Mapped[str] = references("store.code", primary_key=True, index=False)
    job_code: Mapped[str] = references("job.code", primary_key=True)


class Part(Table):
    """A part or assembly of a car; the shop sells those that have a grade."""

    __tablename__ = "part"
    __table_args__ = (
        one_of("drive", DRIVES),
        not_negative("lead_days"),
        not_negative("wear_months", "wear_km"),
    )

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    assembly: Mapped[str | None] = mapped_column(String(30), nullable=True)
    """The assembly of the 三包 rule that it is a main part of, such as `engine` or `brakes`."""
    is_three_electric: Mapped[bool] = mapped_column(Boolean, server_default=false())
    drive: Mapped[str] = mapped_column(String(20), server_default="any")
    unit: Mapped[str] = mapped_column(String(10), server_default="piece")
    lead_days: Mapped[int | None] = mapped_column(Integer, nullable=True)
    """Days until it is here when no store has it; NULL is not known."""
    wear_months: Mapped[int | None] = mapped_column(Integer, nullable=True)
    wear_km: Mapped[int | None] = mapped_column(Integer, nullable=True)


class PartGrade(Table):
    """A quality in which a part is sold (`original` 原厂件, `brand` 品牌件) and its price."""

    __tablename__ = "part_grade"
    __table_args__ = (one_of("grade", ("original", "brand")), not_negative("price_fen"))

    part_code: Mapped[str] = references("part.code", primary_key=True, index=False)
    grade: Mapped[str] = mapped_column(String(20), primary_key=True)
    price_fen: Mapped[int] = mapped_column(Integer)


class PartStock(Table):
    """How many of a part lie in a store, in its original grade."""

    __tablename__ = "part_stock"
    __table_args__ = (not_negative("quantity"),)

    store_code: Mapped[str] = references("store.code", primary_key=True, index=False)
    part_code: Mapped[str] = references("part.code", primary_key=True)
    quantity: Mapped[int] = mapped_column(Integer)


class WarningLight(Table):
    """A lamp on the dashboard and how much it matters."""

    __tablename__ = "warning_light"
    __table_args__ = (
        one_of("colour", ("red", "amber", "green", "blue", "white")),
        one_of("urgency", ("stop_now", "check_soon", "note")),
    )

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    colour: Mapped[str] = mapped_column(String(10))
    urgency: Mapped[str] = mapped_column(String(12))


class CatalogueAlias(Table):
    """A Chinese word for a thing of the catalogue; the display name is one of them (position 0).

    Service lines, complaint topics and other makers' series have no table of their own: their
    codes live here and in the rules.
    """

    __tablename__ = "catalogue_alias"
    __table_args__ = (
        UniqueConstraint("kind", "alias"),
        UniqueConstraint("kind", "code", "position"),
        one_of("kind", CATALOGUE_KINDS),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    alias: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(Integer)
