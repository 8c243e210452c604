"""`maillage policy` and `maillage match --replay` as a person calls them."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from graph.connection import open_graph
from graph.ids import new_id
from graph.migrate import migrate
from graph.models.vocabulary import OfferStatus
from graph.repositories.offers import Offers
from graph.repositories.tenants import Tenants
from tests.factories import an_offer, graph_settings, new_need, new_offer
from tests.servers import GraphServer

Call = Callable[..., Result]


@pytest.fixture
async def slug(current_graph: GraphServer) -> str:
    """A network with two needs and two offers."""
    name = f"test-{new_id()}"
    async with open_graph(graph_settings(current_graph)) as root:
        await migrate(root)
        tenant = await Tenants(root).ensure(name, "Réseau d'essai")
        graph = root.for_tenant(tenant.id)
        for title in ("Voir les rayures", "Prévoir les pannes"):
            await new_need(graph, title=title)
            await new_offer(graph, title=title, capacity=2)
    return name


@pytest.fixture
def call(current_graph: GraphServer, slug: str) -> Call:
    """Calls the command for this network."""
    environment = {
        "MAILLAGE_GRAPH_URI": current_graph.uri,
        "MAILLAGE_GRAPH_USER": current_graph.user,
        "MAILLAGE_GRAPH_PASSWORD": current_graph.password,
    }

    def run(*words: str, answer: str | None = None) -> Result:
        arguments = [*words, "--tenant", slug]
        return CliRunner().invoke(app, arguments, env=environment, input=answer)

    return run


def _line(result: Result) -> dict[str, Any]:
    assert result.stdout.count("\n") == 1, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_parameters_are_shown_looked_at_and_set(call: Call) -> None:
    assert "the defaults" in call("policy", "show", "--kind", "MENTORING").stderr
    changes = ("--kind", "MENTORING", "--set", "cards=1")
    report = _line(call("policy", "preview", *changes, "--json"))
    assert report["changes"] == {"cards": {"before": 3, "after": 1}}
    refused = call("policy", "set", *changes, answer="n\n")
    assert refused.exit_code == 1
    assert "Nothing was changed" in refused.stderr
    assert _line(call("policy", "show", "--kind", "MENTORING", "--json"))["number"] == 0
    taken = call("policy", "set", *changes, answer="y\n")
    assert taken.exit_code == 0
    assert "Version 1 of MENTORING is in force" in taken.stderr
    reset = _line(
        call("policy", "set", "--kind", "MENTORING", "--reset", "--yes", "--note", "x", "--json")
    )
    assert (reset["number"], reset["based_on"]) == (2, 1)
    shown = _line(call("policy", "show", "--kind", "MENTORING", "--json"))
    assert (shown["number"], shown["origin"]) == (2, "DEFAULT")


def test_every_mistake_is_a_line(call: Call) -> None:
    result = call("policy", "preview", "--kind", "PILOT", "--set", "cards=9", "--set", "color=1")
    assert result.exit_code == 1
    assert "cards (cards of a need): a whole number from 1 to 5 is needed, not 9." in _flat(result)
    assert "'color' is no parameter that can be changed." in _flat(result)


def _flat(result: Result) -> str:
    return " ".join(result.stderr.split())


async def _edit_an_offer(server: GraphServer, slug: str) -> str:
    async with open_graph(graph_settings(server)) as root:
        tenant = await Tenants(root).get_by_slug(slug)
        offers = Offers(root.for_tenant(tenant.id))
        offer = (await offers.page(first=1, status=OfferStatus.OPEN)).items[0]
        await offers.save(offer.party_id, an_offer(languages=("en",)), offer_id=offer.id)
        return offer.id


def test_a_run_is_replayed(call: Call) -> None:
    run = _line(call("match", "--json"))
    replayed = call("match", "--replay", run["run"], "--json")
    assert replayed.exit_code == 0
    assert _line(replayed) == {
        "run": run["run"],
        "same": True,
        "cards": run["counts"]["cards"],
        "changed": {},
        "differs": [],
    }
    told = call("match", "--replay", run["run"])
    assert f"the same matches, {run['counts']['cards']} cards" in _flat(told)


async def test_an_offer_that_changed_is_named(
    call: Call, current_graph: GraphServer, slug: str
) -> None:
    run = _line(await asyncio.to_thread(call, "match", "--json"))
    offer = await _edit_an_offer(current_graph, slug)
    replayed = await asyncio.to_thread(call, "match", "--replay", run["run"], "--json")
    assert replayed.exit_code == 1
    found = _line(replayed)
    assert (found["same"], found["changed"]["offers"]) == (False, [offer])
