"""One loader for each kind of neighbor: however long a page is, each level costs one query."""

from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from strawberry.dataloader import DataLoader

from api.caller import Caller
from api.cursors import CursorSigner, ListCursors
from api.paging import PageRequest
from api.reference import ReferenceStore, Terms
from api.types.api_key import ApiKey
from api.types.connection import Connection, connect
from api.types.engagement import Engagement
from api.types.event import Event
from api.types.issuer import Issuer
from api.types.mail import Mail
from api.types.match import Match
from api.types.need import Need
from api.types.node import Node
from api.types.offer import Offer
from api.types.party import Party, party_of
from api.types.policy import MatchPolicyVersion
from api.types.program import Program
from api.types.reference import Place, Sector, Skill
from api.types.run import Run
from api.types.saved_search import SavedSearch
from api.visibility import Visibility
from graph.connection import Graph
from graph.models.vocabulary import Scope
from graph.repositories.engagements import Engagements
from graph.repositories.events import Events
from graph.repositories.issuers import Issuers
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.outbox import Outbox
from graph.repositories.paging import Page
from graph.repositories.parties import Parties
from graph.repositories.policies import Policies
from graph.repositories.programs import Programs
from graph.repositories.reference import Places, Sectors, Skills
from graph.repositories.runs import Runs
from graph.repositories.saved_searches import SavedSearches
from graph.repositories.tenants import ApiKeys

T = TypeVar("T", bound=Node)
ById: TypeAlias = DataLoader[str, T | None]
ByOwner: TypeAlias = DataLoader[tuple[str, int], list[T]]


class Finder(Protocol):
    """What finds a node by its id."""

    def load(self, key: str, /) -> Awaitable[Any]:
        """The node; None for an id that the tenant does not have."""


def by_id(
    fetch: Callable[[Sequence[str]], Awaitable[dict[str, Any]]], make: Callable[[Any], T]
) -> ById[T]:
    """A loader of single nodes; None for an id that the tenant does not have."""

    async def load(ids: list[str]) -> list[T | None]:
        found = await fetch(ids)
        return [make(found[each]) if each in found else None for each in ids]

    return DataLoader(load_fn=load)


def by_owner(
    fetch: Callable[[Sequence[str], int], Awaitable[dict[str, list[Any]]]],
    make: Callable[[Any], T],
) -> ByOwner[T]:
    """A loader of short lists, keyed by owner and length: one query for each length."""

    async def load(keys: list[tuple[str, int]]) -> list[list[T]]:
        found: dict[tuple[str, int], list[T]] = {}
        for first in sorted({first for _, first in keys}):
            owners = [owner for owner, length in keys if length == first]
            for owner, items in (await fetch(owners, first)).items():
                found[owner, first] = [make(item) for item in items]
        return [found.get(key, []) for key in keys]

    return DataLoader(load_fn=load)


class NestedListing(Generic[T]):
    """The same list of many parties: the pages of one level are one query, its counts another."""

    def __init__(
        self,
        name: str,
        read: Callable[..., Awaitable[dict[str, Page[Any]]]],
        count: Callable[[Sequence[str]], Awaitable[dict[str, int]]],
        make: Callable[[Any], T],
        cursors: CursorSigner,
    ) -> None:
        self._name, self._read, self._make, self._cursors = name, read, make, cursors

        async def load_counts(ids: list[str]) -> list[int]:
            found = await count(ids)
            return [found.get(each, 0) for each in ids]

        self._counts = DataLoader(load_fn=load_counts)
        self._pages = DataLoader(load_fn=self._load_pages)

    async def page(self, party_id: str, asked: PageRequest) -> Connection[T]:
        """One page of the list of one party. Raises BadInputError as `PageRequest.bounds` does."""
        bounds = asked.bounds(self._cursors_of(party_id, asked))
        page = await self._pages.load((party_id, tuple(bounds.items())))
        return self.connection(party_id, asked, page, self._make)

    def connection(
        self, party_id: str, asked: PageRequest, page: Page[Any], make: Callable[[Any], T]
    ) -> Connection[T]:
        """A page that was read as the page of one party."""
        cursors = self._cursors_of(party_id, asked)
        return connect(page, make, cursors, asked=asked, count=lambda: self._counts.load(party_id))

    def _cursors_of(self, party_id: str, asked: PageRequest) -> ListCursors:
        filters = {"party_id": party_id, "order": asked.order}
        return self._cursors.of_list(f"{self._name} of a party", filters)

    async def _load_pages(self, keys: list[tuple[str, Any]]) -> list[Page[Any]]:
        found: dict[tuple[str, Any], Page[Any]] = {}
        for bounds in dict.fromkeys(bounds for _, bounds in keys):
            ids = [party_id for party_id, own in keys if own == bounds]
            for party_id, page in (await self._read(ids, **dict(bounds))).items():
                found[party_id, bounds] = page
        return [found[key] for key in keys]


async def nothing(ids: Sequence[str]) -> dict[str, Any]:  # noqa: ARG001  # a fetch like others
    """What is found where nothing may be seen."""
    return {}


