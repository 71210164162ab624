"""The front over a seeded shop, with a Rasa that each test directs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.care.sms import SmsSettings
from bot.channels.chat_api import Limits
from bot.channels.front import create_app
from bot.channels.limits import Buckets, Limit
from bot.channels.rasa_client import Patience
from bot.clock import SHANGHAI
from bot.services.workshop import Workshop
from bot.settings import load_settings
from bot.storage import migrate
from bot.storage.database import Database
from bot.storage.seed import seed
from tests.integration.front.served import TOKEN, FakeRasa, Visitor, served
from tests.ports import free_ports

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
QUICK = Patience(before_a_word=0.5, turn=2.0, start=1.0)


@dataclass
class Clock:
    now: datetime = MONDAY

    def let_pass(self, **amount: float) -> None:
        self.now += timedelta(**amount)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Front:
    """A running front and what stands around it."""

    workshop: Workshop
    clock: Clock
    rasa: FakeRasa
    port: int
    rasa_port: int
    _running: Callable[..., AbstractContextManager[str]]
    sms: SmsSettings | None = None
    """The gateway whose reports it takes."""
    _stack: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, patience: Patience = QUICK, limits: Limits | None = None) -> None:
        self._stack.enter_context(self._running(self, patience, limits))

    def stop(self) -> None:
        self._stack.close()

    def visitor(self) -> Visitor:
        return Visitor(self.url)


@pytest.fixture(scope="session")
def seeded_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("front") / "seeded.db"
    url = f"sqlite:///{path}"
    migrate.upgrade(url)
    database = Database(url)
    seed(database, MONDAY)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def front(seeded_shop: Path, tmp_path: Path) -> Iterator[Front]:
    """A front that is not started yet, with its own shop; its Rasa is not there either."""
    path = tmp_path / "shop.db"
    shutil.copyfile(seeded_shop, path)
    database = Database(f"sqlite:///{path}")
    clock = Clock()
    workshop = Workshop(database=database, now=clock)
    port, rasa_port = free_ports(2)
    settings = load_settings(
        {
            "AFTERCARE_STATE_DIR": str(tmp_path),
            "AFTERCARE_INTERNAL_TOKEN": TOKEN,
            "AFTERCARE_RASA_PORT": str(rasa_port),
        }
    )

    @contextmanager
    def running(front: Front, patience: Patience, limits: Limits | None) -> Iterator[str]:
        app = create_app(workshop, settings, patience=patience, limits=limits, sms=front.sms)
        with served(app, port) as url:
            yield url

    front = Front(workshop, clock, FakeRasa(), port, rasa_port, running)
    yield front
    front.stop()
    database.close()


@pytest.fixture
def rasa(front: Front) -> Iterator[FakeRasa]:
    """The Rasa that the front talks to, running."""
    with served(front.rasa.app(), front.rasa_port):
        yield front.rasa


@pytest.fixture
def visitor(front: Front, rasa: FakeRasa) -> Visitor:
    """A customer's browser at a running front with a running Rasa."""
    front.start()
    return front.visitor()


@pytest.fixture
def patient(front: Front, rasa: FakeRasa) -> Visitor:
    """A visitor who may send as fast as a test does."""
    plenty = Buckets(Limit(1000, 0.001))
    front.start(limits=Limits(messages=plenty, messages_from_source=plenty))
    return front.visitor()
