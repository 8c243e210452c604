"""What a recommender may know of two people before they meet: their dates with others.

Of whoever might be met: the six ratings that others gave them, and how often others said yes. Of
whoever decides: how often they say yes. Never anything of the date itself.
"""

from enum import StrEnum

import numpy as np

from benchmarks.speed_dating.reading import RATINGS, Dates
from matching.engine.types import BoolArray, FloatArray, IntArray

FEATURES = (*(f"{name}, as rated by others" for name in RATINGS), "chosen by others", "chooses")
PRIOR_DATES = 5.0
"""How many average dates everybody starts with."""


class View(StrEnum):
    """Which dates with others count: all of the evening, or only those before the date."""

    OTHER_DATES = "other_dates"
    EARLIER_DATES = "earlier_dates"


def histories(dates: Dates, view: View) -> FloatArray:
    """The features by which each side of each date decides; shape (rows, `FEATURES`)."""
    received = np.column_stack([dates.ratings, dates.said_yes])
    given = dates.said_yes[:, None]
    # Whoever is rated has met the rater as their own n-th date.
    of_other = _means(dates.whom, dates.order[dates.back], received, view)
    own = _means(dates.who, dates.order, given, view)
    return np.column_stack([of_other, own])


def _means(people: IntArray, order: IntArray, values: FloatArray, view: View) -> FloatArray:
    """The mean of each row's values over its person's other rows, drawn to the overall mean."""
    overall = np.nanmean(values, axis=0)
    means = np.empty_like(values)
    for person in np.unique(people):
        rows = np.flatnonzero(people == person)
        counts_for = _counts_for(order[rows], view).astype(np.float64)
        known = ~np.isnan(values[rows])
        sums = counts_for @ np.where(known, values[rows], 0.0) + PRIOR_DATES * overall
        means[rows] = sums / (counts_for @ known + PRIOR_DATES)
    return means


def _counts_for(order: IntArray, view: View) -> BoolArray:
    """Whether the column's date counts for the row's; shape (rows, rows)."""
    if view is View.EARLIER_DATES:
        return np.asarray(order[None, :] < order[:, None])
    return ~np.eye(len(order), dtype=np.bool_)
