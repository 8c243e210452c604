"""Saving searches, so that their party is told of what appears."""

from typing import Annotated, Any

import strawberry

from api.context import Info
from api.global_ids import PARTY_TYPES
from api.inputs import given_fields, read_id, validated
from api.mutations.terms import check_term
from api.payloads import mutation
from api.refusals import blaming
from api.types.saved_search import SavedSearch
from graph.models.inputs import SavedSearchInput
from graph.models.vocabulary import AlertFrequency, MatchKind, PartyKind
from graph.repositories.saved_searches import SavedSearches

KEPT = frozenset(SavedSearchInput.model_fields)


@strawberry.input
class SavedSearchDetails:
    """What both inputs share. What is not sent stays as it is; null takes it away."""

    kind: MatchKind | None = strawberry.field(
        description="Only offers of this kind.", default=strawberry.UNSET
    )
    giver_kinds: list[PartyKind] | None = strawberry.field(
        description="Only offers of such parties.", default=strawberry.UNSET
    )
    region: str | None = strawberry.field(
        description="Only offers in the region of this INSEE code, see `places`.",
        default=strawberry.UNSET,
    )
    frequency: AlertFrequency | None = strawberry.field(
        description="How often it is looked at again; daily by default.", default=strawberry.UNSET
    )
    is_active: bool | None = strawberry.field(
        description="Whether mails are written for it; true by default.", default=strawberry.UNSET
    )


@strawberry.input(description="A search to be saved.")
class SaveSearchInput(SavedSearchDetails):
    """See `graph.models.inputs.SavedSearchInput`."""

    party_id: strawberry.ID = strawberry.field(description="Who is told.")
    phrase: str = strawberry.field(description="What is looked for, 1,000 characters at most.")


@strawberry.input(description="Changes to a saved search. What is not sent stays as it is.")
class UpdateSavedSearchInput(SavedSearchDetails):
    """See `graph.models.inputs.SavedSearchInput`."""

    id: strawberry.ID = strawberry.field(description="The search.")
    phrase: str | None = strawberry.field(
        description="What is looked for, 1,000 characters at most.", default=strawberry.UNSET
    )


@strawberry.type(description="A saved search that was written or removed.")
class SavedSearchSuccess:
    """The search."""

    saved_search: SavedSearch = strawberry.field(
        description="The search as it stands now, or stood before it was removed."
    )


@strawberry.type
class SavedSearchMutations:
    """Save, update, delete."""

    @mutation("Saves a search: its party gets a mail when an offer appears.")
    async def save_search(
        self,
        info: Info,
        given: Annotated[
            SaveSearchInput, strawberry.argument(name="input", description="The search.")
        ],
    ) -> SavedSearchSuccess:
        values = given_fields(given)
        party_id = read_id(values.pop("party_id"), PARTY_TYPES, "input", "partyId")
        search = read_search(values)
        with blaming("input", "partyId"):
            saved = await SavedSearches(info.context.graph).save(party_id, search)
        return SavedSearchSuccess(saved_search=SavedSearch.of(saved))

    @mutation("Changes a saved search, switches it off or on.")
    async def update_saved_search(
        self,
        info: Info,
        given: Annotated[
            UpdateSavedSearchInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> SavedSearchSuccess:
        values = given_fields(given)
        searches = SavedSearches(info.context.graph)
        search_id = read_id(values.pop("id"), ["SavedSearch"], "input", "id")
        with blaming("input", "id"):
            current = await searches.get(search_id)
        search = read_search(current.model_dump(include=set(KEPT)) | values)
        saved = await searches.save(current.party_id, search, search_id=search_id)
        return SavedSearchSuccess(saved_search=SavedSearch.of(saved))

    @mutation("Removes a saved search.")
    async def delete_saved_search(
        self,
        info: Info,
        search_id: Annotated[
            strawberry.ID, strawberry.argument(name="id", description="The search.")
        ],
    ) -> SavedSearchSuccess:
        raw_id = read_id(search_id, ["SavedSearch"], "id")
        with blaming("id"):
            removed = await SavedSearches(info.context.graph).delete(raw_id)
        return SavedSearchSuccess(saved_search=SavedSearch.of(removed))


def read_search(values: dict[str, Any]) -> SavedSearchInput:
    """The graph's input. Raises RefusedError."""
    search = validated(SavedSearchInput, values)
    check_term("regions", search.region, "input", "region")
    return search
