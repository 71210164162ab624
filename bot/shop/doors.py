"""The doors by which customers come, read from a conversation's id: `web-…`, `wechat-…`, `hotline-…`."""

from __future__ import annotations

from dataclasses import dataclass

LASTING = frozenset({"wechat", "hotline"})
"""Here the id names a person's own address (openid, caller number), so a proof binds it for good. A
browser may be lent to anybody: there it holds for its hour only."""


@dataclass(frozen=True)
class Door:
    """A customer's address at one door."""

    channel: str
    external_id: str

    @property
    def is_lasting(self) -> bool:
        """Whether it stays the same person's."""
        return self.channel in LASTING


def door_of(conversation_id: str) -> Door:
    """The door of a conversation.

    >>> door_of("wechat-oX1").channel
    'wechat'
    """
    channel, _, external_id = conversation_id.partition("-")
    return Door(channel, external_id or conversation_id)
