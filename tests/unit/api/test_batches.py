"""Fields that are read ahead: nothing around their resolvers may be passed by."""

from collections.abc import Iterator

from graphql import GraphQLField, GraphQLInterfaceType, GraphQLObjectType, get_named_type

from api.paging import Paged
from api.plans.fields import definition_of
from api.plans.levels import batch_of
from api.schema import schema


def batched() -> Iterator[tuple[str, GraphQLField]]:
    for named in schema._schema.type_map.values():
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in named.fields.items():
                if batch_of(field) is not None:
                    yield f"{named.name}.{name}", field


def test_what_is_read_ahead_has_no_permissions_that_batches_would_pass_by() -> None:
    for name, field in batched():
        definition = definition_of(field)
        assert definition is not None
        assert not definition.permission_classes, name
        assert all(type(each) is Paged for each in definition.extensions), name


def test_the_relations_of_long_lists_are_read_ahead() -> None:
    found = {name for name, _field in batched()}
    assert {"Need.party", "Need.skills", "Organization.needs", "Match.offer"} <= found


def test_sources_of_what_is_read_ahead_can_hold_it() -> None:
    for name, field in batched():
        owner = schema.get_type_by_name(name.partition(".")[0])
        assert hasattr(owner.origin, "prefetched"), name  # type: ignore[union-attr]  # an object type
        assert get_named_type(field.type) is not None
