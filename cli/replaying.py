"""`maillage match --replay`: a finished run, done again."""

import json
import sys

import typer

from cli.console import bar, say
from cli.networks import network_graph
from matching.embedding import EmbeddingSettings, open_embedder
from matching.replay.service import Replay, replay, sentences


async def replay_run(slug: str, run_id: str, *, as_json: bool) -> None:
    """Replays a run and says what became of it; the exit status is 1 where it is not the same."""
    async with network_graph(slug) as graph, open_embedder(EmbeddingSettings()) as embedder:
        with bar("Replaying") as advance:
            found = await replay(
                graph,
                run_id,
                dimensions=embedder.model.dimensions,
                progress=lambda _step, done, total: advance(done, total),
            )
    _tell(found, as_json=as_json)
    if not found.is_same:
        raise typer.Exit(1)


def _tell(found: Replay, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(found.to_dict()) + "\n")
        return
    for sentence in sentences(found):
        say(sentence)
