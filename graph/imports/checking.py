"""Whether the columns that a mapping reads are in the file. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from itertools import chain, islice
from typing import Any

from graph.imports.mapping import ChildRules, FieldRules, Mapping, nearest
from graph.imports.records import ImportFailedError, Record
from graph.imports.values import holds, look_up

DEEPEST = 3
SAMPLE = 1_000


def check_columns(records: Sequence[Record], mapping: Mapping) -> None:
    """Refuses a mapping that reads a column which no record has.

    Raises:
        ImportFailedError: names the column, the nearest one of the file, and our field.
    """
    if mapping.file.columns == "optional":
        return
    values = [record.values for record in records if not record.problems]
    if not values:
        problem = records[0].problems[0]
        raise ImportFailedError(
            f"No row could be read; the first one ({records[0].where}) {problem.message}."
        )
    for block, rules in (
        ("[party]", mapping.party),
        ("[of]", mapping.of),
        ("[link]", mapping.link),
    ):
        _check(block, _read_by(rules or {}), values)
    _check("[[leave_out]]", [("column", rule.column) for rule in mapping.leave_out], values)
    for block, children in (("[[need]]", mapping.need), ("[[offer]]", mapping.offer)):
        for child in children:
            _check_child(block, child, values)


def _read_by(rules: FieldRules) -> list[tuple[str, str]]:
    return [(name, column) for name, rule in rules.items() for column in rule.read]


def _check_child(block: str, child: ChildRules, values: Sequence[MappingOf[str, Any]]) -> None:
    whole = [(word, path) for word, path in (("when", child.tested), ("each", child.each)) if path]
    _check(block, whole, values)
    if child.each is None:
        _check(block, _read_by(child.fields), values)
        return
    lists = (look_up(item, child.each) for item in values)
    items = [item for found in lists if isinstance(found, list) for item in found]
    inner = [item for item in items if isinstance(item, dict)]
    if inner:
        _check(block, _read_by(child.fields), inner)


def _check(
    block: str, read: Iterable[tuple[str, str]], values: Sequence[MappingOf[str, Any]]
) -> None:
    for name, column in read:
        if not any(holds(item, column) for item in values):
            known = set(chain.from_iterable(_paths(item) for item in islice(values, SAMPLE)))
            raise ImportFailedError(
                f"The mapping reads the column “{column}” for {name} in {block}, but the file has"
                f" no such column{nearest(column, known)}."
            )


def _paths(values: MappingOf[str, Any], depth: int = 1) -> Iterator[str]:
    for key, value in values.items():
        yield key
        if isinstance(value, dict) and depth < DEEPEST:
            yield from (f"{key}.{path}" for path in _paths(value, depth + 1))
