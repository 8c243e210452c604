"""What can be found in a network, read whole and followed."""

from datetime import timedelta

from graph.connection import Graph
from graph.models.vocabulary import MatchKind
from graph.repositories.embeddings import Embeddings
from graph.repositories.needs import Needs
from graph.repositories.parties import Parties
from graph.repositories.texts import TextRow, Texts
from tests.factories import VECTOR, a_party, new_need, new_offer, new_tenant

MINUTE = timedelta(minutes=1)


async def embed(tenant: Graph, subject_id: str, label: str) -> None:
    row = {
        "subject_id": subject_id,
        "subject_label": label,
        "field": "TEXT",
        "hash": "h",
        "model": "m",
        "space": "s",
        "vector": VECTOR,
    }
    await Embeddings(tenant).store([row], [], [])


async def read(tenant: Graph) -> dict[str, TextRow]:
    return {row.id: row async for row in Texts(tenant).all()}


async def test_parties_needs_and_offers_are_read_with_their_texts_and_vectors(
    tenant: Graph,
) -> None:
    party = await Parties(tenant).save(
        a_party(kind="STARTUP", name="Zéphyrine", text="Éoliennes", siret="55210055400013")
    )
    need = await new_need(tenant, title="Soudure", text="laser", kind=MatchKind.PILOT)
    offer = await new_offer(tenant, title="Robots")
    await embed(tenant, need.id, "NEED")
    found = await read(tenant)
    assert found[party.id].label == "Party"
    assert (found[party.id].title, found[party.id].text) == ("Zéphyrine", "Éoliennes")
    assert found[party.id].siret == "55210055400013"
    assert (found[need.id].label, found[need.id].kind) == ("Need", "PILOT")
    assert found[need.id].party_id == need.party_id
    vector = found[need.id].vector
    assert vector is not None
    assert vector.tolist() == [float(value) for value in VECTOR]
    assert found[offer.id].vector is None


async def test_others_are_not_read(tenant: Graph, migrated_graph: Graph) -> None:
    other = await new_tenant(migrated_graph)
    theirs = await new_need(other)
    assert theirs.id not in await read(tenant)
    since = tenant.clock() - MINUTE
    assert theirs.id not in {row.id for row in await Texts(tenant).changed_since(since, limit=99)}


async def test_writing_embedding_and_closing_are_changes(tenant: Graph) -> None:
    need = await new_need(tenant)
    before = (await read(tenant))[need.id]
    await embed(tenant, need.id, "NEED")
    embedded = (await read(tenant))[need.id]
    assert embedded.stamp != before.stamp
    await Needs(tenant).close(need.id, actor="test")
    closed = {
        row.id: row for row in await Texts(tenant).changed_since(tenant.clock() - MINUTE, limit=99)
    }
    assert closed[need.id].status != "OPEN"
    assert closed[need.id].stamp != embedded.stamp


async def test_nothing_is_told_twice_or_from_the_future(tenant: Graph) -> None:
    need = await new_need(tenant)
    await embed(tenant, need.id, "NEED")
    rows = await Texts(tenant).changed_since(tenant.clock() - MINUTE, limit=99)
    assert [row.id for row in rows].count(need.id) == 1
    assert await Texts(tenant).changed_since(tenant.clock() + MINUTE, limit=99) == []
