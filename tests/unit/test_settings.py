"""Settings: sensible without any, one clear sentence when one cannot work."""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot.nlu.words import exported
from bot.settings import ROOT, Settings, SettingsError, is_loopback, load_env_file, load_settings


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"AFTERCARE_STATE_DIR": str(tmp_path / "var")}


def test_nothing_needs_to_be_set(env: dict[str, str], tmp_path: Path) -> None:
    settings = load_settings(env)
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.rasa_url == "http://127.0.0.1:5005"
    assert settings.actions_url == "http://127.0.0.1:5055"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/aftercare.db"
    assert settings.test_door is False
    assert settings.now is None


def test_each_state_directory_has_a_catalogue_of_its_own(
    env: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings(env).catalogue_path == tmp_path / "var" / "catalogue.json"
    monkeypatch.setenv("AFTERCARE_STATE_DIR", env["AFTERCARE_STATE_DIR"])
    assert exported("catalogue.json") == load_settings(env).catalogue_path
    monkeypatch.delenv("AFTERCARE_STATE_DIR")
    assert exported("catalogue.json") == ROOT / "var" / "catalogue.json"


def test_blank_values_count_as_unset(env: dict[str, str]) -> None:
    blank = dict.fromkeys(("AFTERCARE_HOST", "AFTERCARE_PORT", "AFTERCARE_NOW"), " ")
    assert load_settings(env | blank) == load_settings(env)


def test_values_are_read(env: dict[str, str]) -> None:
    settings = load_settings(
        env
        | {
            "AFTERCARE_DATABASE_URL": "postgresql://shop@db/aftercare",
            "AFTERCARE_HOST": "0.0.0.0",
            "AFTERCARE_PORT": "80",
            "AFTERCARE_LOG_LEVEL": "DEBUG",
            "AFTERCARE_INTERNAL_TOKEN": "given",
        }
    )
    assert settings.database_url == "postgresql://shop@db/aftercare"
    assert (settings.host, settings.port) == ("0.0.0.0", 80)
    assert settings.log_level == "debug"
    assert settings.internal_token == "given"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AFTERCARE_PORT", "eighty"),
        ("AFTERCARE_PORT", "0"),
        ("AFTERCARE_RASA_PORT", "65536"),
        ("AFTERCARE_ACTIONS_PORT", "-1"),
        ("AFTERCARE_TEST_DOOR", "perhaps"),
        ("AFTERCARE_LOG_LEVEL", "loud"),
        ("AFTERCARE_NOW", "tomorrow"),
        ("AFTERCARE_NOW", "@/nowhere/to/be/found"),
    ],
)
def test_a_bad_value_is_named_in_one_sentence(env: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(env | {name: value})
    message = str(caught.value)
    assert name in message and value in message
    assert "\n" not in message


def test_a_moment_without_offset_is_shanghai_time(env: dict[str, str]) -> None:
    settings = load_settings(env | {"AFTERCARE_NOW": "2026-11-23T09:30"})
    assert settings.now is not None
    assert settings.now.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "shop.example", "::"])
def test_the_test_door_is_refused_on_a_public_address(env: dict[str, str], host: str) -> None:
    with pytest.raises(SettingsError, match="AFTERCARE_TEST_DOOR"):
        load_settings(env | {"AFTERCARE_TEST_DOOR": "1", "AFTERCARE_HOST": host})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_the_test_door_opens_on_loopback(env: dict[str, str], host: str) -> None:
    assert is_loopback(host)
    assert load_settings(env | {"AFTERCARE_TEST_DOOR": "1", "AFTERCARE_HOST": host}).test_door


@pytest.mark.parametrize(
    ("host", "public", "shown"),
    [
        ("0.0.0.0", "", "http://127.0.0.1:80/"),
        ("::1", "", "http://[::1]:80/"),
        ("shop", "", "http://shop:80/"),
        ("127.0.0.1", "https://service.example", "https://service.example/"),
    ],
)
def test_the_address_for_people_can_be_opened(
    env: dict[str, str], host: str, public: str, shown: str
) -> None:
    env |= {"AFTERCARE_HOST": host, "AFTERCARE_PORT": "80", "AFTERCARE_PUBLIC_URL": public}
    assert load_settings(env).public_url == shown


def test_the_token_is_made_once_and_is_private(env: dict[str, str], tmp_path: Path) -> None:
    first = load_settings(env).internal_token
    assert len(first) >= 32
    assert load_settings(env).internal_token == first
    mode = stat.S_IMODE((tmp_path / "var" / "internal_token").stat().st_mode)
    assert mode == 0o600


def test_processes_that_start_together_share_one_token(env: dict[str, str], tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        tokens = set(pool.map(lambda _: load_settings(env).internal_token, range(64)))
    assert len(tokens) == 1
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["internal_token"]


def test_the_token_is_not_printed(env: dict[str, str]) -> None:
    settings: Settings = load_settings(env | {"AFTERCARE_INTERNAL_TOKEN": "s3cret-token"})
    assert "s3cret-token" not in repr(settings)


def test_a_state_directory_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="AFTERCARE_STATE_DIR"):
        load_settings({"AFTERCARE_STATE_DIR": str(tmp_path / "file" / "var")})


def test_a_file_of_settings_adds_what_is_not_set(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# the shop\n\nAFTERCARE_PORT=8090\nAFTERCARE_HOST = '0.0.0.0'\n")
    env = {"AFTERCARE_PORT": "9000"}
    load_env_file(file, env)
    assert env == {"AFTERCARE_PORT": "9000", "AFTERCARE_HOST": "0.0.0.0"}
    load_env_file(tmp_path / "missing", env)


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("AFTERCARE_PORT=8090\nexport this\n")
    with pytest.raises(SettingsError, match=r"Line 2 of .*env"):
        load_env_file(file, {})


def test_the_example_names_exactly_the_settings_that_are_read() -> None:
    example = (ROOT / ".env.example").read_text()
    code = "".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))
    named = set(re.findall(r"^#?(AFTERCARE_[A-Z_]+)=", example, re.MULTILINE))
    read = set(re.findall(r"\"(AFTERCARE_[A-Z_]+)\"", code))
    assert named == read - {"AFTERCARE_ENV_FILE"}  # names the file itself
