"""Delivers the outbox: one worker a door, so that a slow gateway holds up nobody's open chat.

Any number of processes may run it over one database.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.care.doors import Door, LogSms, NotNow, Outcome, Refused, Sent, Unclear, WebChat
from bot.care.robot import GroupRobot, LogRobot, load_robot_settings
from bot.care.sms import GatewaySms, load_sms_settings
from bot.care.wording import words_of
from bot.masking import mask
from bot.services import outbox
from bot.services.outbox import LEASE, Parcel
from bot.services.workshop import Workshop

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
"""How long a row may lie before somebody looks."""


def open_doors(workshop: Workshop, env: Mapping[str, str], desk_url: str = "") -> tuple[Door, ...]:
    """The doors that this shop has; `desk_url` is where colleagues find the desk.

    Raises SettingsError for a gateway or robot that is half set.
    """
    sms, robot = load_sms_settings(env), load_robot_settings(env)
    return (
        WebChat(workshop),
        GatewaySms(sms) if sms else LogSms(),
        GroupRobot(robot, desk_url) if robot else LogRobot(),
    )


class Deliverer:
    """Sends what is due."""

    def __init__(self, workshop: Workshop, doors: Sequence[Door], lease: timedelta = LEASE) -> None:
        self._workshop = workshop
        self._doors = doors
        self._names = frozenset(door.name for door in doors)
        self._repeatable = frozenset(door.name for door in doors if door.honours_keys)
        self._lease = lease

    def tidy(self) -> None:
        """Takes up what dead workers left and what lies unseen in a chat; ends what is overdue."""
        outbox.recover(self._workshop, self._repeatable)
        outbox.expire_overdue(self._workshop)
        outbox.send_unseen_on(self._workshop, self._names)

    def deliver(self, door: Door, stopping: threading.Event | None = None) -> int:
        """Sends all that is due by one door, row by row. Returns how many were tried."""
        tried = 0
        while stopping is None or not stopping.is_set():
            parcel = outbox.claim(self._workshop, door.name, self._names, self._lease)
            if parcel is None:
                break
            tried += 1
            self._settle(door, parcel, self._try(door, parcel))
        return tried

    def deliver_all(self) -> int:
        """One round through all doors, in this thread."""
        self.tidy()
        return sum(self.deliver(door) for door in self._doors)

    def _try(self, door: Door, parcel: Parcel) -> Outcome:
        try:
            text = words_of(parcel)
        except (KeyError, ValueError) as error:  # nothing has left the shop yet
            return Refused(f"no_words: {error}")
        try:
            return door.send(parcel, text)
        except Exception as error:
            return Unclear(f"{door.name} failed with {type(error).__name__}")

    def _settle(self, door: Door, parcel: Parcel, outcome: Outcome) -> None:
        workshop = self._workshop
        if isinstance(outcome, Sent):
            outbox.note_sent(workshop, parcel, outcome.receipt)
            said, level = "sent", logging.INFO
        else:
            said, level = f"{type(outcome).__name__} ({mask(outcome.reason)})", logging.WARNING
            reason = mask(outcome.reason)[:200]
            if isinstance(outcome, NotNow):
                outbox.note_try_later(workshop, parcel, reason, outcome.after)
            elif isinstance(outcome, Refused):
                outbox.note_refused(workshop, parcel, reason)
            elif door.honours_keys:
                outbox.note_try_later(workshop, parcel, reason, may_have_arrived=True)
            else:
                outbox.note_unknown(workshop, parcel, reason)
        logger.log(
            level,
            "Notice %s (%s) by %s to %s, try %s: %s",
            parcel.id,
            parcel.kind,
            door.name,
            mask(parcel.address),
            parcel.attempt,
            said,
        )


class DeliveryLoop:
    """Delivers until it is stopped: a thread for each door."""

    def __init__(
        self,
        workshop: Workshop,
        doors: Sequence[Door],
        poll_seconds: float = POLL_SECONDS,
        lease: timedelta = LEASE,
    ) -> None:
        self._deliverer = Deliverer(workshop, doors, lease)
        self._poll_seconds = poll_seconds
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._run, args=(door,), name=f"outbox-{door.name}", daemon=True
            )
            for door in doors
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Waits for the messages that are on their way."""
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=15)

    def _run(self, door: Door) -> None:
        while not self._stopping.is_set():
            try:
                self._deliverer.tidy()
                self._deliverer.deliver(door, self._stopping)
            except Exception as error:  # one bad round, such as a lost database, ends nothing
                # No traceback: SQLAlchemy writes the values of a statement into it.
                logger.error("A round of deliveries failed: %s", type(error).__name__)
            self._stopping.wait(self._poll_seconds)
