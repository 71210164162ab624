"""Conversations at the desk: who waits, taking one, answering, handing back, closing.

Two colleagues who reach for the same one are told apart by the row's state: one gets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk_access import Colleague, note_look, read_colleague
from bot.services.errors import InvalidValue, NotAllowed, NotFound
from bot.services.handing_back import CONFIRMED_LENGTH, EVENT
from bot.services.promises import settle_promises
from bot.services.transcript import Line, Utterance, add_said
from bot.services.workshop import Workshop
from bot.shop.calendar import SHANGHAI
from bot.shop.promises import PromiseKind, PromiseStatus
from bot.shop.tone import ToneFinding, check
from bot.storage import tables
from bot.storage.database import lock

LONGEST_REPLY = 1000
MOST_SHOWN = 200
CLOSE_REASONS = ("settled", "phoned", "no_answer", "mistaken")
"""Settled here, settled on the phone, the customer has gone, there was nothing to settle."""


@dataclass(frozen=True)
class Waiting:
    """A conversation in which a person was asked for. Moments are aware, Asia/Shanghai."""

    number: str
    status: str
    reason: str
    step: str
    """How far the shop has gone to find somebody: bot.shop.waiting.WaitingStep."""
    salutation: str | None
    """Of a proven customer."""
    store_name: str | None
    since: datetime
    waited: timedelta
    call_back_by: datetime | None
    is_late: bool
    """The promised call back is overdue."""
    taken_by: str | None
    is_mine: bool
    last_words: str
    """What the customer said last, shortened."""
    is_customers_turn: bool
    """The shop spoke last; False: the customer waits for an answer."""


def list_conversations(workshop: Workshop, colleague: Colleague) -> tuple[Waiting, ...]:
    """Open requests for a person that this colleague may see: safety first, late, then by age."""
    now = workshop.now().astimezone(SHANGHAI)
    handover = tables.Handover
    query = (
        select(handover, tables.Staff, tables.Customer.salutation, tables.Store.name)
        .join(tables.Staff, tables.Staff.id == handover.taken_by, isouter=True)
        .join(tables.Customer, tables.Customer.id == handover.customer_id, isouter=True)
        .join(tables.Store, tables.Store.code == handover.store_code, isouter=True)
        .where(handover.status.in_(("waiting", "taken")))
        .order_by(handover.created_at, handover.id)
    )
    if colleague.store_code is not None:
        own = handover.store_code == colleague.store_code
        query = query.where(own | handover.store_code.is_(None))
    with workshop.database.reading() as session:
        found = [
            _waiting(session, row, staff, salutation, store, colleague, now)
            for row, staff, salutation, store in session.execute(query.limit(MOST_SHOWN))
        ]
    found.sort(key=lambda each: (each.reason != "safety", not each.is_late, each.since))
    return tuple(found)


def take(workshop: Workshop, colleague: Colleague, number: str, greeting: str) -> None:
    """The colleague speaks from here on; `greeting` tells the customer so.

    Taking what one has already changes nothing. Raises NotFound("handover"),
    NotAllowed("taken", name of who was faster), NotAllowed("over").
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = get_conversation(session, colleague, number)
        if row.status == "taken":
            if row.taken_by == colleague.id:
                return
            raise NotAllowed("taken", session.get(tables.Staff, row.taken_by).name)
        if row.status != "waiting":
            raise NotAllowed("over")
        row.status = "taken"
        row.taken_by = colleague.id
        row.taken_at = now
        note_look(session, colleague, "take", ("handover", number), now, row.customer_id)
        add_said(session, row.conversation_id, "system", Utterance(greeting), now)


def reply(workshop: Workshop, colleague: Colleague, number: str, text: str, key: str) -> Line:
    """Says something to the customer, at the customer's own door; one `key` is one reply.

    It is the answer that was promised. Raises InvalidValue("empty"), InvalidValue("not_message"),
    NotFound("handover"), NotAllowed("not_yours").
    """
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise InvalidValue("empty")
    if len(words) > LONGEST_REPLY:
        raise InvalidValue("not_message")
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get_mine(session, colleague, number)
        settle_promises(session, PromiseKind.CALL_BACK, row, PromiseStatus.KEPT, now)
        note_look(session, colleague, "reply", ("handover", number), now, row.customer_id)
        said = Utterance(words, {"author": colleague.name})
        # No customer can use that key: the doors take keys of ASCII letters only.
        return add_said(session, row.conversation_id, "staff", said, now, f"¤{key}")


