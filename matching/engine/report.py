"""The figures published with a run."""

from collections.abc import Sequence

import numpy as np

from matching.engine.kind_run import KindResult
from matching.engine.metrics import exposure_gini, never_shown
from matching.engine.types import IntArray


def counts_of(results: Sequence[KindResult]) -> dict[str, int]:
    """How much went in and came out, all kinds together."""
    return {
        "seekers": sum(len(result.scored.partition.seekers) for result in results),
        "givers": sum(len(result.scored.partition.givers) for result in results),
        "places": int(_joined([_free(result) for result in results]).sum()),
        "candidates": sum(len(result.scored.arcs) for result in results),
        "good_candidates": sum(int(result.scored.is_good.sum()) for result in results),
        "cards": sum(len(result.matches) for result in results),
        "matched_needs": len({match.need_id for result in results for match in result.matches}),
        "abstentions": sum(len(result.abstentions) for result in results),
        "bids": sum(result.allocation.n_bids for result in results),
    }


def metrics_of(results: Sequence[KindResult]) -> dict[str, float]:
    """Expected acceptances and how evenly the offers are shown, all kinds together."""
    free = _joined([_free(result) for result in results])
    shown = _joined([_shown(result) for result in results])
    probabilities = [match.probability for result in results for match in result.matches]
    return {
        "expected_acceptances": float(sum(probabilities)),
        "mean_probability": float(np.mean(probabilities)) if probabilities else 0.0,
        "exposure_gini": exposure_gini(shown, free),
        "never_shown": never_shown(shown, free),
    }


def _free(result: KindResult) -> IntArray:
    return np.array([giver.free for giver in result.scored.partition.givers], dtype=np.intp)


def _shown(result: KindResult) -> IntArray:
    columns = {giver.id: j for j, giver in enumerate(result.scored.partition.givers)}
    chosen = np.array([columns[match.offer_id] for match in result.matches], dtype=np.intp)
    return np.bincount(chosen, minlength=len(columns)).astype(np.intp)


def _joined(parts: Sequence[IntArray]) -> IntArray:
    return np.concatenate([np.empty(0, dtype=np.intp), *parts])
