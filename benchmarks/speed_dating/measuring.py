"""Both sides fitted on all waves but one, the dates of that one foretold; wave by wave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.stats import mannwhitneyu

from benchmarks.speed_dating.histories import FEATURES, View, histories
from benchmarks.speed_dating.reading import Dates
from matching.engine.config import SideWeights, config_for
from matching.engine.features import ArcFeatures
from matching.engine.learning import Label, answers_of, fit, prior_of
from matching.engine.probability import Probabilities, reciprocal
from matching.engine.types import BoolArray, FloatArray, IntArray

PUBLISHED = {"one_sided": 0.673, "mean": 0.724, "product": 0.760, "harmonic": 0.762}
"""Of the prototype, in the specification of the matcher (section 4)."""
GATE = 0.76
PRIOR = SideWeights(-4.0, (1.0,) * len(FEATURES))
"""A date wants a few good signs at once; none is believed to weigh more than another."""
DRAWS = 500


@dataclass(frozen=True, slots=True)
class Foretold:
    """Each date once: both sides' probabilities, whether both said yes, and the wave; (dates,)."""

    p: Probabilities
    is_mutual: FloatArray
    wave: IntArray

    def scores(self) -> dict[str, FloatArray]:
        """The ways to make one score of two probabilities."""
        p = self.p
        return {
            "mean": (p.seeker + p.giver) / 2,
            "product": p.mutual,
            "harmonic": 2 * p.seeker * p.giver / (p.seeker + p.giver),
        }


def measure(dates: Dates, advance: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """AUC for a mutual yes, for each view of the past; the gate is on `OTHER_DATES`."""
    step = advance or (lambda _done, _total: None)
    views: dict[str, dict[str, Any]] = {}
    for number, view in enumerate(View):
        step(number, len(View))
        views[view.value] = aucs(foretell(dates, view))
    step(len(View), len(View))
    product = float(views[View.OTHER_DATES.value]["product"])
    return {
        "dates": len(dates.who) // 2,
        "people": len(np.unique(dates.who)),
        "waves": len(np.unique(dates.wave)),
        "mutual": round(float(dates.is_mutual.mean()), 4),
        "auc": views,
        "published": PUBLISHED,
        "gates": {"product_auc": product >= GATE},
    }


def foretell(dates: Dates, view: View) -> Foretold:
    """Every date, foretold by weights learned in the other waves: women seek, men give."""
    values = histories(dates, view)
    found = []
    for wave in np.unique(dates.wave):
        features = scaled(values, dates.wave != wave)
        rows = np.flatnonzero((dates.wave == wave) & dates.is_woman)
        config = replace(
            config_for("MENTORING"),
            seeker=_learned(dates, features, (dates.wave != wave) & dates.is_woman),
            giver=_learned(dates, features, (dates.wave != wave) & ~dates.is_woman),
        )
        arcs = ArcFeatures(features[rows], features[dates.back[rows]])
        found.append(Foretold(reciprocal(arcs, config), dates.is_mutual[rows], dates.wave[rows]))
    return _joined(found)


def scaled(values: FloatArray, is_known: BoolArray) -> FloatArray:
    """Onto [0, 1] from the 5th to the 95th percentile of the rows that are known."""
    low, high = np.quantile(values[is_known], [0.05, 0.95], axis=0)
    onto: FloatArray = np.clip((values - low) / (high - low), 0.0, 1.0)
    return onto


def _learned(dates: Dates, features: FloatArray, is_taught: BoolArray) -> SideWeights:
    labels = [
        Label(
            party_id=str(dates.who[row]),
            features=tuple(float(value) for value in features[row]),
            accepted=bool(dates.said_yes[row]),
        )
        for row in np.flatnonzero(is_taught)
    ]
    return fit(answers_of(labels, len(FEATURES)), prior_of(PRIOR)).side


def aucs(foretold: Foretold) -> dict[str, Any]:
    """The area under the ROC curve for a mutual yes; the product's with a 95 % interval."""
    y, p = foretold.is_mutual, foretold.p
    return {
        # Each date counts twice: as she and as he would rank it.
        "one_sided": _auc(np.concatenate([y, y]), np.concatenate([p.seeker, p.giver])),
        **{name: _auc(y, score) for name, score in foretold.scores().items()},
        "product_interval": interval(foretold, seed=1),
    }


def interval(foretold: Foretold, *, seed: int) -> list[float]:
    """The 95 % bootstrap interval of the product's AUC, waves drawn with replacement."""
    random = np.random.default_rng(seed)
    waves = np.unique(foretold.wave)
    rows = {int(wave): np.flatnonzero(foretold.wave == wave) for wave in waves}
    drawn = []
    for _ in range(DRAWS):
        taken = np.concatenate([rows[int(wave)] for wave in random.choice(waves, len(waves))])
        drawn.append(_auc(foretold.is_mutual[taken], foretold.p.mutual[taken]))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return [round(float(low), 4), round(float(high), 4)]


def _auc(y: FloatArray, score: FloatArray) -> float:
    """By Mann and Whitney's U: scikit-learn's AUC takes three times as long for the draws."""
    hits, others = score[y > 0], score[y <= 0]
    u = float(mannwhitneyu(hits, others, method="asymptotic").statistic)
    return round(u / (len(hits) * len(others)), 4)


def _joined(parts: Sequence[Foretold]) -> Foretold:
    p = Probabilities(
        np.concatenate([part.p.seeker for part in parts]),
        np.concatenate([part.p.giver for part in parts]),
        np.concatenate([part.p.mutual for part in parts]),
    )
    return Foretold(
        p,
        np.concatenate([part.is_mutual for part in parts]),
        np.concatenate([part.wave for part in parts]),
    )
