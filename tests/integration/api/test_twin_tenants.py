"""What one network is answered must not depend on whether another exists."""

from datetime import timedelta
from typing import Any

import httpx

from api.global_ids import global_id, split_global_id
from graph.ids import new_id
from graph.lifecycle.mails import mail_row
from graph.models.vocabulary import MailKind, OutboxState, Scope, Side
from graph.repositories.outbox import Outbox
from matching.embedding import Embedder
from matching.service import MatchingService
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import NOBODY, document_of, mutation, operations, success_of
from tests.integration.api.network import Network
from tests.integration.api.test_matching import suggest
from tests.integration.api.twins import MUTATIONS, QUERIES, alike, filled, told_of

MANY = 60


async def fill(network: Network, embedder: Embedder) -> dict[str, str]:
    seeker = await network.register_sme(
        "Forge du Centre",
        siret="73282932000074",
        externalKey="forge",
        email=network.address("forge"),
        place={"region": "24"},
    )
    giver = await network.register_mentor("Anne Martin", email=network.address("anne"))
    need = await network.register_need(seeker, "Voir les défauts des pièces")
    offer = await network.register_offer(giver, "Voir et trier par caméra")
    await suggest(network, need, offer)
    await network.ask(mutation("requestMatches", "run { id }"))
    service = MatchingService(network.graph, embedder)
    await service.embed()
    fewer = await service.policies.propose("MENTORING", {"cards": 2})
    await service.policies.put_in_force(fewer, actor="test", note="fewer")
    found = await network.ask(f'{{ suggestions(needId: "{need}") {{ id }} }}')
    match = found["suggestions"][0]["id"]
    return {
        "seeker": seeker,
        "giver": giver,
        "need": need,
        "first_need": need,
        "offer": offer,
        "match": match,
        **await dead_letters(network, seeker, match),
    }


async def dead_letters(network: Network, party_id: str, match_id: str) -> dict[str, str]:
    """Two mails that no worker takes further."""
    outbox = Outbox(network.graph)
    ids: dict[str, str] = {}
    for state, side in ((OutboxState.FAILED, Side.SEEKER), (OutboxState.UNCERTAIN, Side.GIVER)):
        row = mail_row(
            tenant_id=network.tenant_id,
            kind=MailKind.SEARCH_ALERT,
            recipient_id=split_global_id(party_id)[1],
            match_ids=[split_global_id(match_id)[1]],
            cause="test",
            side=side,
        )
        await network.graph.write("enqueue_mails", rows=[row])
        claimed = await outbox.claim(row["id"], timedelta(minutes=1))
        assert claimed
        await outbox.finish(claimed, state)
        ids[state.lower()] = global_id("Mail", row["id"])
    return ids


async def crowd(network: Network) -> None:
    """Makes a network large, with the words that the other one is asked for."""
    rows = [
        {
            "external_key": f"crowd-{number}",
            "kind": "SME",
            "name": f"Forge du Centre {number}",
            "region": "24",
            "needs": [{"kind": "MENTORING", "title": "Voir les défauts des pièces"}],
            "offers": [{"kind": "MENTORING", "title": "Voir et trier par caméra"}],
        }
        for number in range(MANY)
    ]
    query = mutation("importParties", "written { needsCreated }")
    written = (await network.ask(query, rows=rows))["importParties"]["written"]
    assert written["needsCreated"] == MANY


async def bytes_of(network: Network, query: str, **variables: Any) -> bytes:
    response: httpx.Response = await network.client.post(
        "/graphql",
        json={"query": query, "variables": variables},
        headers={"x-request-id": "same"},
    )
    return response.content


def test_every_operation_is_asked_here() -> None:
    """Whoever adds an operation adds its line to `tests/integration/api/twins.py`."""
    listed = {f"query {name}" for name in QUERIES} | {f"mutation {name}" for name, *_ in MUTATIONS}
    assert listed == set(operations())


async def answers(network: Network, ids: dict[str, str]) -> dict[str, bytes]:
    found = {
        name: await bytes_of(network, f"{{ {filled(text, ids)} }}")
        for name, text in QUERIES.items()
    }
    found["words"] = await bytes_of(
        network, '{ search(phrase: "défauts", mode: WORDS) { hits { score node { id } } } }'
    )
    found["error"] = await bytes_of(network, '{ needs(after: "x") { nodes { id } } }')
    return found


async def test_every_query_is_answered_the_same_beside_a_large_twin(
    new_network: NewNetwork, embedder: Embedder
) -> None:
    one = await new_network(Scope.ADMIN, name="Un")
    ids = await fill(one, embedder)
    before = await answers(one, ids)
    failing = {name for name, answer in before.items() if b'"errors"' in answer}
    assert failing == {"error"}
    twin = await new_network(Scope.ADMIN, name="Deux")
    await fill(twin, embedder)
    await crowd(twin)
    await MatchingService(twin.graph, embedder).embed()
    assert await answers(one, ids) == before


async def changed(network: Network, ids: dict[str, str]) -> list[str]:
    """The answers to every mutation, one after the other."""
    ids, told = dict(ids), []
    for name, arguments, asked in MUTATIONS:
        success = success_of(name)
        selection = f"__typename ... on {success} {{ __typename {asked} }}"
        query = f"mutation {{ {name}{filled(arguments, ids)} {{ {selection} }} }}"
        answer = (await bytes_of(network, query)).decode()
        assert f'"__typename":"{success}"' in answer, (query, answer)
        ids |= told_of(answer)
        told.append(f"{name} {alike(answer)}")
    return told


async def test_every_mutation_is_answered_the_same_beside_a_large_twin(
    new_network: NewNetwork, embedder: Embedder
) -> None:
    alone = await new_network(Scope.ADMIN)
    before = await changed(alone, await fill(alone, embedder))
    twin = await new_network(Scope.ADMIN)
    await fill(twin, embedder)
    await crowd(twin)
    beside = await new_network(Scope.ADMIN)
    after = await changed(beside, await fill(beside, embedder))
    assert after == before


async def test_anothers_ids_are_answered_as_those_that_nobody_has(
    new_network: NewNetwork, embedder: Embedder
) -> None:
    twin = await new_network(Scope.ADMIN)
    theirs = await fill(twin, embedder)
    key = (await twin.ask("{ keys { id } }"))["keys"][0]["id"]
    for value in {**theirs, "key": key}.values():
        type_name, _ = split_global_id(value)
        absent = global_id(type_name, new_id())
        one = await new_network(Scope.ADMIN)  # a caller may spend so many points
        for operation in operations():
            document = document_of(operation, has_ids=True)
            if NOBODY not in document:
                continue
            of_twin = await bytes_of(one, document.replace(NOBODY, value))
            of_nobody = await bytes_of(one, document.replace(NOBODY, absent))
            assert alike(of_twin.decode()) == alike(of_nobody.decode()), document
