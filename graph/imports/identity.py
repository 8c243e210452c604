"""Which party is which: external key, SIRET, name with place, website, bare name. Pure."""

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from graph.imports.nested import ChildInput
from graph.imports.records import Problem, Severity
from graph.models.inputs import PartyInput
from graph.models.vocabulary import PartyKind
from graph.repositories.parties import PartyKeys, keys_of

SIMILAR = 0.85
SHORTEST_TELLING_WORD = 4
PLATFORM = 3  # this many different names under one address make it a platform


class Rule(StrEnum):
    """What told that two rows are the same party, strongest first."""

    EXTERNAL_KEY = "external key"
    SIRET = "SIRET"
    NAME_AND_PLACE = "name and place"
    WEBSITE = "website"
    NAME = "name"


@dataclass(slots=True)
class PlannedChild:
    """A need or offer to be written. `changes` is empty for one that stands as it is."""

    input: ChildInput
    child_id: str | None = None
    changes: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Target:
    """One party of the plan, out of the graph (`party_id`, `before`) or new.

    `line` is the first row of the file that is this party.
    """

    index: int
    after: PartyInput
    line: int | None = None
    party_id: str | None = None
    before: PartyInput | None = None
    children: list[PlannedChild] = field(default_factory=list)
    incubator: "Target | None" = None

    @property
    def name(self) -> str:
        """The party's name as it will stand."""
        return self.after.name

    @property
    def where(self) -> str:
        """How a sentence calls it."""
        return "the network" if self.line is None else f"line {self.line}"


@dataclass(frozen=True, slots=True)
class Found:
    """The party that a row is, and the rule that told."""

    target: Target
    rule: Rule


def are_similar(first: str, second: str) -> bool:
    """Whether two folded names can be one: equal, nearly equal, or one inside the other."""
    if not first or not second:
        return False
    shorter, longer = sorted((set(first.split()), set(second.split())), key=len)
    is_telling = any(len(word) >= SHORTEST_TELLING_WORD for word in shorter)
    if shorter <= longer and is_telling:
        return True
    return SequenceMatcher(None, first, second).ratio() >= SIMILAR


def _source(key: str | None) -> str | None:
    """The namespace of a key: `lemarche` of `lemarche:12`; empty for a key without one."""
    if key is None:
        return None
    return key.partition(":")[0] if ":" in key else ""


def are_apart(first: PartyInput, second: PartyInput) -> bool:
    """What no name or website can join: other SIRETs, or a person and an organization."""
    other_siret = None not in (first.siret, second.siret) and first.siret != second.siret
    is_person = (first.kind is PartyKind.MENTOR, second.kind is PartyKind.MENTOR)
    return other_siret or is_person[0] != is_person[1]


