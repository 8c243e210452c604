"""Every hard rule over a block of seekers and all givers at once."""

from collections.abc import Callable, Sequence

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.eligibility.columns import Columns, build_columns
from matching.engine.geography import distance_km
from matching.engine.results import Rule
from matching.engine.types import BoolArray, Giver, PastPair, Seeker
from matching.engine.vocabulary import Incidence

BlockRule = Callable[[Columns, slice], BoolArray]


class Eligibility:
    """The rules of one configuration on one market; positions follow the given sequences."""

    def __init__(
        self,
        seekers: Sequence[Seeker],
        givers: Sequence[Giver],
        past_pairs: Sequence[PastPair],
        config: KindConfig,
    ) -> None:
        self.shape = (len(seekers), len(givers))
        self._rules = [rule for rule in Rule if rule not in config.disabled_rules]
        self._columns = build_columns(
            seekers,
            givers,
            past_pairs,
            declined_days=config.declined_days,
            proposed_days=config.proposed_days,
        )

    def mask(self, rows: slice) -> BoolArray:
        """True where no rule fails; shape (rows, givers)."""
        allowed = np.ones((len(range(self.shape[0])[rows]), self.shape[1]), dtype=bool)
        for rule in self._rules:
            allowed &= _RULES[rule](self._columns, rows)
        return allowed


def _kind(columns: Columns, rows: slice) -> BoolArray:
    same: BoolArray = columns.seekers.kind[rows, None] == columns.givers.kind
    return same


def _same_entity(columns: Columns, rows: slice) -> BoolArray:
    seekers, givers = columns.seekers, columns.givers
    legal = seekers.legal[rows, None]
    different: BoolArray = (seekers.party[rows, None] != givers.party) & (
        (legal != givers.legal) | (legal < 0)
    )
    return different


def _conflict(columns: Columns, rows: slice) -> BoolArray:
    return _absent(columns.conflicts, rows)


def _excluded(columns: Columns, rows: slice) -> BoolArray:
    return _absent(columns.excluded, rows)


def _declined(columns: Columns, rows: slice) -> BoolArray:
    return _absent(columns.declined, rows)


def _proposed(columns: Columns, rows: slice) -> BoolArray:
    return _absent(columns.proposed, rows)


def _absent(barred: Incidence, rows: slice) -> BoolArray:
    absent: BoolArray = barred[rows].toarray() == 0
    return absent


def _visibility(columns: Columns, rows: slice) -> BoolArray:
    seekers, givers = columns.seekers, columns.givers
    same_tenant: BoolArray = seekers.tenant[rows, None] == givers.tenant
    return same_tenant | (seekers.is_shared[rows, None] & givers.is_shared)


def _paused(columns: Columns, rows: slice) -> BoolArray:
    return ~(columns.seekers.is_paused[rows, None] | columns.givers.is_paused)


def _opted_out(columns: Columns, rows: slice) -> BoolArray:
    return ~(columns.seekers.is_opted_out[rows, None] | columns.givers.is_opted_out)


def _program(columns: Columns, rows: slice) -> BoolArray:
    common: BoolArray = columns.programs_open[rows] @ columns.programs_served.T > 0
    return common | ~columns.has_program[rows, None]


def _capacity(columns: Columns, rows: slice) -> BoolArray:
    n_rows = len(columns.seekers.kind[rows])
    return np.broadcast_to(columns.free >= 1, (n_rows, len(columns.free)))


def _language(columns: Columns, rows: slice) -> BoolArray:
    common: BoolArray = columns.seekers.languages[rows] @ columns.givers.languages.T > 0
    return common


def _place(columns: Columns, rows: slice) -> BoolArray:
    seekers, givers = columns.seekers, columns.givers
    distance = distance_km(
        seekers.latitude[rows, None],
        seekers.longitude[rows, None],
        givers.latitude,
        givers.longitude,
    )
    too_far = (distance > seekers.radius_km[rows, None]) | (distance > givers.radius_km)
    is_remote = seekers.is_remote[rows, None] & givers.is_remote
    return is_remote | (_is_region_served(columns, rows) & ~too_far)


def _is_region_served(columns: Columns, rows: slice) -> BoolArray:
    region = columns.seekers.region[rows]
    n_givers = len(columns.free)
    # One more column, never served, is where an unknown region (-1) looks.
    padded = np.hstack([columns.regions_served, np.zeros((n_givers, 1), dtype=bool)])
    served: BoolArray = padded[:, region].T | columns.serves_everywhere
    return served


def _hosting(columns: Columns, rows: slice) -> BoolArray:
    enough: BoolArray = columns.givers.hosting >= columns.seekers.hosting[rows, None]
    return enough


def _certification(columns: Columns, rows: slice) -> BoolArray:
    required = columns.seekers.certifications[rows]
    held: BoolArray = required @ columns.givers.certifications.T >= required.sum(1)[:, None]
    return held


def _budget(columns: Columns, rows: slice) -> BoolArray:
    seekers, givers = columns.seekers, columns.givers
    overlap: BoolArray = (givers.lowest <= seekers.highest[rows, None]) & (
        seekers.lowest[rows, None] <= givers.highest
    )
    return overlap


_RULES: dict[Rule, BlockRule] = {
    Rule.KIND: _kind,
    Rule.SAME_ENTITY: _same_entity,
    Rule.CONFLICT: _conflict,
    Rule.EXCLUDED: _excluded,
    Rule.VISIBILITY: _visibility,
    Rule.PAUSED: _paused,
    Rule.OPTED_OUT: _opted_out,
    Rule.PROGRAM: _program,
    Rule.CAPACITY: _capacity,
    Rule.LANGUAGE: _language,
    Rule.PLACE: _place,
    Rule.HOSTING: _hosting,
    Rule.CERTIFICATION: _certification,
    Rule.BUDGET: _budget,
    Rule.DECLINED_RECENTLY: _declined,
    Rule.PROPOSED_RECENTLY: _proposed,
}
