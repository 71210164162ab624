"""scripts/bootstrap on a bare clone: finds a Python, installs once, says one sentence when stuck."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import ROOT

TOOLS = ("sh", "dirname", "cat", "cmp", "mkdir", "rm", "cp", "grep", "sleep", "pwd")
FAKE_PYTHON = """#!/bin/sh
# Says it is the right Python; makes a venv of itself; pip notes its call and ends as told.
case "$1 $2" in
    -c*) exit 0 ;;
    "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip") echo "pip $*" >>pip-calls; cat pip-says 2>/dev/null; [ ! -e pip-says ] ;;
esac
"""


class Clone:
    """A bare clone on a machine that has only what the test gives it."""

    def __init__(self, place: Path) -> None:
        self.place = place / "clone"
        self.tools = place / "bin"
        self.home = place / "home"
        for directory in (self.place / "scripts", self.tools, self.home):
            directory.mkdir(parents=True)
        shutil.copy(ROOT / "scripts" / "bootstrap", self.place / "scripts")
        (self.place / "requirements.lock").write_text("six==1.17.0 --hash=sha256:00\n")
        for tool in TOOLS:
            (self.tools / tool).symlink_to(str(shutil.which(tool)))

    def add_python(self, path: Path | None = None) -> None:
        path = path or self.tools / "python3.10"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FAKE_PYTHON)
        path.chmod(0o755)

    def bootstrap(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["scripts/bootstrap"],
            cwd=self.place,
            env={"PATH": str(self.tools), "HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def pip_calls(self) -> int:
        calls = self.place / "pip-calls"
        return len(calls.read_text().splitlines()) if calls.exists() else 0


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_without_a_python_one_sentence_says_what_to_do(clone: Clone) -> None:
    result = clone.bootstrap()
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "install uv" in result.stderr


def test_it_installs_once_and_is_instant_afterwards(clone: Clone) -> None:
    clone.add_python()
    first = clone.bootstrap()
    assert first.returncode == 0, first.stderr
    assert "ready" in first.stdout
    assert clone.pip_calls == 2  # the lock, then Aftercare itself
    assert "--require-hashes" in (clone.place / "pip-calls").read_text().splitlines()[0]
    second = clone.bootstrap()
    assert (second.returncode, second.stdout, clone.pip_calls) == (0, "", 2)


def test_a_changed_lock_is_installed(clone: Clone) -> None:
    clone.add_python()
    clone.bootstrap()
    (clone.place / "requirements.lock").write_text("six==1.16.0 --hash=sha256:11\n")
    clone.bootstrap()
    assert clone.pip_calls == 4


def test_a_clone_that_moved_is_installed_anew(clone: Clone) -> None:
    clone.add_python()
    clone.bootstrap()
    clone.place = clone.place.rename(clone.place.with_name("moved"))
    assert "Installing" in clone.bootstrap().stdout


def test_pyenv_is_found_without_its_shims(clone: Clone) -> None:
    clone.add_python(clone.home / ".pyenv/versions/3.10.13/bin/python3.10")
    assert clone.bootstrap().returncode == 0


def test_uv_fetches_a_python_where_there_is_none(clone: Clone) -> None:
    fetched = clone.home / "uv" / "python3.10"
    clone.add_python(clone.home / "template")
    uv = clone.tools / "uv"
    uv.write_text(
        "#!/bin/sh\n"
        f'[ "$2" = find ] && {{ [ -e {fetched} ] && echo {fetched}; exit; }}\n'
        f'[ "$2" = install ] && mkdir -p {fetched.parent} && cp {clone.home}/template {fetched}\n'
    )
    uv.chmod(0o755)
    result = clone.bootstrap()
    assert result.returncode == 0, result.stderr
    assert f"Making .venv with {fetched}" in result.stdout


@pytest.mark.parametrize(
    ("pip_says", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM", "does not match its hash"),
        ("ERROR: No matching distribution found for six", "check the network"),
        ("Something nobody thought of", "Installing the dependencies failed; see var/log/install"),
    ],
)
def test_what_pip_stumbles_over_is_one_sentence(clone: Clone, pip_says: str, sentence: str) -> None:
    clone.add_python()
    (clone.place / "pip-says").write_text(pip_says + "\n")
    result = clone.bootstrap()
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert sentence in result.stderr
    assert pip_says in (clone.place / "var/log/install.log").read_text()
    (clone.place / "pip-says").unlink()
    assert clone.bootstrap().returncode == 0  # a failed try leaves no half-done stamp


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert "index" not in lock
    packages = lock.split("\n")
    starts = [line for line in packages if line and not line.startswith(" ")]
    assert all("==" in line and line.endswith("\\") for line in starts)
    assert lock.count("--hash=sha256:") >= len(starts)
