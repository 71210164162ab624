"""The shop's page: stores, services and prices from the catalogue, with the chat on it."""

from __future__ import annotations

import asyncio
from datetime import time
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from bot.services import catalogue
from bot.services.catalogue import JobCard, StoreCard
from bot.services.workshop import Workshop

TEMPLATES = Path(__file__).parent / "templates"
WEEKDAYS = "一二三四五六日"
KINDS = {"four_s": "4S 店", "quick_service": "快修店", "ev_centre": "新能源中心"}
UNITS = {"tyre": "每条", "panel": "每面"}
WHOLE_DAY_MINUTES = 480


class ShopPage:
    """Serves `/`. What it shows is read from the database at each visit."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._templates = Jinja2Templates(TEMPLATES)  # escapes whatever the catalogue holds

    def routes(self) -> list[Route]:
        return [Route("/", self.show)]

    async def show(self, request: Request) -> Response:
        facts = await asyncio.to_thread(self._facts)
        return self._templates.TemplateResponse(request, "shop.html", facts)

    def _facts(self) -> dict[str, Any]:
        stores = catalogue.list_stores(self._workshop)
        return {
            "stores": [_store(store) for store in stores],
            "jobs": [_job(job) for job in catalogue.list_jobs(self._workshop)],
        }


def _store(store: StoreCard) -> dict[str, Any]:
    charging = f"{store.charging_points} 个充电桩 · {store.charging_kw} kW"
    return {
        "name": store.name,
        "kind": KINDS.get(store.kind, ""),
        "address": store.address,
        "phone": store.phone,
        "dial": "".join(char for char in store.phone if char.isdigit() or char == "+"),
        "hours": say_hours(store.hours),
        "charging": charging if store.charging_points else "",
        "question": f"我想去{store.name}",
    }


def _job(job: JobCard) -> dict[str, str]:
    return {
        "name": job.name,
        "price": say_price(job.price_fen),
        "unit": UNITS.get(job.unit, ""),
        "time": say_duration(job.minutes),
        "note": "在店维修则免收" if job.waived_if_repaired else "",
        "question": f"我想约{job.name}",
    }


def say_hours(hours: dict[int, tuple[time, time]]) -> str:
    """Weekly hours in words: 每天 08:30–18:00, 周二至周日 09:00–18:00."""
    runs: list[tuple[list[int], tuple[time, time]]] = []
    for weekday in sorted(hours):
        if runs and runs[-1][1] == hours[weekday] and runs[-1][0][-1] == weekday - 1:
            runs[-1][0].append(weekday)
        else:
            runs.append(([weekday], hours[weekday]))
    return "，".join(f"{_days(days)} {span[0]:%H:%M}–{span[1]:%H:%M}" for days, span in runs)


def _days(days: list[int]) -> str:
    if len(days) == len(WEEKDAYS):
        return "每天"
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    return f"周{first}至周{last}" if len(days) > 1 else f"周{first}"


def say_price(fen: int | None) -> str:
    """A price as it stands on a list: ¥1,280, 免费, 检测后报价."""
    if fen is None:
        return "检测后报价"
    if fen == 0:
        return "免费"
    yuan, rest = divmod(fen, 100)
    return f"¥{yuan:,}.{rest:02d}" if rest else f"¥{yuan:,}"


def say_duration(minutes: int) -> str:
    """How long a job takes: 约 45 分钟, 约 1.5 小时, 约 1 天."""
    if minutes >= WHOLE_DAY_MINUTES:
        return f"约 {minutes // WHOLE_DAY_MINUTES} 天"
    if minutes < 60:
        return f"约 {minutes} 分钟"
    return f"约 {minutes / 60:g} 小时"
