"""One round of answers: seekers first, then the mentors whom they asked."""

from dataclasses import dataclass

import numpy as np

from matching.engine.partition import Arcs
from matching.engine.simulator.state import State
from matching.engine.simulator.world import World
from matching.engine.types import BoolArray, Float32Array


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of a round's cards; each of shape (cards,).

    `opened`: the seeker answered; `asked`: it said yes; `read`: the giver answered the request
    while the need was open and a place free; `engaged`: both said yes.
    """

    opened: BoolArray
    asked: BoolArray
    read: BoolArray
    engaged: BoolArray


def answer(world: World, state: State, cards: Arcs) -> Answers:
    """How the world's people answer these cards.

    A giver reads the first requests of a round, as many as it reads at all; the others stay
    without an answer, as do those that it overlooks. The first yes engages the need and withdraws
    its other requests; a giver without a place left reads no more.
    """
    now = world.rounds[state.number]
    i, j = cards.i, cards.j
    opened = now.chance.opens_mail[i]
    asked = opened & (now.chance.seeker[i, j] < now.seeker[i, j])
    readable = _Requests(
        arrival=now.chance.arrival[i, j],
        replies=now.chance.replies[i, j],
        willing=now.chance.giver[i, j] < now.giver[i, j],
    )
    read, engaged = _hear(world.settings.requests_read, state, cards, asked, readable)
    return Answers(opened, asked, read, engaged)


@dataclass(frozen=True, slots=True)
class _Requests:
    """What would happen to each card's request; shape (cards,)."""

    arrival: Float32Array
    replies: BoolArray
    willing: BoolArray


def _hear(
    requests_read: int, state: State, cards: Arcs, asked: BoolArray, requests: _Requests
) -> tuple[BoolArray, BoolArray]:
    """The requests in the order in which they arrive: which are read, and which engage."""
    read, engaged = np.zeros_like(asked), np.zeros_like(asked)
    attention = np.full(len(state.free), requests_read)
    free = state.free.copy()
    is_open = state.engaged_in < 0
    asking = np.flatnonzero(asked)
    for card in asking[np.argsort(requests.arrival[asking], kind="stable")]:
        seeker, giver = cards.i[card], cards.j[card]
        if not (is_open[seeker] and free[giver] and attention[giver]):
            continue
        attention[giver] -= 1
        read[card] = requests.replies[card]
        if read[card] and requests.willing[card]:
            engaged[card] = True
            is_open[seeker] = False
            free[giver] -= 1
    return read, engaged


def record(state: State, cards: Arcs, answers: Answers) -> None:
    """Write a round into the state and go to the next one."""
    n, m = state.proposed_in.shape
    i, j = cards.i, cards.j
    state.proposed_in[i, j] = state.number
    state.shown_seekers += np.bincount(i, minlength=n)
    state.shown_givers += np.bincount(j, minlength=m)
    state.asked_seekers += np.bincount(i[answers.opened], minlength=n)
    state.accepted_seekers += np.bincount(i[answers.asked], minlength=n)
    state.asked_givers += np.bincount(j[answers.read], minlength=m)
    state.accepted_givers += np.bincount(j[answers.engaged], minlength=m)
    was_asked = np.bincount(j[answers.asked], minlength=m) > 0
    has_answered = np.bincount(j[answers.read], minlength=m) > 0
    state.answers_lately = np.where(was_asked, has_answered, state.answers_lately)
    state.engaged_in[i[answers.engaged]] = state.number
    state.free -= np.bincount(j[answers.engaged], minlength=m)
    state.number += 1