class Loaders:
    """The loaders of one request, each made when it is first used."""

    def __init__(
        self, graph: Graph, cursors: CursorSigner, caller: Caller, reference: ReferenceStore
    ) -> None:
        self._graph = graph
        self._cursors = cursors
        self._caller = caller
        self._reference = reference
        self._visibility = Visibility(graph, caller)

    @cached_property
    def is_met(self) -> DataLoader[str, bool]:
        """Whether the caller stands for a party, or works with it: then contacts are shown."""
        return DataLoader(load_fn=self._visibility.met)

    @cached_property
    def party(self) -> ById[Party]:
        """Organizations and mentors by id."""
        return by_id(self._visibility.of_ids(Parties(self._graph).get_many), party_of)

    @cached_property
    def need(self) -> ById[Need]:
        """Needs by id."""
        return by_id(self._visibility.of_ids(Needs(self._graph).get_many), Need.of)

    @cached_property
    def offer(self) -> ById[Offer]:
        """Offers by id."""
        return by_id(self._visibility.of_ids(Offers(self._graph).get_many), Offer.of)

    @cached_property
    def match(self) -> ById[Match]:
        """Matches by id."""
        return by_id(self._visibility.of_ids(Matches(self._graph).get_many), Match.of)

    @cached_property
    def engagement(self) -> ById[Engagement]:
        """Engagements by id."""
        return by_id(self._visibility.of_ids(Engagements(self._graph).get_many), Engagement.of)

    @cached_property
    def run(self) -> ById[Run]:
        """Runs by id."""
        return by_id(self._visibility.of_ids(Runs(self._graph).get_many), Run.of)

    @cached_property
    def saved_search(self) -> ById[SavedSearch]:
        """Saved searches by id."""
        fetch = self._visibility.of_ids(SavedSearches(self._graph).get_many)
        return by_id(fetch, SavedSearch.of)

    @cached_property
    def program(self) -> ById[Program]:
        """Programs by id."""
        return by_id(self._visibility.of_ids(Programs(self._graph).get_many), Program.of)

    @cached_property
    def event(self) -> ById[Event]:
        """Entries of the audit trail by id, for staff."""
        is_staff = self._caller.has_scope(Scope.STAFF)
        return by_id(Events(self._graph).get_many if is_staff else nothing, Event.of)

    @cached_property
    def mail(self) -> ById[Mail]:
        """Mails by id, for staff."""
        is_staff = self._caller.has_scope(Scope.STAFF)
        return by_id(Outbox(self._graph).get_many if is_staff else nothing, Mail.of)

    @cached_property
    def policy_version(self) -> ById[MatchPolicyVersion]:
        """Versions of parameters by id."""
        return by_id(self._visibility.of_ids(Policies(self._graph).get_many), MatchPolicyVersion.of)

    @cached_property
    def engagement_of_match(self) -> ById[Engagement]:
        """Engagements by the id of their match."""
        return by_id(self._visibility.of_ids(Engagements(self._graph).by_matches), Engagement.of)

    @cached_property
    def needs_of_party(self) -> NestedListing[Need]:
        """The needs of parties."""
        found = Needs(self._graph)
        read = self._visibility.of_pages(found.pages_by_parties)
        count = self._visibility.of_counts(found.counts_by_parties)
        return NestedListing("needs", read, count, Need.of, self._cursors)

    @cached_property
    def offers_of_party(self) -> NestedListing[Offer]:
        """The offers of parties."""
        found = Offers(self._graph)
        read = self._visibility.of_pages(found.pages_by_parties)
        count = self._visibility.of_counts(found.counts_by_parties)
        return NestedListing("offers", read, count, Offer.of, self._cursors)

    @cached_property
    def suggestions_of_need(self) -> ByOwner[Match]:
        """The open matches of needs."""
        return by_owner(
            self._visibility.of_lists(Matches(self._graph).suggestions_by_needs), Match.of
        )

    @cached_property
    def suggestions_of_offer(self) -> ByOwner[Match]:
        """The open matches of offers."""
        return by_owner(
            self._visibility.of_lists(Matches(self._graph).suggestions_by_offers), Match.of
        )

    @cached_property
    def api_key(self) -> ById[ApiKey]:
        """Keys by id, for those who manage keys."""
        is_admin = self._caller.has_scope(Scope.ADMIN)
        return by_id(ApiKeys(self._graph).get_many if is_admin else nothing, ApiKey.of)

    @cached_property
    def issuer(self) -> ById[Issuer]:
        """Sign-in services by id, for those who manage them."""
        is_admin = self._caller.has_scope(Scope.ADMIN)
        return by_id(Issuers(self._graph).get_many if is_admin else nothing, Issuer.of)

    @cached_property
    def skill(self) -> Terms[Skill]:
        """Skills by id."""
        key = ("skills", self._graph.tenant_id)
        return Terms(self._reference, key, Skills(self._graph).all, Skill.of)

    @cached_property
    def sector(self) -> Terms[Sector]:
        """Sectors by code."""
        return Terms(self._reference, ("sectors", None), Sectors(self._graph).all, Sector.of)

    @cached_property
    def place(self) -> Terms[Place]:
        """Places by id, such as `departement:18`."""
        return Terms(self._reference, ("places", None), Places(self._graph).all, Place.of)

    def of_label(self, label: str) -> Finder:
        """The loader of what a label of the graph, or a type of the API, names."""
        loaders: dict[str, Callable[[], Finder]] = {
            "Party": lambda: self.party,
            "Organization": lambda: self.party,
            "Mentor": lambda: self.party,
            "Need": lambda: self.need,
            "Offer": lambda: self.offer,
            "Match": lambda: self.match,
            "Engagement": lambda: self.engagement,
            "Run": lambda: self.run,
            "SavedSearch": lambda: self.saved_search,
            "Program": lambda: self.program,
            "Event": lambda: self.event,
            "Mail": lambda: self.mail,
            "MatchPolicyVersion": lambda: self.policy_version,
            "ApiKey": lambda: self.api_key,
            "Issuer": lambda: self.issuer,
            "Skill": lambda: self.skill,
            "Sector": lambda: self.sector,
            "Place": lambda: self.place,
        }
        return loaders[label]()