class Directory:
    """The parties seen so far, found by their keys."""

    def __init__(self) -> None:
        self._by_key: dict[str, Target] = {}
        self._by_siret: dict[str, Target] = {}
        self._by_name: defaultdict[str, list[Target]] = defaultdict(list)
        self._by_website: defaultdict[str, list[Target]] = defaultdict(list)
        self._names_by_website: defaultdict[str, set[str]] = defaultdict(set)
        self._places: defaultdict[str, set[str]] = defaultdict(set)

    def note(self, party: PartyInput) -> None:
        """Counts names by website, places by name; all are noted before the first one is found."""
        keys = keys_of(party)
        for key in (keys.name_key, keys.website_key):
            if key and keys.place_key:
                self._places[key].add(keys.place_key)
        if keys.website_key:
            self._names_by_website[keys.website_key].add(keys.name_key)

    def add(self, target: Target, party: PartyInput) -> None:
        """Makes a target found under the keys of `party`; the first of a key keeps it."""
        keys = keys_of(party)
        if keys.external_key:
            self._by_key.setdefault(keys.external_key, target)
        if keys.siret:
            self._by_siret.setdefault(keys.siret, target)
        for key, table in ((keys.name_key, self._by_name), (keys.website_key, self._by_website)):
            if key and target not in table[key]:
                table[key].append(target)

    def by_key(self, key: str | None) -> Target | None:
        """The party with this external key."""
        return self._by_key.get(key) if key else None

    def by_siret(self, siret: str | None) -> Target | None:
        """The party with this SIRET."""
        return self._by_siret.get(siret) if siret else None

    def by_name(self, key: str) -> list[Target]:
        """The parties with this folded name."""
        return self._by_name.get(key, [])

    def find(self, party: PartyInput) -> tuple[Found | None, list[Problem]]:
        """The party that this one is, by the first rule that tells, and what looks doubtful."""
        keys = keys_of(party)
        target = self.by_key(keys.external_key)
        if target is not None:
            return Found(target, Rule.EXTERNAL_KEY), []
        target = self.by_siret(keys.siret)
        if target is not None and not are_apart(party, target.after):
            return Found(target, Rule.SIRET), []
        others = [o for o in self.by_name(keys.name_key) if not are_apart(party, o.after)]
        for other in others:
            if keys.place_key and keys.place_key == keys_of(other.after).place_key:
                return Found(other, Rule.NAME_AND_PLACE), []
        target, warnings = self._by_address(party, keys)
        if target is not None:
            return Found(target, Rule.WEBSITE), []
        target, doubts = self._by_name_alone(party, keys, others)
        if target is not None:
            return Found(target, Rule.NAME), []
        return None, [*doubts, *warnings]

    def _by_name_alone(
        self, party: PartyInput, keys: PartyKeys, others: list[Target]
    ) -> tuple[Target | None, list[Problem]]:
        open_ones = [o for o in others if not (keys.place_key and keys_of(o.after).place_key)]
        is_one_place = self._is_one_place(keys.name_key, others)
        for other in open_ones:
            theirs = keys_of(other.after)
            # Two sources with keys of their own may well know two parties of one name.
            is_bare = keys.external_key is None or theirs.external_key is None
            is_same_kind = party.kind is other.after.kind
            if is_bare and is_same_kind and _may_be_one(keys, theirs, is_one_place=is_one_place):
                return other, []
        return None, [_doubt(other) for other in open_ones[:1]]

    def _is_one_place(self, key: str, others: list[Target]) -> bool:
        """Whether all who share this name or website and have a place have the same one."""
        found = {keys_of(other.after).place_key for other in others} | self._places.get(key, set())
        return len(found - {""}) <= 1

    def _by_address(
        self, party: PartyInput, keys: PartyKeys
    ) -> tuple[Target | None, list[Problem]]:
        others = self._by_website.get(keys.website_key or "", [])
        is_one_place = self._is_one_place(keys.website_key or "", others)
        is_platform = len(self._names_by_website.get(keys.website_key or "", ())) >= PLATFORM
        for other in others:
            if are_apart(party, other.after):
                continue
            theirs = keys_of(other.after)
            is_similar = are_similar(keys.name_key, theirs.name_key)
            is_same_place = bool(keys.place_key) and keys.place_key == theirs.place_key
            if is_similar and (
                is_same_place or _may_be_one(keys, theirs, is_one_place=is_one_place)
            ):
                return other, []
            if is_same_place and party.kind is other.after.kind and not is_platform:
                return other, []
        if not others:
            return None, []
        message = (
            f"{keys.website_key} is also the address of {others[0].name} ({others[0].where}): kept"
            " apart, for names, places or SIRETs differ; give both the same key if they are one"
        )
        return None, [Problem("website", message, Severity.WARNING)]


def _doubt(other: Target) -> Problem:
    message = (
        f"has the name of {other.where} ({other.name}), and a place is missing: kept apart; give"
        " both a place, a SIRET or the same key if they are one"
    )
    return Problem("name", message, Severity.WARNING)


def _has_other_key(keys: PartyKeys, theirs: PartyKeys) -> bool:
    """Whether one source gives them two keys, and so holds them for two."""
    if keys.external_key is None or theirs.external_key is None:
        return False
    return keys.external_key != theirs.external_key and _source(keys.external_key) == _source(
        theirs.external_key
    )


def _may_be_one(keys: PartyKeys, theirs: PartyKeys, *, is_one_place: bool) -> bool:
    """For names that agree: whether neither places, the source's keys nor websites say otherwise.

    A missing place says nothing against the only place that there is.
    """
    is_other_site = (
        None not in (keys.website_key, theirs.website_key)
        and keys.website_key != theirs.website_key
    )
    is_elsewhere = keys.place_key != theirs.place_key and not (
        is_one_place and "" in (keys.place_key, theirs.place_key)
    )
    return not is_other_site and not is_elsewhere and not _has_other_key(keys, theirs)
