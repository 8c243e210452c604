"""`maillage party`: all data of a party, given or deleted."""

import json

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.repositories.events import Events
from graph.repositories.parties import Parties
from graph.repositories.people import People
from tests.factories import suggested_pair
from tests.integration.cli.conftest import Maillage, done, flat


async def test_a_copy_can_be_piped_and_is_noted(
    maillage: Maillage, network: Graph, slug: str
) -> None:
    pair = await suggested_pair(network)
    told = done(await maillage("party", "export", pair.seeker.id, "--tenant", slug)).stdout
    data = json.loads(told)
    assert (data["id"], data["name"]) == (pair.seeker.id, pair.seeker.name)
    assert [need["title"] for need in data["needs"]] == [pair.need.title]
    (event,) = (await Events(network).page(first=9, subject_id=pair.seeker.id)).items
    assert (event.actor, event.action) == ("command line", "party.exported")


async def test_a_deletion_asks_before_and_leaves_no_trace(
    maillage: Maillage, network: Graph, slug: str
) -> None:
    pair, people = await suggested_pair(network), People(network)
    words = ("party", "erase", pair.seeker.id, "--tenant", slug)
    asked = await maillage(*words)
    assert asked.exit_code == 1
    assert pair.seeker.name in flat(asked)
    assert await Parties(network).get(pair.seeker.id)
    assert "3 records are gone" in flat(done(await maillage(*words, "--yes")))
    assert await people.count_traces([pair.seeker.id, pair.match.id]) == 0
    again = await maillage(*words, "--yes")
    assert again.exit_code == 1
    assert isinstance(again.exception, NotFoundError)


@pytest.mark.parametrize("command", ["export", "erase"])
async def test_what_there_is_not_is_told(maillage: Maillage, slug: str, command: str) -> None:
    result = await maillage("party", command, new_id(), "--tenant", slug)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no party has the id" in str(result.exception)