def hand_back(
    workshop: Workshop, colleague: Colleague, number: str, farewell: str, confirmed: str = ""
) -> None:
    """The bot goes on from where it was, of its own accord; `farewell` tells the customer so.

    `confirmed` is what was arranged: the bot tells the customer and passes it on. Raises
    InvalidValue("too_long_note"), NotFound("handover"), NotAllowed("not_yours").
    """
    confirmed = " ".join(confirmed.split()).rstrip("。.;；")
    if len(confirmed) > CONFIRMED_LENGTH:
        raise InvalidValue("too_long_note")
    said = Utterance(farewell, {"event": EVENT})
    _finish(workshop, colleague, number, "hand_back", EVENT, said, confirmed)


def close(
    workshop: Workshop, colleague: Colleague, number: str, reason: str, farewell: str
) -> None:
    """The matter is over, because of one of `CLOSE_REASONS`.

    Raises InvalidValue("reason"), NotFound("handover"), NotAllowed("not_yours").
    """
    if reason not in CLOSE_REASONS:
        raise InvalidValue("reason")
    _finish(workshop, colleague, number, "close", reason, Utterance(farewell))


def pass_on(workshop: Workshop, colleague: Colleague, number: str, to: str, notice: str) -> None:
    """Gives the conversation to the colleague with login `to`; `notice` tells the customer.

    A manager may do so with anybody's. Raises NotFound("handover"), NotFound("colleague") also for
    one who may not see that store, NotAllowed("not_yours").
    """
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get_mine(session, colleague, number, or_manager=True)
        staff = session.scalars(select(tables.Staff).where(tables.Staff.login == to)).one_or_none()
        if staff is None or staff.is_locked or not read_colleague(staff).may_see(row.store_code):
            raise NotFound("colleague")
        row.taken_by = staff.id
        row.taken_at = now
        note_look(session, colleague, "pass_on", ("handover", number), now, row.customer_id)
        add_said(session, row.conversation_id, "system", Utterance(notice), now)


def tone_hints(text: str, is_complaint_answer: bool = False) -> tuple[ToneFinding, ...]:
    """Words in a draft that would blame, contradict or belittle the customer: a hint, no lock."""
    return check(text, is_complaint_answer)


def get_conversation(session: Session, colleague: Colleague, number: str) -> Any:
    """The request for a person, held for this transaction. Raises NotFound("handover"), also for
    one of a store that is not the colleague's."""
    lock(session, f"desk:{number}")
    query = select(tables.Handover).where(tables.Handover.number == number)
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None or not colleague.may_see(row.store_code):
        raise NotFound("handover")
    return row


def _get_mine(session: Session, colleague: Colleague, number: str, or_manager: bool = False) -> Any:
    row = get_conversation(session, colleague, number)
    may = row.taken_by == colleague.id or (or_manager and colleague.role == "manager")
    if row.status != "taken" or not may:
        raise NotAllowed("not_yours")
    return row


def _finish(
    workshop: Workshop,
    colleague: Colleague,
    number: str,
    step: str,
    reason: str,
    farewell: Utterance,
    confirmed: str = "",
) -> None:
    now = workshop.now()
    with workshop.database.transaction() as session:
        row = _get_mine(session, colleague, number)
        row.status = "done"
        row.done_at = now
        row.done_reason = reason
        row.confirmed = confirmed
        # What was promised and not done by an answer here: done on the phone, or no longer wanted.
        outcome = PromiseStatus.KEPT if reason == "phoned" else PromiseStatus.WITHDRAWN
        settle_promises(session, PromiseKind.CALL_BACK, row, outcome, now)
        note_look(session, colleague, step, ("handover", number), now, row.customer_id)
        answer = "pending" if reason == EVENT else None
        add_said(session, row.conversation_id, "system", farewell, now, answer=answer)


def _waiting(
    session: Session,
    row: Any,
    staff: Any,
    salutation: str | None,
    store_name: str | None,
    colleague: Colleague,
    now: datetime,
) -> Waiting:
    message = tables.Message
    mine = select(message).where(message.conversation_id == row.conversation_id)
    newest = mine.order_by(message.id.desc()).limit(1)
    last = session.scalars(newest.where(message.author.in_(("customer", "staff", "bot")))).first()
    words = session.scalars(newest.where(message.author == "customer")).first()
    return Waiting(
        number=row.number,
        status=row.status,
        reason=row.reason,
        step=row.step,
        salutation=salutation,
        store_name=store_name,
        since=row.created_at.astimezone(SHANGHAI),
        waited=now - row.created_at,
        call_back_by=row.call_back_by and row.call_back_by.astimezone(SHANGHAI),
        is_late=row.status == "waiting" and row.call_back_by is not None and row.call_back_by < now,
        taken_by=staff.name if staff else None,
        is_mine=row.taken_by == colleague.id,
        last_words=words.text[:60] if words else "",
        is_customers_turn=last is None or last.author != "customer",
    )
