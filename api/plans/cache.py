"""The plans of a schema: made at the second sight of a document, the longest unused dropped."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from graphql import OperationDefinitionNode, OperationType
from graphql.execution import Executor

from api.plans.conditions import condition_names
from api.plans.plan import Plan

ABSENT = "absent"


class Seen:
    """An operation that was seen, with its plans by the values of its conditions."""

    def __init__(self, executor: Executor[Any]) -> None:
        self.operation = executor.operation
        self.fragments = executor.fragment_definitions
        self.conditions: tuple[str, ...] | None = None
        self.plans: OrderedDict[tuple[Any, ...], Plan] = OrderedDict()

    def is_of(self, executor: Executor[Any]) -> bool:
        """Whether this is the executor's operation, with the same fragments."""
        same = self.fragments.keys() == executor.fragment_definitions.keys()
        return same and all(
            self.fragments[name] is node for name, node in executor.fragment_definitions.items()
        )


class PlanCache:
    """Plans by operation and conditions.

    Args:
        most_documents: how many operations are remembered.
        most_conditions: how many plans one operation may have.
    """

    def __init__(self, most_documents: int = 256, most_conditions: int = 8) -> None:
        self._most_documents = most_documents
        self._most_conditions = most_conditions
        # An entry keeps its operation alive, so that its id is not used again.
        self._seen: OrderedDict[int, Seen] = OrderedDict()
        self._lock = Lock()

    def plan_for(self, executor: Executor[Any]) -> Plan | None:
        """The executor's plan; None where graphql-core does all the work."""
        if not is_plannable(executor):
            return None
        with self._lock:
            seen = self._seen.get(id(executor.operation))
            if seen is None or not seen.is_of(executor):
                self._remember(Seen(executor))
                return None
            self._seen.move_to_end(id(executor.operation))
            return self._plan_of(seen, executor)

    def __len__(self) -> int:
        return sum(len(seen.plans) for seen in self._seen.values())

    def _remember(self, seen: Seen) -> None:
        self._seen[id(seen.operation)] = seen
        if len(self._seen) > self._most_documents:
            self._seen.popitem(last=False)

    def _plan_of(self, seen: Seen, executor: Executor[Any]) -> Plan | None:
        if not seen.plans:
            seen.conditions = condition_names(seen.operation, seen.fragments)
        if seen.conditions is None:
            return None
        given = executor.variable_values.coerced
        key = tuple(given.get(name, ABSENT) for name in seen.conditions)
        if key not in seen.plans:
            seen.plans[key] = Plan(executor, seen.conditions)
            if len(seen.plans) > self._most_conditions:
                seen.plans.popitem(last=False)
        return seen.plans[key]


def is_plannable(executor: Executor[Any]) -> bool:
    """Whether anything of an operation may be compiled."""
    operation: OperationDefinitionNode = executor.operation
    middleware = executor.middleware_manager
    return (
        operation.operation is OperationType.QUERY
        and executor.abort_signal is None
        and not (middleware and middleware.middlewares)
    )
