"""Who lives in a simulated network: places, topics, skills, stages, records."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from matching.engine.simulator.settings import WorldSettings
from matching.engine.types import BoolArray, FloatArray, IntArray

SECTIONS, DIVISIONS, CLASSES = 5, 3, 4
STAGES = 4
SKILLS_OF_NEED, SKILLS_OF_MENTOR = 3, 6
OFF_TOPIC = 0.3  # of the skills that a party names
AT_HOME = 0.8  # of the events that a party attends, in its region


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
    """The needs and the mentors, on one map and with one set of topics.

    Regions and trades fall in size with their rank, as do France's; mentors are most plentiful
    where most firms are. How popular a topic is differs between the sides.
    """
    share = _shares_by_rank(settings.regions)
    supply = np.linspace(settings.richest_supply, settings.scarcest_supply, settings.regions)
    common = _Common(
        centers_km=random.uniform(0, settings.map_km, (settings.regions, 2)),
        trades=_shares_by_rank(settings.topics),
        event_region=np.arange(settings.events) % settings.regions,
    )
    wanted, offered = random.dirichlet(np.full(settings.topics, settings.topic_evenness), 2)
    n, m = settings.needs, settings.mentors
    needed = np.full(n, SKILLS_OF_NEED)
    # Some mentors list two skills, some fifteen.
    provided = np.minimum(random.geometric(1 / SKILLS_OF_MENTOR, m) + 1, 3 * SKILLS_OF_MENTOR)
    return (
        _side(settings, common, random, region=share, topic=wanted, breadth=needed),
        _side(
            settings,
            common,
            random,
            region=share * supply / (share @ supply),
            topic=offered,
            breadth=provided,
        ),
    )


def draw_mentors(settings: WorldSettings, random: np.random.Generator) -> Mentors:
    """Capacity, newness, dormancy, and whether the preferred stage is stated."""
    low, high = settings.smallest_capacity, settings.largest_capacity
    return Mentors(
        capacity=random.integers(low, high + 1, settings.mentors),
        is_new=random.random(settings.mentors) < settings.new_share,
        is_dormant=random.random(settings.mentors) < settings.dormant_share,
        states_stage=random.random(settings.mentors) < settings.stage_known,
    )


@dataclass(frozen=True, slots=True)
class _Common:
    """What both sides share: region centers (regions, 2), trades' shares, events' regions."""

    centers_km: FloatArray
    trades: FloatArray
    event_region: IntArray


def _side(
    settings: WorldSettings,
    common: _Common,
    random: np.random.Generator,
    *,
    region: FloatArray,
    topic: FloatArray,
    breadth: IntArray,
) -> Side:
    """One side, given the shares of its regions and topics and how many skills each names."""
    n = len(breadth)
    regions = random.choice(settings.regions, n, p=region)
    topics = random.choice(settings.topics, n, p=topic)
    trades = random.choice(settings.topics, n, p=common.trades)
    leniency = random.normal(0.0, settings.person_sd, n)
    asked = random.poisson(settings.past_answers, n)
    return Side(
        region=regions,
        position_km=common.centers_km[regions] + random.normal(0.0, settings.region_km, (n, 2)),
        is_remote=random.random(n) < settings.remote_share,
        topic=topics,
        trade=trades,
        # The trade decides the sector but for its class.
        sector=np.column_stack(
            [trades % SECTIONS, trades // SECTIONS % DIVISIONS, random.integers(0, CLASSES, n)]
        ),
        stage=random.integers(0, STAGES, n),
        skills=_skills(settings, random, topics, breadth),
        events=_events(settings, random, regions, common.event_region),
        leniency=leniency,
        asked=asked,
        accepted=random.binomial(asked, expit(leniency)),
    )


def _shares_by_rank(n: int) -> FloatArray:
    """Shares in proportion to 1 / rank; shape (n,)."""
    weights = 1.0 / np.arange(1, n + 1)
    found: FloatArray = weights / weights.sum()
    return found


def _events(
    settings: WorldSettings,
    random: np.random.Generator,
    regions: IntArray,
    event_region: IntArray,
) -> BoolArray:
    """Who attended what, mostly in the party's own region; (parties, events)."""
    is_home = regions[:, None] == event_region[None, :]
    home = is_home / np.maximum(is_home.sum(axis=1, keepdims=True), 1)
    spread = AT_HOME * home + (1 - AT_HOME) / settings.events
    attended: BoolArray = random.random(is_home.shape) < settings.events_per_party * spread
    return attended


def _skills(
    settings: WorldSettings, random: np.random.Generator, topics: IntArray, breadth: IntArray
) -> BoolArray:
    """As many draws as `breadth` says, most of them of the party's topic; (parties, skills)."""
    n_skills = settings.topics * settings.skills_per_topic
    shape = (len(topics), int(breadth.max()))
    first = topics[:, None] * settings.skills_per_topic
    own = first + random.integers(0, settings.skills_per_topic, shape)
    anywhere = random.integers(0, n_skills, shape)
    drawn = np.where(random.random(shape) < OFF_TOPIC, anywhere, own)
    rows, columns = np.nonzero(np.arange(shape[1]) < breadth[:, None])
    found = np.zeros((len(topics), n_skills), dtype=bool)
    found[rows, drawn[rows, columns]] = True
    return found
