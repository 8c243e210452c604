"""Hostile documents are refused by a walk over their parts, before validation costs anything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableDefinitionNode,
)

from api.errors import LimitError, UnknownNamesError
from api.limits.asked import META_FIELDS, Asked, definition_of
from api.limits.bounds import (
    MAX_ALIASES,
    MAX_DEPTH,
    MAX_DIRECTIVES,
    MAX_DIRECTIVES_AT_ONE_PLACE,
    MAX_FIELDS,
    MAX_FRAGMENTS,
    MAX_MISTAKES,
    MAX_OPERATIONS,
    MAX_SAME_FIELDS,
    MAX_SCHEMA_DEPTH,
    MAX_SCHEMA_ROOTS,
    MAX_VARIABLES,
    SCHEMA_FIELDS,
)
from api.limits.values import refuse_large_values

Part = tuple[SelectionSetNode, GraphQLNamedType | None]


@dataclass(frozen=True, slots=True)
class Operation:
    """What one operation asks for, by the keys of its answer."""

    node: OperationDefinitionNode
    roots: dict[str, Asked]

    @property
    def root_fields(self) -> set[str]:
        """The names of the root fields; an alias does not hide one."""
        return {asked.node.name.value for asked in self.roots.values()}


@dataclass
class Walk:
    """Puts together what is asked, and counts: every fragment where it is used."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    aliases: int = 0
    fields: int = 0
    directives: int = 0
    same_fields: int = 0
    unknown: int = 0
    seen: set[str] = field(default_factory=set)

    def visit(self, parts: list[Part], depth: int, limit: int) -> dict[str, Asked]:
        """Puts selection sets of one place together. Raises LimitError at the first limit."""
        if depth > limit:
            raise LimitError(f"This document is more than {limit} levels deep: ask for less.")
        found: dict[str, Asked] = {}
        below: dict[str, list[Part]] = {}
        for node, parent in self._flat(parts):
            key = node.alias.value if node.alias else node.name.value
            asked = found.get(key)
            if asked is None:
                definition = definition_of(self.schema, parent, node.name.value)
                asked = found[key] = Asked(node, definition)
            self._count(node, asked, parent)
            if node.selection_set:
                below.setdefault(key, []).append((node.selection_set, asked.named_type))
        for key, inner in below.items():
            asked = found[key]
            if depth == 1:
                limit = MAX_SCHEMA_DEPTH if asked.node.name.value in SCHEMA_FIELDS else MAX_DEPTH
            asked.children = self.visit(inner, depth + 1, limit)
        return found

    def _flat(self, parts: list[Part]) -> Iterator[tuple[FieldNode, GraphQLNamedType | None]]:
        for selections, parent in parts:
            yield from self._fields(selections.selections, parent, ())

    def _fields(
        self,
        nodes: Iterable[SelectionNode],
        parent: GraphQLNamedType | None,
        inside: tuple[str, ...],
    ) -> Iterator[tuple[FieldNode, GraphQLNamedType | None]]:
        for node in nodes:
            self.count_directives(node.directives)
            match node:
                case FieldNode():
                    yield node, parent
                case InlineFragmentNode():
                    self._spread(inside)
                    condition = node.type_condition
                    inner = self.schema.get_type(condition.name.value) if condition else parent
                    # An empty name stands for a fragment without one.
                    yield from self._fields(node.selection_set.selections, inner, (*inside, ""))
                case FragmentSpreadNode():
                    self._spread(inside)
                    yield from self._of_fragment(node.name.value, inside)

    def _of_fragment(
        self, name: str, inside: tuple[str, ...]
    ) -> Iterator[tuple[FieldNode, GraphQLNamedType | None]]:
        if name in inside:
            raise LimitError(f"The fragment {name} contains itself: take it out.")
        self.seen.add(name)
        found = self.fragments.get(name)
        if found is None:
            self._note_unknown(f"Fragment '{name}' is not in this document")
        else:
            inner = self.schema.get_type(found.type_condition.name.value)
            self.count_directives(found.directives)
            yield from self._fields(found.selection_set.selections, inner, (*inside, name))

    def _spread(self, inside: tuple[str, ...]) -> None:
        # An empty fragment yields no field, yet costs the same to follow.
        self.fields += 1
        self._check("fields", MAX_FIELDS, "fields")
        if len(inside) > MAX_DEPTH:
            raise LimitError(f"Fragments are nested more than {MAX_DEPTH} levels deep.")

    def _count(self, node: FieldNode, asked: Asked, parent: GraphQLNamedType | None) -> None:
        self.aliases += node.alias is not None
        self.fields += 1
        self.same_fields += asked.count
        asked.count += 1
        self._check("aliases", MAX_ALIASES, "aliases")
        self._check("fields", MAX_FIELDS, "fields")
        self._check("same_fields", MAX_SAME_FIELDS, "pairs of fields asked for twice")
        refuse_large_values(argument.value for argument in node.arguments or ())
        if asked.count == 1:
            self._note_unknown_parts(asked, parent)

    def _note_unknown(self, sentence: str) -> None:
        self.unknown += 1
        if self.unknown > MAX_MISTAKES:
            raise UnknownNamesError(
                f"{sentence}, nor are {MAX_MISTAKES} others: compare the document with the schema."
            )

    def _note_unknown_parts(self, asked: Asked, parent: GraphQLNamedType | None) -> None:
        name = asked.node.name.value
        if asked.definition is None:
            if parent is not None:
                self._note_unknown(f"Field '{name}' is not in type '{parent}'")
            return
        for argument in asked.node.arguments or ():
            if argument.name.value not in asked.definition.args:
                self._note_unknown(f"Argument '{argument.name.value}' is not in field '{name}'")

    def count_directives(self, directives: tuple[DirectiveNode, ...] | None) -> None:
        """Raises LimitError for too many, at one place or in all."""
        if not directives:
            return
        if len(directives) > MAX_DIRECTIVES_AT_ONE_PLACE:
            raise LimitError(
                f"There are more than {MAX_DIRECTIVES_AT_ONE_PLACE} directives at one place."
            )
        self.directives += len(directives)
        self._check("directives", MAX_DIRECTIVES, "directives")
        for directive in directives:
            refuse_large_values(argument.value for argument in directive.arguments or ())

    def count_variables(self, variables: tuple[VariableDefinitionNode, ...]) -> None:
        """Raises LimitError for too many, or a default that is too large."""
        _refuse_many(len(variables), MAX_VARIABLES, "variables")
        for variable in variables:
            self.count_directives(variable.directives)
            if variable.default_value:
                refuse_large_values([variable.default_value])

    def _check(self, name: str, limit: int, words: str) -> None:
        if getattr(self, name) > limit:
            raise LimitError(f"This document has more than {limit} {words}: ask for less at once.")


