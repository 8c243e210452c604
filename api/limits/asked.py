"""What a document asks for, as one tree: fragments put in, and fields of one name put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    TypeNameMetaFieldDef,
    get_named_type,
)

TYPE_NAME: GraphQLField = TypeNameMetaFieldDef
META_FIELDS: dict[str, GraphQLField] = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


@dataclass(slots=True)
class Asked:
    """One key of the answer.

    `definition` is None where the schema has no such field: validation will tell.
    `count` is how often the document writes the field, `children` what is asked of its objects.
    """

    node: FieldNode
    definition: GraphQLField | None
    count: int = 0
    children: dict[str, Asked] = field(default_factory=dict)

    @property
    def type(self) -> GraphQLOutputType | None:
        """Its type in the schema, where there is such a field."""
        return self.definition.type if self.definition else None

    @property
    def named_type(self) -> GraphQLNamedType | None:
        """The same without lists and non-nulls."""
        return get_named_type(self.type) if self.type else None


def definition_of(
    schema: GraphQLSchema, parent: GraphQLNamedType | None, name: str
) -> GraphQLField | None:
    """The field of a type, or None where there is none."""
    if name == "__typename":
        return TYPE_NAME
    if name in META_FIELDS and parent is schema.query_type:
        return META_FIELDS[name]
    if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        fields: dict[str, GraphQLField] = parent.fields
        return fields.get(name)
    return None
