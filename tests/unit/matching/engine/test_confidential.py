"""Nothing of prices, of the other's answers or of its judgment in what is told: a closed list."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from hypothesis import given, settings

from graph.models.vocabulary import Side
from matching.engine.config import config_for
from matching.engine.eligibility import failed_rules
from matching.engine.pipeline import run
from matching.engine.results import Abstention, Feature, NearMiss, Reason, Rule, RuleFailure
from matching.engine.types import Market, PastPair
from matching.market import Names
from matching.wording import worded_abstention, worded_reason
from tests.strategies.markets import markets, random_market

TOLD: Mapping[Feature, set[str]] = {
    Feature.TEXT: {"quote"},
    Feature.SKILLS: {"skills", "related"},
    Feature.SECTOR: {"sector", "level"},
    Feature.PLACE: {"distance_km"},
    Feature.MATURITY: {"stage"},
    Feature.GRAPH: {"nodes", "seeker_ties", "giver_ties"},
    Feature.AVAILABILITY: set(),
}
OBJECTED: Mapping[Feature, set[str]] = {
    Feature.TEXT: set(),
    Feature.SKILLS: {"missing"},
    Feature.SECTOR: {"sector", "is_known"},
    Feature.PLACE: {"distance_km"},
    Feature.MATURITY: {"stage", "is_known"},
    Feature.GRAPH: set(),
    Feature.AVAILABILITY: set(),
}
FAILED: Mapping[Rule, set[str]] = {
    Rule.KIND: {"wanted", "offered"},
    Rule.SAME_ENTITY: set(),
    Rule.CONFLICT: set(),
    Rule.EXCLUDED: set(),
    Rule.VISIBILITY: {"side"},
    Rule.PAUSED: {"side", "days_to_wait"},
    Rule.OPTED_OUT: {"side"},
    Rule.PROGRAM: {"programs", "is_running"},
    Rule.CAPACITY: {"missing_places"},
    Rule.LANGUAGE: {"seeker_could_add", "giver_could_add"},
    Rule.PLACE: {
        "region",
        "distance_km",
        "missing_km",
        "radius_of",
        "remote_refused_by",
        "smallest",
    },
    Rule.HOSTING: {"required", "guaranteed"},
    Rule.CERTIFICATION: {"missing"},
    Rule.BUDGET: {"missing_budget", "excess_budget"},
    Rule.DECLINED_RECENTLY: {"days_to_wait"},
    Rule.PROPOSED_RECENTLY: {"days_to_wait"},
}


def names_of(kind: type) -> set[str]:
    return {field.name for field in fields(kind)}


def test_what_is_told_has_no_other_field() -> None:
    assert names_of(Reason) == {"code", "contribution", "values"}
    assert names_of(RuleFailure) == {"code", "values"}
    assert names_of(NearMiss) == {"offer_id", "failures", "lacks"}
    assert names_of(Abstention) == {"need_id", "cause", "nearest_misses"}


def check_reasons(reasons: Iterable[Reason], allowed: Mapping[Feature, set[str]]) -> None:
    for reason in reasons:
        assert set(reason.values) <= allowed[reason.code], reason


def test_reasons_and_reservations_tell_what_is_listed_here() -> None:
    result = run(random_market(3, 40, 25), seed=3)
    for match in result.matches:
        check_reasons((*match.reasons, *match.giver_reasons), TOLD)
        check_reasons([match.reservation] if match.reservation else [], OBJECTED)
    for abstention in result.abstentions:
        for miss in abstention.nearest_misses:
            check_reasons([miss.lacks] if miss.lacks else [], OBJECTED)
            assert {failure.code for failure in miss.failures}.isdisjoint(
                {Rule.EXCLUDED, Rule.CONFLICT, Rule.VISIBILITY, Rule.OPTED_OUT}
            )


@given(markets(most=2))
@settings(max_examples=40, deadline=None)
def test_failures_tell_what_is_listed_here(market: Market) -> None:
    for seeker in market.seekers:
        for giver in market.givers:
            past = PastPair(seeker.id, giver.id, 3.0, 4.0)
            for failure in failed_rules(seeker, giver, past, config_for("PILOT")):
                assert set(failure.values) <= FAILED[failure.code], failure


def test_what_is_stored_adds_sentences_alone() -> None:
    names = Names({}, {})
    result = run(random_market(5, 20, 12), seed=5)
    reason = result.matches[0].reasons[0]
    stored = worded_reason(reason, Side.SEEKER, names)
    assert set(stored) == {"code", "contribution", "evidence", "fr", "en"}
    for abstention in result.abstentions:
        kept = worded_abstention(abstention, names)
        assert set(kept) == {"cause", "fr", "en", "nearest_misses"}
        assert all(
            set(miss) == {"offer_id", "failures", "lacks"} for miss in kept["nearest_misses"]
        )
