"""What parties mean and what their texts say: vectors that drift, and their noisy encoding.

The encoder sees a text of some age: what is wanted drifts every round, and only some parties
update what they wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.engine.simulator.people import Side
from matching.engine.simulator.settings import WorldSettings
from matching.engine.types import Float32Array, FloatArray


@dataclass(frozen=True, slots=True)
class Closeness:
    """Both directions on the scale of the text feature, [0, 1]; shape (needs, mentors).

    `cosine_*` are the raw cosines that an embedding search ranks by.
    """

    wanted: Float32Array
    wished: Float32Array
    cosine_wanted: Float32Array
    cosine_wished: Float32Array


def draw_texts(
    settings: WorldSettings, seekers: Side, givers: Side, random: np.random.Generator
) -> Iterator[tuple[Closeness, Closeness]]:
    """(what is true, what the encoder sees) of every round."""
    meant = _meanings(settings, seekers, givers, random)
    written = list(meant)
    for number in range(settings.rounds):
        if number:
            meant = [_moved(vectors, settings.drift, random) for vectors in meant]
            for place, vectors in enumerate(meant):
                is_rewritten = random.random(len(vectors)) < settings.rewriting_rate
                written[place] = np.where(is_rewritten[:, None], vectors, written[place])
        else:
            noise = [_errors(settings, vectors.shape, random) for vectors in meant]
        seen = [_unit(vectors + error) for vectors, error in zip(written, noise, strict=True)]
        yield _closeness(meant), _closeness(seen)


def _meanings(
    settings: WorldSettings, seekers: Side, givers: Side, random: np.random.Generator
) -> list[FloatArray]:
    """Unit vectors of needs, profiles, offers and wishes, in this order."""
    shape = (settings.topics, settings.dimensions)
    topics, trades = _unit(_normal(shape, random)), _unit(_normal(shape, random))
    common = _unit(_normal((1, settings.dimensions), random))

    def near(center: FloatArray, generic: float) -> FloatArray:
        part = random.uniform(0.0, generic, (len(center), 1))
        own = center + settings.text_spread * _normal(center.shape, random)
        return _unit((1 - part) * own + part * common)

    company = settings.topic_in_wish * topics[seekers.topic] + trades[seekers.trade]
    wish = settings.topic_in_wish * topics[givers.topic] + trades[givers.trade]
    return [
        near(topics[seekers.topic], settings.generic_share),
        near(_unit(company), settings.generic_share),
        near(topics[givers.topic], settings.generic_share),
        near(_unit(wish), settings.generic_share),
    ]


def _closeness(vectors: list[FloatArray]) -> Closeness:
    needs, profiles, offers, wishes = (one.astype(np.float32) for one in vectors)
    wanted, wished = needs @ offers.T, profiles @ wishes.T
    return Closeness(
        wanted=_scaled(wanted), wished=_scaled(wished), cosine_wanted=wanted, cosine_wished=wished
    )


def _scaled(cosines: Float32Array) -> Float32Array:
    """clip((t - q05) / (q99 - q05)) over all pairs, as the text feature does on a sample."""
    low, high = np.quantile(cosines, (0.05, 0.99))
    return np.asarray(np.clip((cosines - low) / max(high - low, 1e-6), 0.0, 1.0), dtype=np.float32)


def _errors(
    settings: WorldSettings, shape: tuple[int, ...], random: np.random.Generator
) -> FloatArray:
    """The encoder's error on each text: some texts are clear, some vague."""
    level = random.lognormal(np.log(settings.encoder_noise), settings.encoder_noise_sd, shape[0])
    return level[:, None] * _normal(shape, random)


def _moved(vectors: FloatArray, by: float, random: np.random.Generator) -> FloatArray:
    return _unit(vectors + by * _normal(vectors.shape, random))


def _normal(shape: tuple[int, ...], random: np.random.Generator) -> FloatArray:
    """Random directions of length about 1."""
    return random.normal(0.0, shape[-1] ** -0.5, shape)


def _unit(vectors: FloatArray) -> FloatArray:
    found: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found
