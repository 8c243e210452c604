import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine.config import config_for
from matching.engine.eligibility import failed_rules
from matching.engine.pipeline import run, suggest_one, why_not
from matching.engine.results import Cause, Rule
from matching.engine.types import Market, Vectors
from tests.strategies.markets import KINDS, markets, random_market


@given(markets(most=4))
@settings(max_examples=40, deadline=None)
def test_a_run_keeps_every_rule(market: Market) -> None:
    result = run(market, seed=1)
    seekers = {seeker.id: seeker for seeker in market.seekers}
    givers = {giver.id: giver for giver in market.givers}
    past = {(pair.need_id, pair.offer_id): pair for pair in market.past_pairs}
    for match in result.matches:
        pair = seekers[match.need_id], givers[match.offer_id]
        known = past.get((match.need_id, match.offer_id))
        assert not failed_rules(*pair, known, config_for(match.kind))
        assert match.probability >= config_for(match.kind).floor
    answered = {match.need_id for match in result.matches}
    abstained = {abstention.need_id for abstention in result.abstentions}
    away = {s.id for s in market.seekers if s.is_paused or s.is_opted_out}
    active = {seeker.id for seeker in market.seekers} - away
    assert not answered & abstained
    assert answered | abstained == active


def test_a_run_keeps_every_limit() -> None:
    market = random_market(2, 150, 60)
    result = run(market, seed=2)
    cards = Counter(match.need_id for match in result.matches)
    assert max(cards.values()) <= 3
    ranks = Counter((match.need_id, match.rank) for match in result.matches)
    assert set(ranks.values()) == {1}
    assert {rank for _, rank in ranks} == {1, 2, 3}
    assert result.counts["cards"] == len(result.matches)
    assert result.certificate.gap < 0.01
    assert result.metrics["expected_acceptances"] == pytest.approx(
        sum(match.probability for match in result.matches)
    )


def test_the_same_inputs_give_the_same_output() -> None:
    market = random_market(3, 80, 40)
    assert run(market, seed=7) == run(market, seed=7)


