"""Rankings: each need sees its best few by a score, whoever else sees the same."""

import numpy as np

from matching.engine.partition import Arcs
from matching.engine.simulator.view import Cards, View
from matching.engine.types import Float32Array, FloatArray


def random_cards(view: View) -> Cards:
    """Any three mentors."""
    draw = view.random
    return top_cards(view, draw.random(view.allowed.shape))


def popularity(view: View) -> Cards:
    """The three mentors who have said yes most often: the same for everybody."""
    liked = view.state.accepted_givers.astype(np.float64)
    return top_cards(view, np.broadcast_to(liked, view.allowed.shape))


def one_sided_cosine(view: View) -> Cards:
    """The three offers nearest to the need's text: what embedding demonstrations do."""
    return top_cards(view, view.round.seen.cosine_wanted)


def mean_cosine(view: View) -> Cards:
    """The three with the highest mean cosine of both directions."""
    seen = view.round.seen
    return top_cards(view, (seen.cosine_wanted + seen.cosine_wished) / 2)


def product(view: View) -> Cards:
    """The three with the highest probability that both say yes, without any quota."""
    return top_cards(view, view.mutual)


def top_cards(view: View, scores: FloatArray | Float32Array) -> Cards:
    """The best allowed pairs of each need, as many as it gets cards; scores are finite."""
    k = min(view.config.cards, scores.shape[1])
    masked = np.where(view.allowed, scores, -np.inf)
    columns = np.argsort(-masked, axis=1, kind="stable")[:, :k]
    rows = np.broadcast_to(np.arange(len(scores))[:, None], columns.shape)
    is_allowed = view.allowed[rows, columns]
    i, j = rows[is_allowed], columns[is_allowed]
    order = np.lexsort((j, i))
    return Cards(Arcs(i[order], j[order]))
