"""Vectors beside their texts, and the texts that wait for one."""

import asyncio
from typing import Any

from graph.connection import Graph
from graph.repositories.embeddings import Embeddings, tenants_with_tasks
from graph.repositories.needs import Needs
from tests.factories import VECTOR, a_need, new_need, new_offer, new_tenant

ACROSS = [0.0, 1.0] + [0.0] * 382


def a_vector(subject_id: str, **changes: Any) -> dict[str, Any]:
    given = {
        "subject_id": subject_id,
        "subject_label": "NEED",
        "field": "TEXT",
        "hash": "h1",
        "model": "test@1",
        "space": "test",
        "vector": VECTOR,
    }
    return given | changes


async def test_a_new_text_waits_with_all_its_fields(tenant: Graph) -> None:
    offer = await new_offer(tenant, title="Titre", text="Texte", wish="Souhait")
    rows = {row["id"]: row for row in await Embeddings(tenant).pending(9)}
    waiting = rows[offer.id]
    assert (waiting["title"], waiting["text"], waiting["wish"]) == ("Titre", "Texte", "Souhait")
    assert (waiting["subject_label"], waiting["stored"]) == ("OFFER", [])
    assert rows[offer.party_id]["subject_label"] == "PARTY"
    assert rows[offer.party_id]["title"].startswith("Ateliers Vauban")
    assert await Embeddings(tenant).count_pending() == 2
    assert tenant.tenant_id in await tenants_with_tasks(tenant, "EMBED")


async def test_the_oldest_text_comes_first(tenant: Graph) -> None:
    first = await new_need(tenant)
    await new_need(tenant)
    assert [row["id"] for row in await Embeddings(tenant).pending(2)] == [first.party_id, first.id]


async def test_a_stored_vector_is_read_again(tenant: Graph) -> None:
    need, embeddings = await new_need(tenant), Embeddings(tenant)
    done = await embeddings.pending(9)
    assert await embeddings.store([a_vector(need.id)], [], done) == [need.id]
    assert await embeddings.count_pending() == 0
    key = f"{need.id}:TEXT"
    assert await embeddings.get_many([key, "none:TEXT"]) == {key: VECTOR}
    assert await embeddings.spaces() == {"test": "test@1"}
    assert [row["id"] async for row in embeddings.all_vectors("NEED")] == [key]
    assert [row["id"] async for row in embeddings.all_vectors("OFFER")] == []
    await Needs(tenant).save(need.party_id, a_need(text="Plus long"), need_id=need.id)
    (waiting,) = await embeddings.pending(9)
    assert waiting["stored"] == [{"field": "TEXT", "hash": "h1"}]


async def test_a_vector_is_replaced_not_doubled(tenant: Graph) -> None:
    need, embeddings = await new_need(tenant), Embeddings(tenant)
    await embeddings.store([a_vector(need.id)], [], [])
    await embeddings.store([a_vector(need.id, vector=ACROSS)], [], [])
    found = [row async for row in embeddings.all_vectors("NEED")]
    assert [row["vector"] for row in found] == [ACROSS]


async def test_an_emptied_field_loses_its_vector(tenant: Graph) -> None:
    offer, embeddings = await new_offer(tenant), Embeddings(tenant)
    rows = [a_vector(offer.id, subject_label="OFFER", field=field) for field in ("TEXT", "WISH")]
    await embeddings.store(rows, [], [])
    await embeddings.store([], [f"{offer.id}:WISH"], [])
    assert [row["field"] async for row in embeddings.all_vectors("OFFER")] == ["TEXT"]


async def test_a_text_that_changed_while_it_was_embedded_goes_on_waiting(tenant: Graph) -> None:
    need, embeddings = await new_need(tenant), Embeddings(tenant)
    done = await embeddings.pending(9)
    await Needs(tenant).save(need.party_id, a_need(text="Changé depuis"), need_id=need.id)
    assert await embeddings.store([a_vector(need.id)], [], done) == []
    (waiting,) = await embeddings.pending(9)
    assert (waiting["id"], waiting["text"]) == (need.id, "Changé depuis")
    assert await embeddings.store([a_vector(need.id)], [], [waiting]) == [need.id]


async def test_no_vector_is_written_beside_anothers_text(
    tenant: Graph, migrated_graph: Graph
) -> None:
    other = await new_tenant(migrated_graph)
    theirs = await new_need(other)
    await Embeddings(other).store([a_vector(theirs.id)], [], [])
    await Embeddings(tenant).store(
        [a_vector(theirs.id, vector=ACROSS)],
        [f"{theirs.id}:TEXT"],
        await Embeddings(other).pending(9),
    )
    assert await Embeddings(other).get_many([f"{theirs.id}:TEXT"]) == {f"{theirs.id}:TEXT": VECTOR}
    assert await Embeddings(other).count_pending() == 2


async def test_many_workers_may_end_the_same_task(tenant: Graph) -> None:
    need, embeddings = await new_need(tenant), Embeddings(tenant)
    done = await embeddings.pending(9)
    await asyncio.gather(*(embeddings.store([a_vector(need.id)], [], done) for _ in range(8)))
    assert await embeddings.count_pending() == 0
    assert [row["id"] async for row in embeddings.all_vectors("NEED")] == [f"{need.id}:TEXT"]


async def test_a_change_at_the_very_moment_a_task_ends_is_never_lost(tenant: Graph) -> None:
    need, embeddings = await new_need(tenant), Embeddings(tenant)
    for round_ in range(10):
        done = await embeddings.pending(9)
        change = a_need(text=f"Texte {round_}")
        await asyncio.gather(
            embeddings.store([], [], done),
            Needs(tenant).save(need.party_id, change, need_id=need.id),
        )
        assert change.text in {row["text"] for row in await embeddings.pending(9)}
