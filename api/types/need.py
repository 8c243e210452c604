"""What parties seek."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Self

import strawberry

from api.batches import neighbors, short_lists, terms
from api.context import Info
from api.fields import resolved
from api.paging import checked_size
from api.types.abstention import Abstention
from api.types.node import Node
from api.types.party import First, Party
from api.types.reference import Sector, Skill
from graph.models import entities
from graph.models.vocabulary import Hosting, Language, MatchKind, NeedStatus, Scope

if TYPE_CHECKING:
    from api.types.match import Match


@strawberry.type(description="What a party seeks.")
class Need(Node):
    """See `graph.models.entities.Need`."""

    party_id: strawberry.Private[str]
    skill_ids: strawberry.Private[tuple[str, ...]]
    hidden_abstention: strawberry.Private[dict[str, Any] | None]
    hidden_assignee: strawberry.Private[str | None]
    kind: MatchKind = strawberry.field(description="What it asks for.")
    status: NeedStatus = strawberry.field(description="Where it stands.")
    title: str = strawberry.field(description="The need in one line.")
    text: str = strawberry.field(description="The need in full.")
    language: Language = strawberry.field(description="The language of its texts.")
    languages: list[str] = strawberry.field(description="Languages to work in, ISO 639 codes.")
    sector_code: str | None = strawberry.field(description="NAF code of the sector it concerns.")
    is_remote: bool = strawberry.field(description="Whether working at a distance is fine.")
    radius_km: float | None = strawberry.field(
        description="How far away the other side may be, in km; null for anywhere."
    )
    budget_min: float | None = strawberry.field(description="Least budget, in euros.")
    budget_max: float | None = strawberry.field(description="Highest budget, in euros.")
    deadline: date | None = strawberry.field(description="Until when it must be met.")
    hosting: Hosting = strawberry.field(description="Where data must be hosted.")
    certifications: list[str] = strawberry.field(description="Certifications it asks for.")
    external_key: str | None = strawberry.field(description="Its key in the source it came from.")
    handed_to: str | None = strawberry.field(
        description="The person of the network who looks after it, where it was handed over."
    )
    matched_at: datetime | None = strawberry.field(
        description="When it was last matched; null while it waits for its first match."
    )
    created_at: datetime = strawberry.field(description="When it was registered.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @classmethod
    def of(cls, model: entities.Need, **more: Any) -> Self:
        """From the graph's model."""
        return super().of(
            model,
            sector_code=model.sector,
            hidden_abstention=model.abstention,
            hidden_assignee=model.assignee,
            **more,
        )

    @resolved("Who seeks.", batch=neighbors("party", "party_id"))
    async def party(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return await info.context.loaders.party.load(self.party_id)

    @resolved("The skills it requires.", batch=terms("skill", "skill_ids"))
    async def skills(self, info: Info) -> list[Skill]:
        """From the loader of all skills; one that is not known is left out."""
        found = await info.context.loaders.skill.load_many(self.skill_ids)
        return [skill for skill in found if skill is not None]

    @resolved("The sector it concerns.", batch=terms("sector", "sector_division"))
    async def sector(self, info: Info) -> Sector | None:
        """From the loader of all sectors."""
        code = self.sector_division
        return await info.context.loaders.sector.load(code) if code else None

    @property
    def sector_division(self) -> str | None:
        """The first two digits of its NAF code."""
        return (self.sector_code or "")[:2] or None

    @resolved(
        "Who of the network's staff looks after its suggestions, see `assignNeed`; null for all "
        "but staff, and keys with the scope `staff`."
    )
    def assignee(self, info: Info) -> str | None:
        """None rather than an error: one query serves all callers."""
        return self.hidden_assignee if info.context.signed_in.has_scope(Scope.STAFF) else None

    @resolved("Why the newest matching suggests nothing for it; null where it does.")
    def abstention(self) -> Abstention | None:
        """Stored with the need."""
        found = self.hidden_abstention
        return Abstention.of(found) if found else None

    @resolved("Its open matches, best first.", batch=short_lists("suggestions_of_need"))
    async def suggestions(
        self, info: Info, first: First
    ) -> list[Annotated["Match", strawberry.lazy("api.types.match")]]:
        """From the loader of suggestions by need."""
        key = (self.raw_id, checked_size(first))
        return await info.context.loaders.suggestions_of_need.load(key)
