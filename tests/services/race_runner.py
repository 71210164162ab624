"""One process of a race (see test_race.py): waits for the word on stdin, then all its customers book.

`python -m tests.services.race_runner <database url> <first customer> <how many>`
"""

from __future__ import annotations

import sys

from bot.services.workshop import Workshop
from bot.storage.database import Database
from tests.services.conftest import MONDAY
from tests.services.test_race import race


def main() -> None:
    url, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    workshop = Workshop(database=Database(url), now=lambda: MONDAY)
    print("ready", flush=True)
    sys.stdin.readline()
    print(*race(workshop, range(first, first + count)).elements(), flush=True)


if __name__ == "__main__":
    main()
