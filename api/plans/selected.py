"""What a field at the root is asked for, told to its resolver.

A resolver that knows it may read less, and what marked fields would read after it at the same time
as its own: its sources then hold it.
"""

from contextvars import ContextVar
from dataclasses import dataclass

from graphql.execution.values import VariableValues

from api.plans.levels import Levels


@dataclass(frozen=True, slots=True)
class Selected:
    """What the running request reads below a field at the root."""

    levels: Levels
    variables: VariableValues


selected: ContextVar[Selected | None] = ContextVar("selected", default=None)
