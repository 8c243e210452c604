"""What must hold whatever the figures: limits, and independence of the input's order."""

from dataclasses import replace

import numpy as np

from matching.engine.auction import Problem
from matching.engine.partition import Arcs
from matching.engine.simulator.rounds import Played, Trace
from matching.engine.simulator.world import World


def count_breaches(world: World, trace: Trace) -> int:
    """How often a trace exceeded a quota, a need's cards, a place, or showed a pair twice."""
    overbooked = (
        np.bincount(
            np.concatenate(
                [played.cards.arcs.j[played.answers.engaged] for played in trace.rounds]
            ),
            minlength=world.settings.mentors,
        )
        > world.mentors.capacity
    )
    return int(overbooked.sum()) + sum(_breaches(played) for played in trace.rounds)


def _breaches(played: Played) -> int:
    arcs, problem = played.cards.arcs, played.cards.problem
    n_repeated = len(arcs) - len(np.unique(np.column_stack([arcs.i, arcs.j]), axis=0))
    if problem is None:
        return n_repeated
    per_seeker = np.bincount(arcs.i, minlength=len(problem.slots))
    over_slots = int((per_seeker > problem.slots).sum())
    over_quota = int((played.cards.per_giver(len(problem.quotas)) > problem.quotas).sum())
    return n_repeated + over_slots + over_quota


def permuted(problem: Problem, random: np.random.Generator) -> Problem:
    """The same problem with its seekers and givers in another order."""
    rows = random.permutation(len(problem.slots))
    columns = random.permutation(len(problem.quotas))
    i, j = rows[problem.arcs.i], columns[problem.arcs.j]
    order = np.lexsort((j, i))
    return replace(
        problem,
        arcs=Arcs(i[order], j[order]),
        values=problem.values[order],
        slots=problem.slots[np.argsort(rows)],
        quotas=problem.quotas[np.argsort(columns)],
        groups=problem.groups[np.argsort(columns)],
    )


def is_same(first: Trace, second: Trace) -> bool:
    """Whether two traces showed the same cards and had the same answers."""
    return all(
        np.array_equal(one.cards.arcs.i, other.cards.arcs.i)
        and np.array_equal(one.cards.arcs.j, other.cards.arcs.j)
        and np.array_equal(one.answers.engaged, other.answers.engaged)
        for one, other in zip(first.rounds, second.rounds, strict=True)
    )
