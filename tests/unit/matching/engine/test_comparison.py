"""Two results side by side."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.engine.comparison import Comparison, Movers, Shift, compare
from matching.engine.config import KindConfig, config_for
from matching.engine.judging import judge
from matching.engine.pipeline import DEFAULT_CONFIGS, run
from matching.engine.results import RunResult
from matching.engine.types import Market
from tests.strategies.markets import markets, random_market

slowly = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWER = {kind: replace(config, cards=1, floor=0.1) for kind, config in DEFAULT_CONFIGS.items()}


def _compare(market: Market, before: RunResult, after: RunResult) -> Comparison:
    return compare(before, after, (market.seekers, market.givers), top=99)


@slowly
@given(market=markets(), seed=st.integers(0, 9))
def test_a_result_is_no_change_to_itself(market: Market, seed: int) -> None:
    found = _compare(market, run(market, seed=seed), run(market, seed=seed))
    nobody = Movers(0, 0, (), ())
    assert (found.needs, found.offers) == (nobody, nobody)
    assert (found.cards.added, found.cards.removed, found.cards.reranked) == (0, 0, 0)
    shifts = [*found.figures.values(), *found.parity.values()]
    assert {shift.change for shift in [*shifts, *(g.expected for g in found.groups)]} <= {0.0}


def _reversed(movers: Movers) -> Movers:
    return Movers(
        movers.n_losing,
        movers.n_gaining,
        tuple(replace(m, expected=_turned(m.expected)) for m in movers.losing),
        tuple(replace(m, expected=_turned(m.expected)) for m in movers.gaining),
    )


def _turned(shift: Shift) -> Shift:
    return Shift(shift.after, shift.before)


@slowly
@given(market=markets(), seed=st.integers(0, 9))
def test_the_way_back_is_the_opposite(market: Market, seed: int) -> None:
    one, other = run(market, seed=seed), run(market, seed=seed, configs=FEWER)
    there, back = _compare(market, one, other), _compare(market, other, one)
    assert there.needs == _reversed(back.needs)
    assert there.offers == _reversed(back.offers)
    assert there.cards.added == back.cards.removed
    assert there.cards.kept == back.cards.kept
    for name, shift in there.figures.items():
        assert shift == _turned(back.figures[name])
    assert [g.expected for g in there.groups] == [_turned(g.expected) for g in back.groups]


def test_both_sides_expect_the_same_in_all() -> None:
    market = random_market(3, 40, 20)
    before, after = run(market, seed=1), run(market, seed=1, configs=FEWER)
    found = _compare(market, before, after)
    assert found.figures["cards"] == Shift(len(before.matches), len(after.matches))
    assert found.cards.kept + found.cards.removed == len(before.matches)
    assert found.cards.kept + found.cards.added == len(after.matches)
    lost = sum(mover.expected.change for mover in (*found.needs.gaining, *found.needs.losing))
    of_offers = sum(m.expected.change for m in (*found.offers.gaining, *found.offers.losing))
    assert lost == pytest.approx(of_offers)
    assert lost == pytest.approx(found.figures["expected_acceptances"].change)
    assert found.needs.n_losing > 0
    assert {group.grouping for group in found.groups} == {"region", "newness"}
    regions = [g for g in found.groups if (g.side, g.grouping) == ("seeker", "region")]
    assert sum(group.size for group in regions) == len(market.seekers)
    least = min(group.expected.before for group in regions)
    mean = sum(group.size * group.expected.before for group in regions) / len(market.seekers)
    assert found.parity["seeker.region"].before == pytest.approx(least / mean)


def test_the_most_moved_come_first() -> None:
    market = random_market(3, 40, 20)
    before, after = run(market, seed=1), run(market, seed=1, configs=FEWER)
    found = compare(before, after, (market.seekers, market.givers), top=3)
    every = _compare(market, before, after)
    assert found.needs.losing == every.needs.losing[:3]
    assert found.needs.n_losing == every.needs.n_losing
    changes = [abs(mover.expected.change) for mover in every.needs.losing]
    assert changes == sorted(changes, reverse=True)


def test_one_yardstick_keeps_larger_weights_from_promising_more() -> None:
    market = random_market(5, 30, 15)
    config = config_for("PILOT")
    larger = replace(config, seeker=replace(config.seeker, bias=-1.0))
    before, after = (_run(market, one) for one in (config, larger))
    pairs = [(m.need_id, m.offer_id) for result in (before, after) for m in result.matches]
    probabilities = judge(market, pairs, config, seed=1)
    sides = (market.seekers, market.givers)
    own = compare(before, after, sides).figures["expected_acceptances"]
    judged = compare(before, after, sides, probabilities=probabilities).figures[
        "expected_acceptances"
    ]
    assert judged.before == pytest.approx(own.before)
    assert judged.after < own.after / 1.5


def _run(market: Market, config: KindConfig) -> RunResult:
    return run(market, seed=1, configs={config.kind: config}, only=frozenset({config.kind}))
