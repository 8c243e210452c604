"""Hostile documents are refused by a walk over their parts, before validation costs anything."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from api.errors import LimitError
from api.limits.bounds import (
    MAX_ALIASES,
    MAX_DEPTH,
    MAX_DIRECTIVES,
    MAX_FIELDS,
    MAX_REPEATED,
    MAX_SCHEMA_DEPTH,
    SCHEMA_FIELDS,
)


@dataclass
class Walk:
    """What was met so far, with every fragment counted where it is used."""

    fragments: dict[str, FragmentDefinitionNode]
    aliases: int = 0
    fields: int = 0
    directives: int = 0
    repeated: int = 0
    roots: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def visit(self, selections: SelectionSetNode, depth: int, limit: int) -> None:
        """Visits a selection set. Raises LimitError at the first limit that is passed."""
        if depth > limit:
            raise LimitError(f"This document is more than {limit} levels deep: ask for less.")
        names: Counter[str] = Counter()
        for node in self._flat(selections.selections, ()):
            name = node.alias.value if node.alias else node.name.value
            names[name] += 1
            self._count(node)
            if depth == 1:
                self.roots.add(node.name.value)
                limit = MAX_SCHEMA_DEPTH if node.name.value in SCHEMA_FIELDS else MAX_DEPTH
            if node.selection_set:
                self.visit(node.selection_set, depth + 1, limit)
        self.repeated += sum(names.values()) - len(names)
        self._check("repeated", MAX_REPEATED, "fields asked for twice")

    def _flat(
        self, nodes: tuple[SelectionNode, ...], inside: tuple[str, ...]
    ) -> Iterator[FieldNode]:
        for node in nodes:
            self.directives += len(node.directives or ())
            self._check("directives", MAX_DIRECTIVES, "directives")
            match node:
                case FieldNode():
                    yield node
                case InlineFragmentNode():
                    self._spread()
                    yield from self._flat(node.selection_set.selections, inside)
                case FragmentSpreadNode():
                    self._spread()
                    name = node.name.value
                    if name in inside or len(inside) > MAX_DEPTH:
                        raise LimitError(f"The fragment {name} contains itself: take it out.")
                    self.seen.add(name)
                    if found := self.fragments.get(name):
                        yield from self._flat(found.selection_set.selections, (*inside, name))

    def _spread(self) -> None:
        # An empty fragment yields no field, yet costs the same to follow.
        self.fields += 1
        self._check("fields", MAX_FIELDS, "fields")

    def _count(self, node: FieldNode) -> None:
        self.aliases += node.alias is not None
        self.fields += 1
        self._check("aliases", MAX_ALIASES, "aliases")
        self._check("fields", MAX_FIELDS, "fields")

    def _check(self, name: str, limit: int, words: str) -> None:
        if getattr(self, name) > limit:
            raise LimitError(f"This document has more than {limit} {words}: ask for less at once.")


def root_fields(document: DocumentNode) -> set[str]:
    """The root fields of a document. Raises LimitError for one beyond the limits."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    walk = Walk(fragments)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            walk.visit(node.selection_set, 1, MAX_DEPTH)
    for name, fragment in fragments.items():
        if name not in walk.seen:  # it is validated, though no operation uses it
            walk.visit(fragment.selection_set, 2, MAX_DEPTH)
    return walk.roots
