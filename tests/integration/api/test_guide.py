import re

import httpx

from api.errors import STATUSES
from api.types.user_error import UserErrorCode
from graph.models.vocabulary import PartyKind
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from tests.factories import a_party, a_suggestion, an_offer, new_need, suggest
from tests.integration.api.guide import GUIDE, Reader, examples
from tests.integration.api.network import Network


async def fill_desk(network: Network) -> None:
    """What the matcher has found when staff come to their desk: three suggestions for a need."""
    mentor = a_party(kind=PartyKind.MENTOR, name="Anne Martin")
    need, graph = await new_need(network.graph, title="Plan our deliveries better"), network.graph
    reason = {"code": "SKILLS", "contribution": 0.4, "fr": "…", "en": "Both know planning."}
    pairs = []
    for rank in (1, 2, 3):
        giver = await Parties(graph).save(mentor)
        offer = await Offers(graph).save(giver.id, an_offer(title="Advice on planning"))
        pairs.append(a_suggestion(need.id, offer.id, rank=rank, reasons=[reason]))
    await suggest(graph, *pairs)


async def test_the_guide_shows_what_the_api_answers(
    network: Network, anonymous: httpx.AsyncClient
) -> None:
    reader, wrong, count, section = Reader(), [], 0, ""
    for example in examples():
        count += 1
        if example.section == "The desk" and section != example.section:
            await fill_desk(network)
        section = example.section
        client = anonymous if example.is_anonymous else network.client
        body = {"query": example.document, "variables": reader.filled(example.variables)}
        answer = (await client.post("/graphql", json=body)).json()
        found = reader.differences(example.answer, answer)
        wrong += [f"guide.md:{example.line}: {each}" for each in found]
    assert wrong == []
    assert count == GUIDE.read_text("utf-8").count("```graphql")


def test_the_guide_names_each_status_and_each_code() -> None:
    text = GUIDE.read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\d+) \|", text, re.MULTILINE)
    assert {code: int(status) for code, status in rows} == STATUSES
    assert [code for code in UserErrorCode if f"`{code}`" not in text] == []


def test_an_answer_that_is_not_as_told_is_named() -> None:
    reader = Reader()
    assert reader.differences({"a": 1}, {"a": 2}) == []
    assert reader.differences({"a": 1}, {"a": "x"}) == ["answer.a: told 1, came 'x'"]
    assert reader.differences({"a": []}, {"a": [1]}) == ["answer.a: told [], came [1]"]
    assert reader.differences({"code": "A"}, {"code": "B"}) == ["answer.code: told 'A', came 'B'"]
    assert reader.differences({}, {"b": 1}) == ["answer: told [], came ['b']"]
    assert reader.differences({"id": "mine"}, {"id": "real"}) == []
    assert reader.filled({"input": {"id": "mine"}}) == {"input": {"id": "real"}}
    assert reader.filled({"ids": ["mine", "x"]}) == {"ids": ["real", "x"]}
