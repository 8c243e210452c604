import pytest
from graphql import get_introspection_query

from tests.integration.api.network import Network


async def test_the_usual_introspection_is_within_the_limits(network: Network) -> None:
    found = await network.ask(get_introspection_query(specified_by_url=True))
    assert len(found["__schema"]["types"]) > 40


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ " + "x" * 15_001 + " }", "15000 characters"),
        ("{ " + "viewer { keyName } " * 300 + "}", "tokens"),
        ("{" + "a{" * 480 + "b" + "}" * 480 + "}", "nested too deeply"),
        ("{" + "a{" * 10 + "b" + "}" * 10 + "}", "more than 10 levels"),
        ("{ " + " ".join(f"a{i}: viewer {{ keyName }}" for i in range(16)) + " }", "15 aliases"),
        ("{ " + "viewer " * 22 + " }", "20 fields asked for twice"),
        ("{ ...f } fragment f on Query { ...f }", "contains itself"),
    ],
    ids=["length", "tokens", "nesting", "depth", "aliases", "repeated", "circle"],
)
async def test_hostile_documents_are_refused(network: Network, query: str, words: str) -> None:
    error = await network.error(query)
    assert error["extensions"]["code"] in {"LIMIT_EXCEEDED", "INVALID_DOCUMENT"}
    assert words in error["message"]
