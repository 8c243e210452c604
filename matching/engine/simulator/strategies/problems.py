"""The allocation problem of a round, as a nightly run states it: same arcs, same quotas for all."""

from itertools import compress

import numpy as np

from matching.engine.auction import Problem
from matching.engine.candidates import BlockScores, Source, collect
from matching.engine.fairness import multipliers
from matching.engine.kind_run import stated_problem
from matching.engine.partition import Arcs
from matching.engine.probability import Probabilities
from matching.engine.simulator.parties import givers_of, seekers_of
from matching.engine.simulator.view import View
from matching.engine.types import BoolArray, Float32Array, FloatArray


def known_problem(view: View) -> tuple[Problem, Probabilities]:
    """What the engine weighs: candidates by texts, skills and graph; values by what is known."""
    known, seen, config = view.world.known, view.round.seen, view.config
    texts = (seen.cosine_wanted + seen.cosine_wished) / np.float32(2)
    per_side = config.candidates_per_side
    arcs = _candidates(
        view,
        (texts, per_side, per_side, -np.inf),
        (known.skills, config.candidates_by_skills, 0, 0.0),
        (known.graph, config.candidates_by_graph, 0, 0.0),
    )
    return _problem(view, arcs, view.probabilities_on(arcs))


def true_problem(view: View) -> tuple[Problem, Probabilities]:
    """The same with the truth in the place of what is known, candidates included."""
    seeker, giver = view.round.seeker, view.round.giver
    per_side = view.config.candidates_per_side
    arcs = _candidates(view, (seeker * giver, per_side, per_side, 0.0))
    p_seeker = seeker[arcs.i, arcs.j].astype(np.float64)
    p_giver = giver[arcs.i, arcs.j].astype(np.float64)
    probabilities = Probabilities(p_seeker, p_giver, p_seeker * p_giver * view.config.usefulness)
    return _problem(view, arcs, probabilities)


def _candidates(view: View, *ranked: tuple[Float32Array, int, int, float]) -> Arcs:
    """The engine's union of the best of both sides; (scores, per seeker, per giver, above)."""
    sources = [
        Source(_blocks_of(scores), per_seeker, per_giver, above)
        for scores, per_seeker, per_giver, above in ranked
    ]

    def mask(rows: slice) -> BoolArray:
        return view.allowed[rows]

    n_seekers, n_givers = view.allowed.shape
    return collect(sources, mask, (n_seekers, n_givers))


def _blocks_of(scores: Float32Array) -> BlockScores:
    """Copies of blocks of rows: collecting masks them in place."""
    return lambda rows: scores[rows].copy()


def _problem(view: View, arcs: Arcs, probabilities: Probabilities) -> tuple[Problem, Probabilities]:
    """Only pairs above the floor; values, slots and quotas as in a run of one kind."""
    config = view.config
    good = np.flatnonzero(probabilities.mutual >= config.floor)
    i, j = arcs.i[good], arcs.j[good]
    kept = Probabilities(
        probabilities.seeker[good], probabilities.giver[good], probabilities.mutual[good]
    )
    of_seekers = _of_open_needs(view)
    of_givers = multipliers(givers_of(view), config)
    problem = stated_problem(
        Arcs(i, j),
        of_seekers[i] * of_givers[j] * kept.mutual,
        kept.seeker,
        slots=np.where(view.state.engaged_in < 0, config.cards, 0),
        free=view.state.free,
        groups=np.arange(len(view.state.free)),
        config=config,
    )
    return problem, kept


def _of_open_needs(view: View) -> FloatArray:
    """Exposure is compared among open needs, as a nightly run reads no others; shape (needs,)."""
    is_open = view.state.engaged_in < 0
    found = np.ones(len(is_open))
    parties = compress(seekers_of(view), is_open)
    found[is_open] = multipliers(list(parties), view.config)
    return found
