"""What the desk says: a name for everything that it shows, times as they are read, no address."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.clock import SHANGHAI
from bot.desk import words
from bot.services.desk_answers import STAFF_ROLES
from bot.services.desk_conversations import CLOSE_REASONS
from bot.services.desk_understood import READ_AS
from bot.services.progress import OVERDUE_ALERT, STALE_ALERT
from bot.shop.complaints import Level, Topic
from bot.shop.notices import NOTICES
from bot.shop.promises import PromiseKind
from bot.shop.states import ComplaintStatus, RepairOrderStatus
from bot.storage.tables.matters import HANDOVER_STATUSES
from bot.storage.tables.repairs import CLAIM_STATUSES
from bot.storage.tables.visits import APPOINTMENT_STATUSES

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("role", STAFF_ROLES),
        ("order", RepairOrderStatus),
        ("complaint", ComplaintStatus),
        ("topic", Topic),
        ("level", Level),
        ("appointment", APPOINTMENT_STATUSES),
        ("promise", PromiseKind),
        ("close", CLOSE_REASONS),
        ("talk", HANDOVER_STATUSES),
        ("claim", CLAIM_STATUSES),
        ("slot", READ_AS),
        ("letter", NOTICES),
        ("alert", (STALE_ALERT, OVERDUE_ALERT, "proof_paused")),
    ],
)
def test_everything_that_is_shown_has_a_name(kind, shown):
    assert [
        each for each in shown if words.name(each, kind) in (each, getattr(each, "value", ""))
    ] == []


def test_a_note_that_is_good_is_written():
    assert set(words.NOTES) >= words.GOOD
    assert all(words.NOTES.values())


def test_an_address_is_not_given_away():
    assert words.recipient("13800138001") == "138****8001"
    assert words.recipient("staff") == "员工群"
    assert words.recipient("web-1b9f6c") == "在线会话"


def test_times_are_read_from_today():
    assert words.when(NOW + timedelta(days=1), NOW) == "明天 09:30"
    assert words.when(NOW + timedelta(days=9), NOW) == "12月2日 周三 09:30"
    assert words.when(None, NOW) == "未定"
    assert words.how_long(timedelta(hours=2, minutes=5)) == "2 小时 5 分"
    assert words.how_long(timedelta(days=3, hours=2)) == "3 天"
    assert words.day(NOW) == "2026年11月23日"
