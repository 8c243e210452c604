"""A short campaign of faults; `maillage bench faults` is the long one, with restarts of Neo4j."""

from pathlib import Path

from benchmarks.faults.campaign import run
from benchmarks.faults.plan import Kind, drawn
from graph.connection import open_graph
from graph.migrate import migrate, pending_migrations
from tests.factories import graph_settings
from tests.servers import GraphServer

COUNT, SEED = 30, 2
# A sweep is for all networks: what other tests left behind would be delivered, too.
LEFT_BEHIND = "MATCH (x:Outbox) WHERE x.state IN ['PENDING', 'SENDING'] SET x.state = 'FAILED'"


async def test_whatever_fails_no_mail_is_lost_or_doubled(
    current_graph: GraphServer, tmp_path: Path
) -> None:
    settings = graph_settings(current_graph)
    async with open_graph(settings) as root:
        if await pending_migrations(root):
            await migrate(root)
        await root.run_statement(LEFT_BEHIND)

    found = await run(drawn(SEED, COUNT, restarts=0), settings, tmp_path)

    assert set(found["kinds"]) == {*Kind} - {Kind.GRAPH_RESTARTED}
    assert (found["faults"], found["lost"], found["doubled"]) == (COUNT, 0, 0)
    assert found["unexplained"] == []
    assert COUNT <= found["due"] <= found["delivered"] + found["uncertain"]
