"""Conditions of a mapping, and the needs and offers that a record holds. Pure."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from graph.imports.fields import read_fields, validated
from graph.imports.mapping import ChildRules, Condition, Mapping
from graph.imports.records import Problem, Record
from graph.imports.values import as_text, cleaned, look_up
from graph.models.inputs import NeedInput, OfferInput

ChildInput: TypeAlias = NeedInput | OfferInput


@dataclass(slots=True)
class Children:
    """The needs and offers of a record that are valid, and what is wrong with the others."""

    inputs: list[ChildInput] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0

    def refuse(self, *problems: Problem) -> None:
        """Counts a need or offer that cannot go in."""
        self.problems += problems
        self.refused += 1


def word_in(values: MappingOf[str, Any], column: str) -> str:
    """What a condition compares. Raises ValueError for an object."""
    found = look_up(values, column)
    return "" if found is None else as_text(found).strip()


def is_met(values: MappingOf[str, Any], condition: Condition) -> bool:
    """Whether a record meets a condition. Raises ValueError for an object in its column."""
    word = word_in(values, condition.column)
    return word in condition.values if condition.values else word not in condition.but


def _is_there(values: MappingOf[str, Any], rules: ChildRules, empty: Sequence[str]) -> bool:
    if isinstance(rules.when, Condition):
        return is_met(values, rules.when)
    return rules.when is None or cleaned(look_up(values, rules.when), empty) is not None


def _items(
    values: MappingOf[str, Any], rules: ChildRules, empty: Sequence[str]
) -> Iterator[tuple[str, Any]]:
    """The values that a block reads, each with its path. Raises ValueError for what is no list."""
    if not _is_there(values, rules, empty):
        return
    if rules.each is None:
        yield "", values
        return
    found = look_up(values, rules.each)
    if found is not None and not isinstance(found, list):
        raise ValueError("is no list: write its items in [ ]")
    yield from ((f"{rules.each}.{number}.", item) for number, item in enumerate(found or ()))


def children_of(record: Record, mapping: Mapping) -> Children:
    """All needs and offers of a record; a wrong one does not stop the others."""
    children = Children()
    for blocks, model in ((mapping.need, NeedInput), (mapping.offer, OfferInput)):
        for block in blocks:
            try:
                items = list(_items(record.values, block, mapping.file.empty))
            except ValueError as error:
                children.refuse(Problem(block.each or block.tested or "", str(error)))
                continue
            for path, item in items:
                _add(children, path, item, block=block, model=model, mapping=mapping)
    return children


def _add(
    children: Children,
    path: str,
    item: Any,
    *,
    block: ChildRules,
    model: type[ChildInput],
    mapping: Mapping,
) -> None:
    if not isinstance(item, MappingOf):
        children.refuse(Problem(path.rstrip("."), "is no object: write its fields in { }"))
        return
    read = read_fields(item, block.fields, mapping, path)
    child = validated(model, read, block.fields)
    if child is None or not read.is_sound:
        children.refuse(*read.problems)
    else:
        children.problems += read.problems
        children.inputs.append(child)
