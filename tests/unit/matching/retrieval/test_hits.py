"""What stands out is a hit, and what narrows a search makes none."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.repositories.texts import Traits
from matching.engine.types import Float32Array
from matching.retrieval.asking import Asked, Condition, Facet
from matching.retrieval.hits import (
    FEWEST,
    Hits,
    floor_by_meaning,
    floor_by_words,
)
from matching.retrieval.network import NetworkTexts
from tests.unit.matching.retrieval.test_network import row

ACROSS = np.array([0.0, 1.0], dtype=np.float32)


def scores(*values: float) -> Float32Array:
    return np.array(values, dtype=np.float32)


def many() -> NetworkTexts:
    """Texts of which the last ones are nearest to `ACROSS`; some came later."""
    rows = [row(n, traits=Traits(regions=("24" if n % 2 else "11",))) for n in range(FEWEST + 50)]
    return NetworkTexts.of(rows[:90], 2).updated(rows[90:])


def test_by_meaning_a_hit_stands_out_from_the_middle() -> None:
    compared = scores(*[0.8] * FEWEST, 0.83, 0.85, 0.95)
    assert np.isclose(floor_by_meaning(compared), 0.85)
    assert floor_by_meaning(compared[-50:]) == -np.inf


def test_by_words_a_hit_has_a_part_of_the_best_score() -> None:
    assert np.isclose(floor_by_words(scores(0, 0, 0.5)), 0.1)
    assert floor_by_words(scores(0, 0)) > 0
    assert floor_by_words(scores()) > 0


@given(st.lists(st.floats(-1, 1, width=32), min_size=FEWEST, max_size=FEWEST + 20))
def test_the_best_is_always_a_hit(values: list[float]) -> None:
    assert max(values) >= floor_by_meaning(scores(*values))


def test_narrowing_hides_hits_and_makes_none() -> None:
    texts = many()
    query = texts.query("", ACROSS)
    every = texts.hits(query, Asked(mode="VECTOR"))
    only = Asked(mode="VECTOR", conditions=[Condition(Facet.REGION, "24")])
    narrowed = texts.hits(query, only)
    assert every.total() == 50
    ids = [hit.id for hit in every.best(FEWEST)]
    assert [hit.id for hit in narrowed.best(FEWEST)] == [i for i in ids if int(i[-3:]) % 2]
    assert every.counts(Facet.REGION) == {"24": 25, "11": 25} == narrowed.counts(Facet.REGION)


def test_a_score_can_be_the_floor() -> None:
    texts = many()
    found = texts.hits(texts.query("", ACROSS), Asked(mode="VECTOR", least_score=1.39))
    assert [round(hit.score, 2) for hit in found.best(99)] == [
        round(n / 100, 2) for n in range(FEWEST + 49, 138, -1)
    ]


def test_an_empty_network_has_no_hits() -> None:
    texts = NetworkTexts.of([], 2)
    found = texts.hits(texts.query("soudure", ACROSS), Asked())
    assert (found.total(), found.best(5), dict(found.counts(Facet.KIND))) == (0, [], {})
    assert Hits().counts(Facet.SKILL) == {}
