"""A network's texts in one process, following a graph that others write."""

from graph.connection import Graph
from graph.repositories.needs import Needs
from matching.retrieval.segment import Filter
from matching.retrieval.store import TextStore
from tests.factories import new_need, new_offer, new_tenant

DIMENSIONS = 384


async def found(store: TextStore, graph: Graph, phrase: str, **wanted: object) -> list[str]:
    texts = await store.texts_of(graph)
    # A need brings its party, which has words of its own.
    filters = Filter(**{"labels": frozenset({"Need", "Offer"}), **wanted})  # type: ignore[arg-type]  # fields by name
    return [hit.id for hit in texts.find(texts.query(phrase), 20, wanted=filters)]


async def test_what_is_written_later_is_found_at_once(network: Graph) -> None:
    store = TextStore(DIMENSIONS)
    first = await new_need(network, title="Soudure laser")
    assert await found(store, network, "soudures") == [first.id]
    later = await new_offer(network, title="Robots de soudure")
    assert set(await found(store, network, "soudure")) == {first.id, later.id}
    assert await found(store, network, "soudure", labels=frozenset({"Offer"})) == [later.id]


async def test_what_is_closed_is_found_no_more(network: Graph) -> None:
    store = TextStore(DIMENSIONS)
    need = await new_need(network, title="Soudure laser")
    assert await found(store, network, "soudure") == [need.id]
    await Needs(network).close(need.id, actor="test")
    assert await found(store, network, "soudure") == []


async def test_networks_know_nothing_of_each_other(network: Graph) -> None:
    store = TextStore(DIMENSIONS)
    need = await new_need(network, title="Soudure laser")
    other = await new_tenant(network)
    theirs = await new_need(other, title="Soudure laser")
    assert await found(store, network, "soudure") == [need.id]
    assert await found(store, other, "soudure") == [theirs.id]


async def test_an_unchanged_network_is_not_indexed_again(network: Graph) -> None:
    store = TextStore(DIMENSIONS)
    await new_need(network, title="Soudure laser")
    assert await store.texts_of(network) is await store.texts_of(network)
