"""Seeds an appointment and a complaint."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage import tables
from bot.storage.numbers import next_number
from bot.storage.seed.reading import at


def seed_appointment(session: Session, now: datetime) -> None:
    """李强: a battery check at YZ at 10:00 on the first day from D+3 on which YZ is open."""
    car, customer = _car_and_owner(session, "京AD12345")
    starts_at = at(_first_open_day(session, "YZ", now.date() + timedelta(days=3)), "10:00")
    made_at = at(now.date(), "11:20", days=-2)
    appointment = tables.Appointment(
        number=next_number(session, "AP", made_at),
        store_code="YZ",
        plate=car.plate,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=60),
        source="desk",
        customer_id=customer.id,
        car_id=car.id,
        model_code=car.model_code,
        phone=customer.phone,
        contact_name=customer.name,
        created_at=made_at,
    )
    session.add(appointment)
    session.flush()
    log = tables.AppointmentLog(
        appointment_id=appointment.id,
        step="booked",
        actor="yz.yu",
        starts_at=starts_at,
        created_at=made_at,
    )
    job = tables.AppointmentJob(
        appointment_id=appointment.id, job_code="battery_health_check", price_fen=0
    )
    promise = tables.Promise(
        kind="appointment",
        due_at=starts_at,
        subject_type="appointment",
        subject_id=appointment.id,
        customer_id=customer.id,
        store_code="YZ",
        made_by="yz.yu",
        created_at=made_at,
    )
    session.add_all([job, log, promise])


def seed_complaint(session: Session, today: date) -> None:
    """陈静: the car smells since the air conditioning was cleaned."""
    car, customer = _car_and_owner(session, "京AF67890")
    made_at, replied_at = at(today, "14:05", days=-2), at(today, "16:30", days=-2)
    order = session.scalars(
        select(tables.RepairOrder).where(tables.RepairOrder.car_id == car.id)
    ).one()
    handler = session.scalars(select(tables.Staff).where(tables.Staff.login == "kefu")).one()
    complaint = tables.Complaint(
        number=next_number(session, "CP", made_at),
        topic="quality",
        level="normal",
        status="investigating",
        plate=car.plate,
        customer_id=customer.id,
        phone=customer.phone,
        store_code=order.store_code,
        repair_order_id=order.id,
        description="维修后车内有异味",
        handler_id=handler.id,
        first_reply_due_at=at(today, "17:30", days=-2),
        first_replied_at=replied_at,
        created_at=made_at,
    )
    session.add(complaint)
    session.flush()
    reason = "已致电车主，正在核对空调清洗记录"
    for before, after, actor, why, when in (
        (None, "accepted", "bot", "", made_at),
        ("accepted", "investigating", "kefu", reason, replied_at),
    ):
        session.add(
            tables.ComplaintLog(
                complaint_id=complaint.id,
                from_status=before,
                to_status=after,
                actor=actor,
                reason=why,
                created_at=when,
            )
        )
    session.add(_first_reply(complaint))


def _first_reply(complaint: tables.Complaint) -> tables.Promise:
    return tables.Promise(
        kind="first_reply",
        due_at=complaint.first_reply_due_at,
        status="kept",
        subject_type="complaint",
        subject_id=complaint.id,
        customer_id=complaint.customer_id,
        store_code=complaint.store_code,
        created_at=complaint.created_at,
        settled_at=complaint.first_replied_at,
    )


def _car_and_owner(session: Session, plate: str) -> tuple[Any, Any]:
    car = session.scalars(select(tables.Car).where(tables.Car.plate == plate)).one()
    return car, session.get(tables.Customer, car.customer_id)


def _first_open_day(session: Session, store: str, day: date) -> date:
    hours = select(tables.StoreHours.weekday).where(tables.StoreHours.store_code == store)
    open_weekdays = set(session.scalars(hours))
    while day.weekday() not in open_weekdays:
        day += timedelta(days=1)
    return day
