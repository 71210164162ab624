"""From a wished time to one window that is held for the customer, or to honest alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from actions import booking_facts as facts
from actions.base import Talk
from actions.form import Question
from actions.stores import say_hours
from actions.wording import say_list
from bot.clock import SHANGHAI
from bot.services import booking, catalogue, holds
from bot.services.availability import Availability, Window
from bot.services.booking import Appointment
from bot.services.catalogue import JobCard
from bot.services.errors import ServiceError

OFFERED = 4
DAYS_SHOWN = 4
#: A start that is no window (14:40) is looked for this far around.
AROUND = timedelta(minutes=30)
EXPLAIN = "utter_booking_explain_time"


@dataclass(frozen=True)
class Search:
    """What a window is looked for: the jobs, whose slots hold the wish, and the visit to be moved."""

    talk: Talk
    jobs: Sequence[JobCard]
    topic: str = "booking"  # the slots are <topic>_time, <topic>_start, <topic>_store
    ask: Question | None = None  # the question when no time was said yet
    moving: Appointment | None = None

    @property
    def quantities(self) -> dict[str, int] | None:
        """How many of a counted job: as booked when a visit is moved, else as said."""
        if self.moving:
            return {line.code: line.quantity for line in self.moving.jobs}
        counted: dict[str, int] | None = self.slot("quantities")
        return counted

    def slot(self, name: str) -> Any:
        return self.talk.slot(f"{self.topic}_{name}")


def find_window(wish: Search) -> Question | None:
    """Settle <topic>_start (and the store, when any will do), or return what to ask."""
    wished = wish.slot("time")
    if not wished:
        return wish.ask or _ask_time(wish)
    span = facts.Span.from_slot(wished)
    if span.end <= wish.talk.now:
        wish.talk.say("utter_booking_past")
        wish.talk.clear(f"{wish.topic}_time")
        return _ask_time(wish)
    found = _search(wish, span)
    chosen = _choose(found.windows, span)
    if chosen is not None and _take(wish, chosen):
        return None
    return _offer(wish, found.windows) if found.windows else _explain(wish, found)


def _search(wish: Search, span: facts.Span) -> Availability:
    talk, store = wish.talk, wish.slot("store")
    start, end = max(span.start, talk.now), span.end
    if span.is_point:
        end = span.start + timedelta(minutes=1)
        if span.start.minute % 30:
            start, end = span.start - AROUND, span.start + AROUND
    return talk.ask_shop(
        booking.search,
        None if store == "any" else store,
        [job.code for job in wish.jobs],
        min(start, end - timedelta(minutes=1)),
        end,
        model_code=_model(wish),
        quantities=wish.quantities,
        conversation_id=talk.conversation_id,
        moving=wish.moving.number if wish.moving else None,
    )


def _model(wish: Search) -> str | None:
    if wish.moving:
        return wish.moving.model_code
    owner = wish.talk.owner()
    car = owner.find_car(wish.slot("plate") or "") if owner else None
    model = car.model_code if car else wish.slot("model")
    return str(model) if model else None


def _choose(windows: Sequence[Window], span: facts.Span) -> Window | None:
    """The one that was meant: the exact start, or the only one there is."""
    exact = [window for window in windows if window.starts_at == span.start]
    if span.is_point:
        return exact[0] if exact else None
    return windows[0] if len(windows) == 1 else None


def _take(wish: Search, window: Window) -> bool:
    """Hold the window; False when somebody else was quicker. A visit to be moved has its place."""
    talk = wish.talk
    if wish.moving is None:
        try:
            talk.ask_shop(
                holds.hold,
                talk.conversation_id,
                window.store_code,
                [job.code for job in wish.jobs],
                window.starts_at,
                model_code=_model(wish),
                quantities=wish.quantities,
            )
        except ServiceError:
            return False
    talk.set(f"{wish.topic}_start", window.starts_at.isoformat())
    talk.set(f"{wish.topic}_store", window.store_code)
    return True


def _ask_time(wish: Search) -> Question:
    """Ask when, with the next free windows as suggestions."""
    soon = facts.Span(wish.talk.now, wish.talk.now + facts.SOON, is_point=False)
    found = _search(wish, soon)
    windows = found.windows or found.nearest
    return Question(
        f"{wish.topic}_start",
        "utter_booking_ask_time",
        {},
        explain=EXPLAIN,
        card=_card(windows, wish.talk),
        **_choices(_one_a_day(windows), wish.talk),
    )


def _offer(wish: Search, windows: Sequence[Window]) -> Question:
    """Let choose among windows, of one store and spread over the wished time."""
    talk = wish.talk
    store_code = windows[0].store_code
    here = [window for window in windows if window.store_code == store_code]
    if wish.slot("store") == "any":
        talk.set(f"{wish.topic}_store", store_code)
    store = talk.ask_shop(catalogue.find_store, store_code)
    days = {window.starts_at.date() for window in here}
    day = facts.say_day_of(here[0].starts_at, talk) if len(days) == 1 else ""
    values = {"store": store.name if store else "", "day": day}
    picked = _spread(here) if len(days) == 1 else _one_a_day(here)
    return Question(
        f"{wish.topic}_start",
        "utter_booking_choose_window",
        values,
        explain=EXPLAIN,
        card=_card(here, talk),
        **_choices(picked, talk),
    )


def _explain(wish: Search, found: Availability) -> Question:
    """Why there is nothing, then what comes nearest here and elsewhere."""
    talk = wish.talk
    stores = {store.code: store for store in talk.ask_shop(catalogue.list_stores)}
    asked = stores.get(wish.slot("store") or "")
    if talk.changed(f"{wish.topic}_time") or talk.changed(f"{wish.topic}_store"):
        talk.say(
            f"utter_booking_{found.reason}",
            store=asked.name if asked else "店里",
            hours=say_hours(asked) if asked else "",
        )
        names = [stores[window.store_code].name for window in found.other_stores]
        if names:
            talk.say("utter_booking_other_store", stores=say_list(names))
    response = "utter_booking_other_time" if found.nearest else "utter_booking_no_window"
    return Question(
        f"{wish.topic}_start",
        response,
        {},
        explain=EXPLAIN,
        card=_card(found.nearest, talk),
        **_choices(found.nearest, talk),
    )


def _choices(windows: Sequence[Window], talk: Talk) -> dict[str, Any]:
    """A question's buttons for these windows, and the times they mean."""
    means = {
        facts.say_when(window.starts_at, talk): facts.Span(
            window.starts_at, window.starts_at + timedelta(minutes=1), is_point=True
        ).as_value()
        for window in windows[:OFFERED]
    }
    return {"buttons": tuple(means), "entity": "time", "means": means}


def _card(windows: Sequence[Window], talk: Talk) -> dict[str, Any] | None:
    """The windows by day as a card (docs/cards.md), which can show more than the buttons do."""
    by_day: dict[str, list[Window]] = {}
    for window in windows:
        by_day.setdefault(facts.say_day_of(window.starts_at, talk), []).append(window)
    groups = [
        {
            "title": day,
            "actions": [
                {
                    "title": f"{window.starts_at.astimezone(SHANGHAI):%H:%M}",
                    "payload": facts.say_when(window.starts_at, talk),
                }
                for window in _spread(of_day)
            ],
        }
        for day, of_day in list(by_day.items())[:DAYS_SHOWN]
    ]
    return {"type": "windows", "title": "可以约的时间", "groups": groups} if groups else None


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
