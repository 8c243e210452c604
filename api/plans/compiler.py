"""From a selection to a function: what the executor of graphql-core would do, in a straight line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from graphql import (
    GraphQLAbstractType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE

from api.plans.classes import TypeInfo, admission, runtime_type
from api.plans.errors import UnplannableError, odd
from api.plans.fields import PREFETCHED, is_prefetchable, plain_attribute
from api.plans.leaves import leaf_expression, leaf_of, names_of
from api.plans.levels import Collect
from api.plans.source import Function, Namespace, attribute

MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Selection:
    """The plain fields of a selection as one function, and the fields that have resolvers.

    `fill(source)` gives the whole answer in the document's order, with None for the others.
    """

    fill: Function
    others: tuple[tuple[str, FieldDetailsList], ...]


class Compiler:
    """Compiles selections of one plan.

    Args:
        schema: the schema.
        collect: the fields of a selection on an object type, by response name.
        is_prefetching: whether sources are expected to hold what marked fields would give.
    """

    def __init__(self, schema: GraphQLSchema, collect: Collect, *, is_prefetching: bool) -> None:
        self._schema = schema
        self._collect = collect
        self._is_prefetching = is_prefetching
        self._namespace = Namespace(odd=odd, datetime=datetime, date=date)
        self._functions: dict[tuple[GraphQLObjectType, int], str] = {}
        self._fields = 0
        self.uses_prefetched = False

    def completion(self, output_type: GraphQLOutputType, details: FieldDetailsList) -> Function:
        """Completes values of a field. Raises UnplannableError."""
        return self._namespace.function([f"return {self._value(output_type, details, 's')}"])

    def selection(self, object_type: GraphQLObjectType, fields: GroupedFieldSet) -> Selection:
        """Completes the plain fields of objects. Raises UnplannableError where there are none."""
        others: list[tuple[str, FieldDetailsList]] = []
        values: dict[str, str] = {}
        lines: list[str] = []
        for name, details, field in self._known(object_type, fields):
            try:
                reading, value = self._field(object_type, name, details, field)
            except UnplannableError:
                others.append((name, details))
                value = "None"
            else:
                lines += reading
            values[name] = value
        if len(others) == len(fields):
            raise UnplannableError
        return Selection(self._namespace.function([*lines, _display(values)]), tuple(others))

    def _known(
        self, object_type: GraphQLObjectType, fields: GroupedFieldSet
    ) -> Iterator[tuple[str, FieldDetailsList, GraphQLField]]:
        for name, details in fields.items():
            self._fields += 1
            field = self._schema.get_field(object_type, details[0].node.name.value)
            if field is None or self._fields > MOST_FIELDS:
                raise UnplannableError
            yield name, details, field

    def _field(
        self,
        object_type: GraphQLObjectType,
        name: str,
        details: FieldDetailsList,
        field: GraphQLField,
    ) -> tuple[list[str], str]:
        """The lines that read a field, and the expression that completes what they read."""
        if details[0].node.name.value == "__typename":
            return [], repr(object_type.name)
        local = f"v_{name}"
        if (plain := plain_attribute(field)) is not None:
            read = f"s.{attribute(plain)}"
        elif self._is_prefetching and is_prefetchable(field):
            self.uses_prefetched = True
            read = f"s.{PREFETCHED}[{name!r}]"
        else:
            raise UnplannableError
        return [f"{local} = {read}"], self._value(field.type, details, local)

    def _value(
        self, output_type: GraphQLOutputType, details: FieldDetailsList, value: str, depth: int = 0
    ) -> str:
        if is_non_null_type(output_type):
            return self._present(output_type.of_type, details, value, depth)
        present = self._present(output_type, details, value, depth)
        return f"None if {value} is None else ({present})"

    def _present(
        self, output_type: GraphQLOutputType, details: FieldDetailsList, value: str, depth: int
    ) -> str:
        """The expression for a value that is not null; a null one is odd in it."""
        if is_list_type(output_type):
            item = f"i{depth}"
            inner = self._value(output_type.of_type, details, item, depth + 1)
            return (
                f"[{inner} for {item} in {value}] "
                f"if type({value}) is list or type({value}) is tuple else odd()"
            )
        if is_leaf_type(output_type):
            leaf = self._namespace.add("leaf", leaf_of(output_type))
            names = self._namespace.add("names", names_of(output_type))
            return leaf_expression(output_type, value, leaf, names)
        if is_object_type(output_type):
            return f"{self._object(output_type, details)}({value})"
        assert is_abstract_type(output_type)  # noqa: S101  # nothing else is left
        return self._abstract(output_type, details, value)

    def _object(self, object_type: GraphQLObjectType, details: FieldDetailsList) -> str:
        """The name of the function that completes objects of a type."""
        key = (object_type, id(details))
        if key not in self._functions:
            values: dict[str, str] = {}
            lines = self._guard(object_type)
            fields = self._collect(object_type, details)
            for name, nested, field in self._known(object_type, fields):
                reading, values[name] = self._field(object_type, name, nested, field)
                lines += reading
            made = self._namespace.function([*lines, _display(values)])
            self._functions[key] = self._namespace.add("complete_", made)
        return self._functions[key]

    def _guard(self, object_type: GraphQLObjectType) -> list[str]:
        admitted: set[type] = set()
        names = self._namespace
        known = names.add("admitted", admitted)
        admit = names.add("admit", admission(object_type, admitted))
        cast = f"getattr(s, {TYPE_CAST_ATTRIBUTE!r}, None) is not None"
        return [f"if type(s) not in {known} or {cast}: {admit}(s)"]

    def _abstract(
        self, abstract_type: GraphQLAbstractType, details: FieldDetailsList, value: str
    ) -> str:
        by_class: dict[type, Function] = {}
        info = TypeInfo(self._schema, details[0].node.name.value)

        def learn(found: object) -> Function:
            name = self._object(runtime_type(found, abstract_type, info), details)
            by_class[type(found)] = self._namespace.get(name)
            return by_class[type(found)]

        table = self._namespace.add("by_class", by_class)
        return f"({table}.get(type({value})) or {self._namespace.add('learn', learn)}({value}))({value})"


def _display(values: dict[str, str]) -> str:
    return f"return {{{', '.join(f'{name!r}: {value}' for name, value in values.items())}}}"
