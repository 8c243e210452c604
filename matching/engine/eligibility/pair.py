"""Every hard rule on one pair, with the smallest change that would make it pass."""

import math
from collections.abc import Callable

from matching.engine.config import KindConfig
from matching.engine.eligibility.columns import HOSTING_LEVELS, is_within
from matching.engine.eligibility.reach import place_failure, sides
from matching.engine.results import Rule, RuleFailure, Value
from matching.engine.types import Giver, PastPair, Seeker

# The values of the failure, or None where the rule holds.
PairRule = Callable[[Seeker, Giver], dict[str, Value] | None]


def failed_rules(
    seeker: Seeker, giver: Giver, past: PastPair | None, config: KindConfig
) -> tuple[RuleFailure, ...]:
    """The rules that a pair fails, in the order of `Rule`; empty where it may be matched."""
    found = {code: rule(seeker, giver) for code, rule in _RULES.items()}
    if past is not None:
        found |= _history(past, config)
    return tuple(
        RuleFailure(code, values)
        for code in Rule
        if code not in config.disabled_rules and (values := found.get(code)) is not None
    )


def _history(past: PastPair, config: KindConfig) -> dict[Rule, dict[str, Value] | None]:
    return {
        Rule.DECLINED_RECENTLY: _wait(past.days_since_declined, config.declined_days),
        Rule.PROPOSED_RECENTLY: _wait(past.days_since_proposed, config.proposed_days),
    }


def _wait(days: float | None, limit: float) -> dict[str, Value] | None:
    if days is None or not is_within(days, limit):
        return None
    return {"days_to_wait": _ceil(limit - days)}


def _kind(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    if seeker.kind == giver.kind:
        return None
    return {"wanted": seeker.kind, "offered": giver.kind}


def _same_entity(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    same_legal = seeker.legal_id is not None and seeker.legal_id == giver.legal_id
    return {} if same_legal or seeker.party_id == giver.party_id else None


def _conflict(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    is_named = giver.party_id in seeker.conflicts or seeker.party_id in giver.conflicts
    return {} if is_named else None


def _excluded(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    # Which side excluded the other is that side's secret.
    is_named = giver.party_id in seeker.excluded or seeker.party_id in giver.excluded
    return {} if is_named else None


def _visibility(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    if seeker.tenant_id == giver.tenant_id or (seeker.is_shared and giver.is_shared):
        return None
    return {"side": sides(at_seeker=not seeker.is_shared, at_giver=not giver.is_shared)}


def _paused(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    if not seeker.is_paused and not giver.is_paused:
        return None
    values: dict[str, Value] = {"side": sides(at_seeker=seeker.is_paused, at_giver=giver.is_paused)}
    pauses = [party.days_paused for party in (seeker, giver) if party.is_paused]
    known = [days for days in pauses if days is not None]
    # The later end of two pauses counts; one that is not known is not guessed.
    return values | ({"days_to_wait": _ceil(max(known))} if len(known) == len(pauses) else {})


def _ceil(value: float) -> float:
    return float(math.ceil(value))


def _opted_out(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    if not seeker.is_opted_out and not giver.is_opted_out:
        return None
    return {"side": sides(at_seeker=seeker.is_opted_out, at_giver=giver.is_opted_out)}


def _program(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    running = seeker.programs - seeker.closed_programs
    if not seeker.programs or running & giver.programs:
        return None
    # A program that runs needs one more offer; one that does not, other dates.
    return {
        "programs": tuple(sorted(running or seeker.programs)),
        "is_running": float(bool(running)),
    }


def _capacity(_seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    return None if giver.free >= 1 else {"missing_places": float(1 - giver.free)}


def _language(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    if seeker.languages & giver.languages:
        return None
    return {
        "seeker_could_add": tuple(sorted(giver.languages)),
        "giver_could_add": tuple(sorted(seeker.languages)),
    }


def _hosting(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    if HOSTING_LEVELS[giver.hosting] >= HOSTING_LEVELS[seeker.hosting]:
        return None
    return {"required": seeker.hosting, "guaranteed": giver.hosting}


def _certification(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    missing = seeker.certifications - giver.certifications
    return {"missing": tuple(sorted(missing))} if missing else None


def _budget(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    if None not in (giver.price_min, seeker.budget_max):
        above = (giver.price_min or 0.0) - (seeker.budget_max or 0.0)
        if above > 0:
            return {"missing_budget": above}
    if None not in (giver.price_max, seeker.budget_min):
        below = (seeker.budget_min or 0.0) - (giver.price_max or 0.0)
        if below > 0:
            return {"excess_budget": below}
    return None


_RULES: dict[Rule, PairRule] = {
    Rule.KIND: _kind,
    Rule.SAME_ENTITY: _same_entity,
    Rule.CONFLICT: _conflict,
    Rule.EXCLUDED: _excluded,
    Rule.VISIBILITY: _visibility,
    Rule.PAUSED: _paused,
    Rule.OPTED_OUT: _opted_out,
    Rule.PROGRAM: _program,
    Rule.CAPACITY: _capacity,
    Rule.LANGUAGE: _language,
    Rule.PLACE: place_failure,
    Rule.HOSTING: _hosting,
    Rule.CERTIFICATION: _certification,
    Rule.BUDGET: _budget,
}
