"""The graph runner gives what Rasa's own gives, in whatever order the nodes are listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.dialogue.graph_runner import StraightGraphRunner

RUNNERS = [DaskGraphRunner, StraightGraphRunner]


class Arithmetic(GraphComponent):
    """A node that adds and divides, and counts how often it was asked."""

    asked = 0

    @classmethod
    def create(cls, *_: Any, **__: Any) -> Arithmetic:
        return cls()

    def add(self, first: int, second: int) -> int:
        type(self).asked += 1
        return first + second

    def divide(self, first: int, second: int) -> float:
        return first / second


def node(fn: str, first: str, second: str, **more: Any) -> SchemaNode:
    needs = {"first": first, "second": second}
    return SchemaNode(needs, Arithmetic, "create", fn, {}, eager=True, **more)


SCHEMA = GraphSchema(
    {
        "quotient": node("divide", "sum", "b", is_target=True),
        "unwanted": node("add", "quotient", "missing"),
        "sum": node("add", "a", "b"),
        "double": node("add", "sum", "sum", is_target=True),
    }
)


def runner(kind: type[GraphRunner], place: Path) -> GraphRunner:
    context = ExecutionContext(SCHEMA)
    return kind.create(SCHEMA, LocalModelStorage.create(place), context)


@pytest.mark.parametrize("targets", [None, ["double"], ["quotient"], ["double", "quotient"]])
def test_the_targets_come_out_as_from_rasas_runner(
    tmp_path: Path, targets: list[str] | None
) -> None:
    inputs = {"a": 6, "b": 3}
    stock, ours = (runner(kind, tmp_path).run(inputs, targets) for kind in RUNNERS)
    assert ours == stock
    assert set(ours) == set(targets or ["double", "quotient"])


def test_a_node_that_two_need_runs_once(tmp_path: Path) -> None:
    ours = runner(StraightGraphRunner, tmp_path)
    before = Arithmetic.asked
    ours.run({"a": 1, "b": 2})
    assert Arithmetic.asked - before == 2  # sum, double


def test_a_node_whose_output_is_given_does_not_run(tmp_path: Path) -> None:
    stock, ours = (runner(kind, tmp_path).run({"sum": 8, "b": 2}) for kind in RUNNERS)
    assert ours == stock == {"quotient": 4.0, "double": 16}


@pytest.mark.parametrize("kind", RUNNERS)
def test_what_goes_wrong_is_told_as_rasa_tells_it(tmp_path: Path, kind: type[GraphRunner]) -> None:
    broken = runner(kind, tmp_path)
    with pytest.raises(GraphComponentException):
        broken.run({"a": 1, "b": 0}, ["quotient"])
    with pytest.raises(GraphRunError):
        broken.run({"a": 1}, ["double"])
