"""`aftercare check` runs every check and fails when one does."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.checks import CHECKS, run_checks


def test_all_checks_run_even_after_a_failure(tmp_path: Path) -> None:
    said: list[str] = []
    mark = tmp_path / "second-ran"
    status = run_checks(
        said.append,
        {
            "first": [sys.executable, "-c", "raise SystemExit(3)"],
            "second": [sys.executable, "-c", f"open({str(mark)!r}, 'w')"],
        },
    )
    assert status == 1
    assert mark.exists()
    assert said[-2:] == ["FAILED first", "ok     second"]


def test_it_passes_when_all_pass() -> None:
    assert run_checks(lambda _: None, {"one": [sys.executable, "-c", ""]}) == 0


def test_the_programs_of_the_checks_are_installed() -> None:
    assert [command[0] for command in CHECKS.values() if not Path(command[0]).exists()] == []


def test_a_talkative_check_is_heard_only_when_it_fails() -> None:
    said: list[str] = []
    talk = "import sys; print('warned'); sys.exit(int(sys.argv[1]))"
    for status, heard in ((0, False), (1, True)):
        said.clear()
        run_checks(said.append, {"rasa data validate": [sys.executable, "-c", talk, str(status)]})
        assert ("warned" in "".join(said)) is heard
