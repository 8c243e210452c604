"""Every hard rule over seekers and all givers at once: the place where a rule is added.

A `ClassRule` is a function of (columns, rows) with the seekers' columns on which alone it depends:
seekers alike in them are judged once. A `PairRule` names the few pairs that it bars. A bare
function of (columns, rows) works, too, and is asked about every block: for what is neither.
Each rule has its twin on one pair in `eligibility.pair`; a test holds the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.eligibility.columns import Columns, same_codes
from matching.engine.geography import distance_km
from matching.engine.results import Rule
from matching.engine.types import BoolArray, IntArray
from matching.engine.vocabulary import Incidence

# Positions of seekers.
Rows = slice | IntArray
# True where the rule holds; shape (rows, givers).
BlockRule = Callable[[Columns, Rows], BoolArray]
# Arrays of shape (seekers,) or (seekers, terms).
Key = Callable[[Columns], tuple[npt.NDArray[Any], ...]]


@dataclass(frozen=True, slots=True)
class ClassRule:
    """A rule that treats two seekers alike whose `key` is the same."""

    holds: BlockRule
    key: Key


@dataclass(frozen=True, slots=True)
class PairRule:
    """A rule that fails for few pairs: those stored in `barred`, shape (seekers, givers)."""

    barred: Callable[[Columns], Incidence]


def _kind(columns: Columns, rows: Rows) -> BoolArray:
    same: BoolArray = columns.seekers.kind[rows, None] == columns.givers.kind
    return same


def _same_entity(columns: Columns) -> Incidence:
    seekers, givers = columns.seekers, columns.givers
    same_party = same_codes(seekers.party, givers.party)
    return same_party.maximum(same_codes(seekers.legal, givers.legal)).tocsr()


def _visibility(columns: Columns, rows: Rows) -> BoolArray:
    seekers, givers = columns.seekers, columns.givers
    same_tenant: BoolArray = seekers.tenant[rows, None] == givers.tenant
    return same_tenant | (seekers.is_shared[rows, None] & givers.is_shared)


def _paused(columns: Columns, rows: Rows) -> BoolArray:
    return ~(columns.seekers.is_paused[rows, None] | columns.givers.is_paused)


def _opted_out(columns: Columns, rows: Rows) -> BoolArray:
    return ~(columns.seekers.is_opted_out[rows, None] | columns.givers.is_opted_out)


def _program(columns: Columns, rows: Rows) -> BoolArray:
    common: BoolArray = columns.programs_open[rows] @ columns.programs_served.T > 0
    return common | ~columns.has_program[rows, None]


def _capacity(columns: Columns, rows: Rows) -> BoolArray:
    n_rows = len(columns.seekers.kind[rows])
    return np.broadcast_to(columns.free >= 1, (n_rows, len(columns.free)))


def _language(columns: Columns, rows: Rows) -> BoolArray:
    common: BoolArray = columns.seekers.languages[rows] @ columns.givers.languages.T > 0
    return common


def _place(columns: Columns, rows: Rows) -> BoolArray:
    seekers, givers = columns.seekers, columns.givers
    is_remote: BoolArray = seekers.is_remote[rows, None] & givers.is_remote
    return is_remote | (_is_region_served(columns, rows) & ~_is_too_far(columns, rows))


def _place_key(columns: Columns) -> tuple[npt.NDArray[Any], ...]:
    seekers = columns.seekers
    is_measured = _is_measured(columns)
    return (
        seekers.is_remote,
        seekers.region,
        np.where(is_measured, seekers.latitude, 0.0),
        np.where(is_measured, seekers.longitude, 0.0),
        np.where(is_measured, seekers.radius_km, 0.0),
    )


def _is_measured(columns: Columns) -> BoolArray:
    """Whether a distance can matter to a seeker: where anyone has a radius; shape (seekers,)."""
    can_be_refused = ~(columns.seekers.is_remote & columns.givers.is_remote.all())
    has_radius = (
        np.isfinite(columns.seekers.radius_km) | np.isfinite(columns.givers.radius_km).any()
    )
    return np.asarray(can_be_refused & has_radius)


def _is_too_far(columns: Columns, rows: Rows) -> BoolArray:
    seekers, givers = columns.seekers, columns.givers
    too_far = np.zeros((len(seekers.kind[rows]), len(givers.kind)), dtype=bool)
    is_measured = _is_measured(columns)[rows]
    if not is_measured.any():
        return too_far
    # One distance for all givers of a place.
    points, place = np.unique(
        np.column_stack([givers.latitude, givers.longitude]), axis=0, return_inverse=True
    )
    distance = distance_km(
        seekers.latitude[rows][is_measured, None],
        seekers.longitude[rows][is_measured, None],
        points[:, 0],
        points[:, 1],
    )[:, place.ravel()]
    radius = seekers.radius_km[rows][is_measured, None]
    too_far[is_measured] = (distance > radius) | (distance > givers.radius_km)
    return too_far


def _is_region_served(columns: Columns, rows: Rows) -> BoolArray:
    region = columns.seekers.region[rows]
    n_givers = len(columns.free)
    # One more column, never served, is where an unknown region (-1) looks.
    padded = np.hstack([columns.regions_served, np.zeros((n_givers, 1), dtype=bool)])
    served: BoolArray = padded[:, region].T | columns.serves_everywhere
    return served


def _hosting(columns: Columns, rows: Rows) -> BoolArray:
    enough: BoolArray = columns.givers.hosting >= columns.seekers.hosting[rows, None]
    return enough


def _certification(columns: Columns, rows: Rows) -> BoolArray:
    required = columns.seekers.certifications[rows]
    held: BoolArray = required @ columns.givers.certifications.T >= required.sum(1)[:, None]
    return held


def _budget(columns: Columns, rows: Rows) -> BoolArray:
    seekers, givers = columns.seekers, columns.givers
    overlap: BoolArray = (givers.lowest <= seekers.highest[rows, None]) & (
        seekers.lowest[rows, None] <= givers.highest
    )
    return overlap


RULES: dict[Rule, ClassRule | PairRule | BlockRule] = {
    Rule.KIND: ClassRule(_kind, lambda columns: (columns.seekers.kind,)),
    Rule.SAME_ENTITY: PairRule(_same_entity),
    Rule.CONFLICT: PairRule(lambda columns: columns.conflicts),
    Rule.EXCLUDED: PairRule(lambda columns: columns.excluded),
    Rule.VISIBILITY: ClassRule(
        _visibility, lambda columns: (columns.seekers.tenant, columns.seekers.is_shared)
    ),
    Rule.PAUSED: ClassRule(_paused, lambda columns: (columns.seekers.is_paused,)),
    Rule.OPTED_OUT: ClassRule(_opted_out, lambda columns: (columns.seekers.is_opted_out,)),
    Rule.PROGRAM: ClassRule(_program, lambda columns: (columns.programs_open, columns.has_program)),
    Rule.CAPACITY: ClassRule(_capacity, lambda _columns: ()),
    Rule.LANGUAGE: ClassRule(_language, lambda columns: (columns.seekers.languages,)),
    Rule.PLACE: ClassRule(_place, _place_key),
    Rule.HOSTING: ClassRule(_hosting, lambda columns: (columns.seekers.hosting,)),
    Rule.CERTIFICATION: ClassRule(
        _certification, lambda columns: (columns.seekers.certifications,)
    ),
    Rule.BUDGET: ClassRule(
        _budget, lambda columns: (columns.seekers.lowest, columns.seekers.highest)
    ),
    Rule.DECLINED_RECENTLY: PairRule(lambda columns: columns.declined),
    Rule.PROPOSED_RECENTLY: PairRule(lambda columns: columns.proposed),
}
