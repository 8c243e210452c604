"""What will go wrong, drawn by a seed: the same seed gives the same plan."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import product
from typing import TypeVar

T = TypeVar("T")


class Kind(StrEnum):
    """What fails, or happens twice."""

    WORKER_KILLED = "worker_killed"
    RELAY_HANGS = "relay_hangs"
    RELAY_CLOSES = "relay_closes"
    GRAPH_CUT = "graph_cut"
    GRAPH_RESTARTED = "graph_restarted"
    QUEUE_FLUSHED = "queue_flushed"
    QUEUE_KILLED = "queue_killed"
    CLOCK_JUMPED = "clock_jumped"
    WORKERS_DOUBLED = "workers_doubled"
    CRON_DOUBLED = "cron_doubled"


class Stage(StrEnum):
    """How far a message is on its way to the relay."""

    CONNECT = "CONNECT"
    EHLO = "EHLO"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BODY = "BODY"
    DOT = "DOT"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong during one delivery.

    `stage` is where the message stands, `is_passed` whether the other end got what was sent there,
    so that only its reply is lost. `at` is a part of the delivery's steps, from 0 to below 1;
    `commit` counts the delivery's commits from 1; `jump` is how far a second clock is ahead.
    `is_leaving` is found out: whether a killed worker had begun to mark the mail as leaving.
    """

    kind: Kind
    stage: Stage = Stage.RCPT
    is_passed: bool = False
    at: float = 0.0
    commit: int = 0
    jump: timedelta = timedelta(0)
    is_leaving: bool = False


SHARES = {
    Kind.RELAY_HANGS: 0.12,
    Kind.RELAY_CLOSES: 0.14,
    Kind.GRAPH_CUT: 0.08,
    Kind.QUEUE_FLUSHED: 0.05,
    Kind.QUEUE_KILLED: 0.04,
    Kind.CLOCK_JUMPED: 0.07,
    Kind.WORKERS_DOUBLED: 0.04,
    Kind.CRON_DOUBLED: 0.04,
}
# A message has no reply before its final dot, so none can be lost.
PLACES = [
    (stage, is_passed)
    for stage, is_passed in product(Stage, (False, True))
    if (stage, is_passed) != (Stage.BODY, True)
]
CUTS = list(product((1, 2, 3), (False, True)))
JUMPS = [timedelta(hours=hours) for hours in (-24, -1, 1, 24)]


def drawn(seed: int, count: int, restarts: int) -> list[Fault]:
    """So many faults in random order, with so many restarts of Neo4j among them.

    Of each kind there is at least one; what is left over kills workers. Stages, commits, jumps and
    steps are spread evenly before they are shuffled.
    """
    draw = random.Random(seed)  # noqa: S311  # a plan to be repeated, no secret
    counts = {kind: max(1, round(count * share)) for kind, share in SHARES.items()}
    counts[Kind.GRAPH_RESTARTED] = restarts
    counts[Kind.WORKER_KILLED] = max(0, count - sum(counts.values()))
    faults = [fault for kind, number in counts.items() for fault in _of(kind, number, draw)]
    draw.shuffle(faults)
    return faults[:count]


def _of(kind: Kind, count: int, draw: random.Random) -> list[Fault]:
    match kind:
        case Kind.WORKER_KILLED:
            return [Fault(kind, at=(number + draw.random()) / count) for number in range(count)]
        case Kind.GRAPH_CUT:
            cuts = _spread(CUTS, count, draw)
            return [Fault(kind, commit=commit, is_passed=passed) for commit, passed in cuts]
    places, jumps = _spread(PLACES, count, draw), _spread(JUMPS, count, draw)
    return [
        Fault(kind, stage, is_passed=is_passed, jump=jump)
        for (stage, is_passed), jump in zip(places, jumps, strict=True)
    ]


def _spread(values: Sequence[T], count: int, draw: random.Random) -> list[T]:
    """So many of them, each as often as the others but for one."""
    rounds = -(-count // len(values))
    return [value for _ in range(rounds) for value in draw.sample(values, len(values))][:count]
