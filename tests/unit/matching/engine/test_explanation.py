from dataclasses import replace
from string import Formatter

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine.config import config_for
from matching.engine.eligibility import failed_rules
from matching.engine.explanation import (
    contributions,
    failure_sentence,
    reason_sentence,
    reservation_sentence,
)
from matching.engine.explanation.failure_phrases import FAILURES
from matching.engine.explanation.phrases import REASONS, RESERVATIONS
from matching.engine.features import UNKNOWN
from matching.engine.means import OwnerMeans, OwnerSums
from matching.engine.pipeline import run, suggest_one, why_not
from matching.engine.results import EngineMatch, Feature, Reason, Rule, RuleFailure
from matching.engine.types import Giver, Market, PastPair
from tests.strategies.markets import markets, random_market

CONFIG = config_for("PILOT")


def test_contributions_add_up_to_the_logit() -> None:
    features = np.random.default_rng(1).random((5, 8))
    owners = np.array([0, 0, 0, 1, 1])
    means = OwnerMeans(2)
    # In parts, of which the second goes on with the first owner's, and the third begins with another.
    for part in (slice(0, 2), slice(2, 3), slice(3, 5)):
        means.add(OwnerSums.of(owners[part], features[part]))
    found = contributions(features, CONFIG.seeker, means.of(owners))
    logits = features @ CONFIG.seeker.array()
    baseline = UNKNOWN * CONFIG.seeker.array().sum()
    mean = [(logits[owners == one].sum() + baseline) / (1 + sum(owners == one)) for one in (0, 1)]
    assert np.allclose(found.sum(axis=1), logits - np.array(mean)[owners])


def without(giver: Giver, reason: Reason) -> Giver:
    """The offer as if the cited evidence did not exist."""
    nothing: frozenset[str] = frozenset()
    match reason.code:
        case Feature.SKILLS:
            return replace(giver, skills=nothing)
        case Feature.SECTOR:
            return replace(giver, sectors=nothing)
        case Feature.PLACE:
            return replace(giver, latitude=None, longitude=None)
        case Feature.MATURITY:
            return replace(giver, preferred_stages=nothing)
        case Feature.GRAPH:
            return replace(giver, neighbors=())
        case _:
            return replace(giver, capacity=100 * giver.capacity)


def without_text(market: Market, offer_id: str) -> Market:
    column = [giver.id for giver in market.givers].index(offer_id)
    offers = market.vectors.offers.copy()
    offers[column] = 0.0
    return replace(market, vectors=replace(market.vectors, offers=offers))


def without_reason(market: Market, match: EngineMatch, reason: Reason) -> Market:
    if reason.code is Feature.TEXT:
        return without_text(market, match.offer_id)
    givers = [without(g, reason) if g.id == match.offer_id else g for g in market.givers]
    return replace(market, givers=tuple(givers))


@pytest.mark.parametrize("seed", range(3))
def test_removing_the_cited_evidence_lowers_the_probability(seed: int) -> None:
    market = random_market(seed, 12, 12)
    result = run(market, seed=seed)
    market = replace(market, calibrations=result.calibrations)
    told = [(match, reason) for match in result.matches for reason in match.reasons]
    assert told
    for match, reason in told:
        poorer = without_reason(market, match, reason)
        found = why_not(poorer, match.need_id, match.offer_id).match
        assert found is not None
        assert found.features[reason.code] < match.features[reason.code]
        assert found.probability < match.probability


def test_reasons_are_few_ordered_and_never_of_answers() -> None:
    market = random_market(4, 30, 20)
    for match in run(market, seed=4).matches:
        strengths = [reason.contribution for reason in match.reasons]
        assert 1 <= len(strengths) <= 3
        assert strengths == sorted(strengths, reverse=True)
        codes = {reason.code for reason in (*match.reasons, *match.giver_reasons)}
        assert Feature.REPUTATION not in codes
        assert match.reservation is not None
        assert match.reservation.code not in {Feature.REPUTATION, *(r.code for r in match.reasons)}


def test_a_lone_candidate_has_reasons_too() -> None:
    market = random_market(4, 12, 12)
    need = market.seekers[0]
    giver = replace(market.givers[0], kind=need.kind, free=2, skills=need.skills)
    vectors = market.vectors
    alone = replace(
        market,
        givers=(giver,),
        vectors=replace(vectors, offers=vectors.offers[:1], wishes=vectors.wishes[:1]),
    )
    (match,) = suggest_one(alone, need.id).matches
    assert Feature.SKILLS in {reason.code for reason in match.reasons}


