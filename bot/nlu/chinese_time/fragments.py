"""Pieces of patterns that several words share. None holds a group."""

from __future__ import annotations

ALONE = r"(?<![\d.零〇一二两三四五六七八九十百千万第几])"  # a number begins here
RANGE_MARK = r"\s*(?:到|至|~|-|—)+\s*"
SHIFT = r"(?:上上|下下|上|(?<![底地乡楼])下|这|本)"  # 上周, 下个月
SHIFTS = {"上上": -2, "上": -1, "这": 0, "本": 0, "今": 0, "当": 0, "下": 1, "下下": 2}
WEEK = r"(?:周|星期|礼拜)"

# 三天后 and 周五前, but not 后轮, 后备箱, 前保险杠.
LATER = r"(?:以后|之后|过后|后(?![面轮杠备视门排挡档尾保刹减桥氧雾座台悔续置机缀脸盖窗前半]))"
EARLIER = r"(?:以前|之前|前(?![面轮杠挡档门排保减桥氧雾座台盖窗后半脸机]))"

MONTH_BEHIND = r"(?=\d{1,2}月|十?[一二三四五六七八九]月|十月)"
