import re

import httpx

from api.errors import STATUSES
from api.types.user_error import UserErrorCode
from tests.integration.api.guide import GUIDE, Reader, examples
from tests.integration.api.network import Network


async def test_the_guide_shows_what_the_api_answers(
    network: Network, anonymous: httpx.AsyncClient
) -> None:
    reader, wrong, count = Reader(), [], 0
    for example in examples():
        count += 1
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
