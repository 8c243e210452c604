"""What the staff of a network look at each day: what waits, for whom, since when."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from graph.models.entities import Need
from graph.models.vocabulary import MatchState, Side


class WaitingFor(StrEnum):
    """What an open need waits for."""

    MATCHING = "MATCHING"
    CANDIDATES = "CANDIDATES"
    REVIEW = "REVIEW"
    PROPOSAL = "PROPOSAL"
    SEEKER = "SEEKER"
    GIVER = "GIVER"


class OpenMatch(BaseModel):
    """What decides where a need stands."""

    model_config = ConfigDict(frozen=True)

    state: MatchState
    asked_side: Side | None = None
    proposed_at: datetime | None = None
    created_at: datetime


class WaitingNeed(BaseModel):
    """An open need, what it waits for, and since when."""

    model_config = ConfigDict(frozen=True)

    need: Need
    is_reviewed: bool
    matches: tuple[OpenMatch, ...]

    @property
    def waits_for(self) -> WaitingFor:
        """The furthest that one of its matches has come decides."""
        states = {match.state for match in self.matches}
        if MatchState.PROPOSED in states:
            return WaitingFor(self._asked[0].asked_side or Side.SEEKER)
        if MatchState.REVIEWED in states:
            return WaitingFor.PROPOSAL
        if MatchState.SUGGESTED in states:
            return WaitingFor.REVIEW if self.is_reviewed else WaitingFor.PROPOSAL
        return WaitingFor.CANDIDATES if self.need.matched_at else WaitingFor.MATCHING

    @property
    def since(self) -> datetime:
        """When that began."""
        if self._asked:
            return self._asked[0].proposed_at or self._asked[0].created_at
        if self.matches:
            return min(match.created_at for match in self.matches)
        return self.need.matched_at or self.need.created_at

    @property
    def _asked(self) -> list[OpenMatch]:
        """The matches that somebody is asked about: a giver's turn comes last, and so counts first."""
        asked = [match for match in self.matches if match.state is MatchState.PROPOSED]
        return sorted(asked, key=lambda match: match.asked_side is not Side.GIVER)


def waiting_need(row: dict[str, Any]) -> WaitingNeed:
    """From a record of the graph."""
    return WaitingNeed.model_validate(row)
