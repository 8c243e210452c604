"""Pages against a model: a plain list, in which the same is written and deleted between pages."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.models.vocabulary import MatchKind
from graph.repositories.needs import Needs, need_row
from tests.factories import a_need
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Json, Network

Way = Literal["forward", "backward"]
PAGE = """
query ($first: Int, $last: Int, $after: String, $before: String, $order: ListOrder! = NEWEST_FIRST,
  $kind: MatchKind) {
  needs(first: $first, last: $last, after: $after, before: $before, order: $order, kind: $kind) {
    totalCount
    edges { cursor node { id title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
ERASE = "MATCH (n:Need {id: $id, tenant_id: $tenant}) DETACH DELETE n"
NUMBERS = count(1)


@dataclass
class Model:
    """What the list holds: titles by the number in their id, which is how it is ordered."""

    network: Network
    party_id: str
    titles: dict[str, MatchKind] = field(default_factory=dict)

    async def insert(self, place: float, kind: MatchKind) -> None:
        """A need anywhere in the list, not only at its newer end."""
        need_id = f"{int(place * 2**48):012x}-{next(NUMBERS):08x}-{self.network.tenant_id}"
        row = need_row(need_id, self.party_id, a_need(title=need_id, kind=kind))
        await Needs(self.network.graph).save_all([row], then_match=False)
        self.titles[need_id] = kind

    async def delete(self, place: float) -> None:
        """A need from anywhere, those that a cursor names among them."""
        if self.titles:
            need_id = sorted(self.titles)[int(place * len(self.titles))]
            del self.titles[need_id]
            tenant = self.network.tenant_id
            await self.network.graph.run_statement(ERASE, id=need_id, tenant=tenant)

    def listed(self, order: str, kind: MatchKind | None) -> list[str]:
        """The list as it should be now."""
        found = [title for title, own in self.titles.items() if kind in (None, own)]
        return sorted(found, reverse=order == "NEWEST_FIRST")


places = st.floats(0, 1, exclude_max=True)
kinds = st.sampled_from([MatchKind.MENTORING, MatchKind.PILOT])
changes = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), places, kinds), st.tuples(st.just("delete"), places, kinds)
    ),
    max_size=4,
)
walks = st.fixed_dictionaries(
    {
        "start": st.lists(st.tuples(places, kinds), max_size=8),
        "order": st.sampled_from(["NEWEST_FIRST", "OLDEST_FIRST"]),
        "kind": st.one_of(st.none(), kinds),
        "way": st.sampled_from(["forward", "backward"]),
        "steps": st.lists(st.tuples(st.integers(1, 4), changes), min_size=1, max_size=5),
    }
)


async def read(model: Model, walk: Json, size: int, cursor: str | None) -> Json:
    """The next page of a walk."""
    is_forward = walk["way"] == "forward"
    names = ("first", "after") if is_forward else ("last", "before")
    filters = {"order": walk["order"], "kind": walk["kind"]}
    variables = {names[0]: size, names[1]: cursor} | filters
    found: Json = (await model.network.ask(PAGE, **variables))["needs"]
    return found


def expected(listed: list[str], way: Way, size: int, last: str | None, order: str) -> list[str]:
    """The page that a reader of the model gets beyond the last title that was seen."""

    def is_later(title: str) -> bool:
        return last is None or (title < last if order == "NEWEST_FIRST" else title > last)

    if way == "forward":
        return [title for title in listed if is_later(title)][:size]
    earlier = [title for title in listed if last is None or not (is_later(title) or title == last)]
    return earlier[-size:]


async def walk_through(model: Model, walk: Json) -> None:
    """Every page is what the model says, whatever was written or deleted since the one before."""
    cursor = last = None
    for size, written in walk["steps"]:
        found = await read(model, walk, size, cursor)
        listed = model.listed(walk["order"], walk["kind"])
        titles = [edge["node"]["title"] for edge in found["edges"]]
        assert titles == expected(listed, walk["way"], size, last, walk["order"])
        assert found["totalCount"] == len(listed)
        info = found["pageInfo"]
        if titles:
            is_forward = walk["way"] == "forward"
            edge = found["edges"][-1 if is_forward else 0]
            cursor, last = edge["cursor"], edge["node"]["title"]
            assert cursor == info["endCursor" if is_forward else "startCursor"]
            rest = expected(listed, walk["way"], 1, last, walk["order"])
            assert info["hasNextPage" if is_forward else "hasPreviousPage"] is bool(rest)
        for what, place, kind in written:
            await (model.insert(place, kind) if what == "insert" else model.delete(place))


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(walk=walks)
async def test_pages_are_those_of_a_model_whatever_is_written_and_deleted_between(
    new_network: NewNetwork, walk: dict[str, Any]
) -> None:
    network = await new_network()
    model = Model(network, (await network.raw_party()))
    for place, kind in walk["start"]:
        await model.insert(place, kind)
    await walk_through(model, walk)


async def test_a_page_ends_between_two_cursors(network: Network) -> None:
    party = await network.register_sme()
    for title in ("un", "deux", "trois", "quatre"):
        await network.register_need(party, title)
    edges = (await network.ask(PAGE, first=4))["needs"]["edges"]
    between = {"after": edges[0]["cursor"], "before": edges[3]["cursor"]}
    for size in ({"first": 9}, {"last": 9}):
        found = (await network.ask(PAGE, **size, **between))["needs"]
        assert [edge["node"]["title"] for edge in found["edges"]] == ["trois", "deux"]
        assert found["totalCount"] == 4


async def test_a_list_inside_another_one_is_paged_too(network: Network) -> None:
    party = await network.register_sme()
    for title in ("un", "deux", "trois"):
        await network.register_need(party, title)
    query = """
    query ($first: Int, $last: Int, $after: String) {
      parties { nodes { needs(first: $first, last: $last, after: $after) {
        totalCount nodes { title } pageInfo { endCursor hasNextPage hasPreviousPage } } } }
    }
    """

    async def needs(**arguments: Any) -> Json:
        (found,) = (await network.ask(query, **arguments))["parties"]["nodes"]
        page: Json = found["needs"]
        return page

    first = await needs(first=2)
    assert [node["title"] for node in first["nodes"]] == ["trois", "deux"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    second = await needs(first=2, after=first["pageInfo"]["endCursor"])
    assert [node["title"] for node in second["nodes"]] == ["un"]
    assert second["pageInfo"]["hasPreviousPage"]
    assert [node["title"] for node in (await needs(last=1))["nodes"]] == ["un"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("(first: 1, last: 1)", "either `first` or `last`"),
        ("(last: 0)", "`last` must be between 1 and 100"),
        ('(before: "x")', "start again without `before`"),
    ],
)
async def test_a_page_that_cannot_be_read_is_refused(
    network: Network, arguments: str, told: str
) -> None:
    error = await network.error(f"{{ needs{arguments} {{ nodes {{ id }} }} }}")
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert told in error["message"]


async def test_a_list_inside_another_one_needs_a_size(network: Network) -> None:
    await network.register_sme()
    error = await network.error("{ parties { nodes { needs { nodes { id } } } } }")
    assert "Send `first` or `last`" in error["message"]
