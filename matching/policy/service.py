"""A tenant's parameter sets: in force, previewed on its own network, changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from graph.connection import Graph
from graph.models.entities import PolicyVersion, Run
from graph.models.vocabulary import PolicyOrigin
from graph.repositories.outcomes import Outcomes
from graph.repositories.policies import Policies
from graph.repositories.runs import Runs
from matching.engine.comparison import Comparison, compare
from matching.engine.config import KindConfig, config_for
from matching.engine.judging import judge
from matching.engine.learning import usefulness
from matching.engine.parallel import Check
from matching.engine.pipeline import Configs, run
from matching.engine.results import RunResult
from matching.engine.types import Market
from matching.market import MarketReader
from matching.policy.changes import Changes, ChangesError, Mistake, changed
from matching.policy.desk import PreviewDesk, while_awaited
from matching.policy.parameters import config_of, configs_of, parameters_of

FIRST_SEED = 1
"""Before the first run, a preview has no seed to take over."""
NOTHING = Mistake(
    "changes",
    "",
    "Ces paramètres sont déjà en vigueur : il n'y a rien à changer.",
    "These parameters are in force already: there is nothing to change.",
)


@dataclass(frozen=True, slots=True)
class InForce:
    """The configurations of all kinds, and the versions they come from: none is the default."""

    configs: Configs
    versions: Mapping[str, PolicyVersion]

    def stamp(self) -> dict[str, dict[str, object]]:
        """Which versions a run used, as JSON values."""
        return {
            kind: {"id": version.id, "number": version.number}
            for kind, version in sorted(self.versions.items())
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """One kind's parameters as they are and as they would be. `number` is 0 for the defaults."""

    kind: str
    number: int
    before: KindConfig
    after: KindConfig


@dataclass(frozen=True, slots=True)
class Baseline:
    """Today's network, and what a run with the parameters in force and the last seed does on it.

    What the last run stored is no baseline: answers, prices and days have moved on since.
    """

    market: Market
    last: Run | None
    result: RunResult

    @property
    def seed(self) -> int:
        """That of the last run."""
        return FIRST_SEED if self.last is None else self.last.seed


@dataclass(frozen=True, slots=True)
class Preview:
    """What a proposal would change of the whole run on today's network; `run` is the last one."""

    proposal: Proposal
    run: Run | None
    comparison: Comparison


class MatchPolicies:
    """The parameter sets of the tenant that `graph` is bound to; a process has one desk for all."""

    def __init__(self, graph: Graph, *, dimensions: int, desk: PreviewDesk | None = None) -> None:
        self._graph = graph
        self._dimensions = dimensions
        self._desk = desk or PreviewDesk()

    async def in_force(self) -> InForce:
        """What the next match uses."""
        versions = await Policies(self._graph).current()
        return InForce(configs_of(versions), versions)

    async def measured(self) -> InForce:
        """The same, with h, how useful engagements of each kind have turned out."""
        found = await self.in_force()
        told = await Outcomes(self._graph).told()
        configs = {
            kind: replace(config, usefulness=usefulness(*told.get(kind, (0, 0))))
            for kind, config in found.configs.items()
        }
        return replace(found, configs=configs)

    async def propose(self, kind: str, changes: Changes, *, is_reset: bool = False) -> Proposal:
        """The changes made to the parameters in force or, `is_reset`, to the defaults.

        Raises:
            ChangesError: a change cannot be taken; it has every mistake.
        """
        version = (await Policies(self._graph).current()).get(kind)
        before = config_for(kind) if version is None else config_of(kind, version.parameters)
        after = changed(config_for(kind) if is_reset else before, changes)
        return Proposal(kind, 0 if version is None else version.number, before, after)

    async def preview(
        self, proposal: Proposal, *, top: int = 10, patience_s: float | None = None
    ) -> Preview:
        """Matches today's network twice, before and after, with the last run's seed.

        Nothing is written, and nothing is embedded. `patience_s` is how long to wait for others, by
        default for all of them.

        Raises:
            BusyError: others were served for that long.
            ChangesError: the proposal changes nothing.
        """
        refuse_empty(proposal)
        key = (self._graph.tenant_id, proposal.before)
        read = partial(self._baseline, proposal.before)
        async with self._desk.turn(key, read, patience_s=patience_s) as baseline:
            comparison = await while_awaited(partial(compared, baseline, proposal, top=top))
        return Preview(proposal, baseline.last, comparison)

    async def _baseline(self, before: KindConfig) -> Baseline:
        last = await Runs(self._graph).last_finished()
        configs = (await self.in_force()).configs
        reader = MarketReader(self._graph, dimensions=self._dimensions, configs=configs)
        market = (await reader.whole()).market
        return await while_awaited(partial(matched, market, last, before))

    async def put_in_force(self, proposal: Proposal, *, actor: str, note: str) -> PolicyVersion:
        """Writes the proposal as the next version; online matches and the next run use it.

        Raises:
            OutdatedError: another version was put in force after the proposal was made.
            ChangesError: the proposal changes nothing.
        """
        refuse_empty(proposal)
        is_default = proposal.after == config_for(proposal.kind)
        return await Policies(self._graph).add(
            proposal.kind,
            parameters_of(proposal.after),
            origin=PolicyOrigin.DEFAULT if is_default else PolicyOrigin.STAFF,
            actor=actor,
            note=note,
            based_on=proposal.number,
        )


def refuse_empty(proposal: Proposal) -> None:
    """Raises ChangesError where all would stay as it is."""
    if proposal.after == proposal.before:
        raise ChangesError([NOTHING])


def matched(market: Market, last: Run | None, before: KindConfig, check: Check) -> Baseline:
    """The market as the last run's seed matches it with these parameters."""
    seed = FIRST_SEED if last is None else last.seed
    return Baseline(market, last, decided(market, before, seed, check))


def compared(baseline: Baseline, proposal: Proposal, check: Check, *, top: int) -> Comparison:
    """The proposal's result beside the baseline; both judged by the parameters in force.

    Weights move every probability: by its own, a proposal could promise what it likes.
    """
    market, before, seed = baseline.market, baseline.result, baseline.seed
    after = decided(market, proposal.after, seed, check)
    pairs = {(match.need_id, match.offer_id) for match in (*before.matches, *after.matches)}
    yardstick = judge(market, sorted(pairs), proposal.before, seed=seed, check=check)
    sides = (
        [seeker for seeker in market.seekers if seeker.kind == proposal.kind],
        [giver for giver in market.givers if giver.kind == proposal.kind],
    )
    return compare(before, after, sides, probabilities=yardstick, top=top)


def decided(market: Market, config: KindConfig, seed: int, check: Check) -> RunResult:
    """What a run of one kind decides; nobody is told why."""
    kind = config.kind
    return run(
        market,
        seed=seed,
        configs={kind: config},
        only=frozenset({kind}),
        is_told=False,
        check=check,
    )
