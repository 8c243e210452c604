"""What the graph already holds about the parties of a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from graph.connection import Graph
from graph.imports.drafts import Draft
from graph.imports.merging import EMPTY
from graph.imports.nested import ChildInput
from graph.models.entities import Need, Offer, Party
from graph.models.inputs import NeedInput, OfferInput, PartyInput, PlaceInput
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties, PartyKeys, keys_of
from graph.repositories.reference import Skills
from graph.text import fold, name_key

BATCH = 500
MOST_CHILDREN = 10_000
Relation: TypeAlias = tuple[str, str, str, str | None, date | None]
"""From, to, kind, reason, until."""


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A party of the graph as an input that could have written it."""

    id: str
    input: PartyInput


@dataclass(frozen=True, slots=True)
class KnownChild:
    """A need or an offer of the graph; its skills are ids."""

    id: str
    input: ChildInput


@dataclass(frozen=True, slots=True)
class Known:
    """What a plan is made against; empty for a network without parties.

    `skills` gives ids by folded label; `members` holds (party, incubator), `relations`
    what `Relation` says, all by id.
    """

    parties: tuple[KnownParty, ...] = ()
    children: Mapping[str, tuple[KnownChild, ...]] = field(default_factory=dict)
    members: frozenset[tuple[str, str]] = frozenset()
    relations: frozenset[Relation] = frozenset()
    skills: Mapping[str, str] = field(default_factory=dict)


def party_input(party: Party) -> PartyInput:
    """The input that writes this party; nothing is checked again."""
    fields = party.model_dump(exclude={"id"})
    place = {n: fields[n] for n in PlaceInput.model_fields if fields[n] is not None}
    given = {n: fields[n] for n in PartyInput.model_fields if fields.get(n) not in EMPTY}
    return PartyInput.model_construct(**given, place=PlaceInput.model_construct(**place))


def child_input(child: Need | Offer) -> ChildInput:
    """The input that writes this need or offer, with ids for skills."""
    fields = child.model_dump() | {"skills": child.skill_ids}
    model: type[ChildInput] = NeedInput if isinstance(child, Need) else OfferInput
    given = {n: fields[n] for n in model.model_fields if fields.get(n) not in EMPTY}
    return model.model_construct(**given)


def _reference_keys(draft: Draft) -> Iterable[PartyKeys]:
    """The keys under which a draft may stand in the graph, or may name a party of it."""
    if draft.party is not None:
        yield keys_of(draft.party)
        if draft.party.incubator_key:
            yield PartyKeys(draft.party.incubator_key, None, "", "", None)
    if draft.of is not None:
        yield PartyKeys(
            draft.of.external_key, draft.of.siret, name_key(draft.of.name or ""), "", None
        )
    if draft.link is not None:
        for key in (draft.link.from_key, draft.link.to_key):
            yield PartyKeys(key, None, "", "", None)


async def find_known(graph: Graph, drafts: Sequence[Draft]) -> Known:
    """Reads what the graph holds under the keys of the drafts, some hundred at a time."""
    keys = [key for draft in drafts for key in _reference_keys(draft)]
    parties: dict[str, KnownParty] = {}
    for start in range(0, len(keys), BATCH):
        found = await Parties(graph).find_by_keys(keys[start : start + BATCH])
        ids = [row["id"] for row in found if row["id"] not in parties]
        entities = await Parties(graph).get_many(ids) if ids else {}
        parties |= {i: KnownParty(i, party_input(party)) for i, party in entities.items()}
    # Older parties first, whatever order they were found in: the same file gives the same plan.
    ordered = tuple(parties[party_id] for party_id in sorted(parties))
    ids = [party.id for party in ordered]
    return Known(
        parties=ordered,
        children=await _known_children(graph, ids if any(d.children for d in drafts) else []),
        members=await _known_members(graph, ids),
        relations=await _known_relations(graph, ids if any(d.link for d in drafts) else []),
        skills=await skill_ids_by_label(graph),
    )


async def skill_ids_by_label(graph: Graph) -> dict[str, str]:
    """Skill ids by folded French or English label, and by id."""
    return {fold(text): s.id for s in await Skills(graph).all() for text in (s.fr, s.en, s.id)}


async def _known_children(graph: Graph, ids: Sequence[str]) -> dict[str, tuple[KnownChild, ...]]:
    known: dict[str, tuple[KnownChild, ...]] = {}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        needs = await Needs(graph).pages_by_parties(batch, first=MOST_CHILDREN)
        offers = await Offers(graph).pages_by_parties(batch, first=MOST_CHILDREN)
        for party_id in batch:
            children: list[Need | Offer] = [*needs[party_id].items, *offers[party_id].items]
            known[party_id] = tuple(KnownChild(c.id, child_input(c)) for c in children)
    return known


async def _known_members(graph: Graph, ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    rows = await graph.read("list_memberships", ids=list(ids)) if ids else []
    return frozenset((row["party_id"], row["incubator_id"]) for row in rows)


async def _known_relations(graph: Graph, ids: Sequence[str]) -> frozenset[Relation]:
    rows = await graph.read("list_relations", ids=list(ids)) if ids else []
    return frozenset(
        (row["from_id"], row["to_id"], row["kind"], row["reason"], row["until"]) for row in rows
    )
