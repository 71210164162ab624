"""A model fits as long as nothing that training reads has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.fingerprint import TRAINED_ON, UNSEEN_BY_RASA, fingerprint, model_path
from bot.settings import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("data/nlu", "data/rules", "bot/nlu", "bot/dialogue"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("domain.yml", "config.yml", "requirements.lock", "data/nlu/booking.yml"):
        (tmp_path / name).write_text(name)
    (tmp_path / "bot/nlu/encoder.py").write_text("code")
    (tmp_path / "catalogue.json").write_text("{}")
    return tmp_path


def mark(project: Path) -> str:
    return fingerprint(project, project / "catalogue.json")


@pytest.mark.parametrize(
    "changed",
    [
        "domain.yml",
        "config.yml",
        "requirements.lock",
        "data/nlu/booking.yml",
        "data/rules/new.yml",
        "bot/nlu/encoder.py",
        "bot/dialogue/policy.py",
        "catalogue.json",
    ],
)
def test_a_change_of_what_training_reads_changes_it(project: Path, changed: str) -> None:
    before = mark(project)
    (project / changed).write_text("changed")
    assert mark(project) != before


def test_a_renamed_file_changes_it(project: Path) -> None:
    before = mark(project)
    (project / "data/nlu/booking.yml").rename(project / "data/nlu/visits.yml")
    assert mark(project) != before


def test_what_training_does_not_read_leaves_it(project: Path) -> None:
    before = mark(project)
    (project / "README.md").write_text("new")
    (project / "bot/services").mkdir()
    (project / "bot/services/booking.py").write_text("new")
    (project / "bot/nlu/__pycache__").mkdir()
    (project / "bot/nlu/__pycache__/encoder.pyc").write_text("new")
    (project / "data/.booking.yml.swp").write_text("new")
    os.utime(project / "domain.yml", (0, 0))
    assert mark(project) == before


def test_it_does_not_depend_on_where_the_project_lies(project: Path, tmp_path: Path) -> None:
    before = mark(project)
    hidden = tmp_path / ".elsewhere"
    hidden.mkdir()
    for child in [path for path in project.iterdir() if path != hidden]:
        child.rename(hidden / child.name)
    assert mark(hidden) == before


def test_content_cannot_move_between_files_unnoticed(project: Path) -> None:
    (project / "data/a.yml").write_text("xy")
    (project / "data/b.yml").write_text("z")
    before = mark(project)
    (project / "data/a.yml").write_text("x")
    (project / "data/b.yml").write_text("yz")
    assert mark(project) != before


def test_everything_that_is_named_exists_here() -> None:
    assert [name for name in TRAINED_ON if not (ROOT / name).exists()] == []


def test_a_model_is_named_after_its_fingerprint(tmp_path: Path) -> None:
    assert model_path(tmp_path, "0123abcd").name == "aftercare-0123abcd.tar.gz"


@pytest.mark.parametrize(
    ("changed", "trains_anew"), [("bot/nlu/encoder.py", True), ("data/rules/new.yml", False)]
)
def test_trained_parts_are_kept_unless_what_rasa_overlooks_has_changed(
    project: Path, changed: str, trains_anew: bool
) -> None:
    def parts() -> str:
        return fingerprint(project, project / "catalogue.json", UNSEEN_BY_RASA)

    before = parts()
    (project / changed).write_text("changed")
    assert (parts() != before) is trains_anew
