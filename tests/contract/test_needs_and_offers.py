"""Needs and offers: what is embedded again, what is matched again, and when."""

from datetime import date
from typing import Any

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.models.vocabulary import MatchKind, MatchState, NeedStatus, OfferStatus
from graph.repositories.embeddings import Embeddings
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs, need_row
from graph.repositories.offers import Offers, offer_row
from graph.repositories.parties import Parties
from graph.repositories.reference import Skills
from tests.factories import (
    a_need,
    a_party,
    an_offer,
    match_now,
    new_need,
    new_offer,
    new_tenant,
    suggested_pair,
)


async def _finish_embedding(tenant: Graph) -> list[str]:
    embeddings = Embeddings(tenant)
    return await embeddings.store([], [], await embeddings.pending(1_000))


async def _to_embed(tenant: Graph) -> set[str]:
    return {row["id"] for row in await Embeddings(tenant).pending(1_000)}


async def test_a_need_comes_back_as_written(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party())
    skills = await Skills(tenant).ensure(["soudure laser"])
    given = a_need(
        text="Sans équipe data.",
        skills=tuple(skills.values()),
        budget_max=9_000.0,
        deadline=date(2027, 1, 31),
        hosting="FR",
    )
    need = await Needs(tenant).save(party.id, given)
    kept = {"kind", "title", "text", "budget_max", "deadline", "hosting", "languages"}
    assert need.model_dump(include=kept) == given.model_dump(include=kept)
    assert (need.party_id, need.status) == (party.id, NeedStatus.OPEN)
    assert need.skill_ids == tuple(skills.values())
    assert await _neighbors(tenant, need.id) == {
        ("SEEKS", party.id),
        ("REQUIRES", need.skill_ids[0]),
    }


async def test_an_offer_comes_back_as_written(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party())
    given = an_offer(wish="Des PME industrielles", capacity=3, regions=("24",), price_min=100.0)
    offer = await Offers(tenant).save(party.id, given)
    kept = {"kind", "title", "wish", "capacity", "regions", "price_min", "preferred_stages"}
    assert offer.model_dump(include=kept) == given.model_dump(include=kept)
    assert (offer.taken, offer.status) == (0, OfferStatus.OPEN)


async def _neighbors(tenant: Graph, subject_id: str) -> set[tuple[str, str]]:
    rows = await tenant.run_statement(
        "MATCH (n:Need|Offer {id: $id})-[r]-(x) RETURN type(r) AS type, x.id AS id", id=subject_id
    )
    return {(row["type"], row["id"]) for row in rows}


async def test_another_tenants_skill_is_not_linked(tenant: Graph, migrated_graph: Graph) -> None:
    theirs = await Skills(await new_tenant(migrated_graph)).ensure(["secret de fabrique"])
    need = await new_need(tenant, skills=tuple(theirs.values()))
    assert {kind for kind, _ in await _neighbors(tenant, need.id)} == {"SEEKS"}


async def test_an_unchanged_need_is_left_alone(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party())
    row = need_row(new_id(), party.id, a_need())
    assert (await Needs(tenant).save_all([row], then_match=True)).created == (row["id"],)
    await _finish_embedding(tenant)
    again = await Needs(tenant).save_all([row], then_match=True)
    assert (again.created, again.updated) == ((), ())
    assert await _to_embed(tenant) == set()


@pytest.mark.parametrize(
    ("change", "is_embedded"),
    [
        ({"text": "Un autre texte"}, True),
        ({"title": "Un autre titre"}, True),
        ({"budget_max": 5.0}, False),
    ],
)
async def test_only_a_new_text_is_embedded_again(
    tenant: Graph, change: dict[str, Any], *, is_embedded: bool
) -> None:
    need = await new_need(tenant)
    await _finish_embedding(tenant)
    row = need_row(need.id, need.party_id, a_need(**change))
    assert (await Needs(tenant).save_all([row], then_match=True)).updated == (need.id,)
    assert (need.id in await _to_embed(tenant)) is is_embedded


async def test_a_need_is_matched_once_its_text_is_embedded(tenant: Graph) -> None:
    need = await new_need(tenant)
    await Matches(tenant).request([])
    assert await Matches(tenant).waiting_needs(9) == []
    assert await _finish_embedding(tenant) == [need.id]
    assert await Matches(tenant).waiting_needs(9) == [need.id]


async def test_a_change_beside_the_text_is_matched_at_once(tenant: Graph) -> None:
    need = await new_need(tenant)
    await _finish_embedding(tenant)
    await Matches(tenant).store([need.id], [], run_id=None, started_at=tenant.clock())
    assert await Matches(tenant).waiting_needs(9) == []
    await Needs(tenant).save(need.party_id, a_need(budget_max=5.0), need_id=need.id)
    assert await Matches(tenant).waiting_needs(9) == [need.id]


async def test_an_import_does_not_lose_the_match_that_was_asked_for(tenant: Graph) -> None:
    need = await new_need(tenant)
    row = need_row(need.id, need.party_id, a_need(text="Importé depuis"))
    await Needs(tenant).save_all([row], then_match=False)
    assert await _finish_embedding(tenant) == [need.id]


async def test_an_imported_need_waits_for_the_night(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party())
    await Needs(tenant).save_all([need_row(new_id(), party.id, a_need())], then_match=False)
    assert await _finish_embedding(tenant) == []
    assert await Matches(tenant).waiting_needs(9) == []


