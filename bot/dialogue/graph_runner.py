"""Runs a model's graph node after node, where Rasa hands it to Dask's scheduler at every step.

A turn runs the graph once to understand and once for each action that is decided. Its nodes stand in
one line, so there is nothing to schedule; Dask spends more on planning than most nodes on working.
"""

from __future__ import annotations

from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Any

import rasa.core.processor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class StraightGraphRunner(GraphRunner):
    """Runs the nodes that a target needs, in an order that is found once."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._order = lru_cache(maxsize=None)(self._find_order)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> StraightGraphRunner:
        """The runner with all nodes built (see parent class)."""
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """The output of each target (see parent class). Raises GraphRunError, as Rasa's runner does."""
        wanted = tuple(targets or self._schema.target_names)
        outputs = dict(inputs or {})
        try:
            for name in self._order(wanted):
                if name in outputs:
                    continue
                given = self._schema.nodes[name].needs.values()
                known = [(need, outputs[need]) if need in outputs else need for need in given]
                _, outputs[name] = self._nodes[name](*known)
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return {name: outputs[name] for name in wanted}

    def _find_order(self, targets: tuple[str, ...]) -> list[str]:
        """The nodes below the targets, each after those it needs; inputs are no nodes."""
        needed = self._schema.minimal_graph_schema(list(targets)).nodes
        before = {name: list(node.needs.values()) for name, node in needed.items()}
        return [name for name in TopologicalSorter(before).static_order() if name in needed]


def use_straight_runner() -> None:
    """Let every model that this process loads be run so. Doing it twice changes nothing."""
    rasa.core.processor.DaskGraphRunner = StraightGraphRunner
