"""The command line: fast, and one sentence when something is wrong."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import cli
from bot.settings import ROOT

HEAVY = ("rasa", "tensorflow", "sqlalchemy", "sanic", "starlette", "httpx", "numpy")


def aftercare(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command_and_answers_within_a_second() -> None:
    started = time.monotonic()
    result = aftercare("--help")
    assert time.monotonic() - started < 1
    assert result.returncode == 0
    for command in ("serve", "train", "seed", "queue", "check", "evaluate"):
        assert f"    {command} " in result.stdout


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = f"import sys, bot.cli; bot.cli.parser(); print([n for n in {HEAVY} if n in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_rasa_is_not_imported_by_anything_the_command_line_uses() -> None:
    code = (
        "import sys, bot.supervisor, bot.training, bot.app, bot.checks, bot.storage.seed, "
        "bot.services.queue, bot.services.promises; "
        "print([n for n in ('rasa', 'rasa_sdk', 'tensorflow') if n in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_wrong_usage_is_status_2() -> None:
    assert aftercare("fly").returncode == 2
    assert aftercare("seed", "--stale").returncode == 2
    assert aftercare().returncode == 2


def test_a_bad_setting_is_one_sentence_without_a_traceback() -> None:
    result = aftercare("seed", AFTERCARE_PORT="eighty")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "AFTERCARE_PORT" in result.stderr


def test_a_database_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    result = aftercare(
        "seed",
        AFTERCARE_STATE_DIR=str(tmp_path),
        AFTERCARE_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing",
    )
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "Connection refused" in result.stderr
    assert "Traceback" in (tmp_path / "log" / "aftercare.log").read_text()


def test_what_is_written_is_for_our_own_processes_only(tmp_path: Path) -> None:
    state = tmp_path / "var"
    (state / "log").mkdir(parents=True)
    for earlier in (state / "aftercare.db", state / "log" / "rasa.log"):
        earlier.touch(0o644)
    assert aftercare("seed", AFTERCARE_STATE_DIR=str(state)).returncode == 0
    written = {path.name for path in state.rglob("*") if path.is_file()}
    assert {"aftercare.db", "aftercare.log", "rasa.log"} <= written
    for path in (path for path in state.rglob("*") if path.is_file()):
        assert not path.stat().st_mode & 0o077, path


def test_an_error_that_is_logged_holds_no_words_and_no_numbers(tmp_path: Path) -> None:
    raised = """
import sys
from bot import cli
from bot.services import queue

def fail(*_):
    raise ValueError("王芳 13800138001")

queue.list_queue = fail
sys.exit(cli.main(["queue"]))
"""
    env = {**os.environ, "AFTERCARE_STATE_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", raised], cwd=ROOT, env=env, capture_output=True, text=True
    )
    log = (tmp_path / "log" / "aftercare.log").read_text(encoding="utf-8")
    assert result.returncode == 1 and "ValueError: … 138****8001" in log
    assert "13800138001" not in result.stderr


def test_who_reads_only_the_head_of_the_queue_is_told_nothing_more(tmp_path: Path) -> None:
    env = {**os.environ, "AFTERCARE_STATE_DIR": str(tmp_path)}
    assert aftercare("seed", AFTERCARE_STATE_DIR=str(tmp_path)).returncode == 0
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "queue"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as queue:
        assert queue.stdout and queue.stderr
        queue.stdout.close()
        assert queue.stderr.read() == b""
        assert queue.wait() == 0


def test_seeding_twice_changes_nothing_and_fresh_puts_the_shop_back(tmp_path: Path) -> None:
    env = {"AFTERCARE_STATE_DIR": str(tmp_path), "AFTERCARE_NOW": "2026-11-23T09:30"}
    first = aftercare("seed", **env)
    assert first.returncode == 0, first.stderr
    assert "one-time password of admin" in first.stdout
    assert "password" not in aftercare("seed", **env).stdout
    assert "one-time password of admin" in aftercare("seed", "--fresh", **env).stdout


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        RuntimeError("(sqlite3.OperationalError) database or disk is full"),
    ],
)
def test_a_full_disk_is_said_in_one_sentence(error: Exception) -> None:
    assert cli.explain(error) == "The disk is full: free some space and run this again."


def test_nothing_is_begun_on_a_disk_that_is_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AFTERCARE_STATE_DIR", str(tmp_path / "var"))
    monkeypatch.setattr(cli, "FREE_BYTES", 2**60)
    assert cli.main(["seed"]) == 1
    assert "disk is full" in capsys.readouterr().err
    assert not (tmp_path / "var" / "aftercare.db").exists()


def test_evaluate_hands_its_arguments_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    called: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        called.append(command)
        return subprocess.CompletedProcess(command, 5)

    monkeypatch.setenv("AFTERCARE_STATE_DIR", str(tmp_path))
    monkeypatch.setattr(subprocess, "run", run)
    assert cli.main(["evaluate", "some.yml", "--json", "out.json"]) == 5
    assert called[0][2:6] == ["bot.nlu.evaluation", "some.yml", "--json", "out.json"]


def test_evaluate_reads_files_where_it_was_called(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text('version: "3.1"\nnlu: []\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main(['evaluate', 'mine.yml'])"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "AFTERCARE_STATE_DIR": str(tmp_path),
            "AFTERCARE_MODEL_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
    )
    assert "There is no file" not in done.stderr
    assert f"No model in {tmp_path} fits" in done.stderr and done.stderr.count("\n") == 1


def test_development_sets_are_the_projects_own_and_those_that_are_named(tmp_path: Path) -> None:
    own = cli.development_sets({})
    assert own and all(path.parent == ROOT / "benchmarks" / "unseen" for path in own)
    for name in ("b-dev.yml", "a-dev.yml", "other.yml"):
        (tmp_path / name).touch()
    named = cli.development_sets({"AFTERCARE_DEVELOPMENT_SETS": f"{tmp_path}/*-dev.yml"})
    assert named == [*own, tmp_path / "a-dev.yml", tmp_path / "b-dev.yml"]
