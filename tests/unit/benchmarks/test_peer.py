"""A peer that was trained before is measured as it is, and stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.bots import Plain, Took
from benchmarks.peer import PeerError, current_commit, reuse_peer, train_peer


@pytest.fixture()
def directory(tmp_path: Path) -> Path:
    """As training leaves it."""
    place = tmp_path / "peer"
    (place / "models").mkdir(parents=True)
    (place / "models" / "plain.tar.gz").write_bytes(b"a model")
    (place / "training.json").write_text(json.dumps({"seconds": 7200.5, "cpu_seconds": 9000}))
    return place


def test_it_runs_in_a_place_of_its_own_with_the_shop_as_new(
    directory: Path, tmp_path: Path
) -> None:
    peer, training = reuse_peer(directory, tmp_path / "run")
    assert peer.model == tmp_path / "run" / "models" / "plain.tar.gz"
    assert peer.model.read_bytes() == b"a model"
    assert (training.seconds, training.cpu_seconds) == (7200.5, 9000)
    assert training.commit == "unknown"
    assert (tmp_path / "run" / "aftercare.db").stat().st_size > 0
    assert sorted(path.name for path in directory.iterdir()) == ["models", "training.json"]


@pytest.mark.parametrize("missing", ["models/plain.tar.gz", "training.json"])
def test_a_directory_without_a_whole_peer_is_refused(
    directory: Path, tmp_path: Path, missing: str
) -> None:
    (directory / missing).unlink()
    with pytest.raises(PeerError, match="--train-peer"):
        reuse_peer(directory, tmp_path / "run")


def test_a_peer_that_is_trained_can_be_used_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def train(bot: Plain) -> Took:
        (bot.place / "models").mkdir()
        (bot.place / "models" / "new.tar.gz").write_bytes(b"new")
        return Took(60.0, 110.0)

    monkeypatch.setattr(Plain, "train", train)
    trained = train_peer(tmp_path / "peer")
    _, read = reuse_peer(tmp_path / "peer", tmp_path / "run")
    assert read == trained
    assert read.commit == current_commit()
    assert (read.seconds, read.cpu_seconds) == (60.0, 110.0)


def test_a_peer_of_fewer_epochs_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plain, "train", lambda _: Took(60.0, 110.0))
    monkeypatch.setattr(Plain, "epochs", 3)
    assert "3 epochs instead of 100" in train_peer(tmp_path / "peer").note
