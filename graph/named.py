"""Named queries: the text lives in `queries/*.cypher`, the name is its identity everywhere.

A file holds blocks of the form

    // name: get_party_by_id
    // scope: tenant
    // One line that says what it does.
    MATCH …

The scope says what keeps tenants apart: `tenant` queries bind `$tenant_id`, `reference` queries
touch only shared reference data, `system` queries serve sign-in and the sweeper across tenants.

An index over several properties serves only a query that asks about each of them: that is what
conditions such as `n.id > ''` are for.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

HEADER = re.compile(
    r"// name: (?P<name>\w+)\n// scope: (?P<scope>tenant|reference|system)\n"
    r"// (?P<description>[^\n]+)\n(?P<text>.*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Query:
    """One Cypher text with its name, scope and description."""

    name: str
    scope: str
    description: str
    text: str

    @cached_property
    def binds_now(self) -> bool:
        """Whether the time of the transaction is one of its parameters."""
        return "$now" in self.text


def parse(source: str) -> list[Query]:
    """The queries of one file. Raises ValueError naming a block whose header is not as above."""
    blocks = re.split(r"^(?=// name: )", source, flags=re.MULTILINE)
    queries = []
    for block in blocks[1:]:
        found = HEADER.fullmatch(block)
        if found is None:
            first_line = block.partition("\n")[0]
            raise ValueError(f"a name, a scope and a description must head the query: {first_line}")
        queries.append(Query(**{k: v.strip() for k, v in found.groupdict().items()}))
    return queries


@cache
def all_queries() -> dict[str, Query]:
    """Every query by name. Raises ValueError for a name used twice."""
    queries: dict[str, Query] = {}
    for file in sorted(files("graph").joinpath("queries").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".cypher"):
            for query in parse(file.read_text("utf-8")):
                if query.name in queries:
                    raise ValueError(f"two queries are named {query.name}")
                queries[query.name] = query
    return queries


def get_query(name: str) -> Query:
    """The query of this name. Raises KeyError for an unknown one."""
    return all_queries()[name]
