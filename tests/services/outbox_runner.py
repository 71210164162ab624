"""Workers that a test kills (see test_outbox_killed.py).

`python -m tests.services.outbox_runner <database url> <moment>`, the gateway's settings in the environment:
each line on stdin makes a new process that delivers until it is killed, whose id is printed.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import datetime

from bot.care.delivery import Deliverer, open_doors
from bot.services.workshop import Workshop
from bot.storage.database import Database


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead leave nothing behind
    for _ in sys.stdin:
        worker = os.fork()
        if worker == 0:
            deliver(sys.argv[1], datetime.fromisoformat(sys.argv[2]))
        print(worker, flush=True)


def deliver(url: str, now: datetime) -> None:
    workshop = Workshop(database=Database(url), now=lambda: now)
    deliverer = Deliverer(workshop, open_doors(workshop, os.environ))
    parent = os.getppid()
    while os.getppid() == parent:
        deliverer.deliver_all()
        time.sleep(0.01)
    os._exit(0)


if __name__ == "__main__":
    main()
