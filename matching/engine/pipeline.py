"""The three questions: a whole run, one need online, one pair."""

from collections.abc import Callable, Mapping

import numpy as np

from matching.engine.auction import bid_online
from matching.engine.config import KINDS, KindConfig, config_for
from matching.engine.describe import abstentions_of, matches_of
from matching.engine.eligibility import failed_rules
from matching.engine.kind_run import (
    STEPS,
    KindResult,
    measure,
    random_for,
    run_kind,
    with_floor,
)
from matching.engine.parallel import Check, go_on
from matching.engine.partition import Arcs, only_need, take
from matching.engine.report import counts_of, metrics_of
from matching.engine.results import Certificate, RunResult, Suggestion, WhyNot
from matching.engine.scoring import Scored, card_slots, organizations, score
from matching.engine.types import Giver, Market, Seeker

Configs = Mapping[str, KindConfig]
# (step, steps done, steps in all)
Progress = Callable[[str, int, int], None]

DEFAULT_CONFIGS: Configs = {kind: config_for(kind) for kind in KINDS}


def run(
    market: Market,
    *,
    seed: int,
    configs: Configs = DEFAULT_CONFIGS,
    progress: Progress | None = None,
    only: frozenset[str] | None = None,
    is_told: bool = True,
    check: Check = go_on,
) -> RunResult:
    """Allocate the whole market, kind by kind; the same inputs give the same result.

    Kinds do not touch each other: `only` some of them get what all together would give them.
    Without `is_told`, matches have no features and reasons, and abstentions no near misses: they
    take more than half of the time.

    Raises:
        KeyError: a need or an offer is of a kind that `configs` lacks.
    """
    parties: list[Seeker | Giver] = [*market.seekers, *market.givers]
    kinds = sorted({party.kind for party in parties if only is None or party.kind in only})
    results: dict[str, KindResult] = {}
    for number, kind in enumerate(kinds):
        advance = _steps_of(progress, number, len(kinds))
        results[kind] = run_kind(
            take(market, kind),
            configs[kind],
            seed=seed,
            advance=advance,
            is_told=is_told,
            check=check,
        )
    return _merge(results)


def suggest_one(
    market: Market, need_id: str, *, seed: int = 0, configs: Configs = DEFAULT_CONFIGS
) -> Suggestion:
    """The best cards for one need at the prices of the last run, or an abstention.

    Uses the market's calibration of the need's kind, or measures one with `seed`.

    Raises:
        KeyError: the market lacks the need, or `configs` its kind.
    """
    scored = _score_need(market, need_id, seed=seed, configs=configs)
    partition, config = scored.partition, scored.config
    good = np.flatnonzero(scored.is_good)
    columns = scored.arcs.j[good]
    prices = np.array([market.prices.get(giver.id, 0.0) for giver in partition.givers])
    chosen = bid_online(
        scored.values[good],
        prices[columns],
        organizations(partition)[columns],
        slots=card_slots(partition, config)[0],
        reserve=config.reserve,
    )
    matches = matches_of(scored, good[chosen])
    if matches:
        return Suggestion(matches, None)
    abstentions = abstentions_of(scored, np.empty(0, dtype=np.intp), [0])
    return Suggestion((), abstentions[0])


def why_not(
    market: Market,
    need_id: str,
    offer_id: str,
    *,
    seed: int = 0,
    configs: Configs = DEFAULT_CONFIGS,
) -> WhyNot:
    """The rules that a pair fails; where none fails, its match with its rank among the others.

    Raises:
        KeyError: the market lacks the need or the offer, or `configs` the need's kind.
    """
    seeker = {seeker.id: seeker for seeker in market.seekers}[need_id]
    giver = {giver.id: giver for giver in market.givers}[offer_id]
    past = {(pair.need_id, pair.offer_id): pair for pair in market.past_pairs}
    failures = failed_rules(seeker, giver, past.get((need_id, offer_id)), configs[seeker.kind])
    if failures:
        return WhyNot(need_id, offer_id, failures, None)
    scored = _score_need(market, need_id, seed=seed, configs=configs, offer_id=offer_id)
    everything = matches_of(scored, np.arange(len(scored.arcs)))
    match = next(match for match in everything if match.offer_id == offer_id)
    return WhyNot(need_id, offer_id, (), match)


def _steps_of(progress: Progress | None, number: int, n_kinds: int) -> Callable[[int], None]:
    """What one kind's run calls after each step, in terms of the whole run."""

    def advance(step: int) -> None:
        if progress is not None:
            progress(STEPS[step], number * len(STEPS) + step + 1, n_kinds * len(STEPS))

    return advance


def _score_need(
    market: Market, need_id: str, *, seed: int, configs: Configs, offer_id: str | None = None
) -> Scored:
    kind = {seeker.id: seeker.kind for seeker in market.seekers}[need_id]
    config = configs[kind]
    partition = take(market, kind)
    calibration = market.calibrations.get(kind)
    if calibration is None:
        calibration = measure(partition, config, random_for(kind, seed))
    config = with_floor(config, calibration)
    always = None
    if offer_id is not None:
        column = [giver.id for giver in partition.givers].index(offer_id)
        always = Arcs(np.zeros(1, dtype=np.intp), np.array([column], dtype=np.intp))
    return score(only_need(partition, need_id), calibration, config, always=always)


def _merge(results: Mapping[str, KindResult]) -> RunResult:
    every = tuple(results.values())
    return RunResult(
        matches=tuple(match for result in results.values() for match in result.matches),
        abstentions=tuple(one for result in results.values() for one in result.abstentions),
        prices={
            giver.id: float(price)
            for result in results.values()
            for giver, price in zip(
                result.scored.partition.givers, result.allocation.prices, strict=True
            )
        },
        calibrations={kind: result.calibration for kind, result in results.items()},
        certificates={kind: result.certificate for kind, result in results.items()},
        certificate=Certificate(
            sum(result.certificate.value for result in results.values()),
            sum(result.certificate.dual_bound for result in results.values()),
        ),
        counts=counts_of(every),
        metrics=metrics_of(every),
    )
