"""With AFTERCARE_NO_SKIP=1 a skip is a failure, so that CI cannot pass by not testing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from bot.settings import ROOT

SUITE = {
    "test_marked.py": """
        import pytest
        @pytest.mark.skipif(True, reason="no database here")
        def test_one(): pass
        """,
    "test_called.py": """
        import pytest
        def test_one(): pytest.skip("no browser here")
        """,
    "test_module.py": """
        import pytest
        pytest.skip("no such machine", allow_module_level=True)
        """,
    "test_fine.py": """
        import pytest
        def test_fine(): pass
        @pytest.mark.xfail
        def test_known(): assert False
        """,
    "test_missing.py": """
        import pytest
        pytest.importorskip("no_such_library_anywhere")
        """,
}


def run(directory: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "tests.conftest",
                "-p",
                "no:cacheprovider",
            ),
            "--continue-on-collection-errors",
            *("--rootdir", str(directory), "-c", os.devnull, str(directory)),
        ],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    for name, text in SUITE.items():
        (tmp_path / name).write_text(dedent(text))
    return tmp_path


def test_every_kind_of_skip_is_a_failure(suite: Path) -> None:
    result = run(suite, AFTERCARE_NO_SKIP="1")
    assert result.returncode == 1
    assert result.stdout.count("AFTERCARE_NO_SKIP=1 allows no skip") == 4
    for reason in ("no database here", "no browser here", "no such machine", "no_such_library"):
        assert reason in result.stdout
    assert "skipped" not in result.stdout.splitlines()[-1]


def test_elsewhere_a_skip_is_a_skip_and_an_expected_failure_never_is(suite: Path) -> None:
    result = run(suite, AFTERCARE_NO_SKIP="")
    assert result.returncode == 0, result.stdout
    assert "1 passed, 4 skipped, 1 xfailed" in result.stdout
