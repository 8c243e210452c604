"""Sinkhorn on quotas: a soft plan that respects both sides' limits, rounded to cards.

Cuturi, "Sinkhorn distances", NeurIPS 2013; the scaling itself is iterative proportional fitting,
here with upper limits on both sides, so that a side is scaled down but never up beyond 1.
"""

import numpy as np

from matching.engine.auction import Problem
from matching.engine.simulator.strategies.problems import known_problem
from matching.engine.simulator.view import Cards, View
from matching.engine.types import FloatArray, IntArray

TEMPERATURE = 0.03
ITERATIONS = 200


def sinkhorn(view: View) -> Cards:
    """The plan's largest entries, taken while both sides have room."""
    problem, _ = known_problem(view)
    return Cards.of(problem, rounded(problem, soft_plan(problem)))


def soft_plan(problem: Problem) -> FloatArray:
    """The entropic plan on the arcs: rows sum to the slots, columns to the quota at most."""
    i, j = problem.arcs.i, problem.arcs.j
    n_seekers, n_givers = len(problem.slots), len(problem.quotas)
    kernel = np.exp((problem.values - problem.values.max(initial=0.0)) / TEMPERATURE)
    of_seekers, of_givers = np.ones(n_seekers), np.ones(n_givers)
    for _ in range(ITERATIONS):
        rows = np.bincount(i, kernel * of_givers[j], n_seekers)
        of_seekers = problem.slots / np.maximum(rows, 1e-300)
        columns = np.bincount(j, kernel * of_seekers[i], n_givers)
        of_givers = np.minimum(1.0, problem.quotas / np.maximum(columns, 1e-300))
    plan: FloatArray = kernel * of_seekers[i] * of_givers[j]
    return plan


def rounded(problem: Problem, plan: FloatArray) -> IntArray:
    """Arcs by falling plan, each taken if seeker and giver still have room."""
    seekers, givers = problem.slots.copy(), problem.quotas.copy()
    chosen: list[int] = []
    for arc in np.argsort(-plan, kind="stable"):
        i, j = problem.arcs.i[arc], problem.arcs.j[arc]
        if seekers[i] and givers[j]:
            seekers[i] -= 1
            givers[j] -= 1
            chosen.append(int(arc))
    return np.array(sorted(chosen), dtype=np.intp)
