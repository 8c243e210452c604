"""`maillage match` in a process of its own that is killed: what is in force is one run's."""

import asyncio
import os
import sys
from datetime import timedelta

from graph.connection import Graph, open_graph
from graph.migrate import migrate
from graph.models.vocabulary import RunState
from graph.repositories.matches import Matches
from graph.repositories.runs import Runs
from graph.repositories.tenants import Tenants
from matching.embedding import EmbeddingSettings, open_embedder
from matching.service import MatchingService
from tests.factories import graph_settings, new_need, new_offer, new_tenant
from tests.servers import GraphServer

WORDS = ("Compter les palettes", "Lire des bons de commande", "Voir les rayures des tôles")


async def killed_run(server: GraphServer, slug: str, runs: Runs, known: set[str]) -> str:
    """Starts the command, and kills it as soon as its run is there; the run's id."""
    environment = {
        **os.environ,
        "MAILLAGE_GRAPH_URI": server.uri,
        "MAILLAGE_GRAPH_USER": server.user,
        "MAILLAGE_GRAPH_PASSWORD": server.password,
    }
    command = ("-m", "cli.main", "match", "--tenant", slug, "--seed", "2")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(60):
            while not (new := {run.id for run in (await runs.page(first=5)).items} - known):
                assert process.returncode is None, await process.communicate()
                await asyncio.sleep(0.005)
    finally:
        process.kill()
        await process.communicate()
    return new.pop()


async def runs_in_force(network: Graph, need_ids: list[str]) -> list[set[str | None]]:
    found = await Matches(network).suggestions_by_needs(need_ids, 9)
    return [{match.run_id for match in found[need_id]} for need_id in need_ids]


async def test_a_killed_run_harms_nothing_and_is_done_again(current_graph: GraphServer) -> None:
    settings = EmbeddingSettings()
    async with open_graph(graph_settings(current_graph)) as root, open_embedder(settings) as own:
        await migrate(root)
        network = await new_tenant(root)
        needs = [(await new_need(network, title=words)).id for words in WORDS]
        for words in WORDS:
            await new_offer(network, title=words, capacity=9)
        service, runs = MatchingService(network, own), Runs(network)
        first = await runs.create(seed=1)
        await service.execute_run(first.id)

        slug = (await Tenants(root).get(network.tenant_id or "")).slug
        killed = await killed_run(current_graph, slug, runs, {first.id})
        in_force = await runs_in_force(network, needs)
        assert all(found in ({first.id}, {killed}) for found in in_force)

        if (await runs.get(killed)).state is not RunState.FINISHED:
            await runs.reopen(killed, network.clock() + timedelta(hours=1))
            await service.execute_run(killed)
        assert await runs_in_force(network, needs) == [{killed}] * 3
