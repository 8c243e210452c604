from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from matching.engine.config import KindConfig, config_for
from matching.engine.eligibility import Eligibility, failed_rules
from matching.engine.results import Rule, Value
from matching.engine.types import BoolArray, Giver, Market, PastPair, Seeker
from tests.strategies.markets import markets

CONFIG = config_for("PILOT")
SEEKER = Seeker(
    id="need", party_id="company", tenant_id="north", kind="PILOT", latitude=45.76, longitude=4.84
)
GIVER = Giver(
    id="offer", party_id="mentor", tenant_id="south", kind="PILOT", latitude=45.19, longitude=5.72
)


@given(markets(most=3))
@settings(max_examples=60, deadline=None)
def test_blocks_and_pairs_agree_on_every_rule(market: Market) -> None:
    past = {(pair.need_id, pair.offer_id): pair for pair in market.past_pairs}
    failures = {
        (i, j): {failure.code for failure in failed_rules(seeker, giver, known, CONFIG)}
        for i, seeker in enumerate(market.seekers)
        for j, giver in enumerate(market.givers)
        for known in [past.get((seeker.id, giver.id))]
    }
    for rule in Rule:
        mask = mask_of(market, replace(CONFIG, disabled_rules=tuple(set(Rule) - {rule})))
        assert all(mask[pair] == (rule not in codes) for pair, codes in failures.items()), rule
    whole = mask_of(market, CONFIG)
    assert all(whole[pair] == (not codes) for pair, codes in failures.items())


def mask_of(market: Market, config: KindConfig) -> BoolArray:
    eligibility = Eligibility(market.seekers, market.givers, market.past_pairs, config)
    return eligibility.mask(slice(None))


def test_a_plain_pair_passes() -> None:
    assert failed_rules(SEEKER, GIVER, None, CONFIG) == ()


@pytest.mark.parametrize(
    ("rule", "seeker", "giver", "values"),
    [
        (Rule.KIND, {}, {"kind": "MENTORING"}, {"wanted": "PILOT", "offered": "MENTORING"}),
        (Rule.SAME_ENTITY, {}, {"party_id": "company"}, {}),
        (Rule.SAME_ENTITY, {"legal_id": "552100554"}, {"legal_id": "552100554"}, {}),
        (Rule.CONFLICT, {"conflicts": frozenset({"mentor"})}, {}, {}),
        (Rule.EXCLUDED, {}, {"excluded": frozenset({"company"})}, {}),
        (Rule.VISIBILITY, {"is_shared": False}, {}, {"side": "SEEKER"}),
        (Rule.PAUSED, {"is_paused": True}, {"is_paused": True}, {"side": "BOTH"}),
        (
            Rule.PAUSED,
            {},
            {"is_paused": True, "days_paused": 12.3},
            {"side": "GIVER", "days_to_wait": 13.0},
        ),
        (Rule.OPTED_OUT, {}, {"is_opted_out": True}, {"side": "GIVER"}),
        (
            Rule.PROGRAM,
            {"programs": frozenset({"autumn"})},
            {"programs": frozenset({"spring"})},
            {"programs": ("autumn",), "is_running": 1.0},
        ),
        (
            Rule.PROGRAM,
            {"programs": frozenset({"autumn"}), "closed_programs": frozenset({"autumn"})},
            {"programs": frozenset({"autumn"})},
            {"programs": ("autumn",), "is_running": 0.0},
        ),
        (Rule.CAPACITY, {}, {"free": 0}, {"missing_places": 1.0}),
        (
            Rule.LANGUAGE,
            {"languages": frozenset({"fr"})},
            {"languages": frozenset({"en"})},
            {"seeker_could_add": ("en",), "giver_could_add": ("fr",)},
        ),
        (
            Rule.PLACE,
            {"is_remote": False, "radius_km": 80.0},
            {},
            {
                "distance_km": 93.4,
                "missing_km": 14.0,
                "radius_of": "SEEKER",
                "remote_refused_by": "SEEKER",
                "smallest": "RADIUS",
            },
        ),
        (
            Rule.PLACE,
            {"is_remote": False, "radius_km": 20.0},
            {},
            {
                "distance_km": 93.4,
                "missing_km": 74.0,
                "radius_of": "SEEKER",
                "remote_refused_by": "SEEKER",
                "smallest": "REMOTE",
            },
        ),
        (
            Rule.PLACE,
            {"region": "84"},
            {"is_remote": False, "regions": frozenset({"11"})},
            {"region": "region:84", "remote_refused_by": "GIVER", "smallest": "REMOTE"},
        ),
        (
            Rule.HOSTING,
            {"hosting": "FR"},
            {"hosting": "EU"},
            {"required": "FR", "guaranteed": "EU"},
        ),
        (
            Rule.CERTIFICATION,
            {"certifications": frozenset({"HDS", "ISO27001"})},
            {"certifications": frozenset({"HDS"})},
            {"missing": ("ISO27001",)},
        ),
        (Rule.BUDGET, {"budget_max": 5000.0}, {"price_min": 8000.0}, {"missing_budget": 3000.0}),
        (Rule.BUDGET, {"budget_min": 500.0}, {"price_max": 200.0}, {"excess_budget": 300.0}),
    ],
)
def test_a_failure_says_the_smallest_change(
    rule: Rule, seeker: dict[str, Any], giver: dict[str, Any], values: dict[str, Value]
) -> None:
    failures = failed_rules(replace(SEEKER, **seeker), replace(GIVER, **giver), None, CONFIG)
    assert [(failure.code, failure.values) for failure in failures] == [(rule, values)]


