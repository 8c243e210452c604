"""A made-up market of any size: one kind, with the spread of a national network.

Seeded and pure: the same size and seed give the same market. Shares follow the sample network:
nine in ten meet at a distance, the others within a radius; one in ten asks for a certificate or a
place of hosting; a fifth states a budget; a few pairs are barred by history or exclusion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.scale.vectors import clustered_vectors
from benchmarks.scale.words import market_words
from matching.engine.types import FloatArray, Giver, IntArray, Market, Neighbors, PastPair, Seeker

KIND = "MENTORING"
REGIONS = ("11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94")
REGION_SHARES = (0.3, 0.03, 0.03, 0.04, 0.08, 0.07, 0.05, 0.05, 0.08, 0.09, 0.12, 0.05, 0.01)
LANGUAGES = (frozenset({"fr"}), frozenset({"fr", "en"}), frozenset({"en"}))
LANGUAGE_SHARES = (0.6, 0.33, 0.07)
STAGES = ("IDEA", "PROTOTYPE", "MARKET", "GROWTH")
CERTIFICATES = ("ISO27001", "HDS", "QUALIOPI")
RADII_KM = (30.0, 50.0, 100.0, 200.0)
BUDGETS = (5_000.0, 10_000.0, 20_000.0, 50_000.0, 100_000.0)
N_TENANTS, N_PLACES, N_SKILLS, N_DIVISIONS = 20, 400, 300, 60


@dataclass(frozen=True, slots=True)
class Places:
    """Towns with their region; coordinates in degrees, shape (places,)."""

    region: IntArray
    latitude: FloatArray
    longitude: FloatArray


def make_market(n_seekers: int, n_givers: int, *, seed: int = 0, dimensions: int = 384) -> Market:
    """A market of `KIND` with so many needs and offers."""
    random = np.random.default_rng([seed, n_seekers, n_givers])
    places = _places(random)
    seekers = _seekers(n_seekers, places, random)
    givers = _givers(n_givers, n_seekers, places, random)
    return Market(
        seekers=seekers,
        givers=givers,
        vectors=clustered_vectors(n_seekers, n_givers, dimensions, random),
        words=market_words(n_seekers, n_givers, random),
        past_pairs=_past_pairs(n_seekers, n_givers, random),
        skill_parents={_skill(s): _skill(s % 20) for s in range(20, N_SKILLS)},
    )


def _places(random: np.random.Generator) -> Places:
    region = random.choice(len(REGIONS), N_PLACES, p=REGION_SHARES)
    centers = np.column_stack(
        [random.uniform(43, 50, len(REGIONS)), random.uniform(-4, 7, len(REGIONS))]
    )
    around = centers[region] + random.normal(0, 0.5, (N_PLACES, 2))
    return Places(region, around[:, 0], around[:, 1])


def _seekers(n: int, places: Places, random: np.random.Generator) -> tuple[Seeker, ...]:
    common = _common(n, places, random)
    skills = _skills(n, random, most=4)
    is_stated = random.random(n) < 0.2
    budget = random.integers(0, len(BUDGETS), n)
    stage = random.integers(0, len(STAGES), n)
    party = random.integers(0, max(1, round(n / 1.2)), n)
    excluded = random.random(n) < 0.01
    return tuple(
        Seeker(
            id=f"n{i:07}",
            party_id=f"s{party[i]:07}",
            legal_id=f"l{party[i]:07}",
            radius_km=None if common[i]["is_remote"] else RADII_KM[i % len(RADII_KM)],
            budget_max=BUDGETS[budget[i]] if is_stated[i] else None,
            skills=skills[i],
            sector=_sector(int(random.integers(N_DIVISIONS))),
            stage=STAGES[stage[i]],
            excluded=frozenset({f"g{i % max(1, n // 10):07}"}) if excluded[i] else frozenset(),
            **common[i],
        )
        for i in range(n)
    )


def _givers(
    n: int, n_seekers: int, places: Places, random: np.random.Generator
) -> tuple[Giver, ...]:
    common = _common(n, places, random)
    skills = _skills(n, random, most=7)
    capacity = random.integers(1, 5, n)
    free = np.minimum(capacity, random.integers(0, 5, n))
    is_stated = random.random(n) < 0.3
    price = random.integers(0, len(BUDGETS), n)
    party = random.integers(0, max(1, round(n / 1.3)), n)
    is_local = random.random(n) < 0.2
    seeks_itself = random.random(n) < 0.01
    return tuple(
        Giver(
            id=f"o{j:07}",
            party_id=f"g{party[j]:07}",
            legal_id=f"{'l' if seeks_itself[j] else 'm'}{party[j] % max(1, n_seekers):07}",
            regions=frozenset({common[j]["region"]}) if is_local[j] else frozenset(),
            capacity=int(capacity[j]),
            free=int(free[j]),
            price_min=BUDGETS[price[j]] if is_stated[j] else None,
            skills=skills[j],
            sectors=frozenset({_sector(int(s)) for s in random.integers(0, N_DIVISIONS, 2)}),
            preferred_stages=frozenset({STAGES[s] for s in random.integers(0, len(STAGES), 2)}),
            has_answered_recently=bool(random.random() < 0.8),
            **common[j],
        )
        for j in range(n)
    )


def _common(n: int, places: Places, random: np.random.Generator) -> list[dict[str, Any]]:
    """What both sides have."""
    language = random.choice(len(LANGUAGES), n, p=LANGUAGE_SHARES)
    place = random.integers(0, N_PLACES, n)
    asked = random.poisson(4, n)
    neighbors = _neighbors(n, random)
    return [
        {
            "tenant_id": f"t{random.integers(N_TENANTS):02}",
            "kind": KIND,
            "is_shared": bool(random.random() < 0.85),
            "languages": LANGUAGES[language[row]],
            "text_language": min(LANGUAGES[language[row]], key=lambda code: code != "fr"),
            "latitude": float(places.latitude[place[row]]),
            "longitude": float(places.longitude[place[row]]),
            "region": REGIONS[places.region[place[row]]],
            "is_remote": bool(random.random() < 0.9),
            "hosting": str(random.choice(("NONE", "EU", "FR"), p=(0.9, 0.05, 0.05))),
            "certifications": frozenset(CERTIFICATES[: random.integers(0, 2)])
            if random.random() < 0.2
            else frozenset(),
            "size_class": str(random.integers(4)),
            "neighbors": neighbors[row],
            "is_paused": bool(random.random() < 0.03),
            "is_new": bool(random.random() < 0.1),
            "asked": int(asked[row]),
            "accepted": int(random.binomial(asked[row], 0.4)),
            "shown": int(asked[row]),
        }
        for row in range(n)
    ]


def _neighbors(n: int, random: np.random.Generator) -> list[Neighbors]:
    """Up to three events or incubators each, about forty parties around one."""
    n_nodes = 2_000
    nodes = random.integers(0, n_nodes, (n, 3))
    counts = random.integers(0, 4, n)
    return [
        tuple((f"e{node:05}", 40) for node in sorted(set(nodes[row, : counts[row]].tolist())))
        for row in range(n)
    ]


def _skills(n: int, random: np.random.Generator, *, most: int) -> list[frozenset[str]]:
    """One to `most` skills each; the k-th most wanted as often as 1 / (k + 10)."""
    shares = 1.0 / (np.arange(N_SKILLS) + 10.0)
    drawn = random.choice(N_SKILLS, (n, most), p=shares / shares.sum())
    counts = random.integers(1, most + 1, n)
    return [frozenset(map(_skill, drawn[row, : counts[row]].tolist())) for row in range(n)]


def _past_pairs(n: int, m: int, random: np.random.Generator) -> tuple[PastPair, ...]:
    rows: Sequence[int] = random.integers(0, n, n // 2).tolist()
    columns: Sequence[int] = random.integers(0, m, n // 2).tolist()
    return tuple(
        PastPair(f"n{i:07}", f"o{j:07}", days_since_proposed=float(30 + i % 150))
        for i, j in sorted(set(zip(rows, columns, strict=True)))
    )


def _skill(number: int) -> str:
    return f"skill-{number:03}"


def _sector(number: int) -> str:
    return f"{10 + number:02}.{number % 7}0Z"
