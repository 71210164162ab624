"""What the desk says to staff: names of states, notes after an action, times as they are read."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from bot.clock import SHANGHAI

WEEKDAYS = "一二三四五六日"

CLOSED = {
    "settled": "已解决",
    "phoned": "已电话联系",
    "no_answer": "客户未再回复",
    "mistaken": "无需处理",
}
NAMES: dict[str, dict[str, str]] = {
    "role": {"adviser": "服务顾问", "complaints": "客诉专员", "manager": "经理"},
    "reason": {
        "customer_asked": "想找人工",
        "asked": "想找人工",
        "safety": "涉及安全",
        "warranty_unclear": "质保待确认",
    },
    "order": {
        "booked": "已预约",
        "received": "已接车",
        "inspecting": "检查中",
        "awaiting_approval": "待车主确认",
        "repairing": "维修中",
        "waiting_parts": "等待配件",
        "quality_check": "质检中",
        "ready": "待交车",
        "delivered": "已交车",
        "cancelled": "已取消",
    },
    "complaint": {
        "accepted": "已受理",
        "investigating": "调查中",
        "proposed": "已提方案",
        "agreed": "已同意",
        "carrying_out": "执行中",
        "awaiting_follow_up": "待回访",
        "closed": "已关闭",
    },
    "topic": {
        "safety": "安全",
        "damage": "车辆受损",
        "warranty_refused": "质保争议",
        "promise_broken": "承诺未兑现",
        "delay": "延误",
        "parts": "配件",
        "price": "价格",
        "attitude": "服务态度",
        "quality": "维修质量",
        "other": "其他",
    },
    "level": {"normal": "一般", "serious": "严重", "safety": "安全"},
    "appointment": {
        "booked": "未到店",
        "arrived": "已到店",
        "completed": "已完成",
        "cancelled": "已取消",
        "no_show": "未赴约",
    },
    "promise": {
        "appointment": "预约到店",
        "repair_done": "修好交车",
        "call_back": "联系客户",
        "first_reply": "投诉首次答复",
    },
    "close": CLOSED,
    "bay": {"general": "通用", "ev": "新能源", "beauty": "美容"},
    "certificate": {"ev": "高压电证"},
    "alert": {
        "stale_order": "工单太久没动静",
        "overdue_order": "工单过了答应的时间",
        "proof_paused": "有人连着核验失败，已暂停核验",
    },
    "subject": {
        "appointment": "预约",
        "repair_order": "工单",
        "complaint": "投诉",
        "handover": "会话",
        "lead": "客户需求",
    },
    "letter": {
        "repair_order_step": "维修进度",
        "repair_order_promise": "交车时间",
        "appointment_booked": "预约确认",
        "appointment_moved": "预约改期",
        "appointment_cancelled": "预约取消",
        "appointment_reminder": "到店提醒",
        "visit_care": "维修后关怀",
        "waiting_all_stores": "排队进展",
        "waiting_manager": "排队进展",
        "waiting_call_back": "回电约定",
        "waiting_call_back_again": "回电改期",
        "staff_waiting": "提醒有人在等",
        "staff_safety": "提醒行车安全",
        "staff_broken_promise": "提醒承诺过点",
    },
    "letter_status": {"failed": "没发出去", "expired": "一直没发成", "unknown": "不确定收没收到"},
    "claim": {
        "asked_for": "想申请",
        "submitted": "已提交",
        "reviewing": "审核中",
        "approved": "已通过",
        "rejected": "未通过",
        "settled": "已办完",
        "withdrawn": "已撤回",
    },
    "talk": {
        "waiting": "等待接入",
        "taken": "处理中",
        "done": "已结束",
        "withdrawn": "已撤回",
        "cancelled": "客户不等了",
    },
    "consent": {
        "service_notice": "服务通知",
        "reminder": "保养提醒",
        "marketing": "优惠活动",
        "survey": "回访",
        "recording": "通话录音",
    },
    "slot": {
        "booking_jobs": "项目",
        "booking_plate": "车牌",
        "booking_model": "车型",
        "booking_store": "门店",
        "booking_start": "到店时间",
        "booking_time": "想来的时间",
        "booking_phone": "电话",
        "change_visit": "要改的预约",
        "change_store": "改到门店",
        "change_start": "改到时间",
        "change_time": "想改到",
        "cancel_visit": "要取消的预约",
        "warranty_plate": "车牌",
        "warranty_model": "车型",
        "warranty_part": "配件",
        "warranty_start": "购车日期",
        "warranty_km": "里程",
        "warranty_text": "质保问题",
        "complaint_topic": "投诉类型",
        "complaint_text": "投诉内容",
        "complaint_wish": "客户希望",
        "complaint_store": "门店",
        "complaint_plate": "车牌",
        "complaint_visit": "工单",
        "complaint_phone": "电话",
        "lead_kind": "服务",
        "lead_note": "需求",
        "lead_place": "地点",
        "lead_phone": "电话",
        "identity_plate": "报的车牌",
    },
    "step": {"all_stores": "各店都能接", "manager": "请经理接", "call_back": "要回电话"},
    "done": {
        **CLOSED,
        "handed_back": "已交还智能客服",
        "stopped_waiting": "客户不等了",
        "merged": "已并入同一位客户的会话",
    },
    "author": {"customer": "客户", "bot": "智能客服", "staff": "同事", "system": "通知"},
    "tone": {
        "blaming": "听着像在怪客户",
        "contradicting": "听着像在争辩",
        "belittling": "听着像没当回事",
    },
}

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