async def test_an_offers_wish_is_a_text(tenant: Graph) -> None:
    offer = await new_offer(tenant)
    await _finish_embedding(tenant)
    row = offer_row(offer.id, offer.party_id, an_offer(wish="Des artisans"))
    assert (await Offers(tenant).save_all([row])).updated == (offer.id,)
    assert await _to_embed(tenant) == {offer.id}
    assert (await Offers(tenant).save_all([row])).updated == ()


async def test_a_need_that_changes_hands_leaves_its_first_party(tenant: Graph) -> None:
    need = await new_need(tenant)
    heir = await Parties(tenant).save(a_party())
    assert (await Needs(tenant).save(heir.id, a_need(), need_id=need.id)).party_id == heir.id
    listed = await Needs(tenant).pages_by_parties([need.party_id, heir.id], first=9)
    assert [n.id for n in listed[heir.id].items] == [need.id]
    assert listed[need.party_id].items == ()


async def test_no_party_no_need_no_offer(tenant: Graph, migrated_graph: Graph) -> None:
    theirs = await Parties(await new_tenant(migrated_graph)).save(a_party())
    need, offer = await new_need(tenant), await new_offer(tenant)
    for party_id in (new_id(), theirs.id):
        with pytest.raises(NotFoundError, match="register the party"):
            await Needs(tenant).save(party_id, a_need())
        with pytest.raises(NotFoundError, match="register the party"):
            await Needs(tenant).save(party_id, a_need(text="x"), need_id=need.id)
        with pytest.raises(NotFoundError, match="register the party"):
            await Offers(tenant).save(party_id, an_offer())
        with pytest.raises(NotFoundError, match="register the party"):
            await Offers(tenant).save(party_id, an_offer(text="x"), offer_id=offer.id)


async def test_needs_are_paged_and_filtered(tenant: Graph) -> None:
    needs = Needs(tenant)
    pilot = await new_need(tenant, kind=MatchKind.PILOT)
    closed = await needs.close((await new_need(tenant)).id, actor="test")
    newest = await new_need(tenant)
    page = await needs.page(first=2)
    assert ([n.id for n in page.items], page.has_next) == ([newest.id, closed.id], True)
    await new_need(tenant)
    rest = await needs.page(first=2, after=page.items[-1].id)
    assert ([n.id for n in rest.items], rest.has_next) == ([pilot.id], False)
    assert [n.id for n in (await needs.page(first=9, kind=MatchKind.PILOT)).items] == [pilot.id]
    assert [n.id for n in (await needs.page(first=9, party_id=pilot.party_id)).items] == [pilot.id]
    found = await needs.page(first=9, status=NeedStatus.CLOSED)
    assert [n.id for n in found.items] == [closed.id]


async def test_offers_are_paged_and_filtered(tenant: Graph) -> None:
    offers = Offers(tenant)
    pilot = await new_offer(tenant, kind=MatchKind.PILOT)
    closed = await offers.close((await new_offer(tenant)).id, actor="test")
    newest = await new_offer(tenant)
    page = await offers.page(first=2)
    assert ([o.id for o in page.items], page.has_next) == ([newest.id, closed.id], True)
    rest = await offers.page(first=2, after=page.items[-1].id)
    assert ([o.id for o in rest.items], rest.has_next) == ([pilot.id], False)
    assert [o.id for o in (await offers.page(first=9, kind=MatchKind.PILOT)).items] == [pilot.id]
    assert [o.id for o in (await offers.page(first=9, party_id=pilot.party_id)).items] == [pilot.id]
    found = await offers.page(first=9, status=OfferStatus.CLOSED)
    assert [o.id for o in found.items] == [closed.id]
    listed = await offers.pages_by_parties([pilot.party_id, new_id()], first=1)
    assert [[o.id for o in page.items] for page in listed.values()] == [[pilot.id], []]


async def test_closing_a_need_withdraws_its_matches(tenant: Graph) -> None:
    pair = await suggested_pair(tenant)
    closed = await Needs(tenant).close(pair.need.id, actor="test")
    assert closed.status is NeedStatus.CLOSED
    assert (await match_now(tenant, pair.match.id)).state is MatchState.WITHDRAWN
    assert await Matches(tenant).waiting_needs(9) == []


async def test_closing_an_offer_has_its_needs_matched_again(tenant: Graph) -> None:
    pair = await suggested_pair(tenant)
    closed = await Offers(tenant).close(pair.offer.id, actor="test")
    assert closed.status is OfferStatus.CLOSED
    assert (await match_now(tenant, pair.match.id)).state is MatchState.WITHDRAWN
    assert await Matches(tenant).waiting_needs(9) == [pair.need.id]


async def test_what_is_not_there_cannot_be_closed_nor_leaves_a_trace(
    tenant: Graph, migrated_graph: Graph
) -> None:
    pair = await suggested_pair(await new_tenant(migrated_graph))
    with pytest.raises(NotFoundError):
        await Needs(tenant).close(pair.need.id, actor="test")
    with pytest.raises(NotFoundError):
        await Offers(tenant).close(pair.offer.id, actor="test")
    assert (await Events(tenant).page(first=9)).items == ()


async def test_prices_are_kept(tenant: Graph) -> None:
    offer = await new_offer(tenant)
    await Offers(tenant).store_prices({offer.id: 0.25, new_id(): 1.0})
    assert (await Offers(tenant).get(offer.id)).shadow_price == 0.25
