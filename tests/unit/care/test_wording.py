"""Every notice has words, warm and short, that say what is to be known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.care.wording import PREFIX, say_moment, words_of
from bot.clock import SHANGHAI
from bot.desk import words
from bot.services.outbox import Parcel
from bot.shop.notices import NOTICES, STAFF_NOTICES
from bot.shop.promises import PromiseKind
from bot.shop.states import RepairOrderStatus

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
STEPS = [status for status in RepairOrderStatus if status is not RepairOrderStatus.BOOKED]


def parcel(kind: str, salutation: str = "王女士", **facts: Any) -> Parcel:
    known = {"number": "RO1", "plate": "京N3K587", "starts_at": "2026-11-24T09:00:00+08:00"}
    return Parcel(
        id=1,
        kind=kind,
        door="sms",
        address="13800138001",
        key="k",
        facts={**known, **facts},
        salutation=salutation,
        store_name="朝阳店",
        now=NOW,
        attempt=1,
        claimed_until_at=NOW,
    )


@pytest.mark.parametrize("status", STEPS)
def test_every_step_is_told_in_a_message(status: RepairOrderStatus) -> None:
    promised = (NOW + timedelta(hours=7, minutes=30)).isoformat()
    text = words_of(parcel("repair_order_step", status=status.value, promised_at=promised))
    assert text.startswith("王女士，")
    assert "京N3K587" in text
    assert "{" not in text
    assert len(text) <= 70  # one text message


STAFF_FACTS = {"since_at": "2026-11-23T09:28:00+08:00", "due_at": "2026-11-23T10:00:00+08:00"}


def test_the_group_reads_what_to_do_and_nothing_of_who() -> None:
    facts = {**STAFF_FACTS, "number": "HO1", "cause": "customer_asked"}
    waiting = words_of(parcel("staff_waiting", "", **facts))
    since, due = "今天（周一）09:28", "今天（周一）10:00"
    assert waiting == f"【朝阳店】有客户在等人工，{since}起等，说好{due}前联系。编号HO1。"
    unclear = words_of(parcel("staff_waiting", "", **{**facts, "cause": "warranty_unclear"}))
    assert "质保" in unclear
    assert "京N3K587" not in waiting + unclear


@pytest.mark.parametrize("kind", PromiseKind)
def test_every_promise_that_is_broken_has_words_of_its_own(kind: PromiseKind) -> None:
    facts = {**STAFF_FACTS, "promise": kind.value}
    text = words_of(parcel("staff_broken_promise", "", **facts))
    assert text != words_of(parcel("staff_broken_promise", "", **STAFF_FACTS))
    assert "过点" in text or "还没" in text


@pytest.mark.parametrize("kind", sorted(set(NOTICES) - {"repair_order_step"} - STAFF_NOTICES))
def test_every_kind_has_words(kind: str) -> None:
    text = words_of(parcel(kind, promised_at="2026-11-24T17:00:00+08:00"))
    assert "{" not in text
    assert 20 < len(text) < 100


def test_who_is_not_on_record_is_not_called_none() -> None:
    text = words_of(parcel("appointment_booked", salutation=""))
    assert text.startswith("给您约好了：明天（周二）09:00，朝阳店")
    assert "None" not in text


def test_a_promise_that_has_passed_is_not_repeated() -> None:
    past = (NOW - timedelta(hours=1)).isoformat()
    assert "预计" not in words_of(parcel("repair_order_step", status="repairing", promised_at=past))
    to_come = (NOW + timedelta(hours=1)).isoformat()
    text = words_of(parcel("repair_order_step", status="repairing", promised_at=to_come))
    assert text.endswith("预计今天（周一）10:30交车。")


def test_a_short_reason_is_passed_on_and_a_page_is_not() -> None:
    facts = {"promised_at": "2026-11-24T17:00:00+08:00"}
    assert "密封圈明天到" in words_of(
        parcel("repair_order_promise", reason="密封圈明天到", **facts)
    )
    page = words_of(parcel("repair_order_promise", reason="很长" * 50, **facts))
    assert "很长" not in page


@pytest.mark.parametrize("reason", ["{plate.__class__}", "{0}", "{secret}"])
def test_braces_in_a_reason_are_only_text(reason: str) -> None:
    facts = {"promised_at": "2026-11-24T17:00:00+08:00", "reason": reason}
    assert reason in words_of(parcel("repair_order_promise", **facts))


@pytest.mark.parametrize("missing", [parcel("no_such_kind"), parcel("repair_order_promise")])
def test_what_has_no_words_raises(missing: Parcel) -> None:
    with pytest.raises(KeyError):
        words_of(missing)


def test_days_are_said_with_their_weekday_and_far_ones_with_their_year() -> None:
    assert say_moment(NOW.replace(hour=17, minute=0), NOW) == "今天（周一）17:00"
    assert say_moment(NOW + timedelta(days=12), NOW) == "12月5日（周六）09:30"
    assert say_moment(NOW + timedelta(days=60), NOW) == "2027年1月22日（周五）09:30"


def test_every_kind_has_a_name_for_who_reads_at_the_desk_that_it_did_not_arrive() -> None:
    assert set(words.NAMES["letter"]) == set(NOTICES)


def test_names_in_the_file_are_all_used() -> None:
    from bot.care.wording import _sentences

    steps = {f"repair_order_step_{status.value}" for status in STEPS}
    others = set(NOTICES) - {"repair_order_step"}
    promises = {f"staff_broken_promise_{kind.value}" for kind in PromiseKind}
    parts = {"promised", "reason", "staff_store", "staff_number"}
    causes = {"staff_waiting_warranty_unclear"}
    assert set(_sentences()) == steps | others | promises | parts | causes, PREFIX
