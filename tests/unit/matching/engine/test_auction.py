from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from matching.engine.auction import (
    Problem,
    allocate,
    bid_online,
    bidders,
    certify,
    grant_first_cards,
    shortlist,
)
from matching.engine.auction.segments import Segments, greedy_gains, labels_in_segments
from matching.engine.partition import Arcs
from matching.engine.types import FloatArray, IntArray


def problem_of(
    seed: int, n_seekers: int, n_givers: int, *, reserve: float = 0.02, has_groups: bool = False
) -> Problem:
    random = np.random.default_rng(seed)
    density = random.uniform(0.2, 1.0)
    flat = np.flatnonzero(random.random(n_seekers * n_givers) < density)
    groups = np.arange(n_givers)
    return Problem(
        arcs=Arcs(flat // n_givers, flat % n_givers),
        # Some givers are liked by all, as in life.
        values=random.random(len(flat)) * random.random(n_givers)[flat % n_givers],
        slots=random.integers(0, 4, n_seekers),
        quotas=random.integers(0, 4, n_givers),
        groups=groups // 2 if has_groups else groups,
        reserve=reserve,
    )


def at_most_one(labels: IntArray, chosen: IntArray, n_arcs: int) -> csr_array:
    """One row per label, with 1 at those of the chosen arcs that have it."""
    rows = np.unique(labels, return_inverse=True)[1]
    return csr_array(
        (np.ones(len(chosen)), (rows, chosen)), shape=(rows.max(initial=-1) + 1, n_arcs)
    )


def optimum(problem: Problem) -> float:
    """The exact optimum, by HiGHS."""
    i, j, n = problem.arcs.i, problem.arcs.j, len(problem.arcs)
    if not n:
        return 0.0
    every = np.arange(n)
    weak = np.flatnonzero(problem.values < problem.reserve)
    pair_groups = i * (problem.groups.max() + 1) + problem.groups[j]
    blocks = [
        (at_most_one(i, every, n), problem.slots[np.unique(i)]),
        (at_most_one(j, every, n), problem.quotas[np.unique(j)]),
        (at_most_one(pair_groups, every, n), np.ones(len(np.unique(pair_groups)))),
        (at_most_one(i[weak], weak, n), np.ones(len(np.unique(i[weak])))),
    ]
    constraint = LinearConstraint(
        vstack([block for block, _ in blocks]), ub=np.concatenate([limit for _, limit in blocks])
    )
    integers = np.ones(n, dtype=np.int64)
    found = milp(-problem.values, integrality=integers, bounds=Bounds(0, 1), constraints=constraint)
    assert found.success
    return -float(found.fun)


sizes = st.integers(1, 9)


@given(st.integers(0, 10**6), sizes, sizes, st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_limit_is_ever_breached(seed: int, n: int, m: int, has_groups: bool) -> None:  # noqa: FBT001  # drawn
    problem = problem_of(seed, n, m, has_groups=has_groups)
    allocation = allocate(problem)
    assert_within_limits(problem, allocation.chosen)
    assert_within_limits(problem, grant_first_cards(problem, allocation).chosen)


@given(st.integers(0, 10**6), st.integers(1, 20), sizes, st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_shortlist_changes_nothing(seed: int, n: int, m: int, has_groups: bool) -> None:  # noqa: FBT001  # drawn
    problem = problem_of(seed, n, m, has_groups=has_groups)
    whole = allocate(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortlist, "LENGTH", 3)
        patch.setattr(bidders, "PART_SEEKERS", 2)
        found = allocate(problem)
    np.testing.assert_array_equal(found.chosen, whole.chosen)
    np.testing.assert_array_equal(found.prices, whole.prices)
    assert found.n_bids == whole.n_bids


def assert_within_limits(problem: Problem, chosen: IntArray) -> None:
    i, j = problem.arcs.i[chosen], problem.arcs.j[chosen]
    assert len(np.unique(chosen)) == len(chosen)
    assert (np.bincount(i, minlength=len(problem.slots)) <= problem.slots).all()
    assert (np.bincount(j, minlength=len(problem.quotas)) <= problem.quotas).all()
    cards = list(zip(i, problem.groups[j], strict=True))
    assert len(set(cards)) == len(cards)
    weak = i[problem.values[chosen] < problem.reserve]
    assert len(np.unique(weak)) == len(weak)


@given(st.integers(0, 10**6), sizes, sizes)
@settings(max_examples=100, deadline=None)
def test_nobody_is_without_a_card_while_a_neighbor_has_two(seed: int, n: int, m: int) -> None:
    problem = problem_of(seed, n, m)
    chosen = grant_first_cards(problem, allocate(problem)).chosen
    n_held = np.bincount(problem.arcs.i[chosen], minlength=n)
    rich = np.zeros(m, dtype=bool)
    rich[problem.arcs.j[chosen][n_held[problem.arcs.i[chosen]] > 1]] = True
    room = np.bincount(problem.arcs.j[chosen], minlength=m) < problem.quotas
    for seeker in np.flatnonzero((n_held == 0) & (problem.slots > 0)):
        wanted = problem.arcs.j[problem.arcs.i == seeker]
        assert not (rich | room)[wanted].any()


@given(st.integers(0, 10**6), sizes, sizes, st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_certificate_bounds_the_optimum(seed: int, n: int, m: int, has_groups: bool) -> None:  # noqa: FBT001  # drawn
    problem = problem_of(seed, n, m, has_groups=has_groups)
    certificate = certify(problem, allocate(problem))
    best = optimum(problem)
    assert certificate.value <= best + 1e-9
    assert best <= certificate.dual_bound + 1e-9


@given(st.integers(0, 10**6), sizes, sizes)
@settings(max_examples=100, deadline=None)
def test_the_value_is_the_optimum_up_to_epsilon_per_card(seed: int, n: int, m: int) -> None:
    problem = problem_of(seed, n, m, reserve=0.0)
    value = certify(problem, allocate(problem)).value
    assert value >= optimum(problem) - problem.epsilon * problem.slots.sum()


@pytest.mark.parametrize("seed", range(5))
def test_the_value_is_within_one_percent_of_the_optimum(seed: int) -> None:
    problem = problem_of(seed, 60, 40)
    certificate = certify(problem, allocate(problem))
    assert certificate.value >= 0.99 * optimum(problem)
    assert certificate.gap <= 0.02


@given(st.integers(0, 10**6), sizes, sizes)
@settings(max_examples=50, deadline=None)
def test_permuting_changes_the_value_by_no_more_than_epsilon_per_seeker(
    seed: int, n: int, m: int
) -> None:
    problem = problem_of(seed, n, m, reserve=0.0)
    permuted = permuted_problem(problem, np.random.default_rng(seed))
    values = [certify(one, allocate(one)).value for one in (problem, permuted)]
    assert abs(values[0] - values[1]) <= problem.epsilon * problem.slots.sum()


def permuted_problem(problem: Problem, random: np.random.Generator) -> Problem:
    """The same problem with seekers and givers in another order."""
    n, m = len(problem.slots), len(problem.quotas)
    rows, columns = random.permutation(n), random.permutation(m)
    i, j = rows[problem.arcs.i], columns[problem.arcs.j]
    order = np.lexsort((j, i))
    slots, quotas = np.empty_like(problem.slots), np.empty_like(problem.quotas)
    slots[rows], quotas[columns] = problem.slots, problem.quotas
    return replace(
        problem,
        arcs=Arcs(i[order], j[order]),
        values=problem.values[order],
        slots=slots,
        quotas=quotas,
    )


def test_the_same_problem_has_the_same_allocation() -> None:
    first, second = (allocate(problem_of(3, 80, 50)) for _ in range(2))
    assert np.array_equal(first.chosen, second.chosen)
    assert np.array_equal(first.prices, second.prices)


def one_giver(values: list[float], **fields: int) -> Problem:
    """Seekers with one slot each that all want the same giver."""
    n = len(values)
    return Problem(
        arcs=Arcs(np.arange(n), np.zeros(n, dtype=np.intp)),
        values=np.array(values),
        slots=np.ones(n, dtype=np.intp),
        quotas=np.array([fields["quota"]]),
        groups=np.zeros(1, dtype=np.intp),
    )


def test_a_full_giver_costs_what_the_first_loser_would_pay() -> None:
    allocation = allocate(one_giver([0.9, 0.5, 0.7], quota=2))
    assert allocation.chosen.tolist() == [0, 2]
    assert 0.5 <= allocation.prices[0] <= 0.7 + 0.005


def test_a_giver_with_free_places_costs_nothing() -> None:
    assert allocate(one_giver([0.9, 0.5], quota=3)).prices.tolist() == [0.0]


def test_a_tie_goes_to_the_first() -> None:
    assert allocate(one_giver([0.5, 0.5, 0.5], quota=1)).chosen.tolist() == [0]


def test_a_weak_card_comes_alone() -> None:
    problem = Problem(
        arcs=Arcs(np.zeros(3, dtype=np.intp), np.arange(3)),
        values=np.array([0.01, 0.015, 0.012]),
        slots=np.array([3]),
        quotas=np.ones(3, dtype=np.intp),
        groups=np.arange(3),
        reserve=0.02,
    )
    assert allocate(problem).chosen.tolist() == [1]


def online(values: FloatArray, prices: FloatArray, groups: list[int]) -> list[int]:
    chosen = bid_online(values, prices, np.array(groups), slots=3, reserve=0.02)
    return [int(position) for position in chosen]


def test_a_new_need_takes_what_is_worth_its_price() -> None:
    values, prices = np.array([0.5, 0.6, 0.3, 0.01]), np.array([0.0, 0.4, 0.31, 0.0])
    assert online(values, prices, [0, 1, 2, 3]) == [0, 1]


def test_a_new_need_sees_one_card_of_each_organization() -> None:
    values = np.array([0.5, 0.4, 0.3])
    assert online(values, np.zeros(3), [0, 0, 1]) == [0, 2]


def test_a_new_need_gets_a_card_even_where_all_is_crowded() -> None:
    assert online(np.array([0.3, 0.2]), np.array([0.9, 0.7]), [0, 1]) == [1]


def test_greedy_gains_take_the_best_of_each_label() -> None:
    i = np.array([0, 0, 0, 2, 2])
    segments = Segments.of(np.array([0, 3, 3, 5]), np.array([0, 2]))
    nets = np.array([0.5, 0.4, 0.3, -0.1, 0.2])
    labels = labels_in_segments(i, np.array([7, 7, 8, 7, 8]))
    assert greedy_gains(segments, nets, np.array([2, 3]), labels).tolist() == [0.8, 0.2]
