"""From what a run found to suggestions in force: staged in batches, then applied in batches."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from graph.connection import Graph
from graph.repositories.offers import Offers
from graph.repositories.staging import Staging
from matching.embedding.port import Embedder
from matching.engine.results import EngineMatch, RunResult
from matching.market import Loaded
from matching.quoting.checking import MOST_CHECKED
from matching.wording import abstentions_of, suggestions_of

BATCH_NEEDS = 250
Progress = Callable[[str, int, int], None]


async def stage_matches(
    graph: Graph,
    run_id: str,
    loaded: Loaded,
    result: RunResult,
    embedder: Embedder,
    *,
    seed: int,
    progress: Progress,
    batch_needs: int = BATCH_NEEDS,
) -> None:
    """Keep the cards of these needs, none of them in force yet; a need may have no card.

    `seed` draws the order in which a need's cards are shown.
    """
    staging = Staging(graph, run_id)
    await staging.clear()
    need_ids = [need.id for need in loaded.needs]
    by_need: dict[str, list[EngineMatch]] = {need_id: [] for need_id in need_ids}
    for match in result.matches:
        by_need[match.need_id].append(match)
    why = abstentions_of(result.abstentions, loaded.names)
    for number, start in enumerate(range(0, len(need_ids), batch_needs), start=1):
        batch = need_ids[start : start + batch_needs]
        # Worded batch by batch: the sentences of all cards at once would fill the memory.
        found = [match for need in batch for match in by_need[need]]
        # Each quote costs a text's vector: a large network would embed for hours.
        quotes = MOST_CHECKED if number == 1 else 0
        cards = await suggestions_of(found, loaded, embedder, seed=seed, most_quotes=quotes)
        await staging.put(number, batch, cards, {key: why[key] for key in batch if key in why})
        progress("stage", start + len(batch), len(need_ids))


async def seal(
    graph: Graph,
    run_id: str,
    *,
    started_at: datetime,
    prices: Mapping[str, float],
    report: Mapping[str, Any],
) -> None:
    """Make a staged run complete: from here on it comes into force whatever happens."""
    content = {"started_at": started_at.isoformat(), "prices": dict(prices), "report": report}
    await Staging(graph, run_id).seal(content)


async def is_complete(graph: Graph, run_id: str) -> bool:
    """Whether a run needs no computing any more."""
    return await Staging(graph, run_id).report() is not None


async def apply_staged(graph: Graph, run_id: str, progress: Progress) -> dict[str, Any]:
    """Bring a complete run into force, from where the last worker stopped; returns its report.

    Raises:
        LookupError: the run is not complete.
    """
    staging = Staging(graph, run_id)
    sealed = await staging.report()
    if sealed is None:
        raise LookupError(f"the run {run_id} is not complete: compute it first")
    started_at = datetime.fromisoformat(sealed["started_at"])
    total = None
    while (batch := await staging.next_batch()) is not None:
        total = batch.n_left if total is None else total
        await staging.apply(batch, started_at)
        progress("store", total - batch.n_left + 1, total)
    await Offers(graph).store_prices(sealed["prices"])
    report: dict[str, Any] = sealed["report"]
    return report
