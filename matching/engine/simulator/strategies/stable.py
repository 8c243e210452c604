"""Gale-Shapley: a stable matching of many to many, within the same quotas.

Gale and Shapley, "College admissions and the stability of marriage", American Mathematical
Monthly 69 (1962); Roth, "The evolution of the labor market for medical interns and residents",
Journal of Political Economy 92 (1984) for several partners on each side.
"""

import heapq

import numpy as np

from matching.engine.auction import Problem
from matching.engine.probability import Probabilities
from matching.engine.simulator.strategies.problems import known_problem
from matching.engine.simulator.view import Cards, View
from matching.engine.types import IntArray


def gale_shapley(view: View) -> Cards:
    """Needs propose in the order of their own acceptance; mentors keep whom they like best."""
    problem, probabilities = known_problem(view)
    return Cards.of(problem, deferred_acceptance(problem, probabilities))


def deferred_acceptance(problem: Problem, probabilities: Probabilities) -> IntArray:
    """The arcs of the seekers' best stable allocation; ties by position."""
    starts = problem.starts()
    order = np.lexsort((-probabilities.seeker, problem.arcs.i))  # each seeker's list, best first
    following = starts[:-1].copy()
    n_free = problem.slots.copy()
    kept: list[list[tuple[float, int]]] = [[] for _ in problem.quotas]
    waiting = list(range(len(problem.slots)))
    while waiting:
        seeker = waiting.pop()
        while n_free[seeker] and following[seeker] < starts[seeker + 1]:
            arc = int(order[following[seeker]])
            following[seeker] += 1
            giver = int(problem.arcs.j[arc])
            if not problem.quotas[giver]:
                continue
            n_free[seeker] -= 1
            entry = (float(probabilities.giver[arc]), -arc)
            if len(kept[giver]) < problem.quotas[giver]:
                heapq.heappush(kept[giver], entry)
                continue
            loser = int(problem.arcs.i[-heapq.heappushpop(kept[giver], entry)[1]])
            n_free[loser] += 1
            if loser != seeker:
                waiting.append(loser)
    chosen = sorted(-negative for entries in kept for _, negative in entries)
    return np.array(chosen, dtype=np.intp)
