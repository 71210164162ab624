"""From a wished time to one window that is held for the customer, or to honest alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from actions import booking_facts as facts
from actions.base import Talk
from actions.form import Question
from actions.stores import say_hours
from actions.wording import say_list
from bot.services import booking, catalogue, holds
from bot.services.availability import Availability, Window
from bot.services.booking import Appointment
from bot.services.catalogue import JobCard
from bot.services.errors import ServiceError

OFFERED = 4
#: A start that is no window (14:40) is looked for this far around.
AROUND = timedelta(minutes=30)
SLOT = "booking_start"
EXPLAIN = "utter_booking_explain_time"


async def find_window(
    talk: Talk,
    jobs: Sequence[JobCard],
    ask: Question | None = None,
    moving: Appointment | None = None,
) -> Question | None:
    """Settle `booking_start` (and the store, when any will do), or return what to ask.

    `ask` is the question when no time was said yet; `moving` the visit that is to be moved.
    """
    wished = talk.slot("booking_time")
    if not wished:
        return ask or await _ask_time(talk, jobs, moving)
    span = facts.Span.from_slot(wished)
    if span.end <= talk.now:
        talk.say("utter_booking_past")
        talk.clear("booking_time")
        return await _ask_time(talk, jobs, moving)
    found = await _search(talk, jobs, span, moving)
    chosen = _choose(found.windows, span)
    if chosen is not None and await _take(talk, jobs, chosen, moving):
        return None
    if found.windows:
        return await _offer(talk, found.windows)
    return await _explain(talk, found)


async def _search(
    talk: Talk, jobs: Sequence[JobCard], span: facts.Span, moving: Appointment | None
) -> Availability:
    start, end = max(span.start, talk.now), span.end
    if span.is_point:
        end = span.start + timedelta(minutes=1)
        if span.start.minute % 30:
            start, end = span.start - AROUND, span.start + AROUND
    car = await _model(talk, moving)
    store = talk.slot("booking_store")
    return await talk.ask_shop(
        booking.search,
        None if store == "any" else store,
        [job.code for job in jobs],
        min(start, end - timedelta(minutes=1)),
        end,
        model_code=car,
        quantities=talk.slot("booking_quantities"),
        conversation_id=talk.conversation_id,
        moving=moving.number if moving else None,
    )


async def _model(talk: Talk, moving: Appointment | None) -> str | None:
    if moving:
        return moving.model_code
    owner = await talk.owner()
    car = owner.find_car(talk.slot("booking_plate") or "") if owner else None
    model = car.model_code if car else talk.slot("booking_model")
    return str(model) if model else None


def _choose(windows: Sequence[Window], span: facts.Span) -> Window | None:
    """The one that was meant: the exact start, or the only one there is."""
    exact = [window for window in windows if window.starts_at == span.start]
    if span.is_point:
        return exact[0] if exact else None
    return windows[0] if len(windows) == 1 else None


async def _take(
    talk: Talk, jobs: Sequence[JobCard], window: Window, moving: Appointment | None
) -> bool:
    """Hold the window; False when somebody else was quicker."""
    if moving is None:
        try:
            await talk.ask_shop(
                holds.hold,
                talk.conversation_id,
                window.store_code,
                [job.code for job in jobs],
                window.starts_at,
                model_code=await _model(talk, moving),
                quantities=talk.slot("booking_quantities"),
            )
        except ServiceError:
            return False
    talk.set(SLOT, window.starts_at.isoformat())
    talk.set("booking_store", window.store_code)
    return True


async def _ask_time(talk: Talk, jobs: Sequence[JobCard], moving: Appointment | None) -> Question:
    """Ask when, with the next free windows as suggestions."""
    soon = facts.Span(talk.now, talk.now + facts.SOON, is_point=False)
    found = await _search(talk, jobs, soon, moving)
    buttons = _buttons(_one_a_day(found.windows or found.nearest), talk)
    return Question(SLOT, "utter_booking_ask_time", {}, buttons, explain=EXPLAIN)


async def _offer(talk: Talk, windows: Sequence[Window]) -> Question:
    """Let choose among windows, of one store and spread over the wished time."""
    store_code = windows[0].store_code
    here = [window for window in windows if window.store_code == store_code]
    if talk.slot("booking_store") == "any":
        talk.set("booking_store", store_code)
    store = await talk.ask_shop(catalogue.find_store, store_code)
    days = {window.starts_at.date() for window in here}
    day = facts.say_day_of(here[0].starts_at, talk) if len(days) == 1 else ""
    values = {"store": store.name if store else "", "day": day}
    picked = _spread(here) if len(days) == 1 else _one_a_day(here)
    return Question(
        SLOT, "utter_booking_choose_window", values, _buttons(picked, talk), explain=EXPLAIN
    )


async def _explain(talk: Talk, found: Availability) -> Question:
    """Why there is nothing, then what comes nearest here and elsewhere."""
    stores = {store.code: store for store in await talk.ask_shop(catalogue.list_stores)}
    asked = stores.get(talk.slot("booking_store") or "")
    if talk.changed("booking_time") or talk.changed("booking_store"):
        talk.say(
            f"utter_booking_{found.reason}",
            store=asked.name if asked else "店里",
            hours=say_hours(asked) if asked else "",
        )
        names = [stores[window.store_code].name for window in found.other_stores]
        if names:
            talk.say("utter_booking_other_store", stores=say_list(names))
    response = "utter_booking_other_time" if found.nearest else "utter_booking_no_window"
    return Question(SLOT, response, {}, _buttons(found.nearest, talk), explain=EXPLAIN)


def _buttons(windows: Sequence[Window], talk: Talk) -> tuple[str, ...]:
    return tuple(facts.say_when(window.starts_at, talk) for window in windows[:OFFERED])


def _one_a_day(windows: Sequence[Window]) -> list[Window]:
    """The first window of each day."""
    first: dict[object, Window] = {}
    for window in windows:
        first.setdefault(window.starts_at.date(), window)
    return list(first.values())


def _spread(windows: Sequence[Window]) -> list[Window]:
    """A few windows, from the first to the last."""
    if len(windows) <= OFFERED:
        return list(windows)
    step = (len(windows) - 1) / (OFFERED - 1)
    return [windows[round(index * step)] for index in range(OFFERED)]
