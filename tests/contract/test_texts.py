"""What can be found in a network, read whole and followed."""

from datetime import timedelta

from graph.connection import Graph
from graph.models.inputs import PlaceInput
from graph.models.vocabulary import MatchKind
from graph.repositories.embeddings import Embeddings
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from graph.repositories.texts import TextRow, Texts
from tests.factories import VECTOR, a_need, a_party, an_offer, at, new_need, new_offer, new_tenant

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


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
    assert theirs.id not in await Texts(tenant).stamps_since(since)
    assert await Texts(tenant).get_many([theirs.id]) == []


async def test_writing_embedding_and_closing_are_changes(tenant: Graph) -> None:
    need = await new_need(tenant)
    before = (await read(tenant))[need.id]
    await embed(tenant, need.id, "NEED")
    embedded = (await read(tenant))[need.id]
    assert embedded.stamp != before.stamp
    await Needs(tenant).close(need.id, actor="test")
    (closed,) = await Texts(tenant).get_many([need.id])
    assert closed.status != "OPEN"
    assert closed.stamp != embedded.stamp


async def test_a_stamp_is_that_of_the_text_as_it_is_read(tenant: Graph) -> None:
    need = await new_need(tenant)
    await embed(tenant, need.id, "NEED")
    stamps = await Texts(tenant).stamps_since(tenant.clock() - MINUTE)
    found = await read(tenant)
    assert stamps == {text_id: row.stamp for text_id, row in found.items()}
    assert stamps == {row.id: row.stamp for row in await Texts(tenant).get_many(list(stamps))}
    assert await Texts(tenant).stamps_since(tenant.clock() + MINUTE) == {}


async def test_needs_and_offers_have_the_region_of_their_party(tenant: Graph) -> None:
    parties = Parties(tenant)
    party = await parties.save(a_party(sector="25.62B", place=PlaceInput(region="24")))
    need = await Needs(tenant).save(party.id, a_need(certifications=("HDS",)))
    offer = await Offers(tenant).save(party.id, an_offer(regions=("53",), languages=("en",)))
    found = await read(tenant)
    assert found[party.id].traits.regions == found[need.id].traits.regions == ("24",)
    assert found[offer.id].traits.regions == ("24", "53")
    assert found[need.id].traits.sector == found[offer.id].traits.sector == "25.62B"
    assert found[need.id].traits.certifications == ("HDS",)
    assert found[offer.id].traits.languages == ("en",)
    later = at(tenant, tenant.clock() + HOUR)
    await Parties(later).save(a_party(place=PlaceInput(region="11")), party_id=party.id)
    changed = await Texts(tenant).stamps_since(tenant.clock() + MINUTE)
    moved = await Texts(tenant).get_many(list(changed))
    assert {row.id: row.traits.regions for row in moved} == {
        party.id: ("11",),
        need.id: ("11",),
        offer.id: ("11", "53"),
    }
