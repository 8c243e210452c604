"""What the engine reads: needs, offers, their vectors and their history. Ids in, ids out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    # Loads scipy, which who only names these types does not need.
    from matching.engine.vocabulary import WordRows

FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]
Int32Array = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]

# (node id, degree of that node in the whole graph): one step of the graph around a party.
Neighbors = tuple[tuple[str, int], ...]
# (node id, how the party is related to it): said in a reason, never scored.
Ties = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """One need, with what matters of the party that has it.

    Distances are in kilometers, budgets in euros, coordinates in degrees. None or an empty
    set means unknown or unrestricted, never a refusal, except for `languages`.
    """

    id: str
    party_id: str
    tenant_id: str
    kind: str
    legal_id: str | None = None  # same legal entity if equal, for example the SIREN
    is_shared: bool = True  # visible to the whole network, not to its tenant only
    languages: frozenset[str] = frozenset({"fr"})
    text_language: str = "fr"
    latitude: float | None = None
    longitude: float | None = None
    region: str | None = None  # INSEE code
    radius_km: float | None = None  # None: anywhere
    is_remote: bool = True
    budget_min: float | None = None
    budget_max: float | None = None
    hosting: str = "NONE"  # required: NONE, EU or FR
    certifications: frozenset[str] = frozenset()  # required
    skills: frozenset[str] = frozenset()  # required
    sector: str | None = None  # NAF: section C, division 25 or class 25.62B
    stage: str | None = None
    size_class: str | None = None
    excluded: frozenset[str] = frozenset()  # party ids
    conflicts: frozenset[str] = frozenset()  # party ids: competitors, shared owners
    neighbors: Neighbors = ()  # events, incubators, past partners
    ties: Ties = ()
    is_paused: bool = False
    days_paused: float | None = None  # how long the pause still lasts, None: unknown
    is_opted_out: bool = False
    programs: frozenset[str] = frozenset()  # the need is met within one of them, or in none
    closed_programs: frozenset[str] = frozenset()  # those outside their dates
    is_new: bool = False
    asked: int = 0
    accepted: int = 0
    shown: int = 0  # cards in the last twelve weeks
    cards: int | None = None  # None: as many as the kind's configuration says


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """One offer, with what matters of the party that makes it.

    Units as for `Seeker`. `regions` are the INSEE codes served, none means everywhere.
    """

    id: str
    party_id: str
    tenant_id: str
    kind: str
    legal_id: str | None = None
    is_shared: bool = True
    languages: frozenset[str] = frozenset({"fr"})
    text_language: str = "fr"
    latitude: float | None = None
    longitude: float | None = None
    region: str | None = None
    regions: frozenset[str] = frozenset()
    radius_km: float | None = None
    is_remote: bool = True
    capacity: int = 1
    free: int = 1
    price_min: float | None = None
    price_max: float | None = None
    hosting: str = "NONE"  # guaranteed: NONE, EU or FR
    certifications: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    preferred_stages: frozenset[str] = frozenset()
    size_class: str | None = None
    excluded: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()
    neighbors: Neighbors = ()
    ties: Ties = ()
    is_paused: bool = False
    days_paused: float | None = None
    is_opted_out: bool = False
    programs: frozenset[str] = frozenset()  # open to needs of these, and to those of none
    is_new: bool = False
    has_answered_recently: bool = True
    asked: int = 0
    accepted: int = 0
    shown: int = 0


@dataclass(frozen=True, slots=True)
class PastPair:
    """What happened between one need and one offer, in days before the run."""

    need_id: str
    offer_id: str
    days_since_proposed: float | None = None
    days_since_declined: float | None = None


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors, float32, aligned with the sequences of the market.

    `needs` and `profiles` are (n_seekers, d), `offers` and `wishes` (n_givers, d). A party
    without a profile or a wish repeats its need or offer; a missing text is a zero row.
    """

    needs: Float32Array
    profiles: Float32Array
    offers: Float32Array
    wishes: Float32Array

    @staticmethod
    def empty(n_seekers: int, n_givers: int, dimension: int = 1) -> "Vectors":
        """Zero vectors of the right shapes: texts unknown on both sides."""
        seekers = np.zeros((n_seekers, dimension), dtype=np.float32)
        givers = np.zeros((n_givers, dimension), dtype=np.float32)
        return Vectors(seekers, seekers, givers, givers)


@dataclass(frozen=True, slots=True)
class Words:
    """What needs ask and offers say in words: the product of two rows is added to their cosine.

    `needs` is (n_seekers, features), weighed, and `offers` (n_givers, features), both sparse. The
    first `n_stems` features are stems, the others parts of words.
    """

    needs: "WordRows"
    offers: "WordRows"
    n_stems: int

    def take(self, rows: IntArray, columns: IntArray | None = None) -> "Words":
        """Some of the needs, and some of the offers (None: all)."""
        offers = self.offers if columns is None else self.offers[columns]
        return Words(self.needs[rows], offers, self.n_stems)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a run measured on a whole market, so that a later pair is judged on the same scale.

    `text_quantiles` maps a direction and the two languages ("wanted:fr-en") to the 5 % and 99 %
    quantiles of the similarity of random pairs; means are acceptance rates in [0, 1].
    """

    text_quantiles: Mapping[str, tuple[float, float]]
    seeker_acceptance: float
    giver_acceptance: float
    floor: float | None = None  # below it nothing is suggested; None: as configured


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a match that both sides had the time to answer."""

    kind: str
    probability: float
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Centering:
    """What is taken off the needs of a network before they seek.

    `common`, (d,), is their mean; `contrast`, (d,), what tells them from the offers, of length 1,
    or 0 where there is no telling.
    """

    common: Float32Array
    contrast: Float32Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Everything one run reads. All kinds may be mixed: the pipeline takes them one by one.

    `centering` is what is taken off all needs of the network. `skill_parents` maps a skill to its
    parent in the taxonomy; `prices` the offer ids to the prices of the last run; `calibrations` the
    kinds to what the last run measured.
    """

    seekers: tuple[Seeker, ...]
    givers: tuple[Giver, ...]
    vectors: Vectors
    centering: Centering | None = None
    words: Words | None = None
    past_pairs: tuple[PastPair, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    skill_parents: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, float] = field(default_factory=dict)
    calibrations: Mapping[str, Calibration] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise ValueError where vectors and sequences differ in length, ids repeat, or a vector has no number."""
        for name, rows, expected in (
            ("needs", self.vectors.needs, len(self.seekers)),
            ("profiles", self.vectors.profiles, len(self.seekers)),
            ("offers", self.vectors.offers, len(self.givers)),
            ("wishes", self.vectors.wishes, len(self.givers)),
        ):
            if rows.ndim != 2 or len(rows) != expected:  # noqa: PLR2004  # rows and dimensions
                raise ValueError(f"{name}: {expected} vectors expected, shape is {rows.shape}")
            # One sum per row: what is no number stays none, and no mask of all values is made.
            if not np.isfinite(sums := rows.sum(axis=1)).all():
                row = int(np.flatnonzero(~np.isfinite(sums))[0])
                raise ValueError(
                    f"{name}: row {row} is no vector of numbers: embed that text again"
                )
        for label, ids in (
            ("seekers", [seeker.id for seeker in self.seekers]),
            ("givers", [giver.id for giver in self.givers]),
        ):
            if len(set(ids)) != len(ids):
                raise ValueError(f"{label}: the same id appears twice")
