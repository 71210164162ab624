"""A customer's conversation with the running system, as a test writes it down."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from bot.services import identity
from tests.system import RunningSystem


@dataclass(frozen=True)
class Reply:
    """One bubble of the bot's answer."""

    text: str
    buttons: tuple[str, ...]
    """The buttons' titles; pressing one sends what its payload says."""
    card: dict[str, Any] | None
    """What a rich channel shows besides the text (docs/cards.md)."""
    payloads: dict[str, str] = field(default_factory=dict, repr=False)


class Answer(list[Reply]):
    """All bubbles of one turn."""

    @property
    def text(self) -> str:
        """The words of all bubbles, one a line."""
        return "\n".join(reply.text for reply in self if reply.text)

    @property
    def buttons(self) -> list[str]:
        return [title for reply in self for title in reply.buttons]

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [reply.card for reply in self if reply.card]

    def __contains__(self, words: object) -> bool:
        """`"周三" in answer` looks through all its words."""
        return isinstance(words, str) and words in self.text


class Conversation:
    """One customer at the test door. Every conversation is somebody else's."""

    def __init__(self, system: RunningSystem, client: httpx.Client) -> None:
        self.id = f"test-{uuid.uuid4().hex}"
        self.system = system
        self.last = Answer()
        self._client = client
        self._lines: list[str] = []
        self._before: set[tuple[str, str]] | None = None

    def say(self, text: str) -> Answer:
        """Sends one message and returns everything that the bot answers to it."""
        if self._before is None:
            self._before = self.system.matters()
        self._lines.append(f"客户 {text}")
        response = self._client.post(
            self.system.door_url, json={"sender": self.id, "message": text}
        )
        response.raise_for_status()
        self.last = Answer(_reply(bubble) for bubble in response.json())
        for reply in self.last:
            buttons = "".join(f" [{title}]" for title in reply.buttons)
            self._lines.append(f"　　 {reply.text}{buttons}")
        return self.last

    def press(self, title: str) -> Answer:
        """Presses a button of the last answer; fails when there is no such button."""
        for reply in self.last:
            if title in reply.payloads:
                return self.say(reply.payloads[title])
        raise AssertionError(f"no button {title!r} among {self.last.buttons}")

    def prove(self, name: str) -> Conversation:
        """Makes this the proven conversation of a demonstration customer, 王芳 say, without words.

        Tests of identity prove themselves by what they say instead.
        """
        owner = self.system.row("customer", name=name)
        plate = self.system.rows("car", customer_id=owner.id)[0].plate
        result = identity.prove(
            self.system.workshop, self.id, plate, owner.phone[-4:], source=f"test:{self.id}"
        )
        assert result.ok, f"{name} could not be proven: {result}"
        return self

    def rows(self, table: str, **equal: Any) -> list[Any]:
        """Rows of the shop's database (see RunningSystem.rows)."""
        return self.system.rows(table, **equal)

    def row(self, table: str, **equal: Any) -> Any:
        """The only such row."""
        return self.system.row(table, **equal)

    def written(self) -> dict[str, int]:
        """How many rows of each table are new, changed or gone since this customer's first words.

        `{}`: nothing was arranged, whatever was asked and told. See tests.system.SPEAKING.
        """
        before, now = self._before or set(), self.system.matters()
        new, gone = Counter(t for t, _ in now - before), Counter(t for t, _ in before - now)
        return dict(new | gone)  # the larger of both: a changed row is one of each

    def set_clock(self, moment: datetime | str) -> None:
        """Turns the whole system's clock."""
        self.system.set_clock(moment)

    def let_pass(self, **amount: float) -> None:
        """Lets the customer be silent for a while: `let_pass(hours=3)`."""
        self.system.let_pass(**amount)

    @property
    def transcript(self) -> str:
        """What was said so far; a failed test shows it."""
        return "\n".join(self._lines)


def _reply(bubble: dict[str, Any]) -> Reply:
    buttons = bubble.get("buttons") or []
    return Reply(
        text=bubble.get("text") or "",
        buttons=tuple(button["title"] for button in buttons),
        card=bubble.get("custom"),
        payloads={button["title"]: button["payload"] for button in buttons},
    )
