"""The measurement of scale at a size that takes a moment, through the same code."""

import pytest

from benchmarks.scale.market import KIND, make_market
from benchmarks.scale.report import exponents, gates_of, slope
from benchmarks.scale.search import measure_search
from benchmarks.scale.stages import STAGES, measure_size
from benchmarks.scale.table import table_of


def test_a_small_market_goes_through_every_stage() -> None:
    sizes = [measure_size(60, 15), measure_size(150, 30)]
    assert all(set(STAGES) < set(size["seconds"]) for size in sizes)
    assert all(size["is_quota_kept"] and 0 < size["cards"] <= size["arcs"] for size in sizes)
    growth = exponents(sizes)
    found = {"sizes": sizes, "exponents": growth, "gates": gates_of(sizes, growth["all_in"])}
    assert "150 × 30" in table_of(found)


def test_the_same_seed_gives_the_same_market() -> None:
    first, second, other = make_market(40, 9), make_market(40, 9), make_market(40, 9, seed=1)
    assert first.seekers == second.seekers
    assert first.givers == second.givers
    assert (first.vectors.needs == second.vectors.needs).all()
    assert first.seekers != other.seekers
    assert {seeker.kind for seeker in first.seekers} == {KIND}
    assert {giver.kind for giver in first.givers} == {KIND}


def test_a_small_search_is_timed_beside_its_product() -> None:
    found = measure_search(n_offers=60, n_queries=3, dimensions=8)
    assert 0 < found["p50_ms"] <= found["p95_ms"]
    assert found["product_p95_ms"] > 0


def test_the_exponent_is_the_slope_in_logarithms() -> None:
    assert slope([10, 100, 1_000], [0.2, 2.0, 20.0]) == pytest.approx(1.0)
    assert slope([10, 100], [1.0, 100.0]) == pytest.approx(2.0)
    assert slope([10, 10], [1.0, 2.0]) is None
