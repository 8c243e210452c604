"""All features of all arcs, once as the seeker judges and once as the giver does."""

from dataclasses import dataclass

import numpy as np

from matching.engine.features.graph import neighbor_table
from matching.engine.features.maturity import stage_suitability
from matching.engine.features.place import place_nearness
from matching.engine.features.record import availability, mean_acceptance, reputation
from matching.engine.features.sector import sector_nearness
from matching.engine.features.skills import skill_table
from matching.engine.features.text import (
    closeness,
    language_pairs,
    quantiles,
    random_pairs,
    similarity,
)
from matching.engine.partition import Arcs, Partition
from matching.engine.types import Calibration, FloatArray

WANTED, WISHED = "wanted", "wished"


@dataclass(frozen=True, slots=True)
class ArcFeatures:
    """Features in [0, 1] as each side sees them; shape (arcs, features), in `Feature`'s order."""

    seeker: FloatArray
    giver: FloatArray


def calibrate(
    partition: Partition, default: tuple[float, float], random: np.random.Generator
) -> Calibration:
    """Measure the scale of texts, per direction and language pair, and the mean acceptances."""
    i, j = random_pairs(len(partition.seekers), len(partition.givers), random)
    pairs = Arcs(i, j)
    scale: dict[str, tuple[float, float]] = {}
    for direction in (WANTED, WISHED):
        found = quantiles(
            _similarity(partition, pairs, direction), _languages(partition, pairs), default
        )
        scale |= {f"{direction}:{label}": bounds for label, bounds in found.items()}
    return Calibration(
        text_quantiles=scale,
        seeker_acceptance=mean_acceptance(partition.seekers),
        giver_acceptance=mean_acceptance(partition.givers),
    )


class FeatureTables:
    """One partition, encoded once, from which any arcs can be scored."""

    def __init__(self, partition: Partition, calibration: Calibration) -> None:
        self._partition = partition
        self._calibration = calibration
        self.skills = skill_table(partition.seekers, partition.givers, partition.skill_parents)
        self.neighbors = neighbor_table(partition.seekers, partition.givers)

    def on(self, arcs: Arcs) -> ArcFeatures:
        """The features of arcs."""
        seekers, givers = self._partition.seekers, self._partition.givers
        i, j = arcs.i, arcs.j
        # Text and reputation differ by side: each judges the other's words and record.
        both = [
            self.skills.met(i, j),
            sector_nearness(seekers, givers, i, j),
            place_nearness(seekers, givers, i, j),
            stage_suitability(seekers, givers, i, j),
            self.neighbors.closeness(i, j),
        ]
        places = availability(givers)[j]
        of_givers = reputation(givers, self._calibration.giver_acceptance)[j]
        of_seekers = reputation(seekers, self._calibration.seeker_acceptance)[i]
        return ArcFeatures(
            seeker=np.column_stack([self._closeness(arcs, WANTED), *both, of_givers, places]),
            giver=np.column_stack([self._closeness(arcs, WISHED), *both, of_seekers, places]),
        )

    def _closeness(self, arcs: Arcs, direction: str) -> FloatArray:
        prefix = f"{direction}:"
        scale = {
            label.removeprefix(prefix): bounds
            for label, bounds in self._calibration.text_quantiles.items()
            if label.startswith(prefix)
        }
        similarities = _similarity(self._partition, arcs, direction)
        return closeness(similarities, _languages(self._partition, arcs), scale)


def _similarity(partition: Partition, arcs: Arcs, direction: str) -> FloatArray:
    vectors = partition.vectors
    if direction == WANTED:
        return similarity(vectors.needs, vectors.offers, arcs.i, arcs.j)
    return similarity(vectors.profiles, vectors.wishes, arcs.i, arcs.j)


def _languages(partition: Partition, arcs: Arcs) -> list[str]:
    return language_pairs(
        [partition.seekers[row].text_language for row in arcs.i],
        [partition.givers[column].text_language for column in arcs.j],
    )
