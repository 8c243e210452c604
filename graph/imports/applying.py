"""A plan, written. Running it again after an interruption goes on where it stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from graph.connection import Graph
from graph.errors import ConstraintViolatedError
from graph.ids import new_id
from graph.imports.children import resolved
from graph.imports.identity import PlannedChild, Target
from graph.imports.merging import differences
from graph.imports.plan import ImportPlan
from graph.lifecycle.events import event_row
from graph.models.inputs import NeedInput, OfferInput
from graph.models.relations import relation_row
from graph.repositories.events import Events
from graph.repositories.needs import Needs, need_row
from graph.repositories.offers import Offers, offer_row
from graph.repositories.parties import Parties, party_row
from graph.repositories.reference import Skills
from graph.text import fold

BATCH = 500
Progress: TypeAlias = Callable[[str, int, int], None]


def no_progress(step: str, done: int, total: int) -> None:
    """Shows nothing."""


@dataclass(slots=True)
class ImportReport:
    """What was written. `rows` counts the file's rows by status, as the plan did.

    `failed` names the parties that another writer made impossible in the meantime.
    """

    rows: dict[str, int]
    parties_created: int = 0
    parties_updated: int = 0
    needs_created: int = 0
    needs_updated: int = 0
    offers_created: int = 0
    offers_updated: int = 0
    skills_created: int = 0
    members_linked: int = 0
    links_created: int = 0
    failed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report for a script."""
        return {name: getattr(self, name) for name in self.__slots__}


async def apply_import(
    graph: Graph,
    plan: ImportPlan,
    *,
    progress: Progress = no_progress,
    actor: str = "import",
    cause: str = "",
) -> ImportReport:
    """Writes a plan in batches of 500, and one event `import.finished` with the counts."""
    return await _Writer(graph, plan, progress).write(actor, cause)


class _Writer:
    def __init__(self, graph: Graph, plan: ImportPlan, progress: Progress) -> None:
        self._graph = graph
        self._plan = plan
        self._progress = progress
        self._report = ImportReport(rows=plan.counts)
        self._ids = {t.index: t.party_id or new_id() for t in plan.targets}

    async def write(self, actor: str, cause: str) -> ImportReport:
        await self._write_parties()
        labels = await self._write_skills()
        children = [(t, c) for t in self._plan.targets for c in t.children if c.changes]
        await self._write_children(children, labels)
        await self._write_relations()
        counts = {k: v for k, v in self._report.as_json().items() if k != "failed"}
        failed = len(self._report.failed)
        subject = self._graph.tenant_id or ""
        row = event_row(actor, "import.finished", subject, cause=cause, failed=failed, **counts)
        await Events(self._graph).record([row])
        return self._report

    def _id(self, target: Target) -> str:
        return target.party_id or self._ids[target.index]

    async def _write_parties(self) -> None:
        rows = [
            (target.name, party_row(self._id(target), target.after))
            for target in self._plan.targets
            if target.before is None or differences(target.before, target.after)
        ]
        for start in range(0, len(rows), BATCH):
            await self._write_party_batch(rows[start : start + BATCH])
            self._progress("parties", min(start + BATCH, len(rows)), len(rows))

    async def _write_party_batch(self, rows: Sequence[tuple[str, dict[str, Any]]]) -> None:
        try:
            written = await Parties(self._graph).save_all([row for _, row in rows])
        except ConstraintViolatedError:
            # Somebody wrote the same SIRET or key since the plan was made: find out which row.
            if len(rows) == 1:
                self._report.failed.append(rows[0][0])
                return
            for row in rows:
                await self._write_party_batch([row])
            return
        self._report.parties_created += len(written.created)
        self._report.parties_updated += len(written.updated)

    async def _write_skills(self) -> dict[str, str]:
        used = {
            label
            for target in self._plan.targets
            for child in target.children
            if child.changes
            for label in child.input.skills
        }
        repository = Skills(self._graph)
        known = {skill.id for skill in await repository.all()}
        found = await repository.ensure(sorted(used)) if self._plan.creates_skills else {}
        self._report.skills_created = len(set(found.values()) - known)
        return {fold(label): skill_id for label, skill_id in found.items()}

    async def _write_children(
        self, children: Sequence[tuple[Target, PlannedChild]], labels: dict[str, str]
    ) -> None:
        needs, offers = [], []
        for target, child in children:
            child_id, party_id = child.child_id or new_id(), self._id(target)
            written = resolved(child.input, labels, creates=True)
            if isinstance(written, NeedInput):
                needs.append(need_row(child_id, party_id, written))
            elif isinstance(written, OfferInput):
                offers.append(offer_row(child_id, party_id, written))
        for start in range(0, len(needs), BATCH):
            batch = needs[start : start + BATCH]
            done = await Needs(self._graph).save_all(batch, then_match=False)
            self._report.needs_created += len(done.created)
            self._report.needs_updated += len(done.updated)
            self._progress("needs", min(start + BATCH, len(needs)), len(needs))
        for start in range(0, len(offers), BATCH):
            done = await Offers(self._graph).save_all(offers[start : start + BATCH])
            self._report.offers_created += len(done.created)
            self._report.offers_updated += len(done.updated)
            self._progress("offers", min(start + BATCH, len(offers)), len(offers))

    async def _write_relations(self) -> None:
        parties = Parties(self._graph)
        members = [
            {"party_id": self._id(party), "incubator_id": self._id(incubator)}
            for party, incubator in self._plan.members
        ]
        for start in range(0, len(members), BATCH):
            linked = await parties.link_members(members[start : start + BATCH])
            self._report.members_linked += linked
            self._progress("members", min(start + BATCH, len(members)), len(members))
        links = [
            relation_row(
                from_id=self._id(k.start),
                to_id=self._id(k.end),
                kind=k.kind,
                reason=k.reason,
                until=k.until,
            )
            for k in self._plan.links
        ]
        for start in range(0, len(links), BATCH):
            done = await parties.link(links[start : start + BATCH])
            self._report.links_created += done["created"]
            self._progress("links", min(start + BATCH, len(links)), len(links))
