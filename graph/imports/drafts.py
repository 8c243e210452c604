"""Records as inputs that are valid, or as problems that say what to do. Pure."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph.imports.fields import FieldValues, read_fields, validated
from graph.imports.mapping import FieldRules, Mapping
from graph.imports.nested import ChildInput, children_of, is_met, word_in
from graph.imports.places import place_of
from graph.imports.records import Problem, Record, Severity
from graph.imports.values import shown
from graph.models.inputs import PartyInput, PlaceInput

PLACE_FIELDS = frozenset(PlaceInput.model_fields)


@dataclass(frozen=True, slots=True)
class PartyReference:
    """How a row names a party that stands elsewhere."""

    external_key: str | None = None
    siret: str | None = None
    name: str | None = None

    def __str__(self) -> str:
        parts = (("key", self.external_key), ("SIRET", self.siret), ("name", self.name))
        return ", ".join(f"{word} {shown(value)}" for word, value in parts if value)


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """Two parties by external key, and what the source calls their relation."""

    from_key: str
    to_key: str
    kind: str
    reason: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What one record says. With an error among `problems`, nothing of it but children is kept."""

    record: Record
    name: str = ""
    party: PartyInput | None = None
    of: PartyReference | None = None
    children: tuple[ChildInput, ...] = ()
    link: LinkDraft | None = None
    problems: tuple[Problem, ...] = ()
    refused_children: int = 0
    is_left_out: bool = False
    columns: MappingOf[str, str] = field(default_factory=dict)


def _party(
    values: MappingOf[str, Any], rules: FieldRules, mapping: Mapping
) -> tuple[Any, FieldValues]:
    read = read_fields(values, rules, mapping)
    place, warnings = place_of(read.given, read.columns)
    read.problems += warnings
    read.given = {k: v for k, v in read.given.items() if k not in PLACE_FIELDS}
    if place:
        read.given["place"] = place
    if not read.is_sound:
        validated(PartyInput, read, rules)
        return None, read
    return validated(PartyInput, read, rules), read


def _left_out(record: Record, mapping: Mapping) -> Problem | None:
    """Why this record is left out, or is refused since that cannot be told; else None."""
    for condition in mapping.leave_out:
        try:
            if is_met(record.values, condition):
                word = shown(word_in(record.values, condition.column))
                message = f"{word} is left out by the mapping"
                return Problem(condition.column, message, Severity.WARNING)
        except ValueError as error:
            return Problem(condition.column, str(error))
    return None


def draft_of(record: Record, mapping: Mapping) -> Draft:
    """What a record says under a mapping."""
    if record.problems:
        return Draft(record, problems=record.problems)
    left_out = _left_out(record, mapping)
    if left_out is not None:
        is_left_out = left_out.severity is Severity.WARNING
        return Draft(record, problems=(left_out,), is_left_out=is_left_out)
    if mapping.link is not None:
        return _link_draft(record, mapping.link, mapping)
    children = children_of(record, mapping)
    party, of, read = None, None, FieldValues({}, {}, [])
    if mapping.party is not None:
        party, read = _party(record.values, mapping.party, mapping)
    elif mapping.of is not None:
        of, read = _reference(record.values, mapping.of, mapping)
    return Draft(
        record,
        name=str(read.given.get("name", "")),
        party=party,
        of=of,
        children=tuple(children.inputs),
        problems=(*read.problems, *children.problems),
        refused_children=children.refused,
        columns=read.columns,
    )


def _reference(
    values: MappingOf[str, Any], rules: FieldRules, mapping: Mapping
) -> tuple[PartyReference | None, FieldValues]:
    read = read_fields(values, rules, mapping)
    if read.given:
        return PartyReference(**read.given), read
    if read.is_sound:
        columns = " + ".join(rule.label for rule in rules.values())
        read.problems.append(Problem(columns, "is empty: name the party that the row is of"))
    return None, read


def _link_draft(record: Record, rules: FieldRules, mapping: Mapping) -> Draft:
    read = read_fields(record.values, rules, mapping)
    for name in ("from", "to"):
        if name not in read.given and read.is_sound:
            read.problems.append(Problem(read.columns[name], "is empty: name both parties"))
    if not read.is_sound:
        return Draft(record, problems=tuple(read.problems), columns=read.columns)
    until = _until(read)
    if not read.is_sound:
        return Draft(record, problems=tuple(read.problems), columns=read.columns)
    link = LinkDraft(
        read.given["from"],
        read.given["to"],
        read.given.get("kind", "related"),
        read.given.get("reason"),
        until,
    )
    return Draft(record, link=link, problems=tuple(read.problems), columns=read.columns)


def _until(read: FieldValues) -> date | None:
    written = read.given.get("until")
    if written is None:
        return None
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        message = f"{shown(written)} is no date: write it like 2026-12-31"
        read.problems.append(Problem(read.columns["until"], message))
        return None


def drafts_of(records: Sequence[Record], mapping: Mapping) -> list[Draft]:
    """One draft for each record, in their order."""
    return [draft_of(record, mapping) for record in records]
