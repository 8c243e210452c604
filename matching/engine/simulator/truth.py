"""The true acceptance probabilities of a round, which no strategy but the oracle sees."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from matching.engine.config import KindConfig, SideWeights
from matching.engine.probability import acceptance
from matching.engine.simulator.pairs import Standing, all_pairs, features_on
from matching.engine.simulator.people import Side
from matching.engine.simulator.profiles import Profile
from matching.engine.simulator.settings import Truth, WorldSettings
from matching.engine.simulator.texts import Closeness
from matching.engine.types import Float32Array, FloatArray


@dataclass(frozen=True, slots=True)
class Tastes:
    """How one side judges beyond features, the same in every round.

    `leniency` (logits) and `aspiration` (sd of utility) are (needs, 1) or (1, mentors); `chance`
    and `hidden` are (needs, mentors), of mean 0 and variance about 1.
    """

    leniency: FloatArray
    aspiration: FloatArray
    chance: Float32Array
    hidden: Float32Array


def draw_tastes(
    settings: WorldSettings, seekers: Side, givers: Side, random: np.random.Generator
) -> tuple[Tastes, Tastes]:
    """The tastes of the seekers and of the givers."""
    shape = (len(seekers.leniency), len(givers.leniency))
    traits = (shape[0], settings.hidden_traits), (shape[1], settings.hidden_traits)

    def side(leniency: FloatArray) -> Tastes:
        left, right = (random.normal(size=size) for size in traits)
        hidden = left @ right.T / np.sqrt(settings.hidden_traits)
        return Tastes(
            leniency=leniency,
            aspiration=random.normal(0.0, settings.aspiration_sd, leniency.shape),
            chance=random.standard_normal(shape, dtype=np.float32),
            hidden=hidden.astype(np.float32),
        )

    return side(seekers.leniency[:, None]), side(givers.leniency[None, :])


def true_acceptances(
    settings: WorldSettings,
    config: KindConfig,
    profile: Profile,
    text: Closeness,
    standing: Standing,
    tastes: tuple[Tastes, Tastes],
) -> tuple[Float32Array, Float32Array]:
    """Both sides' true acceptances of every pair, given that they answer; (needs, mentors).

    The functional truth is logistic in the true features with the configuration's weights, plus
    a leniency per person and a taste per pair. The latent one shares with it how often people
    say yes in the mean, and nothing else of its form.
    """
    features = features_on(all_pairs(*text.wanted.shape), text, profile, standing)
    seeker = _logistic(features.seeker, config.seeker, tastes[0], settings)
    giver = _logistic(features.giver, config.giver, tastes[1], settings)
    if settings.truth is Truth.FUNCTIONAL:
        return seeker, giver
    return (
        _threshold(text.wanted, profile, tastes[0], float(seeker.mean()), settings),
        _threshold(text.wished, profile, tastes[1], float(giver.mean()), settings),
    )


def _logistic(
    features: FloatArray | Float32Array, side: SideWeights, tastes: Tastes, settings: WorldSettings
) -> Float32Array:
    known = logit(acceptance(features, side)).reshape(tastes.chance.shape)
    felt = known - settings.hesitation + tastes.leniency + settings.taste_sd * tastes.chance
    return np.asarray(expit(felt), dtype=np.float32)


def _threshold(
    text: Float32Array, profile: Profile, tastes: Tastes, mean: float, settings: WorldSettings
) -> Float32Array:
    """Yes almost surely above a threshold and almost never below.

    Utility: the better of text and skills, discounted by distance (no sum can say that), plus
    hidden traits and chance. The threshold of all is set so that the mean acceptance is `mean`.
    """
    rule = np.sqrt(np.maximum(text, profile.skills)) * (0.4 + 0.6 * profile.place)
    by_chance = 1.0 - settings.latent_profile - settings.latent_hidden
    utility = (
        np.sqrt(settings.latent_profile) * _standardized(rule)
        + np.sqrt(settings.latent_hidden) * tastes.hidden
        + np.sqrt(by_chance) * tastes.chance
        - tastes.aspiration
    )
    share = (mean - settings.yes_below) / (settings.yes_above - settings.yes_below)
    threshold = np.quantile(utility, 1.0 - np.clip(share, 0.0, 1.0))
    return np.where(utility > threshold, settings.yes_above, settings.yes_below).astype(np.float32)


def _standardized(values: Float32Array) -> Float32Array:
    scale = max(float(values.std()), 1e-9)
    return np.asarray((values - values.mean()) / scale, dtype=np.float32)
