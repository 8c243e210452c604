"""Answers of members whose true weights are known, and labels that could be anybody's."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from matching.engine.card_order import draw_places
from matching.engine.config import FEATURES, SideWeights
from matching.engine.learning import Label
from matching.engine.probability import acceptance

CARDS = 3
LOOKED_AT = (0.9, 0.6, 0.35)
"""How often the first, second and third card of a mail get an answer at all."""
PRIOR = SideWeights(-3.0, (2.5, 1.5, 0.7, 1.0, 0.5, 0.6, 0.5, 0.3))


def simulated(
    true: SideWeights, *, n_parties: int, mails: int = 1, seed: int, lift: float = 0.0
) -> list[Label]:
    """What parties answer who judge by `true`: three cards a mail, the first one answered most.

    `lift` is how much more (in logits) they like whatever stands first.
    """
    random = np.random.default_rng(seed)
    labels = []
    for number in range(n_parties * mails):
        features = random.uniform(size=(CARDS, len(FEATURES)))
        p = acceptance(features, true)
        lifted = acceptance(features, replace(true, bias=true.bias + lift))
        # Better cards have better ranks, as in a run.
        ranks = [int(rank) + 1 for rank in np.argsort(np.argsort(-p))]
        for row, place in enumerate(draw_places(f"need-{number}", ranks, seed=seed)):
            is_read = random.random() < LOOKED_AT[place.position - 1]
            liked = lifted[row] if place.position == 1 else p[row]
            label = Label(
                party_id=f"party-{number % n_parties}",
                features=tuple(float(f) for f in features[row]),
                accepted=bool(random.random() < liked) if is_read else None,
                position=place.position,
                cards=place.cards,
                propensity=place.propensity,
                groups=(f"region:{number % 3}",),
            )
            labels.append(label)
    return labels


def poisoned(n_answers: int, *, seed: int) -> list[Label]:
    """One party that says yes and no at random."""
    random = np.random.default_rng(seed)
    return [
        Label(
            party_id="poisoner",
            features=tuple(float(f) for f in random.uniform(size=len(FEATURES))),
            accepted=bool(random.integers(2)),
        )
        for _ in range(n_answers)
    ]


units = st.floats(0.0, 1.0, allow_nan=False)


@st.composite
def labels(draw: st.DrawFn) -> Label:
    """Any label."""
    cards = draw(st.integers(1, 3))
    return Label(
        party_id=draw(st.sampled_from("abcdefgh")),
        features=tuple(draw(st.tuples(*[units] * len(FEATURES)))),
        accepted=draw(st.sampled_from([True, False, None])),
        position=draw(st.integers(1, cards)),
        cards=cards,
        propensity=draw(st.floats(0.05, 1.0)),
        groups=draw(st.sampled_from([(), ("region:84",)])),
    )


@st.composite
def sides(draw: st.DrawFn) -> SideWeights:
    """Weights as people may set them."""
    weights = draw(st.tuples(*[st.floats(0.0, 5.0)] * len(FEATURES)))
    return SideWeights(draw(st.floats(-6.0, 2.0)), tuple(weights))
