"""The configuration with which the engine meets a simulated network."""

from dataclasses import replace

from matching.engine.config import KindConfig
from matching.engine.simulator.settings import WorldSettings


def fitted_config(prior: KindConfig, settings: WorldSettings) -> KindConfig:
    """The prior with both biases at the population's: how often people say yes is known.

    A network learns that much from its first few hundred answers; all other weights stay the
    prior's. Tastes, leniencies and the latent truth are unknown to it.
    """
    return replace(
        prior,
        seeker=replace(prior.seeker, bias=prior.seeker.bias - settings.hesitation),
        giver=replace(prior.giver, bias=prior.giver.bias - settings.hesitation),
    )
