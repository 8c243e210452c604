"""Hostile strings in every column of an import: read back unchanged, or told with their column."""

from typing import Any

from graph.imports import canonical_mapping
from tests.integration.api.documents import mutation
from tests.integration.api.hostile.test_strings import Letter, changed
from tests.integration.api.hostile.values import STRINGS, Place
from tests.integration.api.network import Json, Network

IMPORT = mutation(
    "importParties",
    "rows { status problems { column message severity } } written { partiesCreated failed }",
)
PARTIES = """{ parties(first: 100) { nodes {
  externalKey name text website commune contact { name } ... on Organization { size }
  needs(first: 1) { nodes { title text } } offers(first: 1) { nodes { title text wish } }
} } }"""
# What is kept word by word; other columns hold codes, numbers, days and lists.
READ = {
    **{name: (name,) for name in ("name", "text", "website", "commune", "size")},
    "contact_name": ("contact", "name"),
    **{f"needs.0.{name}": ("needs", "nodes", 0, name) for name in ("title", "text")},
    **{f"offers.0.{name}": ("offers", "nodes", 0, name) for name in ("title", "text", "wish")},
}
# Files bring them by accident, so an import leaves control characters out, and ends lines one way.
CLEANED = {
    "a\x00b": "ab",
    "a\x08\x1b\x7f\x85b": "ab",
    "a\nb\r\nc\u2028d": "a\nb\nc\u2028d",
}


def columns() -> list[Place]:
    """All columns but those that rows are told apart by."""
    mapping = canonical_mapping()
    (need,), (offer,) = mapping.need, mapping.offer
    paths = [
        *((name,) for name in mapping.party or ()),
        *(("needs", "0", name) for name in need.fields),
        *(("offers", "0", name) for name in offer.fields),
    ]
    return [
        Place("importParties", ("rows", "0", *path), "String", can_be_null=True)
        for path in paths
        if path[-1] != "external_key"
    ]


def column_of(place: Place) -> str:
    return ".".join(place.path[2:])


def row(number: int) -> Json:
    child = {"key": f"k{number}", "kind": "PILOT", "title": "Voir"}
    party = {"external_key": f"k{number}", "kind": "SME", "name": f"Forge {number}"}
    return {"rows": [party | {"needs": [child], "offers": [child]}]}


def without(letter: Letter, told: Json) -> Letter:
    """A row without what its problems name."""
    named = [each["column"].split(" + ")[0] for each in told["problems"]]
    errors = [{"path": ["rows", "0", *column.split(".")]} for column in named]
    return letter.without({"errors": errors})


async def imported(network: Network, waiting: list[Letter]) -> list[Letter]:
    """The rows as they were written: what was told is left out, and the rest is sent again."""
    while True:
        rows = [letter.arguments["rows"][0] for letter in waiting]
        payload = (await network.ask(IMPORT, rows=rows))["importParties"]
        told = [without(*each) for each in zip(waiting, payload["rows"], strict=True)]
        if all(each["status"] != "REFUSED" for each in payload["rows"]):
            assert payload["written"]["failed"] == []
            return told
        assert told != waiting, payload["rows"]
        waiting = told


def read(party: Json, path: tuple[str | int, ...]) -> Any:
    found: Any = party
    for part in path:
        found = found[part]
    return found


async def test_a_string_in_a_row_is_kept_unchanged_or_told_with_its_column(
    network: Network,
) -> None:
    letters = [
        Letter(
            row(number),
            {
                place: STRINGS[(number + shift) % len(STRINGS)]
                for shift, place in enumerate(columns())
            },
        )
        for number in range(len(STRINGS))
    ]
    written = await imported(network, letters)
    nodes = (await network.ask(PARTIES))["parties"]["nodes"]
    parties = {node["externalKey"]: node for node in nodes}
    wrong: list[str] = []
    for number, letter in enumerate(written):
        for place, value in letter.strings.items():
            if path := READ.get(column_of(place)):
                wrong += changed(
                    place, CLEANED.get(value, value), read(parties[f"k{number}"], path)
                )
    assert len(parties) == len(STRINGS)
    assert wrong == [], "\n".join(wrong)
