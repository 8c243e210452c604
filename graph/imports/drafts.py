"""Records as inputs that are valid, or as problems that say what to do. Pure."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError

from graph.imports.mapping import KEY_FIELDS, ChildRules, Condition, FieldRules, Mapping
from graph.imports.places import place_of
from graph.imports.records import Problem, Record, Severity
from graph.imports.values import as_text, cleaned, look_up, shown, value_of
from graph.models.inputs import NeedInput, OfferInput, PartyInput, PlaceInput

ChildInput: TypeAlias = NeedInput | OfferInput
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


@dataclass(slots=True)
class _Values:
    """The values of one block of the mapping for one record."""

    given: dict[str, Any]
    columns: dict[str, str]
    problems: list[Problem]

    @property
    def is_sound(self) -> bool:
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


def _read(
    values: MappingOf[str, Any], rules: FieldRules, mapping: Mapping, at: str = ""
) -> _Values:
    read = _Values({}, {name: f"{at}{rule.label}" for name, rule in rules.items()}, [])
    for name, rule in rules.items():
        try:
            value = value_of(values, name, rule, mapping.file.empty)
        except ValueError as error:
            read.problems.append(_problem(read.columns[name], str(error), rule.if_wrong))
            continue
        if value is None:
            continue
        source = rule.source if rule.source is not None else mapping.source
        is_spaced = name in KEY_FIELDS and source and rule.value is None
        read.given[name] = f"{source}:{value}" if is_spaced else value
    return read


def _problem(column: str, message: str, if_wrong: str) -> Problem:
    if if_wrong == "leave out":
        return Problem(column, f"{message}: left out", Severity.WARNING)
    return Problem(column, message)


def _explained(error: Any, name: str) -> str:
    """One error of pydantic in a sentence that says what to do."""
    match error["type"]:
        case "missing":
            return f"is empty, and nothing goes in without {name}: fill it, or give it a value"
        case "enum" | "literal_error":
            return (
                f"{shown(error['input'])} is none of {error['ctx']['expected']}: translate it in a"
                " table `values` of the mapping"
            )
        case "string_too_long":
            return (
                f"has {len(error['input'])} characters, {error['ctx']['max_length']} are allowed:"
                f" shorten it, or write `cut = {error['ctx']['max_length']}` in the mapping"
            )
    message = error["msg"].removeprefix("Value error, ")
    return f"{shown(error['input'])}: {message[:1].lower()}{message[1:]}"


def _validated(model: type[BaseModel], read: _Values, rules: FieldRules) -> BaseModel | None:
    """The model, once what may be left out and is wrong is left out; None with new problems."""
    try:
        return model.model_validate(read.given)
    except ValidationError as error:
        dropped = set()
        for fault in error.errors():
            name = _field_of(fault["loc"], rules)
            rule = rules.get(name)
            column = read.columns.get(name, name)
            if_wrong = rule.if_wrong if rule and name in _all_given(read.given) else "refuse"
            read.problems.append(_problem(column, _explained(fault, name), if_wrong))
            if if_wrong == "leave out":
                dropped.add(name)
        if not read.is_sound:
            return None
        read.given = _without(read.given, dropped)
        return _validated(model, read, rules)


def _all_given(given: dict[str, Any]) -> set[str]:
    return set(given) | set(given.get("place", ()))


def _without(given: dict[str, Any], dropped: set[str]) -> dict[str, Any]:
    kept = {name: value for name, value in given.items() if name not in dropped}
    if "place" in kept:
        kept["place"] = {k: v for k, v in kept["place"].items() if k not in dropped}
    return kept


def _field_of(location: tuple[int | str, ...], rules: FieldRules) -> str:
    names = [str(part) for part in location if part in rules]
    return names[-1] if names else (str(location[0]) if location else "")


def _party(values: MappingOf[str, Any], rules: FieldRules, mapping: Mapping) -> tuple[Any, _Values]:
    read = _read(values, rules, mapping)
    place, warnings = place_of(read.given, read.columns)
    read.problems += warnings
    read.given = {k: v for k, v in read.given.items() if k not in PLACE_FIELDS}
    if place:
        read.given["place"] = place
    if not read.is_sound:
        _validated(PartyInput, read, rules)
        return None, read
    return _validated(PartyInput, read, rules), read


def _word(values: MappingOf[str, Any], column: str) -> str:
    found = look_up(values, column)
    return "" if found is None else as_text(found).strip()


def _holds(values: MappingOf[str, Any], condition: Condition) -> bool:
    word = _word(values, condition.column)
    return word in condition.values if condition.values else word not in condition.but


def _is_there(record: Record, rules: ChildRules, empty: Sequence[str]) -> bool:
    """Whether the record holds the need or offer of a block."""
    if isinstance(rules.when, Condition):
        return _holds(record.values, rules.when)
    return rules.when is None or cleaned(look_up(record.values, rules.when), empty) is not None


def _items(record: Record, rules: ChildRules, empty: Sequence[str]) -> list[tuple[str, Any]]:
    """The values that a child block reads, each with its path in the record."""
    if not _is_there(record, rules, empty):
        return []
    if rules.each is None:
        return [("", record.values)]
    found = look_up(record.values, rules.each)
    items = found if isinstance(found, list) else []
    return [(f"{rules.each}.{number}.", item) for number, item in enumerate(items)]


def _children(
    record: Record, blocks: Sequence[ChildRules], model: type[ChildInput], mapping: Mapping
) -> tuple[list[ChildInput], list[Problem], int]:
    children: list[ChildInput] = []
    problems: list[Problem] = []
    refused = 0
    for block in blocks:
        try:
            items = _items(record, block, mapping.file.empty)
        except ValueError as error:
            problems.append(Problem(block.tested or "", str(error)))
            refused += 1
            continue
        for path, item in items:
            if not isinstance(item, dict) and not isinstance(item, MappingOf):
                problems.append(Problem(path.rstrip("."), "is no object: write its fields in { }"))
                refused += 1
                continue
            read = _read(item, block.fields, mapping, path)
            child = _validated(model, read, block.fields)
            problems += read.problems
            if child is None or not read.is_sound:
                refused += 1
            else:
                children.append(child)  # type: ignore[arg-type]  # `model` is one of the union
    return children, problems, refused


def _is_left_out(record: Record, mapping: Mapping) -> str:
    """Why the mapping leaves this record out; empty where it does not."""
    for condition in mapping.leave_out:
        if _holds(record.values, condition):
            return f"{shown(_word(record.values, condition.column))} is left out by the mapping"
    return ""


def draft_of(record: Record, mapping: Mapping) -> Draft:
    """What a record says under a mapping."""
    if record.problems:
        return Draft(record, problems=record.problems)
    try:
        left_out = _is_left_out(record, mapping)
    except ValueError as error:
        return Draft(record, problems=(Problem(mapping.leave_out[0].column, str(error)),))
    if left_out:
        told = Problem(mapping.leave_out[0].column, left_out, Severity.WARNING)
        return Draft(record, problems=(told,), is_left_out=True)
    if mapping.link is not None:
        return _link_draft(record, mapping.link, mapping)
    needs, need_problems, refused_needs = _children(record, mapping.need, NeedInput, mapping)
    offers, offer_problems, refused_offers = _children(record, mapping.offer, OfferInput, mapping)
    party, of, read = None, None, _Values({}, {}, [])
    if mapping.party is not None:
        party, read = _party(record.values, mapping.party, mapping)
    elif mapping.of is not None:
        read = _read(record.values, mapping.of, mapping)
        of = PartyReference(**read.given)
        if not read.given:
            column = " + ".join(rule.label for rule in mapping.of.values())
            read.problems.append(Problem(column, "is empty: name the party that the row is of"))
    return Draft(
        record,
        name=str(read.given.get("name", "")),
        party=party,
        of=of,
        children=(*needs, *offers),
        problems=(*read.problems, *need_problems, *offer_problems),
        refused_children=refused_needs + refused_offers,
        columns=read.columns,
    )


def _link_draft(record: Record, rules: FieldRules, mapping: Mapping) -> Draft:
    read = _read(record.values, rules, mapping)
    for name in ("from", "to"):
        if name not in read.given and read.is_sound:
            read.problems.append(Problem(read.columns[name], "is empty: name both parties"))
    if not read.is_sound:
        return Draft(record, problems=tuple(read.problems), columns=read.columns)
    link = LinkDraft(read.given["from"], read.given["to"], read.given.get("kind", "related"))
    return Draft(record, link=link, problems=tuple(read.problems), columns=read.columns)


def drafts_of(records: Sequence[Record], mapping: Mapping) -> list[Draft]:
    """One draft for each record, in their order."""
    return [draft_of(record, mapping) for record in records]
