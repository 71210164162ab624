"""What the desk says to staff: notes after an action, names, times as they are read."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from bot.clock import SHANGHAI
from bot.desk.names import NAMES
from bot.shop.doors import door_of
from bot.shop.notices import STAFF
from bot.shop.phone import mask_phone

WEEKDAYS = "一二三四五六日"

NOTES = {
    "wrong": "账号或密码不对，请再试一次。",
    "rests": "试的次数有点多，请 15 分钟后再来。",
    "too_short": "新密码至少要 10 个字符。",
    "too_long": "新密码最多 128 个字符。",
    "same": "新密码要和原来的不一样。",
    "like_login": "新密码里请不要包含账号。",
    "not_alike": "两次输入的新密码不一样。",
    "changed": "密码已更新。",
    "taken_now": "您已接入，客户现在由您来答复。",
    "taken": "这位客户刚被同事接走了。",
    "over": "这个会话已经结束了。",
    "not_yours": "这个会话现在不在您手上，没有发出。草稿还在。",
    "empty": "还没写内容。",
    "not_message": "回复请控制在 1000 字以内。",
    "handed_back": "已交还智能客服。",
    "closed": "会话已结束。",
    "passed_on": "已转给同事。",
    "colleague": "这位同事不能接这个会话。",
    "reason": "请写明原因。",
    "moved_on": "同事刚更新过这一条，请看最新状态再操作。",
    "step": "现在不能走这一步，请看最新状态。",
    "role": "您的岗位不能做这个操作。",
    "past": "交车时间要晚于现在。",
    "finished": "这张工单已完工，不能再改时间。",
    "moment": "没看懂这个时间，请重新选。",
    "stepped": "已更新，车主会收到通知。",
    "promised": "新的交车时间已登记，车主会收到通知。",
    "complaint_stepped": "投诉进度已更新。",
    "walked_in": "已接车，工单建好了，今天的工位也排上了。",
    "walked_in_full": "已接车，工单建好了。今天的工位排满了，请尽快跟车主约好时间。",
    "received": "已接车，工单建好了。",
    "missed": "已记为未赴约，工位空出来了。",
    "assigned": "工位和技师已更新。",
    "alert_settled": "已处理，这条提醒不再出现。",
    "lead_settled": "已记下，这位客户由您跟进。",
    "sent_again": "已放回去重发。",
    "put_aside": "已放一边。",
    "settled": "同事已经处理过了。",
    "status": "同事已经处理过这条通知了。",
    "expired": "这条通知已经过了时候，直接打个电话更好。",
    "plate": "车牌不对，请再看一眼。",
    "mileage": "里程要写成数字，比如 18600。",
    "mileage_low": "比上次登记的里程还少，请核对里程表。",
    "unknown_job": "请选一个项目。",
    "in_workshop": "这台车还有没交车的工单，请先看那一张。",
    "has_appointment": "这台车今天有预约，请在预约里点“到店接车”。",
    "not_expected": "这条预约已经有变化，请看最新状态。",
    "may_still_come": "约定时间过了半小时再记未赴约。",
    "not_done_here": "这家店不做这个项目。",
    "not_for_this_car": "这个项目不适合这台车，或这家店不接这种车。",
    "no_ev_technician": "这家店没有持高压电证的技师。",
    "off_the_floor": "这张工单已经不在车间了。",
    "bay_taken": "这个工位上还有别的车。",
    "certificate": "这个项目要持证技师来做，请换一位。",
    "noted": "备注已留下，客户看不到。",
    "too_long_note": "写得有点长了：备注 500 字以内，确认事项 200 字以内。",
    "answer_saved": "常用语已保存。",
    "answer_removed": "常用语已删除。",
    "outdated": "同事刚改过这一条，请看最新内容再改。",
    "too_long_answer": "标题最多 20 字，内容最多 500 字。",
    "unknown_name": "花括号里只能写称呼、我、门店。",
    "unknown_role": "没有这个岗位，请重新选。",
    "too_many": "常用语已经很多了，先删掉几条用不上的吧。",
}
GOOD = frozenset(
    (
        "walked_in",
        "walked_in_full",
        "received",
        "missed",
        "assigned",
        "alert_settled",
        "lead_settled",
        "sent_again",
        "put_aside",
        "noted",
        "answer_saved",
        "answer_removed",
        "changed",
        "taken_now",
        "handed_back",
        "closed",
        "passed_on",
        "stepped",
        "promised",
        "complaint_stepped",
    )
)


def name(value: str | Enum, kind: str) -> str:
    """The Chinese name of a state or reason; the word itself where there is none."""
    word = str(value.value if isinstance(value, Enum) else value)
    return NAMES[kind].get(word, word)


def recipient(address: str) -> str:
    """Whom a notice is for, without giving an address away: 138****8001, 员工群, 在线会话."""
    if address == STAFF:
        return "员工群"
    return mask_phone(address) if address.isdecimal() else "在线会话"


def door(conversation_id: str) -> str:
    """Where something was said."""
    return name(door_of(conversation_id).channel, "door")


def when(moment: datetime | None, now: datetime) -> str:
    """今天 09:30, 明天 …, 11月25日 周三 14:00."""
    if moment is None:
        return "未定"
    local, today = moment.astimezone(SHANGHAI), now.astimezone(SHANGHAI).date()
    near = {0: "今天", 1: "明天", -1: "昨天"}.get((local.date() - today).days)
    day = near or f"{local.month}月{local.day}日 周{WEEKDAYS[local.weekday()]}"
    return f"{day} {local:%H:%M}"


def day(moment: datetime) -> str:
    """2026年11月3日."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日"


def how_long(span: timedelta) -> str:
    """不到 1 分钟, 7 分钟, 2 小时 5 分, 3 天."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 1:
        return "不到 1 分钟"
    if minutes < 60:
        return f"{minutes} 分钟"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
    return f"{hours // 24} 天"
