"""Unit vectors that lie as those of texts do: a common direction, themes, and what is one's own."""

import numpy as np

from matching.engine.types import Float32Array, IntArray, Vectors

N_THEMES = 300
# Cosines of about .80 to .84 between texts of two themes, .88 to .92 within one, as e5 gives.
COMMON, THEME, OWN = 1.0, 0.32, 0.38


def clustered_vectors(
    n_seekers: int, n_givers: int, dimensions: int, random: np.random.Generator
) -> Vectors:
    """Vectors of needs, profiles, offers and wishes; what one wants and offers share a theme."""
    common = _unit(random.standard_normal((1, dimensions)).astype(np.float32))
    themes = _unit(random.standard_normal((N_THEMES, dimensions)).astype(np.float32))
    shares = 1.0 / (np.arange(N_THEMES) + 20.0)
    shares /= shares.sum()

    def texts(theme: IntArray) -> Float32Array:
        own = _unit(random.standard_normal((len(theme), dimensions)).astype(np.float32))
        own *= np.float32(OWN)
        own += np.float32(THEME) * themes[theme]
        own += np.float32(COMMON) * common
        return _unit(own)

    of_needs = random.choice(N_THEMES, n_seekers, p=shares)
    of_offers = random.choice(N_THEMES, n_givers, p=shares)
    return Vectors(texts(of_needs), texts(of_needs), texts(of_offers), texts(of_offers))


def _unit(rows: Float32Array) -> Float32Array:
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows
