"""All tables of the shop: `from bot.storage import tables`, then `tables.Appointment`."""

from bot.storage.base import Table
from bot.storage.tables.catalogue import (
    Bay,
    CatalogueAlias,
    Holiday,
    Job,
    Part,
    PartGrade,
    PartStock,
    Store,
    StoreException,
    StoreHours,
    StoreJob,
    Technician,
    TechnicianCertificate,
    VehicleModel,
    WarningLight,
)
from bot.storage.tables.desk import SignInAttempt, StaffLook, StaffSession
from bot.storage.tables.matters import (
    Complaint,
    ComplaintLog,
    Handover,
    Lead,
    Promise,
    StaffAlert,
)
from bot.storage.tables.people import (
    Car,
    ChannelIdentity,
    Consent,
    Customer,
    Proof,
    ProofAttempt,
    Staff,
)
from bot.storage.tables.records import Message, NumberSeries, Outbox, ShopFact
from bot.storage.tables.repairs import Claim, RepairOrder, RepairOrderItem, RepairOrderLog
from bot.storage.tables.visits import (
    Appointment,
    AppointmentJob,
    AppointmentLog,
    Hold,
    HoldJob,
)

metadata = Table.metadata

__all__ = [
    "Appointment",
    "AppointmentJob",
    "AppointmentLog",
    "Bay",
    "Car",
    "CatalogueAlias",
    "ChannelIdentity",
    "Claim",
    "Complaint",
    "ComplaintLog",
    "Consent",
    "Customer",
    "Handover",
    "Hold",
    "HoldJob",
    "Holiday",
    "Job",
    "Lead",
    "Message",
    "NumberSeries",
    "Outbox",
    "Part",
    "PartGrade",
    "PartStock",
    "Promise",
    "Proof",
    "ProofAttempt",
    "RepairOrder",
    "RepairOrderItem",
    "RepairOrderLog",
    "ShopFact",
    "SignInAttempt",
    "Staff",
    "StaffAlert",
    "StaffLook",
    "StaffSession",
    "Store",
    "StoreException",
    "StoreHours",
    "StoreJob",
    "Technician",
    "TechnicianCertificate",
    "VehicleModel",
    "WarningLight",
    "metadata",
]
