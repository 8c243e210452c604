from graphql import GraphQLObjectType

from api.permissions.page import page
from api.permissions.table import MUTATIONS, QUERIES, Reach
from api.schema import schema
from tests.unit.ops.files import text_of


def fields_of(type_: GraphQLObjectType | None) -> set[str]:
    assert type_ is not None
    return set(type_.fields)


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    assert set(QUERIES) == fields_of(schema._schema.query_type)
    assert set(MUTATIONS) == fields_of(schema._schema.mutation_type)


def test_who_may_change_their_own_only_is_told_by_which_ids() -> None:
    own = {
        name for name, row in MUTATIONS.items() if Reach.OWN in (row.staff, row.company, row.mentor)
    }
    assert own == {name for name, row in MUTATIONS.items() if row.ids or row.side}


def test_the_page_of_permissions_is_current() -> None:
    told = "run `maillage keys permissions > docs/api/permissions.md`"
    assert text_of("docs/api/permissions.md") == page(), told
