"""Replaying a run on the network as it stands, at the time that the run took for now."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.connection import Graph
from graph.errors import GraphError
from graph.models.entities import Run
from graph.models.vocabulary import RunState
from graph.repositories.run_inputs import KEPT, RunRecords
from graph.repositories.runs import Runs
from matching.engine.fingerprint import Component, Fingerprint, differences, fingerprint
from matching.engine.pipeline import Configs, Progress, run
from matching.engine.results import RunResult
from matching.engine.types import Market
from matching.market import MarketReader
from matching.policy.parameters import config_of
from matching.replay.record import (
    Card,
    Difference,
    card_differences,
    cards_of,
    digest_of,
    pack,
    unpack,
)

EXAMPLES = 5
"""How many ids a sentence names."""


class NoReplayError(GraphError):
    """A run that cannot be replayed; the message says why."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of a replay.

    `changed` holds the ids that changed by component, none where only the digest is left. Where
    nothing changed, the run was done again: `cards` of them, and those that `differ`.
    """

    run: Run
    changed: Mapping[str, tuple[str, ...]]
    cards: int = 0
    differ: tuple[Difference, ...] = ()
    is_same: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "run": self.run.id,
            "same": self.is_same,
            "cards": self.cards,
            "changed": {name: list(ids) for name, ids in self.changed.items()},
            "differs": [difference.to_dict() for difference in self.differ],
        }


async def record_run(
    graph: Graph, run_id: str, market: Market, result: RunResult, *, read_at: datetime
) -> dict[str, Any]:
    """Keeps what a replay needs; returns the part of it that the run's parameters hold."""
    inputs = await asyncio.to_thread(fingerprint, market)
    cards = cards_of(result.matches)
    await RunRecords(graph).store(run_id, await asyncio.to_thread(pack, inputs, cards))
    return {
        "read_at": read_at.isoformat(),
        "inputs": {name: component.digest for name, component in inputs.items()},
        "matches": digest_of(cards),
    }


async def replay(
    graph: Graph, run_id: str, *, dimensions: int, progress: Progress | None = None
) -> Replay:
    """Reads the network as of the run's time, and does the run again where its inputs are as then.

    Raises:
        NotFoundError: the tenant has no such run.
        NoReplayError: the run did not finish, or was made before runs could be replayed.
    """
    found = await Runs(graph).get(run_id)
    kept = _kept_of(found)
    record = await RunRecords(graph).get(run_id)
    inputs, cards = (_digests_of(kept), None) if record is None else _unpacked(record.content)
    then = graph.at(datetime.fromisoformat(kept["read_at"]))
    reader = MarketReader(then, dimensions=dimensions, configs=_configs_of(found))
    market = (await reader.whole()).market
    changed = differences(inputs, await asyncio.to_thread(fingerprint, market))
    if changed:
        named = changed if record else dict.fromkeys(changed, ())
        return Replay(found, named)
    result = await asyncio.to_thread(
        run,
        market,
        seed=found.seed,
        configs=_configs_of(found),
        progress=progress,
        is_told=False,
    )
    return _replayed(found, cards, cards_of(result.matches), kept["matches"])


def _kept_of(found: Run) -> Mapping[str, Any]:
    if found.state is not RunState.FINISHED:
        why = f": {found.error}" if found.error else ""
        raise NoReplayError(
            f"the run {found.id} is {found.state.value.lower()}{why}. Only a finished run can be replayed"
        )
    kept: Mapping[str, Any] | None = found.parameters.get("replay")
    if kept is None:
        raise NoReplayError(
            f"the run {found.id} was made before runs kept what they read: it cannot be replayed"
        )
    return kept


def _unpacked(content: bytes) -> tuple[Fingerprint, tuple[Card, ...]]:
    try:
        return unpack(content)
    except ValueError as error:
        raise NoReplayError(str(error)) from error


def _digests_of(kept: Mapping[str, Any]) -> Fingerprint:
    """All that is left of a run older than the newest that keep their record."""
    return {name: Component(digest, {}) for name, digest in kept["inputs"].items()}


def _configs_of(found: Run) -> Configs:
    return {kind: config_of(kind, stored) for kind, stored in found.parameters["configs"].items()}


def _replayed(
    found: Run, before: tuple[Card, ...] | None, after: tuple[Card, ...], digest: str
) -> Replay:
    if before is None:
        return Replay(found, {}, len(after), (), digest == digest_of(after))
    differ = card_differences(before, after)
    return Replay(found, {}, len(after), differ, not differ)


def sentences(replayed: Replay) -> list[str]:
    """What became of it, for a person."""
    run_id = replayed.run.id
    if replayed.is_same:
        return [f"The run {run_id} was replayed: the same matches, {replayed.cards:,} cards."]
    if not replayed.changed:
        differ = f"{len(replayed.differ):,} cards differ" if replayed.differ else "the cards differ"
        return [
            f"The run {run_id} was replayed: its inputs are as they were, but {differ}.",
            "Another version of the matcher, or another processor, made them.",
        ]
    lines = [f"The run {run_id} cannot give the same matches: what it read has changed since."]
    for name, ids in replayed.changed.items():
        shown = ", ".join(ids[:EXAMPLES]) + (", …" if len(ids) > EXAMPLES else "")
        told = f"{len(ids):,}: {shown}" if ids else f"the newest {KEPT} runs alone keep which"
        lines.append(f"  {name.replace('_', ' ')}: {told}")
    return lines
