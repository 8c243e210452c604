"""Facets count what their filters leave, whatever texts there are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.repositories.texts import TextRow, Traits
from matching.retrieval.asking import CHOSEN_ONCE, Condition, Facet
from matching.retrieval.narrowing import Narrowing, values_of
from tests.unit.matching.retrieval.test_network import row

words = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3).map(tuple)
traits = st.builds(
    Traits,
    regions=words,
    sector=st.sampled_from([None, "25.62B", "25.11Z", "62.01Z"]),
    languages=words,
    skill_ids=words.map(lambda codes: tuple(f"esco:{code}" for code in codes)),
    certifications=words,
)
kinds = st.sampled_from(["PILOT", "MENTORING"])
texts = st.lists(st.tuples(kinds, traits), min_size=1, max_size=8)
conditions = st.lists(
    st.sampled_from(Facet).flatmap(
        lambda facet: st.builds(
            Condition, st.just(facet), st.sampled_from(["a", "b", "PILOT", "25", "25.62", "6"])
        )
    ),
    max_size=3,
)


def rows_of(given_texts: list[tuple[str, Traits]]) -> list[TextRow]:
    return [row(n, kind=kind, traits=each) for n, (kind, each) in enumerate(given_texts)]


@given(texts, conditions)
def test_what_is_narrowed_meets_each_condition(
    given_texts: list[tuple[str, Traits]], asked: list[Condition]
) -> None:
    rows = rows_of(given_texts)
    assert Narrowing.of(rows).meeting(asked).tolist() == [
        all(any(map(c.is_met_by, values_of(each, c.facet))) for c in asked) for each in rows
    ]


@given(texts, conditions, st.data())
def test_a_facet_counts_what_its_filter_would_leave(
    given_texts: list[tuple[str, Traits]], asked: list[Condition], data: st.DataObject
) -> None:
    n_texts = len(given_texts)
    narrowing = Narrowing.of(rows_of(given_texts))
    drawn = data.draw(st.lists(st.booleans(), min_size=n_texts, max_size=n_texts))
    among = np.array(drawn, dtype=bool)
    for facet in Facet:
        others = [c for c in asked if c.facet is not facet or facet not in CHOSEN_ONCE]
        for value, count in narrowing.counts(facet, among, asked).items():
            chosen = narrowing.meeting([*others, Condition(facet, value)])
            assert count == (among & chosen).sum()
