import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine.config import FEATURES, config_for
from matching.engine.features import UNKNOWN, FeatureTables, calibrate
from matching.engine.features.languages import pairs_of_languages
from matching.engine.features.maturity import suitability
from matching.engine.features.sector import division_of, nearness, section_of
from matching.engine.features.text import on_scale, quantiles, random_pairs
from matching.engine.partition import Arcs, Partition, take
from matching.engine.results import Feature
from matching.engine.types import Giver, Market, Seeker, Vectors
from tests.strategies.markets import KINDS, PARENTS, markets

SEEKER = Seeker(id="need", party_id="company", tenant_id="t", kind="PILOT")
GIVER = Giver(id="offer", party_id="mentor", tenant_id="t", kind="PILOT")


def features_of(seeker: Seeker, *givers: Giver) -> dict[Feature, float]:
    """The features of the seeker with the first giver, in a market of all of them."""
    market = Market(
        seekers=(seeker,),
        givers=givers,
        vectors=Vectors.empty(1, len(givers)),
        skill_parents=PARENTS,
    )
    partition = take(market, "PILOT")
    arc = Arcs(np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp))
    row = tables_of(partition).on(arc).seeker[0]
    # Stored in single precision: six digits hold.
    return dict(zip(FEATURES, (round(float(f), 6) for f in row), strict=True))


def tables_of(partition: Partition) -> FeatureTables:
    return FeatureTables(
        partition, calibrate(partition, config_for("MENTORING"), np.random.default_rng(1))
    )


