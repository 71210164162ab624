"""A customer's words on their way: recorded, past the gate, to the bot, and its answer recorded.

Whatever happens to Rasa, every message gets an answer or an honest excuse, and each only once.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Protocol
from weakref import WeakValueDictionary

from bot.channels import cards, wording
from bot.channels.gate import let_in, who_speaks
from bot.channels.news import News
from bot.channels.rasa_client import Answer, NoAnswer, Patience
from bot.channels.sessions import PREFIX
from bot.channels.typed_text import defuse
from bot.services import transcript
from bot.services.handing_back import list_handed_back
from bot.services.speaking import Speaker
from bot.services.transcript import Line, Utterance
from bot.services.workshop import Workshop

logger = logging.getLogger(__name__)

PERSON = "转人工"
AGAIN = "再发一次"


class Bot(Protocol):
    """Whoever answers for the bot: Rasa, or a stand-in in tests."""

    async def ask(
        self, conversation_id: str, text: str, source: str, event: str | None = None
    ) -> Answer: ...


class Conversations:
    """Takes customers' words in and sees that each is answered."""

    def __init__(self, workshop: Workshop, bot: Bot, news: News, patience: Patience) -> None:
        self._workshop = workshop
        self._bot = bot
        self._news = news
        self._patience = patience
        self._intake: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[None]] = set()
        self._going_on: set[int] = set()

    async def take(
        self, conversation_id: str, text: str, key: str | None, source: str
    ) -> tuple[Line, Speaker]:
        """Records what the customer said and starts its answer; one `key` is one message.

        Returns as soon as the words are safe; the answer comes as news.
        """
        async with self._intake.setdefault(conversation_id, asyncio.Lock()):
            speaker = await self._call(let_in, conversation_id)
            state = "to_staff" if speaker.is_person else "pending"
            line, is_new = await self._call(
                transcript.record_customer, conversation_id, text, key, state
            )
            if is_new and state == "pending":
                self._start(self._answer(line, source))
        self._news.tell(conversation_id)
        return line, speaker

    def heard(self, conversation_id: str) -> None:
        """Something was said by others: windows are told, and the bot goes on where it should."""
        self._news.tell(conversation_id)
        self._start(self._go_on(conversation_id))

    async def excuse_forgotten(self) -> int:
        """Excuses what a process that died left unanswered. Returns how many."""
        forgotten = await self._call(transcript.list_forgotten, self._patience.forgotten, PREFIX)
        for line in forgotten:
            logger.warning("Message %s of %s was left unanswered", line.id, line.conversation_id)
            await self._excuse(line)
        return len(forgotten)

    async def close(self, seconds: float = 3.0) -> None:
        """Lets running turns finish for a moment, then excuses what remains."""
        if not self._running:
            return
        _, unfinished = await asyncio.wait(self._running, timeout=seconds)
        for turn in unfinished:
            turn.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    def _start(self, turn: Any) -> None:
        task = asyncio.ensure_future(turn)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _go_on(self, conversation_id: str) -> None:
        """The bot speaks of its own accord after a colleague gave it the word back; once."""
        for line in await self._call(list_handed_back, conversation_id):
            if line.id not in self._going_on:
                self._going_on.add(line.id)
                await self._answer(line, "")
                self._going_on.discard(line.id)

    async def _answer(self, line: Line, source: str) -> None:
        conversation_id = line.conversation_id
        try:
            async with self._turns.setdefault(conversation_id, asyncio.Lock()):
                answer = await self._ask(line, source)
                await self._settle(line, answer)
        except NoAnswer as error:
            logger.error("Rasa gave conversation %s no answer: it %s", conversation_id, error)
            await self._excuse(line)
        except Exception:
            logger.exception("Conversation %s got no answer", conversation_id)
            await self._excuse(line)
        except asyncio.CancelledError:  # the front closes
            await self._excuse(line)
            raise
        finally:
            self._news.tell(conversation_id)

    async def _ask(self, line: Line, source: str) -> Answer:
        """Asks the bot; when it takes long, the customer hears that it is still looking."""
        event = line.payload.get("event")
        words = "" if event else defuse(line.text)
        asked = asyncio.ensure_future(self._bot.ask(line.conversation_id, words, source, event))
        try:
            done, _ = await asyncio.wait({asked}, timeout=self._patience.before_a_word)
            if not done and not event and not await self._is_a_persons(line):
                await self._say(line, [Utterance(wording.say("still_looking"))], answer="pending")
            return await asyncio.wait_for(asked, self._patience.turn + self._patience.start)
        except asyncio.TimeoutError:
            raise NoAnswer("took too long") from None
        finally:
            asked.cancel()

    async def _settle(self, line: Line, answer: Answer) -> None:
        utterances = cards.from_rasa(answer.messages)
        if not answer.answered or not utterances:
            await self._excuse(line, before=utterances[:-1])
            return
        await self._say(
            line, utterances, answer="given", only_if_pending=bool(line.payload.get("event"))
        )

    async def _excuse(self, line: Line, before: list[Utterance] | None = None) -> None:
        if line.payload.get("event"):  # nobody asked anything: the customer may simply go on
            goes_on = [] if await self._is_a_persons(line) else [Utterance(wording.say("go_on"))]
            await self._say(line, goes_on, answer="given", only_if_pending=True)
            return
        if await self._is_a_persons(line):
            await self._say(line, before or [], answer="to_staff", only_if_pending=True)
            return
        choices = {AGAIN: line.text, PERSON: PERSON}
        excuse = cards.excuse(wording.say("no_answer"), choices, missed=line.id)
        await self._say(line, [*(before or []), excuse], answer="missed", only_if_pending=True)

    async def _is_a_persons(self, line: Line) -> bool:
        """A person has taken over since these words were said: theirs to answer."""
        speaker: Speaker = await self._call(who_speaks, line.conversation_id)
        return speaker.is_person

    async def _say(self, line: Line, utterances: list[Utterance], **options: Any) -> None:
        await self._call(
            transcript.record_said,
            line.conversation_id,
            utterances,
            settles=line.id,
            **options,
        )
        self._news.tell(line.conversation_id)

    async def _call(self, service: Any, *args: Any, **options: Any) -> Any:
        return await asyncio.to_thread(service, self._workshop, *args, **options)
