"""Closeness of texts, on a scale set by random pairs of the same market."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from matching.engine.features.scale import UNKNOWN
from matching.engine.types import Float32Array, FloatArray, IntArray, Words
from matching.engine.vocabulary import row_products

RANDOM_PAIRS = 20_000
# Pairs at a time: a text has some hundred features.
_PART = 8_192
# Fewer pairs say nothing about a 99 % quantile.
FEWEST_PAIRS = 100


def similarity(
    left: Float32Array, right: Float32Array, rows: IntArray, columns: IntArray
) -> FloatArray:
    """Cosine of left[rows] and right[columns], unit rows; NaN where one of them is zero."""
    found = np.empty(len(rows), dtype=np.float64)
    bounds = [0, *(np.flatnonzero(np.diff(rows)) + 1).tolist(), len(rows)]
    # Arcs are sorted by row: only the other side's rows are fetched.
    for start, stop in pairwise(bounds if len(rows) else []):
        found[start:stop] = right[columns[start:stop]] @ left[rows[start]]
    # Only a product of exactly zero can be of a zero row.
    zero = np.flatnonzero(found == 0)
    is_known = left[rows[zero]].any(axis=1) & right[columns[zero]].any(axis=1)
    found[zero[~is_known]] = np.nan
    return found


def shared_words(words: Words | None, rows: IntArray, columns: IntArray) -> FloatArray:
    """What needs[rows] and offers[columns] have in common in words; shape (pairs,)."""
    if words is None:
        return np.zeros(len(rows))
    found = [
        row_products(
            words.needs, words.offers, rows[start : start + _PART], columns[start : start + _PART]
        )
        for start in range(0, len(rows), _PART)
    ]
    return np.concatenate([np.zeros(0), *found])


def language_pairs(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """The two languages of each pair, in alphabetical order: "en-fr"."""
    return ["-".join(sorted(pair)) for pair in zip(left, right, strict=True)]


def random_pairs(
    n_rows: int, n_columns: int, random: np.random.Generator
) -> tuple[IntArray, IntArray]:
    """At most `RANDOM_PAIRS` pairs of positions: all of them where there are fewer."""
    total = n_rows * n_columns
    flat = (
        np.arange(total) if total <= RANDOM_PAIRS else random.integers(0, total, size=RANDOM_PAIRS)
    )
    return (flat // max(n_columns, 1)).astype(np.intp), (flat % max(n_columns, 1)).astype(np.intp)


def quantiles(
    similarities: FloatArray, languages: Sequence[str], default: tuple[float, float]
) -> dict[str, tuple[float, float]]:
    """The 5 % and 99 % quantiles per language pair, and of all under "any".

    A language pair with too few known similarities is left out; "any" then falls to `default`.
    """
    labels = np.array(languages)
    found = {"any": _quantiles(similarities) or default}
    for label in sorted(set(languages)):
        if (own := _quantiles(similarities[labels == label])) is not None:
            found[label] = own
    return found


def on_scale(similarities: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """clip((t - q05) / (q99 - q05), 0, 1), `UNKNOWN` where t is NaN; shapes (arcs,)."""
    scaled = np.clip((similarities - low) / (high - low), 0.0, 1.0)
    return np.where(np.isnan(similarities), UNKNOWN, scaled)


def _quantiles(similarities: FloatArray) -> tuple[float, float] | None:
    known = similarities[~np.isnan(similarities)]
    if len(known) < FEWEST_PAIRS:
        return None
    low, high = (float(quantile) for quantile in np.quantile(known, (0.05, 0.99)))
    return (low, high) if high - low > np.finfo(np.float32).eps else None
