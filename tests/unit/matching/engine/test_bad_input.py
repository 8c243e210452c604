"""What no network should hold and every network does: each has a defined result."""

from dataclasses import replace

import numpy as np
import pytest

from matching.engine.features import UNKNOWN
from matching.engine.pipeline import run, suggest_one, why_not
from matching.engine.results import Cause, RunResult
from matching.engine.types import Giver, Market, Seeker, Vectors
from tests.strategies.markets import random_market


def causes(result: RunResult) -> set[Cause]:
    return {abstention.cause for abstention in result.abstentions}


def of_one_kind(market: Market) -> Market:
    return replace(
        market,
        seekers=tuple(replace(seeker, kind="PILOT") for seeker in market.seekers),
        givers=tuple(replace(giver, kind="PILOT", free=giver.capacity) for giver in market.givers),
    )


MARKET = of_one_kind(random_market(1, 20, 12))


def test_zero_vectors_are_unknown_texts() -> None:
    empty = replace(MARKET, vectors=Vectors.empty(20, 12, 8))
    result = run(empty, seed=1)
    assert result.matches
    assert {match.features["TEXT"] for match in result.matches} == {UNKNOWN}
    assert all(np.isfinite(match.probability) for match in result.matches)


@pytest.mark.parametrize("name", ["needs", "profiles", "offers", "wishes"])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_vector_that_is_no_number_is_refused_before_anything_is_decided(
    name: str, bad: float
) -> None:
    rows = getattr(MARKET.vectors, name).copy()
    rows[3, 2] = bad
    with pytest.raises(ValueError, match=rf"{name}: row 3"):
        replace(MARKET, vectors=replace(MARKET.vectors, **{name: rows}))


def test_the_same_text_a_thousand_times_is_shared_out() -> None:
    one = np.zeros((1, 8), dtype=np.float32)
    one[0, 0] = 1.0
    seekers = tuple(
        Seeker(id=f"n{i:04}", party_id=f"c{i:04}", tenant_id="t", kind="PILOT")
        for i in range(1_000)
    )
    givers = tuple(
        Giver(id=f"o{j:02}", party_id=f"m{j:02}", tenant_id="t", kind="PILOT", capacity=50, free=50)
        for j in range(20)
    )
    rows, columns = np.repeat(one, 1_000, axis=0), np.repeat(one, 20, axis=0)
    market = Market(seekers=seekers, givers=givers, vectors=Vectors(rows, rows, columns, columns))
    result = run(market, seed=1)
    # Nobody is asked more than can be read: the others hear that all is taken.
    assert len({match.need_id for match in result.matches}) + len(result.abstentions) == 1_000
    assert causes(result) == {Cause.ALL_TAKEN}
    shown = np.unique([match.offer_id for match in result.matches], return_counts=True)[1]
    assert len(shown) == 20
    assert shown.max() <= 3 * shown.min()


def test_a_need_with_no_eligible_offer_is_told_why() -> None:
    alone = tuple(replace(giver, languages=frozenset({"zh"})) for giver in MARKET.givers)
    result = run(replace(MARKET, givers=alone), seed=1)
    assert result.matches == ()
    assert causes(result) == {Cause.NO_ELIGIBLE_OFFER}
    assert all(abstention.nearest_misses for abstention in result.abstentions)


def test_all_givers_paused_is_told_as_that() -> None:
    paused = tuple(replace(giver, is_paused=True) for giver in MARKET.givers)
    result = run(replace(MARKET, givers=paused), seed=1)
    codes = {
        failure.code
        for abstention in result.abstentions
        for miss in abstention.nearest_misses
        for failure in miss.failures
    }
    assert result.matches == ()
    assert "PAUSED" in codes


def test_capacities_of_zero_give_no_card_and_no_price() -> None:
    full = tuple(replace(giver, capacity=0, free=0) for giver in MARKET.givers)
    result = run(replace(MARKET, givers=full), seed=1)
    assert result.matches == ()
    assert set(result.prices.values()) == {0.0}
    assert result.certificate.gap == 0.0


def test_one_seeker_and_one_giver_meet() -> None:
    seeker, giver = MARKET.seekers[0], replace(MARKET.givers[0], is_remote=True)
    one = replace(seeker, is_remote=True, skills=giver.skills)
    market = Market(seekers=(one,), givers=(giver,), vectors=Vectors.empty(1, 1))
    (match,) = run(market, seed=1).matches
    assert (match.need_id, match.offer_id, match.rank) == (seeker.id, giver.id, 1)
    assert match.reasons
    assert suggest_one(market, seeker.id).matches[0].offer_id == giver.id
    assert why_not(market, seeker.id, giver.id).match is not None


def test_places_beyond_the_network_give_each_need_its_cards() -> None:
    vast = tuple(replace(giver, capacity=10_000, free=10_000) for giver in MARKET.givers)
    result = run(replace(MARKET, givers=vast), seed=1)
    per_need = np.unique([match.need_id for match in result.matches], return_counts=True)[1]
    assert 1 <= per_need.max() <= 3
    assert result.certificate.gap < 0.05


@pytest.mark.parametrize(("n_seekers", "n_givers"), [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_gives_an_empty_run(n_seekers: int, n_givers: int) -> None:
    market = of_one_kind(random_market(2, n_seekers, n_givers))
    result = run(market, seed=1)
    assert result.matches == ()
    assert len(result.abstentions) == n_seekers
    assert result.counts["seekers"] == n_seekers