@pytest.mark.parametrize("phrases", [REASONS, RESERVATIONS, FAILURES])
def test_both_languages_use_the_same_evidence(
    phrases: dict[tuple[str, str], dict[str, str]],
) -> None:
    for key, texts in phrases.items():
        fields = [
            {field for _, field, _, _ in Formatter().parse(texts[language]) if field}
            for language in ("fr", "en")
        ]
        assert fields[0] == fields[1], key


@given(markets(most=2))
@settings(max_examples=60, deadline=None)
def test_every_failure_can_be_said(market: Market) -> None:
    for seeker in market.seekers:
        for giver in market.givers:
            for failure in failed_rules(seeker, giver, PastPair("", "", 3.0, 4.0), CONFIG):
                said = [failure_sentence(failure, language, {}) for language in ("fr", "en")]
                assert said[0] != said[1]
                assert all(text.endswith(".") and "{" not in text for text in said)


def test_a_path_names_what_both_know_and_how() -> None:
    values = {
        "nodes": ("x", "y"),
        "seeker_ties": ("MEMBER_OF", "client"),
        "giver_ties": ("MEMBER_OF", "WORKED_WITH"),
    }
    reason = Reason(Feature.GRAPH, 1.0, values)
    names = {"x": "Le Dôme", "y": "Forge"}
    assert reason_sentence(reason, "SEEKER", "fr", names) == (
        "En commun\u00a0: Le Dôme (membre) et Forge (client – partenaire passé)."
    )
    assert reason_sentence(reason, "GIVER", "en", names) == (
        "In common: Le Dôme (member) and Forge (past partner – client)."
    )


def test_every_rule_has_a_sentence() -> None:
    assert {code for code, _ in FAILURES} == {rule.value for rule in Rule}


def test_sentences_name_what_they_show() -> None:
    reason = Reason(Feature.SKILLS, 1.0, {"skills": ("ai", "erp", "hr"), "related": ()})
    names = {"ai": "Intelligence artificielle", "erp": "Progiciel"}
    assert (
        reason_sentence(reason, "SEEKER", "fr", names)
        == "Compétences recherchées et proposées\u00a0: Intelligence artificielle, Progiciel et hr."
    )


def test_sentences_suit_their_reader() -> None:
    reason = Reason(Feature.TEXT, 1.0)
    assert (
        reason_sentence(reason, "GIVER", "en", {}) == "The profile is close to what you wish for."
    )


def test_failures_say_what_would_help() -> None:
    place = RuleFailure(Rule.PLACE, {"distance_km": 93.4, "missing_km": 14.0, "smallest": "RADIUS"})
    assert failure_sentence(place, "en", {}).startswith("Too far by 14 km (93 km)")
    budget = RuleFailure(Rule.BUDGET, {"missing_budget": 12000.0})
    assert failure_sentence(budget, "fr", {}) == "Il manque 12\u202f000\u00a0€ de budget."


@pytest.mark.parametrize(
    ("reservation", "sentence"),
    [
        (Reason(Feature.PLACE, -1.0, {"distance_km": 120.4}), "Distance: 120 km."),
        (Reason(Feature.PLACE, -1.0), "Place not stated: the distance is not known."),
        (Reason(Feature.SECTOR, -1.0, {"sector": "25", "is_known": 0.0}), "Sectors not stated."),
    ],
)
def test_reservations_say_what_is_known(reservation: Reason, sentence: str) -> None:
    assert reservation_sentence(reservation, "en", {}) == sentence


def test_every_sentence_of_a_run_can_be_said() -> None:
    market = random_market(9, 40, 30)
    result = run(market, seed=9)
    for language in ("fr", "en"):
        for match in result.matches:
            said = [reason_sentence(r, "SEEKER", language, {}) for r in match.reasons]
            said += [reason_sentence(r, "GIVER", language, {}) for r in match.giver_reasons]
            if match.reservation:
                said.append(reservation_sentence(match.reservation, language, {}))
            assert all(text.endswith(".") and "{" not in text for text in said)
