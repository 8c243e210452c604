"""Every rule that the graph decides, through the answer that staff read."""

from datetime import timedelta

from graph.connection import Graph
from graph.lifecycle.reviewing import Review, review_match
from graph.lifecycle.steps import Rejection
from graph.models.entities import Need, Offer
from graph.models.relations import RelationType, relation_row
from graph.models.vocabulary import RejectReason
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from graph.repositories.programs import Programs
from matching.embedding import EmbeddingSettings, open_embedder
from matching.service import MatchingService, WhyNot
from tests.factories import (
    a_need,
    a_party,
    an_offer,
    at,
    new_need,
    new_offer,
    suggested_pair,
)

NOT_OPEN = "The offer is not open to the program of the need."
NOT_SERVED = "Region not served, and neither accepts working at a distance."


async def why_not(graph: Graph, need: Need, offer: Offer) -> WhyNot:
    async with open_embedder(EmbeddingSettings()) as embedder:
        return await MatchingService(graph, embedder).why_not(need.id, offer.id)


def told(answer: WhyNot) -> list[tuple[str, str]]:
    return [(failure.code, failure.en) for failure in answer.failures]


async def relate(graph: Graph, a: str, kind: str, b: str) -> None:
    await Parties(graph).link([relation_row(from_id=a, to_id=b, kind=kind)])


async def test_a_shared_owner_is_a_conflict_of_interest(network: Graph) -> None:
    need, offer = await new_need(network), await new_offer(network)
    owner = await Parties(network).save(a_party(name="Groupe Vauban"))
    for party_id in (need.party_id, offer.party_id):
        await relate(network, party_id, RelationType.OWNED_BY, owner.id)
    ((code, sentence),) = told(await why_not(network, need, offer))
    assert code == "CONFLICT"
    assert owner.name not in sentence


async def test_a_competitors_owner_is_one_step_farther_than_the_competitor(network: Graph) -> None:
    need, offer = await new_need(network), await new_offer(network)
    rival, between = [await Parties(network).save(a_party()) for _ in range(2)]
    await relate(network, need.party_id, RelationType.COMPETES_WITH, rival.id)
    await relate(network, rival.id, RelationType.OWNED_BY, between.id)
    await relate(network, between.id, RelationType.OWNED_BY, offer.party_id)
    assert told(await why_not(network, need, offer)) == []
    await relate(network, rival.id, RelationType.OWNED_BY, offer.party_id)
    assert [code for code, _ in told(await why_not(network, need, offer))] == ["CONFLICT"]


async def test_an_exclusion_bars_both_ways_and_hides_who_asked_for_it(network: Graph) -> None:
    need, offer = await new_need(network), await new_offer(network)
    await relate(network, offer.party_id, RelationType.EXCLUDES, need.party_id)
    one = await why_not(network, need, offer)
    other_need, other_offer = await new_need(network), await new_offer(network)
    await relate(network, other_need.party_id, RelationType.EXCLUDES, other_offer.party_id)
    assert told(one) == told(await why_not(network, other_need, other_offer))
    assert [failure.values for failure in one.failures] == [{}]


async def test_who_opted_out_is_told_from_who_pauses(network: Graph) -> None:
    need = await new_need(network)
    paused, gone = await new_offer(network), await new_offer(network)
    until = network.clock() + timedelta(days=9, hours=1)
    await network.write("pause_party", id=paused.party_id, until=until)
    await network.run_statement(
        "MATCH (p:Party {id: $id}) SET p.is_opted_out = true", id=gone.party_id
    )
    assert told(await why_not(network, need, paused)) == [
        ("PAUSED", "The offer is paused. Days left to wait: 10.")
    ]
    assert [code for code, _ in told(await why_not(network, need, gone))] == ["OPTED_OUT"]


async def test_what_staff_rejected_waits_as_what_a_side_declined(network: Graph) -> None:
    pair = await suggested_pair(network)
    assert told(await why_not(network, pair.need, pair.offer)) == []
    no = Rejection(RejectReason.KNOWN_ALREADY)
    await review_match(network, Review(pair.match.id, "key:1", no))
    failures = told(await why_not(network, pair.need, pair.offer))
    assert [code for code, _ in failures] == ["DECLINED_RECENTLY"]
    before = at(network, network.clock() - timedelta(days=1))
    assert told(await why_not(before, pair.need, pair.offer)) == []


async def test_a_need_of_a_program_meets_what_is_open_to_it_within_its_dates(
    network: Graph,
) -> None:
    today = network.clock().date()
    program = await Programs(network).save("Cohorte d’automne", starts_on=today)
    need = await new_need(network, program_ids=(program.id,))
    outside = await new_offer(network)
    inside = await new_offer(network, program_ids=(program.id,))
    assert told(await why_not(network, need, outside)) == [
        (
            "PROGRAM",
            f"{NOT_OPEN} It would have to be opened to: Cohorte d’automne.",
        )
    ]
    assert told(await why_not(network, need, inside)) == []
    assert told(await why_not(network, await new_need(network), inside)) == []
    yesterday = today - timedelta(days=1)
    await Programs(network).save(program.name, ends_on=yesterday, program_id=program.id)
    assert told(await why_not(network, need, inside)) == [
        ("PROGRAM", "The program of the need is not running. Dates to change: Cohorte d’automne.")
    ]


async def test_a_few_kilometers_or_one_region_or_distance_work(network: Graph) -> None:
    lyon = {"region": "84", "latitude": 45.76, "longitude": 4.84}
    grenoble = {"region": "84", "latitude": 45.19, "longitude": 5.72}
    company = await Parties(network).save(a_party(place=lyon))
    mentor = await Parties(network).save(a_party(place=grenoble))
    need = await Needs(network).save(company.id, a_need(is_remote=False, radius_km=80))
    offer = await Offers(network).save(mentor.id, an_offer())
    assert told(await why_not(network, need, offer)) == [
        (
            "PLACE",
            "Too far by 14 km (93 km), and not at a distance. A radius wider by as much would do.",
        )
    ]
    need = await Needs(network).save(
        company.id, a_need(is_remote=False, radius_km=30), need_id=need.id
    )
    assert told(await why_not(network, need, offer)) == [
        (
            "PLACE",
            "Too far by 64 km (93 km). It would do if the need accepted working at a distance.",
        )
    ]
    elsewhere = await new_offer(network, is_remote=False, regions=("11",))
    assert told(await why_not(network, need, elsewhere)) == [
        (
            "PLACE",
            f"{NOT_SERVED} One more region would do: Auvergne-Rhône-Alpes.",
        )
    ]
