"""Each hostile request is refused with its code and a sentence, and takes nothing from others."""

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette

from benchmarks.hostile.measure import sent, told
from benchmarks.hostile.service import service
from tests.hostile.documents import HOSTILE, Hostile


@pytest.fixture(scope="session")
async def app() -> AsyncIterator[Starlette]:
    async with service() as started:
        yield started


@pytest.mark.parametrize("request_", HOSTILE, ids=[hostile.name for hostile in HOSTILE])
async def test_it_is_refused(app: Starlette, request_: Hostile) -> None:
    answer = await sent(app, request_.body)
    code, message = told(answer)
    assert code == request_.code, message
    assert " " in message
    assert "data" not in answer


async def test_an_honest_request_is_not(app: Starlette) -> None:
    assert (await sent(app, b'{"query": "{ __typename }"}'))["data"] == {"__typename": "Query"}


def test_they_are_many_and_each_has_a_name() -> None:
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE) >= 40
