"""Rasa's two doors, mounted as Rasa mounts them, with an agent that a test directs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import SimpleNamespace

import httpx
import pytest
from rasa.core.channels.channel import UserMessage, register
from rasa.core.run import create_http_input_channels
from sanic import Sanic

from bot import clock
from bot.channels import wording
from bot.channels.rasa_door import InnerDoor, TestDoor
from bot.services.handover import request_person
from bot.services.transcript import list_lines
from bot.services.workshop import Workshop
from bot.settings import ROOT, load_settings
from bot.storage import migrate, tables
from bot.storage.database import Database
from bot.storage.seed import seed
from tests.ports import free_ports

TOKEN = "token-for-tests"
EXCUSE = wording.say("no_answer")


async def echo(message: UserMessage) -> None:
    await message.output_channel.send_text_message(message.sender_id, f"收到：{message.text}")


@dataclass
class Doors:
    """Both doors over an agent whose behaviour is `act`; `heard` is what reached it."""

    url: str = ""
    database_url: str = ""
    act: Callable[[UserMessage], Awaitable[None]] = echo
    heard: list[UserMessage] = field(default_factory=list)

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        await self.act(message)

    def inner(self, body: object = None, token: str | None = TOKEN, **more: object):
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        body = body or {"conversation_id": "web-a", "text": "你好", "channel": "web", **more}
        return httpx.post(f"{self.url}/webhooks/inner/turn", json=body, headers=headers, timeout=20)

    def rest(self, message: object = "你好", sender: object = "s1", **options: object):
        body = {"sender": sender, "message": message}
        return httpx.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=20, **options)


class ShutDoor(TestDoor):
    """The test door as it is by default, beside the open one."""

    @classmethod
    def name(cls) -> str:
        return "shut"


@pytest.fixture(scope="module")
def running_doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    env = {
        "AFTERCARE_STATE_DIR": str(tmp_path_factory.mktemp("doors")),
        "AFTERCARE_INTERNAL_TOKEN": TOKEN,
    }
    shut, opened = load_settings(env), load_settings(env | {"AFTERCARE_TEST_DOOR": "1"})
    migrate.upgrade(opened.database_url)
    (port,) = free_ports(1)
    doors = Doors(f"http://127.0.0.1:{port}", opened.database_url)
    app = Sanic("doors", configure_logging=False)
    app.ctx.agent = SimpleNamespace(handle_message=doors.handle_message)
    register([InnerDoor(shut), TestDoor(opened), ShutDoor(shut)], app, "/webhooks/")
    loop = asyncio.new_event_loop()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(
            app.create_server(host="127.0.0.1", port=port, return_asyncio_server=True)
        )
        loop.run_until_complete(server.startup())
        loop.run_until_complete(server.start_serving())
        loop.run_forever()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    wait_for(doors.url)
    yield doors
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=5)


@pytest.fixture
def doors(running_doors: Doors) -> Doors:
    running_doors.act = echo
    running_doors.heard.clear()
    return running_doors


@pytest.fixture
def workshop(doors: Doors) -> Iterator[Workshop]:
    """The shop behind the test door."""
    database = Database(doors.database_url)
    seed(database, clock.now())
    yield Workshop(database, clock.now)
    database.close()


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            httpx.get(url)
        except httpx.ConnectError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


# The inner door


def test_the_front_hears_everything_that_was_said_in_the_turn(doors):
    async def act(message: UserMessage) -> None:
        out = message.output_channel
        await out.send_response(message.sender_id, {"text": "第一句"})
        buttons = [{"title": "好", "payload": "好"}]
        await out.send_response(message.sender_id, {"text": "第二句", "buttons": buttons})
        await out.send_response(message.sender_id, {"custom": {"title": "卡片"}})

    doors.act = act
    answer = doors.inner(metadata={"source": "somewhere"}).json()
    assert answer["answered"] is True
    assert [list(message)[1:] for message in answer["messages"]] == [
        ["text"],
        ["text", "buttons"],
        ["custom"],
    ]
    (message,) = doors.heard
    assert (message.text, message.sender_id, message.input_channel) == ("你好", "web-a", "web")
    assert message.metadata == {"source": "somewhere"}


@pytest.mark.parametrize(
    "given",
    [None, "", "Bearer", "Bearer wrong", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", TOKEN, "钥匙"],
)
def test_nobody_enters_without_the_token(doors, given):
    headers = {} if given is None else {"Authorization": given.encode()}
    body = {"conversation_id": "web-a", "text": "你好", "channel": "web"}
    answer = httpx.post(f"{doors.url}/webhooks/inner/turn", json=body, headers=headers)
    assert answer.status_code == 403
    assert doors.heard == []


def test_what_happened_is_told_as_an_intent_that_nobody_can_type(doors):
    told = {"conversation_id": "web-a", "channel": "web", "event": "handed_back"}
    assert doors.inner(told).status_code == 200
    doors.inner({"conversation_id": "web-a", "text": "/handed_back", "channel": "web"})
    doors.rest("/handed_back")
    assert [each.text for each in doors.heard] == ["/handed_back", "handed_back", "handed_back"]


@pytest.mark.parametrize("event", ["restart", "", 7, ["handed_back"], {}])
def test_nothing_else_can_be_told(doors, event):
    told = {"conversation_id": "web-a", "channel": "web", "event": event}
    assert doors.inner(told).status_code == 400
    assert doors.heard == []


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"text": "你好"},
        {"conversation_id": "", "text": "a", "channel": "web"},
        {"conversation_id": "a", "text": "  ", "channel": "web"},
        {"conversation_id": 5, "text": "a", "channel": "web"},
        {"conversation_id": "a", "text": "a"},
        {"conversation_id": "a", "text": "a", "channel": "web", "metadata": "x"},
    ],
    ids=str,
)
def test_a_malformed_turn_is_refused(doors, body):
    answer = httpx.post(
        f"{doors.url}/webhooks/inner/turn",
        json=body,
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert answer.status_code == 400 and "error" in answer.json()
    assert doors.heard == []


def test_a_body_that_is_no_json_is_refused(doors):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = httpx.post(f"{doors.url}/webhooks/inner/turn", content=b"{", headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "typed", ["/restart", "／restart", " \u200b/restart", '/inform{"plate":"x"}']
)
def test_no_command_gets_through_either_door(doors, typed):
    doors.inner(text=typed)
    doors.rest(typed)
    assert [message.text[0] for message in doors.heard] in (["r", "r"], ["i", "i"])


def test_a_turn_that_breaks_is_excused_after_what_was_said(doors):
    async def act(message: UserMessage) -> None:
        await echo(message)
        raise RuntimeError("broken")

    doors.act = act
    answer = doors.inner().json()
    assert answer["answered"] is False
    assert [message["text"] for message in answer["messages"]] == ["收到：你好", EXCUSE]
    assert [message["text"] for message in doors.rest().json()] == ["收到：你好", EXCUSE]


def test_silence_is_excused(doors):
    async def act(message: UserMessage) -> None:
        return None

    doors.act = act
    answer = doors.inner().json()
    assert answer == {
        "messages": [{"recipient_id": "web-a", "text": EXCUSE}],
        "answered": False,
    }


def test_after_a_broken_turn_the_conversation_goes_on(doors):
    async def act(message: UserMessage) -> None:
        raise RuntimeError("broken")

    doors.act = act
    doors.inner()
    doors.act = echo
    assert doors.inner(text="还在吗").json()["messages"][0]["text"] == "收到：还在吗"


def test_one_conversation_is_answered_in_order_and_others_at_once(doors):
    log: list[tuple[str, str]] = []

    async def act(message: UserMessage) -> None:
        log.append(("begin", message.sender_id))
        await asyncio.sleep(0.15)
        log.append(("end", message.sender_id))
        await echo(message)

    doors.act = act
    begun = time.monotonic()
    with ThreadPoolExecutor(12) as pool:
        mine = [
            pool.submit(doors.inner, {"conversation_id": "web-a", "text": str(n), "channel": "web"})
            for n in range(3)
        ]
        others = [
            pool.submit(doors.inner, {"conversation_id": f"web-{n}", "text": "x", "channel": "web"})
            for n in range(8)
        ]
        assert all(each.result().json()["answered"] for each in mine + others)
    seconds = time.monotonic() - begun
    of_a = [kind for kind, sender in log if sender == "web-a"]
    assert of_a == ["begin", "end"] * 3
    assert seconds < 11 * 0.15, "conversations waited for each other"


def test_a_caller_that_hangs_up_does_not_cut_the_turn(doors):
    done = threading.Event()

    async def act(message: UserMessage) -> None:
        await asyncio.sleep(0.5)
        done.set()
        await echo(message)

    doors.act = act
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{doors.url}/webhooks/inner/turn",
            json={"conversation_id": "web-a", "text": "确认", "channel": "web"},
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=0.2,
        )
    assert done.wait(5)


# The test door


def test_the_test_door_answers_in_rasas_format(doors):
    assert doors.rest("你好", "visitor-1").json() == [
        {"recipient_id": "visitor-1", "text": "收到：你好"}
    ]
    assert doors.heard[0].input_channel == "rest"


def test_while_a_person_speaks_the_bot_hears_nothing_at_the_test_door_either(doors, workshop):
    number = request_person(workshop, "s-taken", "customer_asked").number
    assert doors.rest("还在吗", sender="s-taken").json() != []
    with workshop.database.transaction() as session:
        staff = session.query(tables.Staff).filter_by(login="cy.gu").one()
        row = session.query(tables.Handover).filter_by(number=number).one()
        row.status, row.taken_by, row.taken_at = "taken", staff.id, workshop.now()
    doors.heard.clear()
    for said in ("我的车呢", "/restart", "/session_start"):
        assert doors.rest(said, sender="s-taken").json() == []
    assert doors.heard == []
    kept = [(line.text, line.answer) for line in list_lines(workshop, "s-taken").lines]
    assert kept == [
        ("我的车呢", "to_staff"),
        ("restart", "to_staff"),
        ("session_start", "to_staff"),
    ]
    assert doors.rest("你好", sender="s-other").json() != []


def test_the_test_door_takes_what_people_send_by_mistake(doors):
    assert doors.rest("").json()[0]["text"] == "收到：？"
    assert len(doors.rest("长" * 5000).json()[0]["text"]) == 1003
    assert doors.rest("你好", 12345).json()[0]["recipient_id"] == "12345"
    assert doors.rest(None).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"X-Real-IP": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
    ],
    ids=str,
)
def test_the_test_door_is_no_door_for_others(doors, headers):
    assert doors.rest(headers=headers).status_code == 403
    assert doors.heard == []


@pytest.mark.parametrize(
    ("peer", "status"),
    [("127.0.0.1", None), ("::1", None), ("192.168.1.9", 403), ("203.0.113.7", 403), ("", 403)],
)
def test_only_this_machine_enters_the_test_door(tmp_path, peer, status):
    settings = load_settings({"AFTERCARE_STATE_DIR": str(tmp_path), "AFTERCARE_TEST_DOOR": "1"})
    request = SimpleNamespace(ip=peer, headers={})
    refusal = TestDoor(settings).refusal(request)
    assert (refusal and refusal.status) == status


def test_the_test_door_is_shut_unless_it_is_opened(doors):
    body = {"sender": "s1", "message": "你好"}
    assert httpx.post(f"{doors.url}/webhooks/shut/webhook", json=body).status_code == 404
    assert doors.heard == []
    assert doors.rest().status_code == 200


def test_rasa_finds_both_doors_by_the_credentials_file(tmp_path, monkeypatch):
    monkeypatch.setenv("AFTERCARE_STATE_DIR", str(tmp_path))
    channels = create_http_input_channels(None, str(ROOT / "credentials.yml"))
    assert {channel.url_prefix() for channel in channels} >= {"inner", "rest"}
    assert {type(channel).__module__ for channel in channels} == {"bot.channels.rasa_door"}
