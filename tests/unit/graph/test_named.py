import pytest

from graph.named import Query, all_queries, get_query, parse

BLOCK = (
    "// name: get_x\n// scope: tenant\n// Reads x.\nMATCH (x {tenant_id: $tenant_id})\nRETURN x\n"
)


def test_a_block_is_a_query() -> None:
    text = "MATCH (x {tenant_id: $tenant_id})\nRETURN x"
    assert parse(BLOCK) == [Query("get_x", "tenant", "Reads x.", text)]


def test_blocks_are_told_apart() -> None:
    queries = parse("// A note on top.\n\n" + BLOCK + "\n" + BLOCK.replace("get_x", "get_y"))
    assert [query.name for query in queries] == ["get_x", "get_y"]
    assert "get_y" not in queries[0].text


@pytest.mark.parametrize(
    "broken",
    [
        BLOCK.replace("// scope: tenant\n", ""),
        BLOCK.replace("tenant\n", "everyone\n", 1),
        BLOCK.replace("// Reads x.\n", ""),
    ],
)
def test_a_header_is_whole_or_refused_by_name(broken: str) -> None:
    with pytest.raises(ValueError, match="name: get_x"):
        parse(broken)


def test_a_query_is_found_by_its_name() -> None:
    assert get_query("get_tenant") is all_queries()["get_tenant"]
    with pytest.raises(KeyError):
        get_query("drop_everything")
