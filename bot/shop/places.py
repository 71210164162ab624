"""Where a place of the city is, and how far: enough to say which store is the nearest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

PLACES = Path(__file__).with_name("places.yml")
_EARTH_RADIUS_KM = 6371
_ENDINGS = ("区", "县", "镇", "街道", "地区", "开发区", "附近", "那边")


@dataclass(frozen=True)
class Point:
    """A position in degrees."""

    latitude: float
    longitude: float

    def km_to(self, other: Point) -> float:
        """Kilometres as the crow flies (haversine)."""
        here, there = math.radians(self.latitude), math.radians(other.latitude)
        turned = math.radians(other.longitude - self.longitude)
        chord = (
            math.sin((there - here) / 2) ** 2
            + math.cos(here) * math.cos(there) * math.sin(turned / 2) ** 2
        )
        return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


def find_place(name: str) -> Point | None:
    """The middle of a district or quarter, as people say it (丰台, 丰台区, 北京丰台); or None."""
    plain = name.strip().removeprefix("北京市").removeprefix("北京")
    known = _places()
    for ending in ("", *_ENDINGS):
        if plain.endswith(ending) and plain.removesuffix(ending) in known:
            return known[plain.removesuffix(ending)]
    return None


@lru_cache(maxsize=1)
def _places() -> dict[str, Point]:
    entries = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    return {name: Point(*position) for name, position in entries.items()}