def test_another_process_gives_the_same_output() -> None:
    program = (
        "from matching.engine.pipeline import run\n"
        "from tests.strategies.markets import random_market\n"
        "result = run(random_market(3, 80, 40), seed=7)\n"
        "print(result.matches, result.prices, result.abstentions, result.calibrations)"
    )
    outputs = [
        # Another seed of str hashes, hence another order of every set.
        subprocess.run(  # noqa: S603  # our own interpreter and text
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(outputs[0]) > 1000
    assert outputs[0] == outputs[1]


def test_the_order_of_the_inputs_changes_nothing() -> None:
    market = random_market(3, 80, 40)
    random = np.random.default_rng(0)
    rows, columns = random.permutation(80), random.permutation(40)
    vectors = market.vectors
    shuffled = replace(
        market,
        seekers=tuple(market.seekers[row] for row in rows),
        givers=tuple(market.givers[column] for column in columns),
        vectors=Vectors(
            vectors.needs[rows],
            vectors.profiles[rows],
            vectors.offers[columns],
            vectors.wishes[columns],
        ),
    )
    assert run(shuffled, seed=7) == run(market, seed=7)


def test_kinds_do_not_touch_each_other() -> None:
    market = random_market(5, 60, 40)
    whole = run(market, seed=1)
    rows = [row for row, seeker in enumerate(market.seekers) if seeker.kind == KINDS[0]]
    vectors = market.vectors
    alone = replace(
        market,
        seekers=tuple(market.seekers[row] for row in rows),
        vectors=replace(vectors, needs=vectors.needs[rows], profiles=vectors.profiles[rows]),
    )
    expected = tuple(match for match in whole.matches if match.kind == KINDS[0])
    assert run(alone, seed=1).matches == expected


def test_progress_counts_to_the_end() -> None:
    steps: list[tuple[str, int, int]] = []
    run(random_market(1, 6, 6), seed=1, progress=lambda *step: steps.append(step))
    assert [done for _, done, _ in steps] == list(range(1, len(steps) + 1))
    assert {total for _, _, total in steps} == {len(steps)}


def test_an_empty_market_has_an_empty_result() -> None:
    result = run(Market(seekers=(), givers=(), vectors=Vectors.empty(0, 0)), seed=1)
    assert result.matches == ()
    assert result.certificate.gap == 0.0


def test_a_new_need_bids_against_the_prices() -> None:
    market = random_market(6, 60, 40)
    result = run(market, seed=1)
    market = replace(market, calibrations=result.calibrations)
    need = market.seekers[0].id
    free = suggest_one(market, need)
    assert free.abstention is None
    assert [match.rank for match in free.matches] == [1, 2, 3]
    best = free.matches[0].offer_id
    dear = suggest_one(replace(market, prices={best: 0.99}), need)
    assert best not in {match.offer_id for match in dear.matches}


def test_a_need_without_offers_is_told_the_nearest_misses() -> None:
    market = random_market(7, 10, 8)
    givers = tuple(replace(giver, languages=frozenset({"de"}), free=1) for giver in market.givers)
    german = replace(market, givers=givers)
    need = market.seekers[0].id
    found = suggest_one(german, need)
    assert found.matches == ()
    assert found.abstention is not None
    assert found.abstention.cause is Cause.NO_ELIGIBLE_OFFER
    codes = {f.code for miss in found.abstention.nearest_misses for f in miss.failures}
    assert codes == {Rule.LANGUAGE}


def test_a_private_offer_of_another_tenant_is_no_near_miss() -> None:
    market = random_market(7, 10, 8)
    hidden = [replace(giver, tenant_id="elsewhere", is_shared=False) for giver in market.givers]
    found = suggest_one(replace(market, givers=tuple(hidden)), market.seekers[0].id)
    assert found.abstention is not None
    assert found.abstention.nearest_misses == ()


def test_below_the_floor_nothing_is_suggested() -> None:
    market = random_market(8, 20, 20)
    configs = {kind: replace(config_for(kind), floor=0.999) for kind in KINDS}
    result = run(market, seed=1, configs=configs)
    assert result.matches == ()
    assert {abstention.cause for abstention in result.abstentions} == {Cause.NO_GOOD_OFFER}


def test_where_all_places_are_taken_it_is_said() -> None:
    market = random_market(8, 30, 20)
    givers = tuple(replace(giver, free=int(j < 2)) for j, giver in enumerate(market.givers))
    configs = {kind: replace(config_for(kind), requests_per_round=0.0) for kind in KINDS}
    result = run(replace(market, givers=givers), seed=1, configs=configs)
    assert Cause.ALL_TAKEN in {abstention.cause for abstention in result.abstentions}


def test_why_not_of_a_good_pair_is_its_match() -> None:
    market = random_market(6, 60, 40)
    best = suggest_one(market, market.seekers[0].id).matches[0]
    found = why_not(market, best.need_id, best.offer_id)
    assert found.failures == ()
    assert found.match is not None
    assert found.match.probability == pytest.approx(best.probability)


def test_why_not_of_another_kind_is_a_failed_rule() -> None:
    market = random_market(6, 10, 10)
    need = next(seeker for seeker in market.seekers if seeker.kind == KINDS[0])
    offer = next(giver for giver in market.givers if giver.kind == KINDS[1])
    codes = [failure.code for failure in why_not(market, need.id, offer.id).failures]
    assert Rule.KIND in codes


def test_an_unknown_need_is_refused() -> None:
    with pytest.raises(KeyError):
        suggest_one(random_market(6, 2, 2), "nobody")


def test_one_kind_alone_gets_what_all_together_would_give_it() -> None:
    market = random_market(3, 40, 40)
    together = run(market, seed=5)
    alone = run(market, seed=5, only=frozenset({"PILOT"}))
    assert alone.matches == tuple(m for m in together.matches if m.kind == "PILOT")
    assert alone.certificates == {"PILOT": together.certificates["PILOT"]}


class EndedError(Exception):
    """Raised by a check."""


def test_a_run_ends_at_the_check_that_raises() -> None:
    market, checks = random_market(4, 600, 60), list[int]()
    whole = run(market, seed=1, check=lambda: checks.append(1))
    assert whole == run(market, seed=1)
    # More than one between the stages: blocks of candidates, parts of arcs, rounds of the auction.
    assert len(checks) > len(KINDS) * 3
    for last in (0, len(checks) // 2, len(checks) - 1):
        left = iter(range(last))

        def check(left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise EndedError

        with pytest.raises(EndedError):
            run(market, seed=1, check=check)


def test_an_untold_run_decides_the_same() -> None:
    market = random_market(5, 80, 40)
    told, untold = run(market, seed=7), run(market, seed=7, is_told=False)
    assert [(m.need_id, m.offer_id, m.rank, m.probability, m.value) for m in told.matches] == [
        (m.need_id, m.offer_id, m.rank, m.probability, m.value) for m in untold.matches
    ]
    assert {(a.need_id, a.cause) for a in told.abstentions} == {
        (a.need_id, a.cause) for a in untold.abstentions
    }
    assert (told.certificate, told.counts, told.metrics, told.prices) == (
        untold.certificate,
        untold.counts,
        untold.metrics,
        untold.prices,
    )
    assert any(match.reasons for match in told.matches)
    assert not any(match.reasons for match in untold.matches)
