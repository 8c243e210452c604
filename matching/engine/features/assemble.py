"""All features of all arcs, once as the seeker judges and once as the giver does."""

from dataclasses import dataclass

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.features.graph import neighbor_table
from matching.engine.features.languages import pairs_of_languages
from matching.engine.features.maturity import stage_table
from matching.engine.features.place import place_table
from matching.engine.features.record import availability, mean_acceptance, reputation
from matching.engine.features.sector import sector_table
from matching.engine.features.skills import skill_table
from matching.engine.features.text import (
    on_scale,
    quantiles,
    random_pairs,
    shared_words,
    similarity,
)
from matching.engine.partition import Arcs, Partition
from matching.engine.results import Feature
from matching.engine.types import Calibration, Float32Array, FloatArray

WANTED, WISHED = "wanted", "wished"


@dataclass(frozen=True, slots=True)
class ArcFeatures:
    """Features in [0, 1] as each side sees them; shape (arcs, features), in `Feature`'s order."""

    seeker: Float32Array | FloatArray
    giver: Float32Array | FloatArray


def calibrate(partition: Partition, config: KindConfig, random: np.random.Generator) -> Calibration:
    """Measure the scale of texts, per direction and language pair, and the mean acceptances."""
    i, j = random_pairs(len(partition.seekers), len(partition.givers), random)
    pairs = Arcs(i, j)
    languages = pairs_of_languages(partition.seekers, partition.givers)
    scale: dict[str, tuple[float, float]] = {}
    defaults = {WANTED: config.wanted_defaults, WISHED: config.wished_defaults}
    for direction, default in defaults.items():
        found = quantiles(_similarity(partition, pairs, direction), languages.names(i, j), default)
        scale |= {f"{direction}:{label}": bounds for label, bounds in found.items()}
    return Calibration(
        text_quantiles=scale,
        seeker_acceptance=mean_acceptance(partition.seekers),
        giver_acceptance=mean_acceptance(partition.givers),
    )


class FeatureTables:
    """One partition, encoded once, from which any arcs can be scored."""

    def __init__(self, partition: Partition, calibration: Calibration) -> None:
        seekers, givers = partition.seekers, partition.givers
        self._partition = partition
        self.skills = skill_table(seekers, givers, partition.skill_parents)
        self.neighbors = neighbor_table(seekers, givers)
        self.languages = pairs_of_languages(seekers, givers)
        self._sectors = sector_table(seekers, givers)
        self._sites = place_table(seekers, givers)
        self._stages = stage_table(seekers, givers)
        self._places = availability(givers)
        self._of_givers = reputation(givers, calibration.giver_acceptance)
        self._of_seekers = reputation(seekers, calibration.seeker_acceptance)
        self._bounds = {
            direction: self.languages.bounds(_scale_of(calibration, direction))
            for direction in (WANTED, WISHED)
        }

    def on(self, arcs: Arcs) -> ArcFeatures:
        """The features of arcs: as many as fit in memory, with what is needed to make them."""
        shape = (len(arcs), len(Feature))
        seeker, giver = np.empty(shape, np.float32), np.empty(shape, np.float32)
        self._fill(seeker, giver, arcs)
        return ArcFeatures(seeker, giver)

    def _fill(self, seeker: Float32Array, giver: Float32Array, arcs: Arcs) -> None:
        i, j = arcs.i, arcs.j
        # Text and reputation differ by side: each judges the other's words and record.
        both: dict[Feature, FloatArray | Float32Array] = {
            Feature.SKILLS: self.skills.met(i, j),
            Feature.SECTOR: self._sectors.on(i, j),
            Feature.PLACE: self._sites.on(i, j),
            Feature.MATURITY: self._stages.on(i, j),
            Feature.GRAPH: self.neighbors.closeness(i, j),
            Feature.AVAILABILITY: self._places[j],
        }
        of_giver = {
            Feature.TEXT: self._closeness(arcs, WANTED),
            Feature.REPUTATION: self._of_givers[j],
        }
        of_seeker = {
            Feature.TEXT: self._closeness(arcs, WISHED),
            Feature.REPUTATION: self._of_seekers[i],
        }
        for column, code in enumerate(Feature):
            seeker[:, column] = both[code] if code in both else of_giver[code]
            giver[:, column] = both[code] if code in both else of_seeker[code]

    def _closeness(self, arcs: Arcs, direction: str) -> FloatArray:
        similarities = _similarity(self._partition, arcs, direction)
        bounds = self._bounds[direction][self.languages.on(arcs.i, arcs.j)]
        return on_scale(similarities, bounds[:, 0], bounds[:, 1])


def _scale_of(calibration: Calibration, direction: str) -> dict[str, tuple[float, float]]:
    """The quantiles of one direction by the label of the language pair."""
    prefix = f"{direction}:"
    return {
        label.removeprefix(prefix): bounds
        for label, bounds in calibration.text_quantiles.items()
        if label.startswith(prefix)
    }


def _similarity(partition: Partition, arcs: Arcs, direction: str) -> FloatArray:
    vectors = partition.vectors
    if direction == WANTED:
        cosines = similarity(vectors.needs, vectors.offers, arcs.i, arcs.j)
        return cosines + shared_words(partition.words, arcs.i, arcs.j)
    return similarity(vectors.profiles, vectors.wishes, arcs.i, arcs.j)
