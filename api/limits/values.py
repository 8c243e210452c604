"""Values beyond the bounds: those of variables, and those written into a document."""

from collections.abc import Iterable
from typing import Any

from graphql import ListValueNode, ObjectValueNode, ValueNode

from api.errors import LimitError
from api.limits.bounds import MAX_ARRAY_ITEMS, MAX_LITERAL_FIELDS, MAX_VALUE_DEPTH, MAX_VALUES


def refuse_large_variables(
    variables: dict[str, Any], max_items: int = MAX_ARRAY_ITEMS, max_values: int = MAX_VALUES
) -> None:
    """Raises LimitError for variables that are nested too deeply or hold too much.

    Args:
        variables: as decoded from JSON; walked without recursion, one level after the other.
        max_items: of each list.
        max_values: in all.
    """
    level: list[Any] = [variables]
    seen = 0
    for _ in range(MAX_VALUE_DEPTH + 1):
        level = [inner for value in level for inner in _inside(value, max_items)]
        seen += len(level)
        if seen > max_values:
            raise LimitError(f"The variables hold more than {max_values:,} values: send less.")
        if not level:
            return
    raise LimitError(f"The variables are nested more than {MAX_VALUE_DEPTH} levels deep.")


def _inside(value: Any, max_items: int) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, list):
        _refuse_long_list(len(value), max_items)
        return value
    return ()


def refuse_large_values(values: Iterable[ValueNode]) -> None:
    """Raises LimitError for values in a document that are nested too deeply or too long."""
    level = list(values)
    fields = 0
    for _ in range(MAX_VALUE_DEPTH + 1):
        inner: list[ValueNode] = []
        for value in level:
            if isinstance(value, ListValueNode):
                _refuse_long_list(len(value.values), MAX_ARRAY_ITEMS)
                inner += value.values
            elif isinstance(value, ObjectValueNode):
                fields += len(value.fields)
                inner += [field.value for field in value.fields]
        if fields > MAX_LITERAL_FIELDS:
            raise LimitError(
                f"Objects in this document have more than {MAX_LITERAL_FIELDS} fields: "
                "send them as variables."
            )
        level = inner
        if not level:
            return
    raise LimitError(f"A value in this document is nested more than {MAX_VALUE_DEPTH} levels deep.")


def _refuse_long_list(length: int, max_items: int) -> None:
    if length > max_items:
        raise LimitError(
            f"A list holds {length:,} items, more than {max_items}: send less at once."
        )
