"""What the documentation names exists, and both languages of the README tell the same."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from bot.cli import parser
from bot.settings import ROOT

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "tests/*.md", "benchmarks/*.md")
    for path in ROOT.glob(pattern)
)
READMES = ("README.md", "README.zh.md")


def names(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def in_code(text: str) -> list[str]:
    """Everything between single backticks, and the lines of fenced blocks."""
    fenced = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in fenced for line in block.splitlines()]
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return lines + re.findall(r"`([^`\n]+)`", prose)


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", READMES)
def test_every_path_that_a_readme_names_exists(document: str) -> None:
    example = "parking"  # the skill that the README adds
    made_at_run_time = ("var/", "models/")
    paths = [
        word
        for word in in_code((ROOT / document).read_text("utf-8"))
        if re.fullmatch(r"\.?[\w.-]+(/[\w.-]*)+", word)
        and example not in word
        and not word.startswith((".venv/", *made_at_run_time))
    ]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", READMES)
def test_every_make_target_that_a_readme_names_exists(document: str) -> None:
    makefile = (ROOT / "Makefile").read_text()
    text = (ROOT / document).read_text("utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)", "\n".join(in_code(text)))) - {"help"}
    assert {"serve", "test", "bench"} <= named
    assert [target for target in named if f"\n{target}: " not in makefile] == []


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+): ready", makefile, re.MULTILINE))
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[1] for line in shown.splitlines()} == targets | {"help"}


def test_every_command_that_a_document_names_exists() -> None:
    commands = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    text = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    named = set(re.findall(r"`(?:\.venv/bin/)?aftercare ([a-z]+)", text))
    assert named
    assert named <= set(commands)


def test_both_readmes_have_the_same_parts_and_stay_short() -> None:
    shapes = []
    for name in READMES:
        lines = (ROOT / name).read_text("utf-8").splitlines()
        assert len(lines) < 200
        shapes.append(
            (
                sum(line.startswith("## ") for line in lines),
                sum(line.startswith("| ") for line in lines),
                sorted(set(re.findall(r"AFTERCARE_\w+", "\n".join(lines)))),
            )
        )
    assert shapes[0] == shapes[1]


def test_no_python_file_is_longer_than_400_lines() -> None:
    folders = ("bot", "actions", "tests", "benchmarks")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    long = {names(path): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_customers_are_spoken_to_from_the_response_files_only() -> None:
    """Code may hold single words of the trade; sentences live in data/responses."""
    sentence = re.compile(r"[一-鿿][，。？！][一-鿿]")
    found = [
        f"{names(path)}: {text}"
        for folder in ("actions", "bot/services")
        for path in (ROOT / folder).rglob("*.py")
        for text in literals(path)
        if sentence.search(text)
    ]
    assert found == []


def literals(path: Path) -> list[str]:
    """The texts of a module, docstrings excepted."""
    tree = ast.parse(path.read_text("utf-8"))
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in statements
    ]
