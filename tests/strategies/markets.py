"""Markets to test the engine with: drawn by hypothesis, or at random from a seed."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from matching.engine.types import Float32Array, Giver, Market, Neighbors, PastPair, Seeker, Vectors

SKILLS = tuple(f"skill-{number}" for number in range(12))
PARENTS = {"skill-1": "skill-0", "skill-2": "skill-0", "skill-4": "skill-3"}
SECTORS = ("25.62B", "25.11Z", "10.71C", "26", "C", "62.01Z")
STAGES = ("IDEA", "PROTOTYPE", "MARKET", "GROWTH")
REGIONS = ("84", "11", "24")
NODES = tuple(f"node-{number}" for number in range(6))
PROGRAMS = ("autumn", "spring")
KINDS = ("MENTORING", "PILOT")


def _some(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=3)


def _amounts(low: str, high: str) -> st.SearchStrategy[dict[str, float | None]]:
    pairs = st.tuples(st.floats(0, 100), st.floats(0, 100)).map(sorted)
    return st.one_of(
        st.just({low: None, high: None}),
        pairs.map(lambda pair: {low: pair[0], high: pair[1]}),
        pairs.map(lambda pair: {low: None, high: pair[1]}),
        pairs.map(lambda pair: {low: pair[0], high: None}),
    )


def _neighbors() -> st.SearchStrategy[Neighbors]:
    return st.dictionaries(st.sampled_from(NODES), st.integers(1, 40), max_size=3).map(
        lambda degrees: tuple(degrees.items())
    )


def _common() -> dict[str, st.SearchStrategy[Any]]:
    parties = tuple(f"party-{number}" for number in range(8))
    return {
        "party_id": st.sampled_from(parties),
        "tenant_id": st.sampled_from(("north", "south")),
        "kind": st.sampled_from(KINDS),
        "legal_id": st.none() | st.sampled_from(("552100554", "732829320")),
        "is_shared": st.booleans(),
        "languages": _some(("fr", "en", "de")),
        "text_language": st.sampled_from(("fr", "en")),
        "latitude": st.none() | st.floats(42, 51),
        "longitude": st.none() | st.floats(-4, 8),
        "region": st.none() | st.sampled_from(REGIONS),
        "radius_km": st.none() | st.floats(1, 800),
        "is_remote": st.booleans(),
        "hosting": st.sampled_from(("NONE", "EU", "FR")),
        "certifications": _some(("HDS", "ISO27001")),
        "skills": _some(SKILLS),
        "size_class": st.none() | st.sampled_from(("small", "large")),
        "excluded": _some(parties),
        "conflicts": _some(parties),
        "neighbors": _neighbors(),
        "is_paused": st.booleans(),
        "days_paused": st.none() | st.floats(0, 60),
        "is_opted_out": st.booleans(),
        "programs": _some(PROGRAMS),
        "is_new": st.booleans(),
        "asked": st.integers(10, 30),
        "accepted": st.integers(0, 10),
        "shown": st.integers(0, 5),
    }


def _seeker(number: int) -> st.SearchStrategy[Seeker]:
    fields = st.fixed_dictionaries(
        {
            **_common(),
            "sector": st.none() | st.sampled_from(SECTORS),
            "stage": st.none() | st.sampled_from(STAGES),
            "closed_programs": _some(PROGRAMS),
            "cards": st.none() | st.integers(0, 3),
        }
    )
    return st.builds(
        lambda own, amounts: Seeker(id=f"need-{number}", **own, **amounts),
        fields,
        _amounts("budget_min", "budget_max"),
    )


def _giver(number: int) -> st.SearchStrategy[Giver]:
    fields = st.fixed_dictionaries(
        {
            **_common(),
            "regions": _some(REGIONS),
            "capacity": st.integers(1, 4),
            "free": st.integers(0, 4),
            "sectors": _some(SECTORS),
            "preferred_stages": _some(STAGES),
            "has_answered_recently": st.booleans(),
        }
    )
    return st.builds(
        lambda own, amounts: Giver(id=f"offer-{number}", **own, **amounts),
        fields,
        _amounts("price_min", "price_max"),
    )


def _past_pairs(n_seekers: int, n_givers: int) -> st.SearchStrategy[tuple[PastPair, ...]]:
    pairs = st.builds(
        lambda i, j, proposed, declined: PastPair(f"need-{i}", f"offer-{j}", proposed, declined),
        st.integers(0, n_seekers),
        st.integers(0, n_givers),
        st.none() | st.floats(0, 120),
        st.none() | st.floats(0, 240),
    )
    unique = st.lists(pairs, max_size=4, unique_by=lambda pair: (pair.need_id, pair.offer_id))
    return unique.map(tuple)


@st.composite
def markets(draw: st.DrawFn, most: int = 5) -> Market:
    """Small markets in which every rule fails now and then."""
    seekers = tuple(draw(_seeker(i)) for i in range(draw(st.integers(0, most))))
    givers = tuple(draw(_giver(j)) for j in range(draw(st.integers(0, most))))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return Market(
        seekers=seekers,
        givers=givers,
        vectors=random_vectors(random, len(seekers), len(givers)),
        past_pairs=draw(_past_pairs(len(seekers), len(givers))),
        skill_parents=PARENTS,
    )


def random_vectors(
    random: np.random.Generator, n_seekers: int, n_givers: int, dimension: int = 8
) -> Vectors:
    """Unit vectors of random directions."""

    def unit(n: int) -> Float32Array:
        rows = random.normal(size=(n, dimension))
        units: Float32Array = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(
            np.float32
        )
        return units

    return Vectors(unit(n_seekers), unit(n_seekers), unit(n_givers), unit(n_givers))


def random_market(seed: int, n_seekers: int, n_givers: int) -> Market:
    """A market in which most pairs are eligible, each party with an id of its own."""
    random = np.random.default_rng(seed)

    def some(values: tuple[str, ...], n: int) -> frozenset[str]:
        return frozenset(str(value) for value in random.choice(values, n))

    def common(number: int) -> dict[str, Any]:
        return {
            "tenant_id": f"tenant-{number % 3}",
            "kind": str(random.choice(KINDS)),
            "latitude": float(random.uniform(43, 49)),
            "longitude": float(random.uniform(0, 6)),
            "region": str(random.choice(REGIONS)),
            "is_remote": bool(random.random() < 0.7),
            "skills": some(SKILLS, 3),
            "neighbors": tuple((node, 5) for node in sorted(some(NODES, 2))),
            "is_new": bool(random.random() < 0.3),
            "shown": int(random.integers(0, 4)),
        }

    seekers = tuple(
        Seeker(
            id=f"need-{i:04}",
            party_id=f"company-{i:04}",
            sector=str(random.choice(SECTORS)),
            stage=str(random.choice(STAGES)),
            **common(i),
        )
        for i in range(n_seekers)
    )
    givers = tuple(
        Giver(
            id=f"offer-{j:04}",
            party_id=f"mentor-{j:04}",
            capacity=4,
            free=int(random.integers(0, 5)),
            sectors=some(SECTORS, 2),
            preferred_stages=some(STAGES, 2),
            **common(j),
        )
        for j in range(n_givers)
    )
    vectors = random_vectors(random, n_seekers, n_givers)
    return Market(seekers=seekers, givers=givers, vectors=vectors, skill_parents=PARENTS)
