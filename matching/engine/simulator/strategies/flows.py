"""The engine's own auction, the same with the truth, and the exact optimum of the same problem."""

from dataclasses import replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from matching.engine.auction import Problem, allocate, certify, grant_first_cards
from matching.engine.simulator.strategies.problems import known_problem, true_problem
from matching.engine.simulator.view import Cards, View
from matching.engine.types import IntArray


def auction(view: View) -> Cards:
    """What a nightly run does: the ascending auction, then first cards."""
    return _auctioned(known_problem(view)[0])


def oracle(view: View) -> Cards:
    """The auction with true probabilities: what perfect knowledge would yield."""
    return _auctioned(true_problem(view)[0])


def exact(view: View) -> Cards:
    """The optimum of the auction's problem by HiGHS, without its second pass for first cards."""
    problem = known_problem(view)[0]
    return Cards.of(problem, optimum(problem))


def optimum(problem: Problem) -> IntArray:
    """The arcs of an optimal allocation, by HiGHS' simplex.

    Every mentor of a simulation is an organization of its own, so groups bind nothing, and
    without the reserve the matrix is totally unimodular: the vertex found is integral. Where the
    reserve makes it fractional, the arcs above one half are a feasible choice near the optimum.
    """
    n = len(problem.arcs)
    if not n:
        return np.empty(0, dtype=np.intp)
    every = np.arange(n)
    weak = np.flatnonzero(problem.values < problem.reserve)
    n_seekers, n_givers = len(problem.slots), len(problem.quotas)
    limits = [
        (_rows(problem.arcs.i, every, n_seekers, n), problem.slots),
        (_rows(problem.arcs.j, every, n_givers, n), problem.quotas),
        (_rows(problem.arcs.i[weak], weak, n_seekers, n), np.ones(n_seekers)),
    ]
    found = linprog(  # type: ignore[call-overload]  # the stubs know no sparse matrix, SciPy does
        -problem.values,
        A_ub=vstack([rows for rows, _ in limits]),
        b_ub=np.concatenate([limit for _, limit in limits]),
        bounds=(0, 1),
        method="highs",
    )
    return np.flatnonzero(found.x > 0.5).astype(np.intp)  # noqa: PLR2004  # nearer to 1 than to 0


def _rows(labels: IntArray, chosen: IntArray, n_labels: int, n_arcs: int) -> csr_array:
    return csr_array((np.ones(len(chosen)), (labels, chosen)), shape=(n_labels, n_arcs))


def _auctioned(problem: Problem) -> Cards:
    allocation = allocate(problem)
    certificate = certify(problem, allocation)
    return replace(
        Cards.of(problem, grant_first_cards(problem, allocation).chosen), auctioned=certificate
    )
