"""Fusing words and meaning."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.search import fuse, standardized


def rows(scores: dict[str, float]) -> list[dict[str, Any]]:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    return [{"id": key, "label": "Need", "score": score} for key, score in ranked]


scored = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 50), max_size=8).map(rows)


@given(scored, scored)
def test_everything_found_is_ranked_once_best_first(
    words: list[dict[str, Any]], vectors: list[dict[str, Any]]
) -> None:
    hits = fuse(words, vectors)
    assert sorted(hit.id for hit in hits) == sorted({row["id"] for row in (*words, *vectors)})
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_what_both_sides_find_wins() -> None:
    hits = fuse(rows({"both": 9, "word": 9, "x": 1}), rows({"both": 0.9, "sense": 0.9, "y": 0.5}))
    assert hits[0].id == "both"


@pytest.mark.parametrize("side", ["words", "vectors"])
def test_one_side_alone_keeps_its_order(side: str) -> None:
    found = rows({"a": 3, "b": 2, "c": 1})
    hits = fuse(found, []) if side == "words" else fuse([], found)
    assert [hit.id for hit in hits] == ["a", "b", "c"]


@given(scored)
def test_equal_scores_say_nothing(found: list[dict[str, Any]]) -> None:
    same = [row | {"score": 4.0} for row in found]
    assert set(standardized(same).values()) <= {0.0}
