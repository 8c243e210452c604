from graphql import build_schema

from api.schema import sdl
from api.schema_reference import page
from tests.unit.ops.files import text_of

SMALL = '''
"""What can be asked."""
type Query {
  """Needs."""
  needs(
    """Only these."""
    kind: Kind = PILOT
    first: Int
  ): NeedConnection!
}
"""A kind."""
enum Kind {
  """A first try | a small one."""
  PILOT
}
"""A list."""
type NeedConnection { nodes: [Need!]! }
"""A need."""
type Need {
  """Its title."""
  title: String!
}
'''


def test_the_committed_reference_is_current() -> None:
    assert text_of("docs/api/reference.md") == page(sdl()), "run `maillage schema`"


def test_a_field_is_told_with_its_arguments_but_not_those_of_a_page() -> None:
    told = page(SMALL)
    assert "### needs\n\nNeeds.\n" in told
    assert "| `kind` | [`Kind`](#kind) = `PILOT` | Only these. |" in told
    assert "Gives [`NeedConnection!`](#need)." in told
    assert "`first` |" not in told
    assert "| `title` | `String!` | Its title. |" in told
    assert "| `PILOT` | A first try \\| a small one. |" in told


def test_every_type_and_operation_of_the_schema_has_its_heading() -> None:
    schema, told = build_schema(sdl()), page(sdl()).splitlines()
    assert schema.query_type
    assert schema.mutation_type
    roots = (schema.query_type, schema.mutation_type)
    names = {name for root in roots for name in root.fields}
    names |= {
        name
        for name in schema.type_map
        if not name.endswith(("Connection", "Edge")) and name[:2] != "__"
    }
    names -= {"Query", "Mutation", "ID", "String", "Int", "Float", "Boolean"}
    assert {f"### {name}" for name in names} <= set(told)


def test_the_changelog_has_an_entry_for_every_operation() -> None:
    schema, told = build_schema(sdl()), text_of("docs/api/changelog.md")
    assert schema.query_type
    assert schema.mutation_type
    names = [*schema.query_type.fields, *schema.mutation_type.fields]
    missing = [name for name in names if f"`{name}`" not in told]
    assert missing == [], "tell front-end developers in docs/api/changelog.md"
