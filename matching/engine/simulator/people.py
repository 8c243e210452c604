"""Who lives in a simulated network: places, topics, skills, stages, records."""

from dataclasses import dataclass

import numpy as np

from matching.engine.simulator.settings import WorldSettings
from matching.engine.types import BoolArray, FloatArray, IntArray

SECTIONS, DIVISIONS, CLASSES = 5, 3, 4
STAGES = 4
SKILLS_OF_NEED, SKILLS_OF_MENTOR = 3, 6
OFF_TOPIC = 0.3


@dataclass(frozen=True, slots=True)
class Side:
    """The parties of one side; arrays have shape (parties,) or (parties, ...).

    `sector` holds section, division and class; `skills` and `events` are incidence matrices;
    `topic` and `trade` number the two topics of the party: what it needs or offers, what it is.
    """

    region: IntArray
    position_km: FloatArray
    is_remote: BoolArray
    topic: IntArray
    trade: IntArray
    sector: IntArray
    stage: IntArray
    skills: BoolArray
    events: BoolArray
    leniency: FloatArray  # logits: how easily the party says yes
    asked: IntArray
    accepted: IntArray


@dataclass(frozen=True, slots=True)
class Mentors:
    """What only mentors have; shape (mentors,). A dormant one seldom answers."""

    capacity: IntArray
    is_new: BoolArray
    is_dormant: BoolArray
    states_stage: BoolArray


def draw_sides(settings: WorldSettings, random: np.random.Generator) -> tuple[Side, Side]:
    """The needs and the mentors, on one map and with one set of topics."""
    centers = random.uniform(0, settings.map_km, (settings.regions, 2))
    share = _zipf(settings.regions, 1.0)
    supply = np.linspace(settings.richest_supply, settings.scarcest_supply, settings.regions)
    topics = random.dirichlet(np.full(settings.topics, 2.0), 2)  # themes are scarce, too
    sizes = (settings.needs, settings.mentors)
    regions = (share, share * supply / (share @ supply))
    skills = (SKILLS_OF_NEED, SKILLS_OF_MENTOR)
    seekers, givers = (
        _side(settings, random, sizes[n], centers, regions[n], topics[n], skills[n]) for n in (0, 1)
    )
    return seekers, givers


def draw_mentors(settings: WorldSettings, random: np.random.Generator) -> Mentors:
    """Capacity, newness, dormancy, and whether the preferred stage is stated."""
    low, high = settings.smallest_capacity, settings.largest_capacity
    return Mentors(
        capacity=random.integers(low, high + 1, settings.mentors),
        is_new=random.random(settings.mentors) < settings.new_share,
        is_dormant=random.random(settings.mentors) < settings.dormant_share,
        states_stage=random.random(settings.mentors) < settings.stage_known,
    )


def _side(
    settings: WorldSettings,
    random: np.random.Generator,
    n: int,
    centers: FloatArray,
    regions: FloatArray,
    topics: FloatArray,
    n_skills: int,
) -> Side:
    region = random.choice(settings.regions, n, p=regions)
    topic = random.choice(settings.topics, n, p=topics)
    trade = random.choice(settings.topics, n, p=_zipf(settings.topics, 1.0))
    event_region = np.arange(settings.events) % settings.regions
    leniency = random.normal(0.0, settings.person_sd, n)
    asked = random.poisson(settings.past_answers, n)
    return Side(
        region=region,
        position_km=centers[region] + random.normal(0.0, settings.region_km, (n, 2)),
        is_remote=random.random(n) < settings.remote_share,
        topic=topic,
        trade=trade,
        # The trade decides the sector but for its class.
        sector=np.column_stack(
            [trade % SECTIONS, trade // SECTIONS % DIVISIONS, random.integers(0, CLASSES, n)]
        ),
        stage=random.integers(0, STAGES, n),
        skills=_skills(settings, random, topic, n_skills),
        events=random.random((n, settings.events))
        < settings.events_per_party
        * np.where(region[:, None] == event_region[None], 0.8 * settings.regions, 0.2)
        / settings.events,
        leniency=leniency,
        asked=asked,
        accepted=random.binomial(asked, 1.0 / (1.0 + np.exp(-leniency))),
    )


def _zipf(n: int, exponent: float) -> FloatArray:
    """Shares that fall with the rank."""
    weights = np.arange(1, n + 1) ** -exponent
    found: FloatArray = weights / weights.sum()
    return found


def _skills(
    settings: WorldSettings, random: np.random.Generator, topic: IntArray, count: int
) -> BoolArray:
    """About `count` skills each, most of them of the party's topic; (parties, skills)."""
    n_skills = settings.topics * settings.skills_per_topic
    own = topic[:, None] * settings.skills_per_topic + random.integers(
        0, settings.skills_per_topic, (len(topic), 3 * count)
    )
    # Some list three skills, some twelve: a skewed breadth around the usual count.
    breadth = 1 + random.geometric(1.0 / count, len(topic))
    anywhere = random.integers(0, n_skills, own.shape)
    chosen = np.where(random.random(own.shape) < OFF_TOPIC, anywhere, own)
    found = np.zeros((len(topic), n_skills), dtype=bool)
    is_listed = np.arange(3 * count) < breadth[:, None]
    rows = np.broadcast_to(np.arange(len(topic))[:, None], chosen.shape)
    found[rows[is_listed], chosen[is_listed]] = True
    return found
