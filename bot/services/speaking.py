"""Who speaks for the shop in a conversation: the rows of `handover` say it, in one query.

| rows of the conversation | who speaks |
|---|---|
| one is `taken` | that person |
| one is `waiting` | the bot, and the customer is queued for a person |
| the newest was closed by a colleague, and nothing was said since | nobody: closed |
| anything else | the bot |

Nothing else counts: no slot, no Rasa session, no process.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from bot.services.customer_doors import bring_request, waits_elsewhere
from bot.services.workshop import Workshop
from bot.storage.tables import Handover, Message, Staff

_HERE = bindparam("conversation_id")
_SAID_SINCE = (
    select(Message.id)
    .where(
        Message.conversation_id == _HERE,
        Message.author == "customer",
        Message.created_at > Handover.done_at,
    )
    .exists()
)
_ENDED_FOR_GOOD = and_(
    Handover.status == "done",
    func.coalesce(Handover.done_reason, "handed_back") != "handed_back",
)
# Asked before every message: building a query costs more than running it.
_SPEAKER = (
    select(
        case(
            (Handover.status == "taken", "person"),
            (Handover.status == "waiting", "queued"),
            (and_(_ENDED_FOR_GOOD, ~_SAID_SINCE), "closed"),
            else_="bot",
        ),
        Staff.name,
    )
    .join(Staff, Staff.id == Handover.taken_by, isouter=True)
    .where(Handover.conversation_id == _HERE)
    .order_by(
        case((Handover.status == "taken", 0), (Handover.status == "waiting", 1), else_=2),
        Handover.id.desc(),
    )
    .limit(1)
)


@dataclass(frozen=True)
class Speaker:
    """Who answers the customer's next words."""

    kind: str
    """`bot`; `queued` (the bot, while the customer waits for a person); `person`; `closed` (a
    person has ended it, and the bot begins anew with the customer's next words)."""
    name: str | None = None
    """The person's name, when one speaks."""

    @property
    def is_person(self) -> bool:
        """Whether the bot must keep still."""
        return self.kind == "person"


BOT = Speaker("bot")


def find_speaker(workshop: Workshop, conversation_id: str) -> Speaker:
    """Who speaks in the conversation as it stands."""
    with workshop.database.reading() as session:
        return _find(session, conversation_id)


def arrive(workshop: Workshop, conversation_id: str) -> Speaker:
    """Who answers the words that a customer now says here.

    A request for a person that the same proven customer has open at another door comes along.
    """
    with workshop.database.reading() as session:
        speaker = _find(session, conversation_id)
        if speaker.kind in ("person", "queued") or not waits_elsewhere(
            session, conversation_id, workshop.now()
        ):
            return speaker
    bring_request(workshop, conversation_id)
    return find_speaker(workshop, conversation_id)


def _find(session: Session, conversation_id: str) -> Speaker:
    found = session.execute(_SPEAKER, {"conversation_id": conversation_id}).first()
    if found is None:
        return BOT
    return Speaker(found[0], found[1] if found[0] == "person" else None)
