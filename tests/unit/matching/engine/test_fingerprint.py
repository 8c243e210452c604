"""Hashes of what a run reads: of the content alone, and with a name for every change."""

from dataclasses import fields, replace
from enum import StrEnum
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.engine.fingerprint import (
    GROUPS,
    UNUSED,
    Component,
    canonical,
    differences,
    fingerprint,
)
from matching.engine.types import Calibration, Giver, Market, PastPair, Seeker, Vectors
from tests.strategies.markets import markets, random_market

slowly = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _shuffled(market: Market, random: np.random.Generator) -> Market:
    rows, columns = (
        random.permutation(len(market.seekers)),
        random.permutation(len(market.givers)),
    )
    pairs = random.permutation(len(market.past_pairs))
    return replace(
        market,
        seekers=tuple(market.seekers[row] for row in rows),
        givers=tuple(market.givers[column] for column in columns),
        vectors=Vectors(
            market.vectors.needs[rows],
            market.vectors.profiles[rows],
            market.vectors.offers[columns],
            market.vectors.wishes[columns],
        ),
        past_pairs=tuple(market.past_pairs[pair] for pair in pairs),
        skill_parents=dict(sorted(market.skill_parents.items(), reverse=True)),
    )


@slowly
@given(market=markets(), seed=st.integers(0, 99))
def test_the_order_of_the_inputs_changes_nothing(market: Market, seed: int) -> None:
    other = _shuffled(market, np.random.default_rng(seed))
    assert fingerprint(other) == fingerprint(market)
    assert differences(fingerprint(market), fingerprint(other)) == {}


@slowly
@given(market=markets())
def test_what_a_whole_run_does_not_read_changes_nothing(market: Market) -> None:
    other = replace(
        market,
        prices={giver.id: 0.4 for giver in market.givers},
        calibrations={"PILOT": Calibration({}, 0.5, 0.5)},
        past_pairs=(*market.past_pairs, PastPair("gone", "offer-0", 1.0)),
        skill_parents={**market.skill_parents, "unused": "skill-0"},
    )
    assert fingerprint(other) == fingerprint(market)


MARKET = random_market(1, 6, 4)
NEED, OFFER = MARKET.seekers[2], MARKET.givers[1]


def _with(*, need: Seeker = NEED, offer: Giver = OFFER) -> Market:
    return replace(
        MARKET,
        seekers=tuple(need if s.id == need.id else s for s in MARKET.seekers),
        givers=tuple(offer if g.id == offer.id else g for g in MARKET.givers),
    )


def _with_vector(name: str, row: int) -> Market:
    rows = getattr(MARKET.vectors, name).copy()
    rows[row, 0] += 1e-6
    return replace(MARKET, vectors=replace(MARKET.vectors, **{name: rows}))


CHANGES: list[tuple[Market, dict[str, tuple[str, ...]]]] = [
    (_with(need=replace(NEED, radius_km=80.0)), {"needs": (NEED.id,)}),
    (_with(offer=replace(OFFER, free=OFFER.free + 1)), {"offers": (OFFER.id,)}),
    (_with(offer=replace(OFFER, is_paused=True)), {"parties": (OFFER.party_id,)}),
    (_with(need=replace(NEED, asked=9)), {"answers": (NEED.party_id,)}),
    (_with(need=replace(NEED, neighbors=(("node", 2),))), {"neighbors": (NEED.party_id,)}),
    (_with(need=replace(NEED, excluded=frozenset({"x"}))), {"exclusions": (NEED.party_id,)}),
    (_with_vector("needs", 2), {"vectors_of_needs": (NEED.id,)}),
    (_with_vector("wishes", 1), {"vectors_of_wishes": (OFFER.id,)}),
    (
        replace(MARKET, past_pairs=(PastPair(NEED.id, OFFER.id, 3.0),)),
        {"past_pairs": (f"{NEED.id}|{OFFER.id}",)},
    ),
]


@pytest.mark.parametrize(("market", "expected"), CHANGES, ids=lambda value: str(value)[:40])
def test_a_change_has_a_name(market: Market, expected: dict[str, tuple[str, ...]]) -> None:
    before, after = fingerprint(MARKET), fingerprint(market)
    assert differences(before, after) == expected
    assert differences(after, before) == expected


def test_the_taxonomy_above_the_skills_in_use_counts() -> None:
    used = min(NEED.skills)
    other = replace(MARKET, skill_parents={**MARKET.skill_parents, used: "another"})
    assert differences(fingerprint(MARKET), fingerprint(other)) == {"skills": (used,)}


def test_what_comes_and_goes_has_a_name() -> None:
    fewer = replace(
        MARKET,
        givers=MARKET.givers[1:],
        vectors=replace(
            MARKET.vectors, offers=MARKET.vectors.offers[1:], wishes=MARKET.vectors.wishes[1:]
        ),
    )
    found = differences(fingerprint(MARKET), fingerprint(fewer))
    assert found["offers"] == found["vectors_of_offers"] == (MARKET.givers[0].id,)
    assert "needs" not in found


def test_every_field_of_needs_and_offers_is_hashed() -> None:
    named = {field.name for kind in (Seeker, Giver) for field in fields(kind)}
    assert frozenset[str]().union(*GROUPS.values()) <= named
    assert {field.name for field in fields(Market)} >= UNUSED


def test_a_digest_alone_tells_that_something_changed() -> None:
    only = {name: Component(c.digest, {}) for name, c in fingerprint(MARKET).items()}
    assert differences(only, fingerprint(MARKET)) == {}
    changed = differences(only, fingerprint(CHANGES[0][0]))
    assert list(changed) == ["needs"]


class Color(StrEnum):
    RED = "RED"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (frozenset({"a", "b"}), frozenset({"b", "a"})),
        ({"a": 1, "b": {2, 3}}, {"b": {3, 2}, "a": 1}),
        (Color.RED, "RED"),
        (np.array([1, 2], dtype=">f4"), np.array([1, 2], dtype="<f4")),
        (np.array([[1, 2], [3, 4]], dtype=np.float32).T, np.array([[1, 3], [2, 4]], np.float32)),
    ],
)
def test_one_value_has_one_form(one: Any, other: Any) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ("b", "a")),
        ("1", 1),
        (None, ""),
        (np.zeros((1, 2), np.float32), np.zeros((2, 1), np.float32)),
        (np.zeros(2, np.float32), np.zeros(2, np.float64)),
    ],
)
def test_other_values_have_other_forms(one: Any, other: Any) -> None:
    assert canonical(one) != canonical(other)


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no canonical form"):
        canonical([object()])
