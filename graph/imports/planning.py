"""Records, a mapping and what is known, as a plan. Pure: the same three give the same plan."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph.imports.children import place_child
from graph.imports.drafts import Draft, drafts_of
from graph.imports.identity import Directory, PlannedChild, Rule, Target
from graph.imports.known import Known
from graph.imports.mapping import Mapping
from graph.imports.merging import differences, filled, given, overridden
from graph.imports.plan import ImportPlan, PlannedLink, PlanRow, Status, Subject
from graph.imports.records import Problem, Record, Severity
from graph.models.inputs import NeedInput, PartyInput
from graph.repositories.parties import keys_of
from graph.text import name_key


@dataclass(slots=True)
class _Seen:
    """A row while the plan is made."""

    draft: Draft
    subject: Subject
    target: Target | None = None
    rule: Rule | None = None
    is_owner: bool = True
    is_first: bool = False
    status: Status | None = None
    link: PlannedLink | None = None
    children: list[PlannedChild] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_import(records: Sequence[Record], mapping: Mapping, known: Known) -> ImportPlan:
    """What importing these records would do to a network of which this is known."""
    return plan_drafts(drafts_of(records, mapping), mapping, known)


def plan_drafts(drafts: Sequence[Draft], mapping: Mapping, known: Known) -> ImportPlan:
    """The plan for drafts of `drafts_of`, where they are at hand already."""
    return _Planner(mapping, known).plan(drafts)


class _Planner:
    def __init__(self, mapping: Mapping, known: Known) -> None:
        self._mapping = mapping
        self._known = known
        self._directory = Directory()
        self._targets: list[Target] = []
        for party in known.parties:
            target = self._new_target(party.input)
            target.party_id, target.before = party.id, party.input
            self._directory.add(target, party.input)
            self._directory.note(party.input)

    def plan(self, drafts: Sequence[Draft]) -> ImportPlan:
        # Parties first: a need, an incubator or a link may name a party of a later row.
        for draft in drafts:
            if draft.party is not None:
                self._directory.note(draft.party)
        # Those that say most about who they are go first, so that a bare name meets them all.
        order = sorted(range(len(drafts)), key=lambda number: _vagueness(drafts[number]))
        by_number = {number: self._see(drafts[number]) for number in order}
        seen = [by_number[number] for number in range(len(drafts))]
        for row in seen:
            if row.target is not None and row.draft.party is not None:
                self._join_incubator(row, row.draft.party)
            elif row.draft.of is not None and not _is_refused(row.draft):
                self._find_owner(row)
            elif row.draft.link is not None:
                self._relate(row)
        members = self._new_members()
        changed = {target.index: self._changes(target, members) for target in self._targets}
        return ImportPlan(
            rows=tuple(self._row(row, changed) for row in seen),
            targets=tuple(target for target in self._targets if changed[target.index]),
            members=tuple(members),
            links=tuple(self._new_links(seen)),
            refused_children=sum(row.draft.refused_children for row in seen),
            creates_skills=self._mapping.skills == "create",
        )

    def _new_target(self, party: PartyInput) -> Target:
        target = Target(index=len(self._targets), after=party)
        self._targets.append(target)
        return target

    def _see(self, draft: Draft) -> _Seen:
        subject = Subject.PARTY if self._mapping.party is not None else Subject.CHILD
        row = _Seen(draft, Subject.LINK if self._mapping.link is not None else subject)
        row.problems = list(draft.problems)
        if draft.is_left_out:
            row.status = Status.LEFT_OUT
        elif _is_refused(draft):
            row.status = Status.REFUSED
        elif draft.party is not None:
            self._place_party(row, draft.party)
        return row

    def _place_party(self, row: _Seen, party: PartyInput) -> None:
        found, doubts = self._directory.find(party)
        row.problems += [self._in_columns(doubt, row.draft) for doubt in doubts]
        target = found.target if found else None
        owner = self._directory.by_siret(party.siret)
        if owner is not None and owner is not target:
            self._refuse(
                row,
                "siret",
                f"the SIRET {party.siret} is that of {owner.name}"
                f" ({owner.where}): one of the two is wrong",
            )
            return
        if target is None:
            target = self._new_target(party)
        else:
            row.rule = found.rule if found else None
            row.is_owner = _owns(target, row.rule)
            merge = overridden if row.is_owner else filled
            target.after = merge(target.after, party)
        row.is_first = target.line is None
        target.line = row.draft.record.line if target.line is None else target.line
        row.target = target
        self._directory.add(target, party)
        self._place_children(row, target)

    def _place_children(self, row: _Seen, target: Target) -> None:
        known = self._known.children.get(target.party_id or "", ())
        for child in row.draft.children:
            planned, told = place_child(target, child, known, self._known.skills, self._mapping)
            row.children.append(planned)
            row.problems += [self._in_columns(problem, row.draft) for problem in told]

    def _refuse(self, row: _Seen, name: str, message: str) -> None:
        column = row.draft.columns.get(name, name)
        row.problems.append(Problem(column, message))
        row.status, row.target = Status.REFUSED, None

    def _in_columns(self, problem: Problem, draft: Draft) -> Problem:
        return replace(problem, column=draft.columns.get(problem.column, problem.column))

    def _join_incubator(self, row: _Seen, party: PartyInput) -> None:
        if not party.incubator_key or row.target is None:
            return
        incubator = self._directory.by_key(party.incubator_key)
        if incubator is not None and incubator is not row.target:
            row.target.incubator = row.target.incubator or incubator
            return
        message = f"no party has the key “{party.incubator_key}”: import the incubators first"
        column = row.draft.columns.get("incubator_key", "incubator_key")
        row.problems.append(Problem(column, message, Severity.WARNING))

    def _find_owner(self, row: _Seen) -> None:
        of = row.draft.of
        if of is None:
            return
        found = self._directory.by_key(of.external_key) or self._directory.by_siret(of.siret)
        named = self._directory.by_name(name_key(of.name)) if of.name and not found else []
        if found is None and len(named) == 1:
            found = named[0]
        if found is None:
            how = f"{len(named)} parties have" if named else "no party has"
            self._refuse(
                row,
                next(iter(self._mapping.of or {}), ""),
                f"{how} the {of}: import the parties first, and name one of them",
            )
            return
        row.target = found
        self._place_children(row, found)

    def _relate(self, row: _Seen) -> None:
        link = row.draft.link
        if link is None:
            return
        ends = [self._directory.by_key(key) for key in (link.from_key, link.to_key)]
        for name, key, end in zip(("from", "to"), (link.from_key, link.to_key), ends, strict=True):
            if end is None:
                self._refuse(row, name, f"no party has the key “{key}”: import the parties first")
                return
        start, end = ends
        if start is None or end is None or start is end:
            self._refuse(row, "to", "relates a party to itself")
            return
        row.link = PlannedLink(start, end, link.kind, link.reason, link.until)
        ids = (start.party_id, end.party_id)
        is_known = (*ids, link.kind, link.reason, link.until) in self._known.relations
        row.status = Status.UNCHANGED if is_known else Status.CREATE

    def _new_members(self) -> list[tuple[Target, Target]]:
        return [
            (target, target.incubator)
            for target in self._targets
            if target.incubator is not None
            and (target.party_id, target.incubator.party_id) not in self._known.members
        ]

    def _new_links(self, seen: Sequence[_Seen]) -> list[PlannedLink]:
        return [row.link for row in seen if row.link and row.status is Status.CREATE]

    def _changes(self, target: Target, members: list[tuple[Target, Target]]) -> tuple[str, ...]:
        if target.before is None:
            return ("new",)
        own = differences(target.before, target.after)
        joined = ("incubator",) if any(member is target for member, _ in members) else ()
        changed = [child for child in target.children if child.changes]
        needs = any(isinstance(child.input, NeedInput) for child in changed)
        offers = any(not isinstance(child.input, NeedInput) for child in changed)
        return (*own, *joined, *(("needs",) if needs else ()), *(("offers",) if offers else ()))

    def _row(self, row: _Seen, changed: dict[int, tuple[str, ...]]) -> PlanRow:
        record, target = row.draft.record, row.target
        children = row.draft.children
        planned = PlanRow(
            line=record.line,
            where=record.where,
            subject=row.subject,
            status=row.status or Status.UNCHANGED,
            name=_name_of(row),
            needs=sum(isinstance(child, NeedInput) for child in children),
            offers=sum(not isinstance(child, NeedInput) for child in children),
            problems=tuple(row.problems),
        )
        if row.status is not None or target is None:
            return planned
        if row.subject is Subject.CHILD:
            return replace(planned, status=_child_status(row.children))
        changes = changed[target.index]
        is_new = target.party_id is None and row.is_first
        is_itself = is_new or (row.is_first and row.rule is Rule.EXTERNAL_KEY)
        status = Status.CREATE if is_new else _later_status(row, changes)
        return replace(
            planned,
            status=status,
            rule=row.rule,
            same_as="" if is_itself else _where(row, target),
            changes=changes
            if status in (Status.UPDATE, Status.DUPLICATE) and target.party_id
            else (),
            ignored=_ignored(row, target),
        )


def _where(row: _Seen, target: Target) -> str:
    return "the network" if row.is_first else target.where


def _ignored(row: _Seen, target: Target) -> tuple[str, ...]:
    """Our fields of which the row says something else than what stands in the end."""
    if row.draft.party is None:
        return ()
    mine, final = given(row.draft.party), given(target.after)
    told = (name for name in mine if name not in {"incubator_key", "place"})
    return tuple(sorted(name for name in told if mine[name] != final.get(name)))


def _later_status(row: _Seen, changes: tuple[str, ...]) -> Status:
    if not changes:
        return Status.UNCHANGED
    is_known = row.target is not None and row.target.party_id is not None
    return Status.UPDATE if is_known and row.is_owner else Status.DUPLICATE


def _child_status(children: Sequence[PlannedChild]) -> Status:
    if any(child.child_id is None for child in children):
        return Status.CREATE
    return Status.UPDATE if any(child.changes for child in children) else Status.UNCHANGED


def _vagueness(draft: Draft) -> int:
    """0 for a party with a key or a SIRET, 1 with a place or website, 2 for a bare name."""
    if draft.party is None:
        return 2
    keys = keys_of(draft.party)
    if keys.external_key or keys.siret:
        return 0
    return 1 if keys.place_key or keys.website_key else 2


def _owns(target: Target, rule: Rule | None) -> bool:
    """Whether the row may change what stands; others only fill what is empty.

    A party belongs to the source that named it, and inside a file to the first row that is it.
    """
    if target.line is not None:
        return False
    return rule is Rule.EXTERNAL_KEY or target.after.external_key is None


def _is_refused(draft: Draft) -> bool:
    """Whether nothing of a draft can go in; an error in one need of a party is not enough."""
    if draft.is_left_out:
        return False
    if draft.party is not None or draft.link is not None:
        return False
    return draft.of is None or not draft.children


def _name_of(row: _Seen) -> str:
    if row.draft.party is not None:
        return row.draft.party.name
    if row.draft.name:
        return row.draft.name
    if row.draft.children:
        return row.draft.children[0].title
    link = row.draft.link
    return f"{link.from_key} → {link.to_key}" if link else ""
