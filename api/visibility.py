"""What a caller may see of what was loaded: everything of the network, or what is their own."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias, TypeVar, cast

from api.caller import Caller
from graph.connection import Graph
from graph.models.entities import Entity, Match
from graph.models.vocabulary import Answer, MatchState
from graph.repositories.ownership import Ownership
from graph.repositories.paging import Page

E = TypeVar("E", bound=Entity)
FetchById: TypeAlias = Callable[[Sequence[str]], Awaitable[dict[str, E]]]
FetchByOwner: TypeAlias = Callable[[Sequence[str], int], Awaitable[dict[str, list[E]]]]


ReadPages: TypeAlias = Callable[..., Awaitable[dict[str, Page[E]]]]
CountById: TypeAlias = Callable[[Sequence[str]], Awaitable[dict[str, int]]]


REFUSALS = frozenset({Answer.DECLINE.value, Answer.PAUSE.value})


def match_seen_by(match: Match, caller: Caller) -> Match:
    """A match without what it tells of the other side to who sees their own only.

    What the other side answered is theirs but for a yes, and so is why they refused; reasons speak
    to one side each.
    """
    if not caller.sees_own_only:
        return match
    is_seeker = match.seeker_id == caller.party_id
    own, other = ("seeker_answer", "giver_answer")[:: 1 if is_seeker else -1]
    hidden: dict[str, Any] = {"giver_reasons": ()} if is_seeker else {"reasons": ()}
    if not is_seeker:
        hidden["reservation"] = None
    if getattr(match, other) != Answer.ACCEPT:
        hidden[other] = None
    if match.state is MatchState.DECLINED and getattr(match, own) not in REFUSALS:
        hidden["decline_reason"] = None
    return match.model_copy(update=hidden)


class Visibility:
    """Narrows what loaders fetch. Keys and staff see all of their network; that costs nothing.

    For people of a company and for mentors, each level costs one more query.
    """

    def __init__(self, graph: Graph, caller: Caller) -> None:
        self._ownership = Ownership(graph)
        self._caller = caller

    def of_ids(self, fetch: FetchById[E]) -> FetchById[E]:
        """The same fetch, without what is not for the caller's eyes."""
        if not self._caller.sees_own_only:
            return fetch

        async def visible(ids: Sequence[str]) -> dict[str, E]:
            found = await fetch(ids)
            seen = await self._seen([item.id for item in found.values()])
            return {key: self._shown(item) for key, item in found.items() if item.id in seen}

        return visible

    def of_lists(self, fetch: FetchByOwner[E]) -> FetchByOwner[E]:
        """The same for lists."""
        if not self._caller.sees_own_only:
            return fetch

        async def visible(owners: Sequence[str], first: int) -> dict[str, list[E]]:
            found = await fetch(owners, first)
            seen = await self._seen([item.id for items in found.values() for item in items])
            return {
                owner: [self._shown(item) for item in items if item.id in seen]
                for owner, items in found.items()
            }

        return visible

    def of_pages(self, read: ReadPages[E]) -> ReadPages[E]:
        """The same for pages of parties' lists: only the caller's own party has any."""
        if not self._caller.sees_own_only:
            return read

        async def visible(party_ids: Sequence[str], **bounds: Any) -> dict[str, Page[E]]:
            empty: Page[E] = Page((), has_next=False)
            return dict.fromkeys(party_ids, empty) | await read(self._own(party_ids), **bounds)

        return visible

    def of_counts(self, count: CountById) -> CountById:
        """The same for the counts of these lists."""
        if not self._caller.sees_own_only:
            return count
        return lambda party_ids: count(self._own(party_ids))

    def _shown(self, item: E) -> E:
        return cast("E", match_seen_by(item, self._caller)) if isinstance(item, Match) else item

    def _own(self, party_ids: Sequence[str]) -> list[str]:
        return [each for each in party_ids if each == self._caller.party_id]

    async def met(self, party_ids: Sequence[str]) -> list[bool]:
        """For each of these parties, whether the caller stands for it or works with it."""
        party_id = self._caller.party_id
        met = await self._ownership.met(party_ids, party_id) if party_id else frozenset()
        return [each in met for each in party_ids]

    async def _seen(self, ids: Sequence[str]) -> frozenset[str]:
        party_id = self._caller.party_id
        return await self._ownership.visible(ids, party_id) if party_id and ids else frozenset()