@given(markets(most=3))
@settings(max_examples=40, deadline=None)
def test_every_feature_is_between_0_and_1(market: Market) -> None:
    for kind in KINDS:
        partition = take(market, kind)
        flat = np.arange(len(partition.seekers) * len(partition.givers))
        arcs = Arcs(flat // max(len(partition.givers), 1), flat % max(len(partition.givers), 1))
        found = tables_of(partition).on(arcs)
        both = np.stack([found.seeker, found.giver]).astype(np.float64)
        assert both.shape == (2, len(arcs), len(FEATURES))
        assert ((both >= 0) & (both <= 1)).all()


def test_what_is_unknown_counts_the_same_everywhere() -> None:
    found = features_of(replace(SEEKER, is_remote=False), GIVER)
    unknown = (Feature.TEXT, Feature.SKILLS, Feature.SECTOR, Feature.PLACE, Feature.MATURITY)
    assert [found[code] for code in unknown] == [UNKNOWN] * len(unknown)


def test_a_rare_skill_counts_more_than_a_common_one() -> None:
    common, rare = "skill-7", "skill-8"
    others = [replace(GIVER, id=f"p{n}", skills=frozenset({common})) for n in range(9)]
    wanted = replace(SEEKER, skills=frozenset({common, rare}))
    has_rare = features_of(wanted, replace(GIVER, skills=frozenset({rare})), *others)
    has_common = features_of(wanted, replace(GIVER, skills=frozenset({common})), *others)
    assert has_rare[Feature.SKILLS] > 0.5 > has_common[Feature.SKILLS]


@pytest.mark.parametrize(
    ("wanted", "given", "part"),
    [
        ("skill-1", "skill-1", 1),
        ("skill-1", "skill-0", 0.5),
        ("skill-0", "skill-2", 0.5),
        ("skill-1", "skill-2", 0),
        ("skill-1", "skill-9", 0),
    ],
)
def test_a_parent_skill_counts_half(wanted: str, given: str, part: float) -> None:
    found = features_of(
        replace(SEEKER, skills=frozenset({wanted})), replace(GIVER, skills=frozenset({given}))
    )
    assert found[Feature.SKILLS] == pytest.approx(part)


@pytest.mark.parametrize(
    ("wanted", "sectors", "expected"),
    [
        ("25.62B", {"2562B"}, 1.0),
        ("25.62B", {"25.11Z", "62.01Z"}, 0.6),
        ("25", {"25.62B"}, 0.6),
        ("25.62B", {"10.71C"}, 0.3),
        ("25.62B", {"C"}, 0.3),
        ("25.62B", {"62.01Z"}, 0.0),
        ("25.62B", set(), UNKNOWN),
        (None, {"25.62B"}, UNKNOWN),
        ("99.99Z", {"??"}, 0.0),
    ],
)
def test_sectors_are_near_by_level(wanted: str | None, sectors: set[str], expected: float) -> None:
    assert nearness(wanted, frozenset(sectors)) == expected


def test_divisions_know_their_section() -> None:
    assert [section_of(code) for code in ("01", "33.20A", "62", "99", "04")] == [
        *"ACJU",
        None,
    ]
    assert division_of("C") is None


def test_places_fade_with_distance() -> None:
    lyon, grenoble = (45.76, 4.84), (45.19, 5.72)
    seeker = replace(SEEKER, is_remote=False, latitude=lyon[0], longitude=lyon[1])
    giver = replace(GIVER, latitude=grenoble[0], longitude=grenoble[1])
    assert features_of(seeker, giver)[Feature.PLACE] == pytest.approx(
        math.exp(-93.4 / 50), abs=0.01
    )
    assert features_of(replace(seeker, is_remote=True), giver)[Feature.PLACE] == 0.4


@pytest.mark.parametrize(
    ("stage", "preferred", "expected"),
    [
        ("IDEA", {"IDEA", "GROWTH"}, 1.0),
        ("IDEA", {"PROTOTYPE"}, 0.6),
        ("IDEA", {"MARKET"}, 0.3),
        ("IDEA", {"GROWTH"}, 0.1),
        ("IDEA", set(), UNKNOWN),
        (None, {"IDEA"}, UNKNOWN),
        ("OTHER", {"IDEA"}, 0.0),
    ],
)
def test_stages_suit_by_their_steps(
    stage: str | None, preferred: set[str], expected: float
) -> None:
    assert suitability(stage, frozenset(preferred)) == expected


def test_a_rare_acquaintance_is_worth_more() -> None:
    def met_at(node: str, degree: int) -> float:
        around = ((node, degree),)
        found = features_of(replace(SEEKER, neighbors=around), replace(GIVER, neighbors=around))
        return found[Feature.GRAPH]

    assert met_at("workshop", 4) == pytest.approx(1 - math.exp(-1 / math.log(4)))
    assert met_at("workshop", 4) > met_at("fair", 900) > 0


def test_reputation_starts_at_the_mean() -> None:
    known = replace(GIVER, id="p", asked=90, accepted=85)
    found = features_of(SEEKER, GIVER, known)
    assert found[Feature.REPUTATION] == pytest.approx(90 / 100)


def test_availability_is_the_free_part_halved_for_the_silent() -> None:
    half = replace(GIVER, capacity=4, free=2)
    assert features_of(SEEKER, half)[Feature.AVAILABILITY] == 0.5
    silent = replace(half, has_answered_recently=False)
    assert features_of(SEEKER, silent)[Feature.AVAILABILITY] == 0.25


def test_texts_are_judged_within_their_language_pair() -> None:
    similarities = np.concatenate([np.linspace(0.7, 0.8, 200), np.linspace(0.8, 0.9, 200)])
    languages = ["en-fr"] * 200 + ["fr-fr"] * 200
    scale = quantiles(similarities, languages, (0.0, 1.0))
    french = replace(SEEKER, text_language="fr")
    english = replace(GIVER, text_language="en")
    pairs = pairs_of_languages([french], [english, replace(GIVER, text_language="fr")])
    codes = pairs.on(np.zeros(3, dtype=np.intp), np.array([0, 1, 1]))
    low, high = pairs.bounds(scale)[codes].T
    found = on_scale(np.array([0.8, 0.8, np.nan]), low, high)
    assert found.tolist() == [1.0, 0.0, UNKNOWN]


def test_too_few_pairs_fall_back_to_the_default() -> None:
    assert quantiles(np.array([0.8]), ["fr-fr"], (0.7, 0.9)) == {"any": (0.7, 0.9)}


def test_random_pairs_are_all_pairs_of_a_small_market() -> None:
    i, j = random_pairs(3, 4, np.random.default_rng(0))
    assert sorted(zip(i.tolist(), j.tolist(), strict=True)) == [
        (a, b) for a in range(3) for b in range(4)
    ]
