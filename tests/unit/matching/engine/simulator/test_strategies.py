import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.auction import Problem, allocate, certify
from matching.engine.partition import Arcs
from matching.engine.probability import Probabilities
from matching.engine.simulator.checks import permuted
from matching.engine.simulator.strategies import optimum
from matching.engine.simulator.strategies.sinkhorn import rounded, soft_plan
from matching.engine.simulator.strategies.stable import deferred_acceptance
from matching.engine.types import IntArray


def drawn(seed: int, n: int, m: int) -> tuple[Problem, Probabilities]:
    random = np.random.default_rng(seed)
    flat = np.flatnonzero(random.random(n * m) < 0.7)
    sides = random.random((2, len(flat)))
    problem = Problem(
        arcs=Arcs(flat // m, flat % m),
        values=sides[0] * sides[1],
        slots=random.integers(0, 4, n),
        quotas=random.integers(0, 4, m),
        groups=np.arange(m),
    )
    return problem, Probabilities(sides[0], sides[1], problem.values)


def assert_within_limits(problem: Problem, chosen: IntArray) -> None:
    i, j = problem.arcs.i[chosen], problem.arcs.j[chosen]
    assert len(np.unique(chosen)) == len(chosen)
    assert (np.bincount(i, minlength=len(problem.slots)) <= problem.slots).all()
    assert (np.bincount(j, minlength=len(problem.quotas)) <= problem.quotas).all()


seeds, sizes = st.integers(0, 10**6), st.integers(1, 8)


@given(seeds, sizes, sizes)
@settings(max_examples=80, deadline=None)
def test_a_stable_matching_has_no_pair_that_would_rather_leave(seed: int, n: int, m: int) -> None:
    problem, probabilities = drawn(seed, n, m)
    chosen = deferred_acceptance(problem, probabilities)
    assert_within_limits(problem, chosen)
    held = set(chosen.tolist())
    for arc in set(range(len(problem.arcs))) - held:
        i, j = problem.arcs.i[arc], problem.arcs.j[arc]
        of_seeker = [a for a in held if problem.arcs.i[a] == i]
        of_giver = [a for a in held if problem.arcs.j[a] == j]
        seeker_wants = len(of_seeker) < problem.slots[i] or any(
            probabilities.seeker[a] < probabilities.seeker[arc] for a in of_seeker
        )
        giver_wants = len(of_giver) < problem.quotas[j] or any(
            probabilities.giver[a] < probabilities.giver[arc] for a in of_giver
        )
        is_usable = problem.slots[i] > 0 and problem.quotas[j] > 0
        assert not (is_usable and seeker_wants and giver_wants)


@given(seeds, sizes, sizes)
@settings(max_examples=50, deadline=None)
def test_the_soft_plan_keeps_both_limits(seed: int, n: int, m: int) -> None:
    problem, _ = drawn(seed, n, m)
    plan = soft_plan(problem)
    columns = np.bincount(problem.arcs.j, plan, len(problem.quotas))
    assert (columns <= problem.quotas + 1e-6).all()
    assert_within_limits(problem, rounded(problem, plan))


@given(seeds, sizes, sizes)
@settings(max_examples=50, deadline=None)
def test_the_optimum_is_within_limits_and_not_below_the_auction(seed: int, n: int, m: int) -> None:
    problem, _ = drawn(seed, n, m)
    chosen = optimum(problem)
    assert_within_limits(problem, chosen)
    certificate = certify(problem, allocate(problem))
    assert certificate.value - 1e-9 <= problem.values[chosen].sum()
    assert problem.values[chosen].sum() <= certificate.dual_bound + 1e-9


@given(seeds, sizes, sizes)
@settings(max_examples=50, deadline=None)
def test_a_permuted_problem_is_the_same_problem(seed: int, n: int, m: int) -> None:
    problem, _ = drawn(seed, n, m)
    other = permuted(problem, np.random.default_rng(seed))
    values = [one.values[optimum(one)].sum() for one in (problem, other)]
    assert values[0] == pytest.approx(values[1])
    assert (np.diff(other.starts()) >= 0).all()
