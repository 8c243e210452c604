"""Random documents that are valid under a schema: aliases, fragments, conditions, variables."""

from random import Random
from typing import Any

from graphql import (
    GraphQLNamedType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

CONDITIONS = ("yes", "no", "perhaps")
HEADER = "query ($yes: Boolean!, $no: Boolean!, $perhaps: Boolean! = true, $loud: Boolean!) "
FAILING = ("failing", "failingLater", "nothing", "guarded")
ARGUMENTS = {
    "greeting": ("", "(loud: true)", "(loud: $loud)", "(loud: $loud, times: 2)"),
    "owned": ("", "(first: 1)"),
    "people": ("", "(first: 1)", "(first: 2)"),
}


class Documents:
    """Draws documents.

    Args:
        schema: their schema.
        draw: the random choices.
        most_depth: of nested selections.
    """

    def __init__(self, schema: GraphQLSchema, draw: Random, most_depth: int = 4) -> None:
        self._schema = schema
        self._draw = draw
        self._most_depth = most_depth
        self._fragments: list[str] = []
        self._names = 0

    def document(self) -> str:
        """One document with one operation."""
        self._fragments = []
        self._names = 0
        root = self._schema.query_type
        assert root is not None
        body = self._selection(root, self._draw.randint(2, self._most_depth))
        return "\n".join([HEADER + body, *self._fragments])

    def variables(self) -> dict[str, Any]:
        """Values for the variables of any document."""
        flags: dict[str, Any] = {name: self._draw.random() < 0.5 for name in ("yes", "no", "loud")}
        if self._draw.random() < 0.5:
            flags["perhaps"] = self._draw.random() < 0.5
        return flags

    def _selection(self, of_type: GraphQLNamedType, depth: int) -> str:
        parts = [self._part(of_type, depth) for _ in range(self._draw.randint(1, 4))]
        return "{ " + " ".join(parts) + " }"

    def _part(self, of_type: GraphQLNamedType, depth: int) -> str:
        chance = self._draw.random()
        if depth > 0 and (chance < 0.12 or (is_abstract_type(of_type) and chance < 0.6)):
            return self._inline(of_type, depth)
        if depth > 0 and chance < 0.2:
            return self._spread(of_type, depth)
        return self._field(of_type, depth)

    def _inline(self, of_type: GraphQLNamedType, depth: int) -> str:
        narrowed = self._narrowed(of_type)
        condition = f"on {narrowed.name} " if narrowed is not of_type else ""
        return f"... {condition}{self._conditions()}{self._selection(narrowed, depth - 1)}"

    def _spread(self, of_type: GraphQLNamedType, depth: int) -> str:
        narrowed = self._narrowed(of_type)
        name = self._name("F")
        body = self._selection(narrowed, depth - 1)
        self._fragments.append(f"fragment {name} on {narrowed.name} {body}")
        return f"...{name} {self._conditions()}"

    def _narrowed(self, of_type: GraphQLNamedType) -> GraphQLNamedType:
        if not is_abstract_type(of_type):
            return of_type
        return self._draw.choice([*self._schema.get_possible_types(of_type)])

    def _field(self, of_type: GraphQLNamedType, depth: int) -> str:
        fields = dict(getattr(of_type, "fields", {}))
        if depth <= 0:
            fields = {n: f for n, f in fields.items() if is_leaf_type(get_named_type(f.type))}
        if not fields or self._draw.random() < 0.1:
            return f"{self._alias('__typename')}__typename {self._conditions()}"
        name = self._draw.choice([*fields])
        if name in FAILING and self._draw.random() < 0.8:
            name = self._draw.choice([*fields])
        inner = get_named_type(fields[name].type)
        arguments = self._draw.choice(ARGUMENTS.get(name, ("",)))
        nested = "" if is_leaf_type(inner) else self._selection(inner, depth - 1)
        return f"{self._alias(name)}{name}{arguments} {self._conditions()}{nested}"

    def _alias(self, name: str) -> str:
        """Fields of one response name must not differ, so most have a name of their own.

        Marked fields keep theirs: what sources hold is found by it. A document whose fields
        collide is left out by validation.
        """
        is_marked = name in ("owned", "mate")
        keeps = self._draw.random() < (0.8 if is_marked else 0.3)
        return "" if keeps else f"{self._name(name.strip('_'))}: "

    def _name(self, stem: str) -> str:
        self._names += 1
        return f"{stem}{self._names}"

    def _conditions(self) -> str:
        if self._draw.random() < 0.75:
            return ""
        directive = self._draw.choice(["skip", "include"])
        value = self._draw.choice([*(f"${name}" for name in CONDITIONS), "true", "false"])
        return f"@{directive}(if: {value}) "
