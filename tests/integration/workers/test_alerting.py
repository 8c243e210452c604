"""Saved searches: who is told of what, how often, and of what not."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.models.entities import OutboxRow, Party, SavedSearch
from graph.models.inputs import SavedSearchInput
from graph.models.vocabulary import AlertFrequency, MailKind, MatchKind, OutboxState, PartyKind
from graph.repositories.offers import Offers
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from graph.repositories.saved_searches import SavedSearches
from graph.repositories.tenants import Tenants
from tests.factories import a_party, an_offer, at
from workers.context import WorkerContext
from workers.jobs.alert_searches import alert_searches
from workers.jobs.deliver_mail import deliver_mail

PHRASE = "Intégrateur pour robots de soudage"


async def saved(network: Graph, **changes: object) -> tuple[Party, SavedSearch]:
    party = await Parties(network).save(a_party())
    given = SavedSearchInput.model_validate({"phrase": PHRASE} | changes)
    return party, await SavedSearches(network).save(party.id, given)


async def offered(
    context: WorkerContext,
    network: Graph,
    title: str = "Robots de soudage : intégrateur en ateliers",
    kind: PartyKind = PartyKind.INTEGRATOR,
) -> str:
    """A new offer, embedded."""
    giver = await Parties(network).save(a_party(kind=kind))
    offer = await Offers(network).save(giver.id, an_offer(kind=MatchKind.INTEGRATION, title=title))
    await context.matching(network.tenant_id or "").embed()
    return offer.id


async def alerts(network: Graph) -> list[OutboxRow]:
    page = await Outbox(network).page(first=50)
    return [row for row in page.items if row.kind is MailKind.SEARCH_ALERT]


async def told(network: Graph) -> list[str]:
    finds = [
        find
        for row in await alerts(network)
        for find in await SavedSearches(network).told(row.id, row.recipient_id)
    ]
    return [find.offer.id for find in finds]


def later(context: WorkerContext, **time: float) -> WorkerContext:
    return replace(context, graph=at(context.graph, context.graph.clock() + timedelta(**time)))


async def test_a_party_is_told_once_of_what_fits(context: WorkerContext, network: Graph) -> None:
    await offered(context, network, "Robots de soudage, depuis longtemps")
    party, search = await saved(network)
    fitting = await offered(context, network)
    await offered(context, network, "Comptabilité et paie à distance")

    for _ in range(2):
        await alert_searches(context)
    await alert_searches(later(context, days=1, hours=1))

    (mail,) = await alerts(network)
    assert mail.recipient_id == party.id
    assert await told(network) == [fitting]
    assert (await SavedSearches(network).get(search.id)).searched_at is not None


async def test_two_workers_at_once_write_one_mail(context: WorkerContext, network: Graph) -> None:
    await saved(network)
    await offered(context, network)

    await asyncio.gather(*(alert_searches(context) for _ in range(4)))

    assert len(await alerts(network)) == 1


async def test_a_party_has_one_mail_a_day_and_the_rest_comes_on_the_next(
    context: WorkerContext, network: Graph
) -> None:
    party, _ = await saved(network)
    first = await offered(context, network)
    await alert_searches(context)
    again = SavedSearchInput(phrase=PHRASE, frequency=AlertFrequency.WEEKLY)
    await SavedSearches(network).save(party.id, again)
    second = await offered(context, network, "Soudage par robots : intégrateur")

    await alert_searches(context)
    assert await told(network) == [first]

    await alert_searches(later(context, days=1, hours=1))
    assert len(await alerts(network)) == 2
    assert set(await told(network)) == {first, second}


@pytest.mark.parametrize(
    "filters",
    [
        {"kind": "MENTORING"},
        {"giver_kinds": ["STARTUP", "MENTOR"]},
        {"region": "24"},
        {"is_active": False},
    ],
)
async def test_filters_keep_offers_away(
    context: WorkerContext, network: Graph, filters: dict[str, object]
) -> None:
    await saved(network, **filters)
    await offered(context, network)

    await alert_searches(context)

    assert await alerts(network) == []


async def test_who_pauses_is_told_when_the_pause_is_over(
    context: WorkerContext, network: Graph
) -> None:
    party, _ = await saved(network)
    fitting = await offered(context, network)
    await network.write("pause_party", id=party.id, until=network.clock() + timedelta(days=3))

    await alert_searches(context)
    assert await alerts(network) == []

    await alert_searches(later(context, days=4))
    assert await told(network) == [fitting]


async def test_a_pause_and_a_closed_offer_hold_back_a_mail_that_is_written(
    context: WorkerContext, network: Graph
) -> None:
    await saved(network)
    fitting = await offered(context, network)
    await alert_searches(context)
    await Offers(network).close(fitting, actor="test")

    (mail,) = await alerts(network)
    await deliver_mail(context, tenant_id=mail.tenant_id, mail_id=mail.id)

    (mail,) = await alerts(network)
    assert mail.state is OutboxState.SUPPRESSED


async def test_erasing_a_network_erases_its_searches(
    context: WorkerContext, network: Graph
) -> None:
    _, search = await saved(network)
    await Tenants(context.graph).erase(network.tenant_id or "")
    statement = "MATCH (s:SavedSearch {id: $id}) RETURN s.id AS id"
    assert await context.graph.run_statement(statement, id=search.id) == []
