"""Typed settings, read once from the environment by the process that starts.

Every name begins with AFTERCARE_; `.env.example` lists them. Nothing here happens at import: a
process calls `load_settings()` in its main function and hands the result on.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot import clock

ROOT = Path(__file__).resolve().parent.parent
LOG_LEVELS = ("debug", "info", "warning", "error")
LOOPBACK = "127.0.0.1"


class SettingsError(Exception):
    """A setting has a value that cannot work. The message is one sentence for the operator."""


@dataclass(frozen=True)
class Settings:
    """What a process needs to know about the place it runs in."""

    database_url: str
    """SQLAlchemy URL of the shop's database."""
    host: str
    """Address that the front listens on; Rasa and the actions stay on loopback."""
    port: int
    public_url: str
    """Where people reach the front, ending in /: another address than its own behind a proxy."""
    rasa_port: int
    actions_port: int
    test_door: bool
    """Opens Rasa's REST webhook to any sender; for tests and benchmarks, on loopback only."""
    now: datetime | None
    """The frozen moment at loading time, or None when the clock runs. Ask `bot.clock.now()`."""
    internal_token: str = field(repr=False)
    """Shared by our own processes; whoever has it may call Rasa and the actions."""
    log_level: str
    state_dir: Path
    """Everything that is made at run time: database, logs, tokens, the exported catalogue."""
    model_dir: Path

    @property
    def rasa_url(self) -> str:
        return f"http://{LOOPBACK}:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        return f"http://{LOOPBACK}:{self.actions_port}"

    @property
    def catalogue_path(self) -> Path:
        """The catalogue's words, exported by `aftercare train` for the language components."""
        return self.state_dir / "catalogue.json"

    @property
    def log_dir(self) -> Path:
        return self.state_dir / "log"


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Reads and checks the settings.

    `env` stands for the whole environment (default: the process's own). The internal token is made
    on the first call and kept in the state directory, readable by its owner only.

    Raises SettingsError, whose message names the variable, its value and what would do.
    """
    source = os.environ if env is None else env
    state_dir = state_directory(source)
    host = source.get("AFTERCARE_HOST", "").strip() or LOOPBACK
    test_door = _flag(source, "AFTERCARE_TEST_DOOR")
    if test_door and not is_loopback(host):
        raise SettingsError(
            f"AFTERCARE_TEST_DOOR=1 lets anyone speak as any customer, so it is refused while "
            f"AFTERCARE_HOST is {host}; use a loopback address such as {LOOPBACK}."
        )
    port = _port(source, "AFTERCARE_PORT", 8080)
    default_database = f"sqlite:///{state_dir / 'aftercare.db'}"
    return Settings(
        database_url=source.get("AFTERCARE_DATABASE_URL", "").strip() or default_database,
        host=host,
        port=port,
        public_url=_public_url(source, host, port),
        rasa_port=_port(source, "AFTERCARE_RASA_PORT", 5005),
        actions_port=_port(source, "AFTERCARE_ACTIONS_PORT", 5055),
        test_door=test_door,
        now=_moment(source),
        internal_token=source.get("AFTERCARE_INTERNAL_TOKEN", "").strip() or _token(state_dir),
        log_level=_choice(source, "AFTERCARE_LOG_LEVEL", LOG_LEVELS, "info"),
        state_dir=state_dir,
        model_dir=_directory(source, "AFTERCARE_MODEL_DIR", ROOT / "models"),
    )


def state_directory(env: Mapping[str, str]) -> Path:
    """AFTERCARE_STATE_DIR alone, for what needs no other setting; by default var/ of the project."""
    return _directory(env, "AFTERCARE_STATE_DIR", ROOT / "var")


def load_env_file(path: Path, env: MutableMapping[str, str]) -> None:
    """Adds the file's `NAME=value` lines to `env`, where they are not set already.

    Blank lines and lines beginning with # are skipped; quotes around a value are taken off. A
    missing file is no error. Raises SettingsError for any other line.
    """
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        name, equals, value = line.strip().partition("=")
        if not name or name.startswith("#"):
            continue
        if not equals or not name.strip().isidentifier():
            raise SettingsError(f"Line {number} of {path} is not NAME=value.")
        env.setdefault(name.strip(), value.strip().strip("\"'"))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _public_url(env: Mapping[str, str], host: str, port: int) -> str:
    given = env.get("AFTERCARE_PUBLIC_URL", "").strip()
    if given and not given.startswith(("https://", "http://")):
        raise SettingsError(
            f"AFTERCARE_PUBLIC_URL is {given!r}; it begins with https://, as in a browser."
        )
    own = LOOPBACK if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"{(given or f'http://{own}:{port}').rstrip('/')}/"


def _directory(env: Mapping[str, str], name: str, default: Path) -> Path:
    given = env.get(name, "").strip()
    return Path(given).expanduser().resolve() if given else default


def _flag(env: Mapping[str, str], name: str) -> bool:
    return _choice(env, name, ("1", "0", "true", "false"), "0") in ("1", "true")


def _choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = env.get(name, "").strip().lower() or default
    if value not in allowed:
        raise SettingsError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
    return value


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    given = env.get(name, "").strip() or str(default)
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 65535:
        raise SettingsError(f"{name} is {given!r}; it must be a port number from 1 to 65535.")
    return int(given)


def _moment(env: Mapping[str, str]) -> datetime | None:
    try:
        return clock.frozen_moment(env)
    except (ValueError, OSError) as error:
        raise SettingsError(
            f"AFTERCARE_NOW is {env['AFTERCARE_NOW']!r} ({error}); write a moment such as "
            "2026-11-23T09:30:00+08:00."
        ) from None


def _token(state_dir: Path) -> str:
    """The token kept in `state_dir`; several processes may ask for it first at the same time."""
    path = state_dir / "internal_token"
    try:
        if not path.exists():
            _write_token(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(
            f"The internal token cannot be kept in {path} ({error.strerror}); set "
            "AFTERCARE_STATE_DIR to a directory that can be written."
        ) from None


def _write_token(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32))
    try:
        os.link(draft, path)  # whole or not at all, and never over another process's token
    except FileExistsError:
        pass
    finally:
        draft.unlink()
