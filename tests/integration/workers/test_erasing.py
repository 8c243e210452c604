"""Whatever a party said, by whatever door, is gone with it: from the whole graph, and from Valkey."""

import zlib
from dataclasses import replace

from arq.connections import ArqRedis

from graph.connection import Graph
from graph.ids import new_id
from graph.repositories.people import People
from graph.repositories.run_inputs import RunRecords
from graph.repositories.runs import Runs
from tests.encoders import StemsEmbedder
from tests.factories import match_now
from tests.integration.workers.talker import be_named, new_talker, refuse, work_together
from workers.context import WorkerContext
from workers.jobs.execute_run import execute_run
from workers.jobs.sweep import sweep
from workers.local import LocalQueue

FOUND = """
CALL () {
  MATCH (n) RETURN labels(n) AS labels, properties(n) AS held
UNION ALL
  MATCH ()-[r]->() RETURN [type(r)] AS labels, properties(r) AS held
}
UNWIND [key IN keys(held) WHERE NOT key IN ['vector', 'content']] AS key
WITH labels, key, [] + held[key] AS values
WHERE any(value IN values WHERE any(word IN $words WHERE toStringOrNull(value) CONTAINS word))
RETURN DISTINCT labels, key
"""


async def traces(graph: Graph, *words: str) -> set[tuple[str, str]]:
    """Where in the graph words are left, in whatever network."""
    rows = await graph.run_statement(FOUND, words=list(words))
    return {(label, row["key"]) for row in rows for label in row["labels"]}


async def held_by(valkey: LocalQueue) -> str:
    """All that Valkey holds, keys and values."""
    async with ArqRedis.from_url(valkey.url) as client:
        held = []
        async for key in client.scan_iter():
            kind = await client.type(key)
            held += [
                key,
                await client.get(key) if kind == b"string" else await client.zrange(key, 0, -1),
            ]
    return str(held)


async def run_of(context: WorkerContext, graph: Graph) -> bytes:
    """A whole run of the matcher; what it keeps of what it read."""
    asked = await Runs(graph).create(seed=1)
    await context.matching(graph.tenant_id or "").embed()
    await execute_run(context, tenant_id=graph.tenant_id or "", run_id=asked.id)
    kept = await RunRecords(graph).get(asked.id)
    assert kept
    return zlib.decompress(kept.content)


async def test_nothing_that_a_party_said_is_left(
    context: WorkerContext, network: Graph, valkey: LocalQueue
) -> None:
    word = f"zyx{new_id()}"
    talker = await new_talker(network, word)
    await work_together(network, talker, word)
    await refuse(network, talker, word)
    record = await run_of(replace(context, embedder=StemsEmbedder()), network)
    pair = await be_named(network, talker)
    await sweep(context)
    before = {label for label, _ in await traces(network, word)}
    assert before >= {
        *("Party", "Need", "Offer", "Match", "Engagement", "SavedSearch", "EXCLUDES"),
    }
    gone = await People(network).erase(talker.id, actor="key:test")
    assert await traces(network, word) == set()
    # The last mail that somebody else did not answer, by an id that leads nowhere any more.
    ids = {key for _, key in await traces(network, *gone)}
    assert ids <= {"unanswered_by"}
    assert word not in await held_by(valkey)
    # What is kept of a run names by ids alone, and goes with its month.
    assert word.encode() not in record
    match = await match_now(network, pair.match.id)
    assert [reason["code"] for reason in match.reasons] == ["PLACE"]
    assert (match.giver_reasons, match.reservation) == ((), None)
