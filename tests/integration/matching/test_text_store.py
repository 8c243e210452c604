"""A network's texts in one process, following a graph that others write."""

import asyncio
import time

from graph.connection import Graph
from graph.repositories.needs import Needs
from matching.retrieval.segment import Filter
from matching.retrieval.store import TextStore
from tests.factories import new_need, new_offer, new_tenant
from tests.integration.api.network import count_queries

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


async def test_who_has_not_the_time_to_wait_has_begun_it_for_the_next(network: Graph) -> None:
    store = TextStore(DIMENSIONS)
    need = await new_need(network, title="Soudure laser")
    before = count_queries().get("list_texts", 0)
    hurried = asyncio.create_task(store.texts_of(network))
    await asyncio.sleep(0)
    hurried.cancel()
    async with asyncio.timeout(5):
        while count_queries().get("list_texts", 0) == before:  # noqa: ASYNC110  # nobody tells when
            await asyncio.sleep(0.01)
    assert hurried.cancelled()
    assert await found(store, network, "soudure") == [need.id]
    assert count_queries()["list_texts"] == before + 1


async def test_reading_all_takes_longer_than_who_asks_may(network: Graph) -> None:
    need = await new_need(network, title="Soudure laser")
    texts = await TextStore(DIMENSIONS).texts_of(network.until(time.monotonic()))
    assert need.id in [hit.id for hit in texts.find(texts.query("soudure"), 20)]
