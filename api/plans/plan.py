"""The plan of one operation under one set of conditions: what was compiled of it so far."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from graphql import GraphQLObjectType, GraphQLOutputType
from graphql.execution import Executor
from graphql.execution.collect_fields import (
    CollectedFields,
    FieldDetailsList,
    GroupedFieldSet,
    collect_subfields,
)
from graphql.execution.values import VariableValues

from api.plans.compiler import Compiler, Selection
from api.plans.errors import UnplannableError
from api.plans.levels import Levels, levels_of
from api.plans.source import Function

T = TypeVar("T")
MOST_MISSES = 16
Compile = Callable[[Compiler], T]


@dataclass(slots=True)
class Compiled(Generic[T]):
    """Something compiled, and how it fares; `made` is None where graphql-core does the work."""

    made: T | None
    is_prefetching: bool
    hits: int = 0
    misses: int = 0

    @property
    def is_worthless(self) -> bool:
        """Whether it failed more often than not."""
        return self.misses >= MOST_MISSES and self.misses > self.hits


class Plan:
    """Compiles each part of an operation when it is first needed.

    It lives as long as its document is remembered, so it keeps no value of a request but those
    of the conditions.
    """

    def __init__(self, executor: Executor[Any], conditions: tuple[str, ...]) -> None:
        self.operation = executor.operation
        self.fragment_definitions = executor.fragment_definitions
        self.root_fields: GroupedFieldSet | None = None
        self.sub_fields: dict[
            tuple[GraphQLObjectType, int], tuple[FieldDetailsList, CollectedFields]
        ] = {}
        self._schema = executor.schema
        self._fragments = executor.fragments
        self._variables = _only(executor.variable_values, conditions)
        self._completions: dict[tuple[GraphQLOutputType, int], Compiled[Function]] = {}
        self._levels: dict[tuple[GraphQLOutputType, int], Levels] = {}
        self._selections: dict[tuple[GraphQLObjectType, int], Compiled[Selection]] = {}

    def completion(
        self, output_type: GraphQLOutputType, details: FieldDetailsList
    ) -> Compiled[Function]:
        """The function that completes a field's values of a type."""
        key = (output_type, id(details))
        found = self._completions.get(key)
        if found is None or (found.misses and found.is_worthless):
            found = self._compile(lambda it: it.completion(output_type, details), found)
            self._completions[key] = found
        return found

    def selection(
        self, object_type: GraphQLObjectType, fields: GroupedFieldSet
    ) -> Compiled[Selection]:
        """The plain part of a selection that has resolvers, too."""
        key = (object_type, id(fields))
        found = self._selections.get(key)
        if found is None or (found.misses and found.is_worthless):
            found = self._compile(lambda it: it.selection(object_type, fields), found)
            self._selections[key] = found
        return found

    def levels(self, output_type: GraphQLOutputType, details: FieldDetailsList) -> Levels:
        """What is read below a field."""
        key = (output_type, id(details))
        if key not in self._levels:
            self._levels[key] = levels_of(self._schema, self._collect, output_type, details)
        return self._levels[key]

    def _compile(self, make: Compile[T], worthless: Compiled[T] | None) -> Compiled[T]:
        """With what sources hold; then without it; then not at all."""
        for is_prefetching in (True, False):
            if worthless is not None and (is_prefetching or not worthless.is_prefetching):
                continue
            compiler = Compiler(self._schema, self._collect, is_prefetching=is_prefetching)
            try:
                return Compiled(make(compiler), is_prefetching=compiler.uses_prefetched)
            except (UnplannableError, RecursionError):
                continue
        return Compiled(None, is_prefetching=False)

    def _collect(
        self, object_type: GraphQLObjectType, details: FieldDetailsList
    ) -> GroupedFieldSet:
        key = (object_type, id(details))
        if key not in self.sub_fields:
            found = collect_subfields(
                self._schema,
                self._fragments,
                self._variables,
                self.operation,
                object_type,
                details,
            )
            self.sub_fields[key] = (details, found)
        return self.sub_fields[key][1].grouped_field_set


def _only(values: VariableValues, names: tuple[str, ...]) -> VariableValues:
    return VariableValues(
        {name: values.sources[name] for name in names if name in values.sources},
        {name: values.coerced[name] for name in names if name in values.coerced},
    )
