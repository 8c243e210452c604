"""What no allocation can exceed, from the prices of one: Lagrangian duality.

For any prices, the optimum is at most the sum of quota times price over the givers, plus what
each seeker would gain at those prices if nobody else were there.
"""

import numpy as np

from matching.engine.auction.ascending import Allocation
from matching.engine.auction.problem import Problem
from matching.engine.auction.segments import Segments, greedy_gains, labels_in_segments
from matching.engine.results import Certificate
from matching.engine.types import FloatArray


def certify(problem: Problem, allocation: Allocation) -> Certificate:
    """The value of an allocation with the dual bound at its prices."""
    value = float(problem.values[allocation.chosen].sum())
    return Certificate(value, max(value, dual_bound(problem, allocation.prices)))


def dual_bound(problem: Problem, prices: FloatArray) -> float:
    """An upper bound on the optimum for any prices >= 0 of shape (givers,)."""
    i, j = problem.arcs.i, problem.arcs.j
    nets = np.where(problem.quotas[j] > 0, problem.values - prices[j], 0.0)
    starts = problem.starts()
    seekers = np.flatnonzero(np.diff(starts) > 0)
    segments, slots = Segments.of(starts, seekers), problem.slots[seekers]
    # Two relaxations, each exact in one of the constraints: the smaller gain of each seeker holds.
    by_group = greedy_gains(segments, nets, slots, labels_in_segments(i, problem.groups[j]))
    one_label = np.where(problem.values < problem.reserve, len(problem.quotas), j)
    by_reserve = greedy_gains(segments, nets, slots, labels_in_segments(i, one_label))
    return float(problem.quotas @ prices + np.minimum(by_group, by_reserve).sum())
