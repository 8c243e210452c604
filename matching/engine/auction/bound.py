"""What no allocation can exceed, from the prices of one: Lagrangian duality.

For any prices, the optimum is at most the sum of quota times price over the givers, plus what
each seeker would gain at those prices if nobody else were there.
"""

import numpy as np

from matching.engine.auction.ascending import Allocation
from matching.engine.auction.problem import Problem
from matching.engine.results import Certificate
from matching.engine.types import BoolArray, FloatArray, IntArray


def certify(problem: Problem, allocation: Allocation) -> Certificate:
    """The value of an allocation with the dual bound at its prices."""
    value = float(problem.values[allocation.chosen].sum())
    return Certificate(value, max(value, dual_bound(problem, allocation.prices)))


def dual_bound(problem: Problem, prices: FloatArray) -> float:
    """An upper bound on the optimum for any prices >= 0 of shape (givers,)."""
    i, j = problem.arcs.i, problem.arcs.j
    net = np.where(problem.quotas[j] > 0, problem.values - prices[j], 0.0)
    order = np.lexsort((-net, i))
    i, j, net = i[order], j[order], net[order]
    # Two relaxations, each exact in one of the constraints: the smaller gain of each seeker holds.
    by_group = _gains(problem.slots, i, net, _is_first_of(i, problem.groups[j]))
    weak = problem.values[order] < problem.reserve
    by_reserve = _gains(problem.slots, i, net, ~weak | _is_first_of(i, np.where(weak, -1, j)))
    return float(problem.quotas @ prices + np.minimum(by_group, by_reserve).sum())


def _is_first_of(i: IntArray, label: IntArray) -> BoolArray:
    """Whether no arc before it has the same seeker and label."""
    _, first = np.unique(np.column_stack([i, label]), axis=0, return_index=True)
    is_first = np.zeros(len(i), dtype=bool)
    is_first[first] = True
    return is_first


def _gains(slots: IntArray, i: IntArray, net: FloatArray, usable: BoolArray) -> FloatArray:
    """The sum of each seeker's best positive nets, as many as it has slots; shape (seekers,)."""
    i, net = i[usable], np.maximum(net[usable], 0.0)
    starts = np.searchsorted(i, np.arange(len(slots)))
    rank = np.arange(len(i)) - starts[i]
    is_taken = rank < slots[i]
    gains = np.zeros(len(slots))
    np.add.at(gains, i[is_taken], net[is_taken])
    return gains
