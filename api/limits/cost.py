"""What an operation costs: estimated from the sizes of its lists, counted in its answer.

A node is an object of the answer; connections, edges and page infos wrap nodes and count nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLList,
    IntValueNode,
    ListValueNode,
    OperationType,
    ValueNode,
    VariableNode,
    get_nullable_type,
    is_composite_type,
    value_from_ast_untyped,
)
from graphql.utilities.coerce_input_value import coerce_default_value

from api.limits.asked import META_FIELDS, Asked
from api.limits.bounds import ASSUMED_ITEMS, MAX_NODES

if TYPE_CHECKING:
    from api.limits.document import Operation

SIZES = ("first", "last", "ids")
WRAPPERS = ("Connection", "Edge", "PageInfo")
BEYOND = MAX_NODES + 1
COUNTED_DIGITS = 6
NODES_A_POINT = 10
POINTS_OF_MUTATION = 10
# Fields that encode a text or compare many pairs.
POINTS_OF_FIELDS = {
    "__schema": 50,
    "__type": 5,
    "coverage": 20,
    "path": 10,
    "previewMatches": 20,
    "search": 10,
    "whyNot": 10,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A field whose values are objects: how many there may be, and what is asked of each."""

    key: str
    is_list: bool
    is_wrapper: bool
    sizes: tuple[ValueNode, ...]
    default_size: int | None = None
    children: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class CostModel:
    """How to count the nodes of one operation, before and after."""

    roots: tuple[Counted, ...]
    base_points: int
    defaults: dict[str, Any] = field(default_factory=dict)

    def estimate(self, variables: dict[str, Any]) -> int:
        """The most nodes there may be, with these variables; more than `MAX_NODES` is cut."""
        given = self.defaults | variables
        return min(sum(_estimate(root, given, None) for root in self.roots), BEYOND)

    def measure(self, data: dict[str, Any] | None) -> int:
        """The nodes there are in an answer."""
        return _measure_children([data], self.roots) if data else 0

    def points(self, nodes: int) -> int:
        """The price of an operation with so many nodes."""
        return self.base_points + -(-nodes // NODES_A_POINT)


def model_of(operation: Operation) -> CostModel:
    """How to count the nodes of an operation."""
    is_mutation = operation.node.operation is OperationType.MUTATION
    base = 1
    for asked in operation.roots.values():
        default = POINTS_OF_MUTATION if is_mutation else 0
        base += POINTS_OF_FIELDS.get(asked.node.name.value, default)
    defaults = {
        definition.variable.name.value: value_from_ast_untyped(definition.default_value)
        for definition in operation.node.variable_definitions or ()
        if definition.default_value
    }
    data = {key: asked for key, asked in operation.roots.items() if not is_meta(asked)}
    return CostModel(_counted(data), base, defaults)


def is_meta(asked: Asked) -> bool:
    """Whether a field is of the schema: as long as that is, whatever is asked."""
    return asked.node.name.value in META_FIELDS


def _counted(fields: dict[str, Asked]) -> tuple[Counted, ...]:
    return tuple(
        Counted(
            key,
            is_list=isinstance(get_nullable_type(asked.type), GraphQLList),
            is_wrapper=str(asked.named_type).endswith(WRAPPERS),
            sizes=_sizes(asked),
            default_size=_default_size(asked),
            children=_counted(asked.children),
        )
        for key, asked in fields.items()
        if is_composite_type(asked.named_type)
    )


def _sizes(asked: Asked) -> tuple[ValueNode, ...]:
    """The arguments that bound a list: a page's size, or the ids that are looked up."""
    given = {argument.name.value: argument.value for argument in asked.node.arguments or ()}
    return tuple(given[name] for name in SIZES if name in given)


def _default_size(asked: Asked) -> int | None:
    """The size of a page that none is asked for."""
    arguments = asked.definition.args if asked.definition else {}
    defaults = (coerce_default_value(arguments[name]) for name in SIZES if name in arguments)
    return next((default for default in defaults if isinstance(default, int)), None)


def _size(counted: Counted, variables: dict[str, Any]) -> int | None:
    found = (_length(size, variables) for size in counted.sizes)
    known = [length for length in found if length is not None]
    return max(0, min(max(known), BEYOND)) if known else counted.default_size


def _length(size: ValueNode, variables: dict[str, Any]) -> int | None:
    value: Any = None
    match size:
        case ListValueNode():
            return len(size.values)
        case IntValueNode():
            value = int(size.value) if len(size.value) <= COUNTED_DIGITS else BEYOND
        case VariableNode():
            value = variables.get(size.name.value)
    if isinstance(value, list):
        return len(value)
    return int(min(value, BEYOND)) if isinstance(value, int | float) else None


def _estimate(counted: Counted, variables: dict[str, Any], inherited: int | None) -> int:
    size = _size(counted, variables)
    if not counted.is_list:
        # What wraps a list hands its size on.
        handed = size if size is not None else inherited if counted.is_wrapper else None
        inner = sum(_estimate(child, variables, handed) for child in counted.children)
        return inner + (not counted.is_wrapper)
    items = next((each for each in (size, inherited) if each is not None), ASSUMED_ITEMS)
    inner = sum(_estimate(child, variables, None) for child in counted.children)
    return min(items * (inner + (not counted.is_wrapper)), BEYOND)


def _measure_children(found: list[dict[str, Any]], children: tuple[Counted, ...]) -> int:
    """The nodes below objects of one level, level by level: an answer has far more objects."""
    return sum(_measure([each.get(child.key) for each in found], child) for child in children)


def _measure(values: list[Any], counted: Counted) -> int:
    while any(type(value) is list for value in values):
        values = [item for value in values if type(value) is list for item in value]
    found = [value for value in values if value is not None]
    own = 0 if counted.is_wrapper else len(found)
    if not counted.children:
        return own
    return own + _measure_children([each for each in found if type(each) is dict], counted.children)