def analyze(schema: GraphQLSchema, document: DocumentNode) -> list[Operation]:
    """What each operation of a document asks for. Raises LimitError for one beyond the limits."""
    fragments = [n for n in document.definitions if isinstance(n, FragmentDefinitionNode)]
    operations = [n for n in document.definitions if isinstance(n, OperationDefinitionNode)]
    _refuse_many(len(document.definitions) - len(fragments), MAX_OPERATIONS, "operations")
    _refuse_many(len(fragments), MAX_FRAGMENTS, "fragments")
    walk = Walk(schema, {node.name.value: node for node in fragments})
    found = []
    for node in operations:
        walk.count_variables(node.variable_definitions or ())
        walk.count_directives(node.directives)
        root = schema.get_root_type(node.operation)
        operation = Operation(node, walk.visit([(node.selection_set, root)], 1, MAX_DEPTH))
        names = [asked.node.name.value for asked in operation.roots.values()]
        _refuse_many(
            sum(name in META_FIELDS for name in names), MAX_SCHEMA_ROOTS, "looks at the schema"
        )
        found.append(operation)
    for fragment in fragments:
        if fragment.name.value not in walk.seen:  # it is validated, though no operation uses it
            condition = schema.get_type(fragment.type_condition.name.value)
            walk.visit([(fragment.selection_set, condition)], 2, MAX_DEPTH)
    return found


def _refuse_many(count: int, limit: int, words: str) -> None:
    if count > limit:
        raise LimitError(f"This document has more than {limit} {words}: send fewer at once.")
