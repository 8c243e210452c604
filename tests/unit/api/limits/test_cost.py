from typing import Any

import pytest
from graphql import build_schema, parse

from api.limits.cost import CostModel, model_of
from api.limits.document import analyze

SCHEMA = build_schema("""
type Query {
  me: Party
  needs(first: Int = 20): NeedConnection!
  nodes(ids: [ID!]!): [Need]!
  search(first: Int = 20): Result!
}
type Mutation { save(x: [Int!]): Need  drop: Need }
type Result { hits: [Need!]!  total: Int! }
type NeedConnection { nodes: [Need!]!  edges: [NeedEdge!]!  pageInfo: PageInfo!  totalCount: Int }
type NeedEdge { cursor: String!  node: Need! }
type PageInfo { endCursor: String }
type Need { id: ID!  party: Party!  skills: [Skill!]!  tags: [String!]!  matches(first: Int!): [Match!]! }
type Party { name: String!  needs(first: Int = 5): NeedConnection! }
type Skill { code: String! }
type Match { score: Float  need: Need }
""")


def model(text: str) -> CostModel:
    (operation,) = analyze(SCHEMA, parse(text))
    return model_of(operation)


@pytest.mark.parametrize(
    ("text", "variables", "nodes"),
    [
        ("{ __typename }", {}, 0),
        ("{ me { name } }", {}, 1),
        ("{ needs { nodes { id } } }", {}, 20),
        ("{ needs(first: 7) { nodes { id } } }", {}, 7),
        ("{ needs(first: 7) { totalCount pageInfo { endCursor } } }", {}, 0),
        ("{ needs(first: 7) { edges { cursor node { id } } } }", {}, 7),
        ("{ needs(first: 7) { edges { node { id party { name } } } } }", {}, 14),
        ("query($n: Int) { needs(first: $n) { nodes { id } } }", {"n": 3}, 3),
        ("query($n: Int = 4) { needs(first: $n) { nodes { id } } }", {}, 4),
        ("query($n: Int) { needs(first: $n) { nodes { id } } }", {}, 20),
        ("query($n: Int) { needs(first: $n) { nodes { id } } }", {"n": "x"}, 20),
        ("{ needs(first: 7) { nodes { skills { code } } } }", {}, 77),
        ("{ needs(first: 7) { nodes { tags } } }", {}, 7),
        ("{ needs(first: 7) { nodes { matches(first: 3) { score } } } }", {}, 28),
        ("{ needs(first: 7) { nodes { party { needs { nodes { id } } } } } }", {}, 49),
        ("{ search(first: 9) { total hits { id } } }", {}, 10),
        ('{ nodes(ids: ["a", "b"]) { id } }', {}, 2),
        ("query($i: [ID!]!) { nodes(ids: $i) { id } }", {"i": ["a"] * 5}, 5),
        ("{ needs(first: 7) { nodes { id } } needs(first: 7) { nodes { tags } } }", {}, 7),
        ("{ needs(first: 7) { ...f } } fragment f on NeedConnection { nodes { id } }", {}, 7),
        ("{ needs(first: 1000000000) { nodes { id } } }", {}, 10_001),
        ("{ needs(first: -5) { nodes { id } } }", {}, 0),
        ("query($n: Int) { needs(first: $n) { nodes { id } } }", {"n": 1e300}, 10_001),
    ],
)
def test_nodes_are_estimated_by_the_sizes_of_lists(
    text: str, variables: dict[str, Any], nodes: int
) -> None:
    assert model(text).estimate(variables) == nodes


NEEDS: dict[str, Any] = {
    "needs": {
        "nodes": [{"id": "a", "skills": [{"code": "x"}, {"code": "y"}]}, None],
        "edges": [{"node": {"id": "a"}}, {"node": None}],
    }
}


@pytest.mark.parametrize(
    ("text", "data", "nodes"),
    [
        ("{ me { name } }", None, 0),
        ("{ me { name } }", {"me": None}, 0),
        ("{ me { name } }", {"me": {"name": "x"}}, 1),
        ("{ needs { nodes { id } } }", NEEDS, 1),
        ("{ needs { nodes { id skills { code } } } }", NEEDS, 3),
        ("{ needs { nodes { id } edges { node { id } } } }", NEEDS, 2),
        ("{ needs { pageInfo { endCursor } } }", {"needs": {"pageInfo": {"endCursor": None}}}, 0),
    ],
)
def test_nodes_are_counted_in_the_answer(
    text: str, data: dict[str, Any] | None, nodes: int
) -> None:
    assert model(text).measure(data) == nodes


@pytest.mark.parametrize(
    ("text", "nodes", "points"),
    [
        ("{ __typename }", 0, 1),
        ("{ me { name } }", 1, 2),
        ("{ needs { nodes { id } } }", 20, 3),
        ("{ needs { nodes { id } } }", 21, 4),
        ("{ search { total } }", 1, 12),
        ("mutation { save { id } }", 1, 12),
        ("mutation { save { id } drop { id } }", 2, 22),
    ],
)
def test_points_grow_with_nodes(text: str, nodes: int, points: int) -> None:
    assert model(text).points(nodes) == points