@pytest.mark.parametrize(
    ("past", "codes"),
    [
        (PastPair("need", "offer", days_since_declined=179.5), [Rule.DECLINED_RECENTLY]),
        (PastPair("need", "offer", days_since_declined=180.0), []),
        (PastPair("need", "offer", days_since_proposed=89.0), [Rule.PROPOSED_RECENTLY]),
        (PastPair("need", "offer", days_since_proposed=90.0), []),
    ],
)
def test_history_bars_a_pair_for_a_while(past: PastPair, codes: list[Rule]) -> None:
    assert [failure.code for failure in failed_rules(SEEKER, GIVER, past, CONFIG)] == codes


def test_the_missing_kilometers_suffice() -> None:
    near = replace(SEEKER, is_remote=False, radius_km=80.0)
    (failure,) = failed_rules(near, GIVER, None, CONFIG)
    missing = failure.values["missing_km"]
    assert isinstance(missing, float)
    assert not failed_rules(replace(near, radius_km=80.0 + missing), GIVER, None, CONFIG)


def test_same_tenant_sees_what_is_not_shared() -> None:
    giver = replace(GIVER, tenant_id="north", is_shared=False)
    assert failed_rules(SEEKER, giver, None, CONFIG) == ()


Change = Callable[[Seeker, Giver, dict[str, Any]], tuple[Seeker, Giver]]


def near_enough(seeker: Seeker, giver: Giver, values: dict[str, Any]) -> tuple[Seeker, Giver]:
    if values["smallest"] == "REMOTE":
        return replace(seeker, is_remote=True), replace(giver, is_remote=True)
    if values["smallest"] == "REGION":
        region = values["region"].removeprefix("region:")
        return seeker, replace(giver, regions=giver.regions | {region})
    for side in ("SEEKER", "GIVER") if values["radius_of"] == "BOTH" else (values["radius_of"],):
        if side == "SEEKER":
            seeker = replace(seeker, radius_km=(seeker.radius_km or 0) + values["missing_km"])
        else:
            giver = replace(giver, radius_km=(giver.radius_km or 0) + values["missing_km"])
    return seeker, giver


def affordable(seeker: Seeker, giver: Giver, values: dict[str, Any]) -> tuple[Seeker, Giver]:
    if "missing_budget" in values:
        return replace(seeker, budget_max=giver.price_min), giver
    return replace(seeker, budget_min=giver.price_max), giver


CHANGES: dict[Rule, Change] = {
    Rule.CAPACITY: lambda s, g, v: (s, replace(g, free=g.free + int(v["missing_places"]))),
    Rule.LANGUAGE: lambda s, g, v: (
        replace(s, languages=s.languages | set(v["seeker_could_add"][:1])),
        g,
    ),
    Rule.PLACE: near_enough,
    Rule.HOSTING: lambda s, g, v: (s, replace(g, hosting=v["required"])),
    Rule.CERTIFICATION: lambda s, g, v: (
        s,
        replace(g, certifications=g.certifications | set(v["missing"])),
    ),
    Rule.BUDGET: affordable,
    Rule.PROGRAM: lambda s, g, v: (
        replace(s, closed_programs=s.closed_programs - set(v["programs"])),
        replace(g, programs=g.programs | set(v["programs"])),
    ),
}


@given(markets(most=3))
@settings(max_examples=60, deadline=None)
def test_the_smallest_change_makes_the_rule_pass(market: Market) -> None:
    failures = [
        (failure, seeker, giver)
        for seeker in market.seekers
        for giver in market.givers
        for failure in failed_rules(seeker, giver, None, CONFIG)
        if failure.code in CHANGES
        and failure.values.get("smallest") != "STATE_PLACE"
        and failure.values.get("seeker_could_add") != ()
    ]
    for failure, seeker, giver in failures:
        changed = CHANGES[failure.code](seeker, giver, dict(failure.values))
        after = failed_rules(*changed, None, CONFIG)
        assert failure.code not in {left.code for left in after}, failure
