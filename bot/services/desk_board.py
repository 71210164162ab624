"""The day board of a store: the floor, visits, cars in the workshop, complaints, what is owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.services import complaint as complaints
from bot.services.appointments import list_job_names
from bot.services.complaint_record import Complaint, read_complaint
from bot.services.desk_access import Colleague, note_look
from bot.services.desk_floor import LATE_AFTER, Floor, read_floor
from bot.services.desk_orders import MOST_SHOWN, REASON_LENGTH, Order, list_orders
from bot.services.desk_owed import Alert, Owed, list_alerts, list_owed
from bot.services.desk_reception import GRACE
from bot.services.errors import NotAllowed, NotFound
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.states import COMPLAINT_STEPS, ComplaintStatus
from bot.storage import tables


@dataclass(frozen=True)
class Place:
    """A store whose board may be looked at."""

    code: str
    name: str


@dataclass(frozen=True)
class Visit:
    """An appointment of the day, and what may be done about it."""

    number: str
    plate: str
    status: str
    starts_at: datetime
    what: str
    """Its jobs."""
    salutation: str
    is_late: bool
    may_receive: bool
    may_miss: bool
    """It may be written down that the customer did not come."""


@dataclass(frozen=True)
class OpenComplaint:
    """A complaint that goes on, and what may come next."""

    complaint: Complaint
    steps: tuple[ComplaintStatus, ...]
    is_late: bool


@dataclass(frozen=True)
class Board:
    """A store's day. Moments are aware, Asia/Shanghai."""

    place: Place
    places: tuple[Place, ...]
    now: datetime
    visits: tuple[Visit, ...]
    floor: Floor
    orders: tuple[Order, ...]
    complaints: tuple[OpenComplaint, ...]
    owed: tuple[Owed, ...]
    alerts: tuple[Alert, ...]


def read_board(
    workshop: Workshop, colleague: Colleague, store_code: str | None = None, *, is_look: bool = True
) -> Board:
    """The board of a store, the colleague's own unless another is named; a look is written down.

    Raises NotFound("store"), also for one that the colleague may not see.
    """
    now = workshop.now().astimezone(SHANGHAI)
    place = get_place(workshop, colleague, store_code)
    with workshop.database.transaction() if is_look else workshop.database.reading() as session:
        if is_look:
            note_look(session, colleague, "look", ("store", place.code), now)
        return Board(
            place=place,
            places=tuple(_places(session, colleague)),
            now=now,
            visits=tuple(_visits(session, place.code, colleague, now)),
            floor=read_floor(session, place.code, now),
            orders=list_orders(session, place.code, colleague, now),
            complaints=tuple(_complaints(session, place.code, colleague, now)),
            owed=tuple(list_owed(session, place.code, now)),
            alerts=tuple(list_alerts(session, place.code)),
        )


def get_place(workshop: Workshop, colleague: Colleague, store_code: str | None = None) -> Place:
    """The store, the colleague's own unless another is named. Raises NotFound("store"), also for
    one that the colleague may not see."""
    wanted = store_code or colleague.store_code
    found = next((p for p in list_places(workshop, colleague) if wanted in (None, p.code)), None)
    if found is None:
        raise NotFound("store")
    return found


def read_day_floor(workshop: Workshop, colleague: Colleague, store_code: str) -> Floor:
    """Only the floor of the board. Raises NotFound("store")."""
    place = get_place(workshop, colleague, store_code)
    with workshop.database.reading() as session:
        return read_floor(session, place.code, workshop.now().astimezone(SHANGHAI))


def list_places(workshop: Workshop, colleague: Colleague) -> tuple[Place, ...]:
    """The stores whose matters this colleague sees."""
    with workshop.database.reading() as session:
        return tuple(_places(session, colleague))


def advance_complaint(
    workshop: Workshop,
    colleague: Colleague,
    number: str,
    seen: ComplaintStatus,
    to: ComplaintStatus,
    note: str,
) -> None:
    """Takes a complaint one step on; `note` may be read out to the customer.

    Raises NotFound("complaint"), also for another store's, NotAllowed("role"),
    NotAllowed("moved_on") when a colleague was faster, NotAllowed("step").
    """
    with workshop.database.reading() as session:
        query = select(tables.Complaint).where(tables.Complaint.number == number)
        row = session.scalars(query).one_or_none()
    if row is None or not colleague.may_see(row.store_code):
        raise NotFound("complaint")
    if not colleague.handles_complaints:
        raise NotAllowed("role")
    note = note.strip()[:REASON_LENGTH]
    complaints.advance(workshop, number, to, colleague.login, note, seen=seen)


def _places(session: Session, colleague: Colleague) -> Iterator[Place]:
    store = tables.Store
    for row in session.scalars(select(store).order_by(store.position, store.code)):
        if colleague.may_see(row.code):
            yield Place(row.code, row.name)


def _day(now: datetime) -> tuple[datetime, datetime]:
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1)


def _visits(
    session: Session, store_code: str, colleague: Colleague, now: datetime
) -> Iterator[Visit]:
    start, end = _day(now)
    row = tables.Appointment
    query = (
        select(row, tables.Customer.salutation)
        .join(tables.Customer, tables.Customer.id == row.customer_id, isouter=True)
        .where(row.store_code == store_code, row.starts_at >= start, row.starts_at < end)
        .where(row.status != "cancelled")
        .order_by(row.starts_at, row.id)
    )
    found = session.execute(query.limit(MOST_SHOWN)).all()
    jobs = list_job_names(session, [each.id for each, _ in found])
    for each, salutation in found:
        is_expected = each.status == "booked"
        yield Visit(
            number=each.number,
            plate=each.plate,
            status=each.status,
            starts_at=each.starts_at.astimezone(SHANGHAI),
            what=jobs.get(each.id, ""),
            salutation=salutation or each.contact_name or "",
            is_late=is_expected and each.starts_at + LATE_AFTER < now,
            may_receive=is_expected and colleague.moves_orders,
            may_miss=is_expected and colleague.moves_orders and each.starts_at + GRACE <= now,
        )


def _complaints(
    session: Session, store_code: str, colleague: Colleague, now: datetime
) -> Iterator[OpenComplaint]:
    row = tables.Complaint
    query = (
        select(row)
        .where(row.status != ComplaintStatus.CLOSED.value)
        .where(or_(row.store_code == store_code, row.store_code.is_(None)))
        .order_by(row.first_replied_at.is_not(None), row.first_reply_due_at, row.id)
    )
    for each in session.scalars(query.limit(MOST_SHOWN)).all():
        steps = COMPLAINT_STEPS[ComplaintStatus(each.status)]
        yield OpenComplaint(
            read_complaint(session, each),
            tuple(step for step in ComplaintStatus if step in steps)
            if colleague.handles_complaints
            else (),
            is_late=each.first_replied_at is None and each.first_reply_due_at < now,
        )
