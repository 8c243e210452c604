"""One tenant's refit: read, fit each kind and side, keep what wins, write every decision down."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.connection import Graph, Record
from graph.lifecycle.events import event_row
from graph.models.entities import PolicyVersion
from graph.models.vocabulary import PolicyOrigin, Side
from graph.repositories.events import Events
from graph.repositories.labels import AskedMatch, Labels
from graph.repositories.paging import all_items
from graph.repositories.policies import Policies
from matching.engine.config import KINDS, KindConfig, config_for
from matching.engine.learning import Refit, refit
from matching.engine.learning.sentences import refit_sentence
from matching.learning.labels import digest_of, labels_of
from matching.learning.priors import side_set_by_people
from matching.policy.parameters import config_of, parameters_of

ACTOR = "worker:weights.refit"
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one side of a kind; `digest` names what it rests on."""

    kind: str
    side: Side
    refit: Refit
    digest: str

    @property
    def subject_id(self) -> str:
        """What the audit entry is about."""
        return subject_of(self.kind, self.side)


def subject_of(kind: str, side: Side) -> str:
    """The audit trail's name for the weights of one side of a kind."""
    return f"weights:{kind}:{side}"


async def refit_tenant(graph: Graph) -> list[Decision]:
    """Decides about each kind and side that has something new to learn from.

    Doing it again changes nothing: the same answers around the same weights are decided once.

    Raises:
        OutdatedError: somebody changed a kind's parameters meanwhile; what was decided for the
            kinds before it is kept, the rest is for the next night.
    """
    asked = await Labels(graph).all()
    if not asked:  # In most networks: the rest need not be read.
        return []
    every = await all_items(lambda first, after: Policies(graph).history(first=first, after=after))
    subjects = [subject_of(kind, side) for kind in KINDS for side in Side]
    decided = await Events(graph).last_of(subjects)
    digests = {subject: event.details.get("digest") for subject, event in decided.items()}
    found: list[Decision] = []
    for kind in KINDS:
        versions = [version for version in every if version.kind == kind]
        decisions = await asyncio.to_thread(_decide, kind, asked, versions, digests)
        await _store(graph, decisions, kind, versions)
        found += decisions
    return found


def _decide(
    kind: str,
    asked: Sequence[AskedMatch],
    versions: Sequence[PolicyVersion],
    digests: Mapping[str, str | None],
) -> list[Decision]:
    """About both sides of a kind, where something is new; `versions` are newest first."""
    current = _in_force(kind, versions)
    decisions = []
    for side in Side:
        labels = labels_of(asked, kind, side)
        prior = side_set_by_people(kind, versions, side.lower())
        digest = digest_of(labels, prior)
        if labels and digest != digests.get(subject_of(kind, side)):
            own = current.seeker if side is Side.SEEKER else current.giver
            found = refit(labels, prior=prior, current=own)
            decisions.append(Decision(kind, side, found, digest))
    return decisions


def _in_force(kind: str, versions: Sequence[PolicyVersion]) -> KindConfig:
    return config_of(kind, versions[0].parameters) if versions else config_for(kind)


async def _store(
    graph: Graph, decisions: Sequence[Decision], kind: str, versions: Sequence[PolicyVersion]
) -> None:
    """The new version first: a decision that is lost is taken again, and finds no gain."""
    if any(decision.refit.accepted for decision in decisions):
        current = _in_force(kind, versions)
        learned = {decision.side: decision.refit.side for decision in decisions}
        config = replace(
            current,
            seeker=learned.get(Side.SEEKER, current.seeker),
            giver=learned.get(Side.GIVER, current.giver),
        )
        await Policies(graph).add(
            kind,
            parameters_of(config),
            origin=PolicyOrigin.LEARNED,
            actor=ACTOR,
            note=_note(decisions),
            based_on=versions[0].number if versions else 0,
        )
    if decisions:
        await Events(graph).record([_event(decision) for decision in decisions])


def _note(decisions: Sequence[Decision]) -> str:
    kept = [decision for decision in decisions if decision.refit.accepted]
    return " ".join(
        f"{decision.side}: {refit_sentence(decision.refit, language)}"
        for language in ("fr", "en")
        for decision in kept
    )


def _event(decision: Decision) -> Record:
    found = decision.refit
    figures = {name: round(value, DIGITS) for name, value in found.figures.items()}
    return event_row(
        ACTOR,
        "weights.kept" if found.accepted else "weights.refused",
        decision.subject_id,
        cause=found.why,
        digest=decision.digest,
        group=found.group,
        bias=found.side.bias,
        weights=list(found.side.weights),
        **figures,
    )
