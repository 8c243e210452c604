"""A mutation under a key happens once, whatever happens to its answer."""

import asyncio
from typing import Any

import httpx
import pytest

from api.global_ids import split_global_id
from graph.ids import new_id
from graph.models.vocabulary import Scope
from graph.repositories.requests import LEASE, RETENTION, Requests, forget_expired, new_claim
from tests.factories import at
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import REGISTER_SME, HintList, Network
from tests.integration.api.test_time_limit import CLOSE, held, until_running

KEY = "0123456789abcdef"
NAMES = "{ parties { nodes { name } } }"
CREATE_KEY = """mutation {
  createKey(input: {name: "a", scopes: [READ]}) { ... on CreateKeySuccess { secret } }
}"""


async def send(
    network: Network, query: str = REGISTER_SME, key: str | None = KEY, **variables: Any
) -> httpx.Response:
    headers = {} if key is None else {"idempotency-key": key}
    body = {"query": query, "variables": variables}
    return await network.client.post("/graphql", json=body, headers=headers)


async def register(network: Network, name: str = "Forge", **more: Any) -> httpx.Response:
    return await send(network, input={"kind": "SME", "name": name} | more)


async def names(network: Network) -> list[str]:
    return [node["name"] for node in (await network.ask(NAMES))["parties"]["nodes"]]


async def kept(network: Network) -> list[dict[str, Any]]:
    return [
        row["kept"]
        for row in await network.graph.run_statement(
            "MATCH (r:Request {tenant_id: $id}) RETURN properties(r) AS kept",
            id=network.tenant_id,
        )
    ]


async def test_a_replay_is_the_first_answer_byte_for_byte(
    network: Network, queue: HintList
) -> None:
    first, second = await register(network), await register(network)
    assert second.content == first.content
    assert (first.status_code, second.status_code) == (200, 200)
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert await names(network) == ["Forge"]
    assert [job for job, _ in queue.hints] == ["need.prepare"]


async def test_the_key_may_come_in_the_extensions(network: Network) -> None:
    body = {
        "query": REGISTER_SME,
        "variables": {"input": {"kind": "SME", "name": "Forge"}},
        "extensions": {"idempotencyKey": KEY},
    }
    answers = [await network.client.post("/graphql", json=body) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert await names(network) == ["Forge"]


async def test_the_same_key_with_another_body_is_an_error(network: Network) -> None:
    await register(network)
    second = await register(network, "Autre")
    assert second.status_code == 422
    assert second.json()["errors"][0]["extensions"]["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert await names(network) == ["Forge"]


async def test_a_refusal_is_replayed_too_and_changes_nothing(network: Network) -> None:
    siret = "73282932000074"
    await network.register_sme("Première", siret=siret)
    first = await register(network, siret=siret)
    assert first.json()["data"]["registerOrganization"]["errors"][0]["code"] == "CONFLICT"
    assert (await register(network, siret=siret)).content == first.content
    assert await names(network) == ["Première"]


async def test_what_fails_as_a_whole_may_be_tried_again(new_network: NewNetwork) -> None:
    network = await new_network(Scope.READ)
    for _ in range(2):
        answer = (await register(network)).json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await kept(network) == []


async def test_many_at_once_happen_once(network: Network) -> None:
    answers = await asyncio.gather(*(register(network) for _ in range(8)))
    good = {answer.content for answer in answers if answer.status_code == 200}
    others = [answer for answer in answers if answer.status_code != 200]
    assert len(good) == 1
    assert {answer.status_code for answer in others} <= {409}
    assert all(answer.headers["retry-after"] == "1" for answer in others)
    assert await names(network) == ["Forge"]
    assert (await register(network)).content in good


async def test_a_key_in_flight_is_told_so(network: Network) -> None:
    party = await network.register_sme()
    need = await network.register_need(party, "Un mentor")
    async with held(network.graph, split_global_id(need)[1]):
        first = asyncio.create_task(send(network, CLOSE, id=need))
        await until_running(network.graph, 1)
        second = await send(network, CLOSE, id=need)
    assert second.status_code == 409
    assert second.json()["errors"][0]["extensions"] | {"requestId": ""} == {
        "code": "IDEMPOTENCY_IN_PROGRESS",
        "requestId": "",
        "retryable": True,
    }
    assert (await first).status_code == 200
    assert (await send(network, CLOSE, id=need)).content == (await first).content


async def test_a_try_that_was_taken_over_can_finish_no_more(network: Network) -> None:
    first, second = new_claim(new_id(), "body"), None
    await Requests(network.graph).claim(first)
    later = at(network.graph, network.graph.clock() + LEASE)
    second = new_claim(first.id, "body")
    assert (await Requests(later).claim(second)).owner == second.owner
    assert not await Requests(network.graph).hold(first)
    assert not await Requests(network.graph).finish(first, b"", 200, "")
    await Requests(network.graph).release(first)
    assert await Requests(later).finish(second, b"x", 200, "text/plain")


async def test_kept_answers_show_nothing_and_go_after_a_day(new_network: NewNetwork) -> None:
    network = await new_network(Scope.ADMIN)
    first = await send(network, CREATE_KEY)
    secret = first.json()["data"]["createKey"]["secret"]
    assert (await send(network, CREATE_KEY)).content == first.content
    (row,) = await kept(network)
    assert secret.encode() not in row["answer"]
    assert KEY not in str(row)
    later = at(network.graph, network.graph.clock() + RETENTION)
    assert await forget_expired(later) >= 1
    assert await kept(network) == []


@pytest.mark.parametrize("key", ["short", "x" * 256, "with space", "clé-accentuée"])
async def test_odd_keys_are_refused(network: Network, key: str) -> None:
    body = {"query": mutation("requestMatches")}
    body["extensions"] = {"idempotencyKey": key}  # type: ignore[assignment]
    assert (await network.client.post("/graphql", json=body)).status_code == 400


async def test_a_key_goes_with_one_mutation_and_means_nothing_to_a_query(network: Network) -> None:
    two = "mutation { a: requestMatches { __typename } b: requestMatches { __typename } }"
    assert (await send(network, two)).status_code == 400
    assert (await send(network, NAMES)).json()["data"] == {"parties": {"nodes": []}}
    await network.register_sme("Forge")
    assert (await send(network, NAMES)).json()["data"]["parties"]["nodes"] == [{"name": "Forge"}]


async def test_a_stranger_with_the_same_key_is_another(new_network: NewNetwork) -> None:
    one, two = await new_network(), await new_network()
    first, second = await register(one), await register(two)
    assert first.content != second.content
    assert (await names(one), await names(two)) == (["Forge"], ["Forge"])
