"""What says nothing of which offer fits is taken off: needs as queries.

Two things are. Some offers lie near the middle of all needs and would be suggested to everyone:
half of what all needs have in common goes, after the hubness corrections of Radovanović et al.,
"Hubs in space", JMLR 11 (2010). And needs are written otherwise than offers, often in another
language: what remains along the direction from the middle of the offers to that of the needs goes
too, as in the debiasing of Bolukbasi et al., "Man is to computer programmer …", NeurIPS 2016.

Both are done to the needs alone, which is the same as a bias of each offer, but free of charge in
a product. On each of the eight development sets the second step finds better than the first alone
(`docs/quality.md`).
"""

import numpy as np

from matching.engine.types import Centering, Float32Array

SHARE = np.float32(0.5)


def centering_of(needs: Float32Array, offers: Float32Array) -> Centering:
    """From vectors, (n, d) and (m, d); a zero row, a text without a vector, does not count."""
    needs, offers = needs[needs.any(axis=1)], offers[offers.any(axis=1)]
    common = _mean(needs)
    if not len(needs) or not len(offers):
        return Centering(common, np.zeros_like(common))
    apart = common - _mean(offers)
    contrast: Float32Array = apart / max(np.float32(np.linalg.norm(apart)), np.float32(1e-9))
    return Centering(common, contrast)


def centered(needs: Float32Array, centering: Centering | None) -> Float32Array:
    """Vectors, (n, d) or (d,), without half of what all have in common, and without the contrast.

    A zero row, a need without a text, stays zero.
    """
    if centering is None:
        return needs
    has_text = needs.any(axis=-1, keepdims=True)
    moved = needs - SHARE * centering.common
    moved -= (moved @ centering.contrast)[..., None] * centering.contrast
    found: Float32Array = np.where(has_text, moved, needs)
    return found


def _mean(rows: Float32Array) -> Float32Array:
    if not len(rows):
        return np.zeros(rows.shape[1], dtype=np.float32)
    mean: Float32Array = rows.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean
