"""The command `aftercare`. It answers fast: no Rasa, and nothing imported before it is needed."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from glob import glob
from pathlib import Path

from bot.settings import ROOT, Settings, SettingsError, load_env_file, load_settings

FREE_BYTES = 200_000_000
"""Less free space than this and nothing is begun: a database on a full disk loses work."""

Run = Callable[[Settings, argparse.Namespace], int | None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit status: 0 well done, 1 failed, 2 wrong usage."""
    top = parser()
    others_may = os.umask(0o077)  # what is written under var/ is for our own processes only
    options, rest = top.parse_known_args(arguments)
    if rest and options.run is not _evaluate:
        top.error(f"unknown: {' '.join(rest)}")
    options.rest, options.umask, options.called_in = rest, others_may, Path.cwd()
    os.chdir(ROOT)
    try:
        load_env_file(Path(os.environ.get("AFTERCARE_ENV_FILE", ".env")), os.environ)
        settings = load_settings()
        _keep_from_others(settings)
        _log_to_file(settings)
        return options.run(settings, options) or 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `aftercare queue | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        print(explain(error), file=sys.stderr)
        if logging.getLogger().hasHandlers():  # never a traceback on the terminal
            logging.getLogger("aftercare").exception("The command failed")
        return 1


def parser() -> argparse.ArgumentParser:
    """All commands and what they take."""
    top = argparse.ArgumentParser(prog="aftercare", description="The desk of a car service shop.")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, run: Run, text: str, add_help: bool = True) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text, add_help=add_help)
        command.set_defaults(run=run)
        return command

    add("serve", _serve, "set up what is missing, start everything, print the address")
    train = add("train", _train, "train a model unless one fits data, configuration and catalogue")
    train.add_argument("--force", action="store_true", help="train even if a model fits")
    seed = add("seed", _seed, "fill the database with the demonstration shop")
    seed.add_argument("--fresh", action="store_true", help="put the shop back as new")
    queue = add("queue", _queue, "what waits for staff, most urgent first")
    queue.add_argument("--store", metavar="CODE", help="only this store's, and what has no store")
    add("check", _check, "ruff, mypy, import-linter, rasa data validate, tests")
    add("evaluate", _evaluate, "measure understanding on labelled messages", add_help=False)
    return top


def explain(error: BaseException) -> str:
    """What went wrong, in one sentence for the operator."""
    from bot.processes import ProcessError

    if isinstance(error, (SettingsError, ProcessError)):
        return str(error)
    from bot.masking import mask

    reason = mask(str(getattr(error, "orig", None) or error)).strip().splitlines() or [""]
    full = "disk is full" in reason[0] or getattr(error, "errno", None) == errno.ENOSPC
    if full:
        return "The disk is full: free some space and run this again."
    return f"{type(error).__name__}: {reason[0]} (the whole story is in var/log/aftercare.log)"


def _say(line: str) -> None:
    print(line, flush=True)


def _log_to_file(settings: Settings) -> None:
    from bot.masking import set_up_logging

    settings.log_dir.mkdir(parents=True, exist_ok=True)
    set_up_logging(settings.log_level, settings.log_dir / "aftercare.log")
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)


def _keep_from_others(settings: Settings) -> None:
    """Earlier versions let every user of the machine read database and logs."""
    for path in [*settings.state_dir.glob("*.db*"), *settings.log_dir.glob("*.log*")]:
        if path.stat().st_uid == os.getuid():
            path.chmod(path.stat().st_mode & 0o700)


def _require_space(settings: Settings) -> None:
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.state_dir).free
    if free < FREE_BYTES:
        raise OSError(errno.ENOSPC, f"only {free // 1_000_000} MB are free")


def _serve(settings: Settings, _: argparse.Namespace) -> None:
    from bot.supervisor import serve

    _require_space(settings)
    serve(settings, _say)


def _train(settings: Settings, options: argparse.Namespace) -> None:
    from bot.app import build_workshop, prepare_database
    from bot.training import ensure_model

    _require_space(settings)
    workshop = build_workshop(settings)
    prepare_database(workshop, _say)
    model = ensure_model(workshop, settings, _say, force=options.force)
    _say(f"The model that fits is {model}.")


def _seed(settings: Settings, options: argparse.Namespace) -> None:
    from bot.app import build_workshop, prepare_database

    _require_space(settings)
    prepare_database(build_workshop(settings), _say, fresh=options.fresh)
    _say("The demonstration shop is in the database.")


def _queue(settings: Settings, options: argparse.Namespace) -> None:
    from bot.app import build_workshop
    from bot.queue_view import queue_lines
    from bot.services.queue import list_queue

    workshop = build_workshop(settings)
    for line in queue_lines(list_queue(workshop, options.store), workshop.now()):
        _say(line)


def _check(_: Settings, __: argparse.Namespace) -> int:
    from bot.checks import run_checks

    return run_checks(_say)


def _evaluate(settings: Settings, options: argparse.Namespace) -> int:
    from bot.processes import child_environment

    rest = options.rest or [str(path) for path in development_sets(os.environ)]
    command = [sys.executable, "-m", "bot.nlu.evaluation", *rest]
    command += ["--directory", str(options.called_in)]
    return subprocess.run(
        command, env=child_environment(settings), umask=options.umask, check=False
    ).returncode


def development_sets(env: Mapping[str, str]) -> list[Path]:
    """Labelled messages that no training has seen: the project's own, and those that
    AFTERCARE_DEVELOPMENT_SETS names (a pattern), because their texts may not be part of it."""
    own = (ROOT / "benchmarks" / "unseen").glob("*.yml")
    pattern = env.get("AFTERCARE_DEVELOPMENT_SETS", "")
    elsewhere = glob(pattern, root_dir=ROOT)  # noqa: PTH207 (Path.glob takes no absolute pattern)
    return [*sorted(own), *(ROOT / path for path in sorted(elsewhere))]


if __name__ == "__main__":
    sys.exit(main())
