"""The fields of one block of a mapping, read from a record and checked by the model. Pure."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from graph.imports.mapping import KEY_FIELDS, FieldRules, Mapping
from graph.imports.records import Problem, Severity
from graph.imports.values import shown, value_of
from graph.models.inputs import reason_of

Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class FieldValues:
    """The values of one block of the mapping for one record, and the columns they come from."""

    given: dict[str, Any]
    columns: dict[str, str]
    problems: list[Problem]

    @property
    def is_sound(self) -> bool:
        """Whether no problem refuses the block."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


def read_fields(
    values: MappingOf[str, Any], rules: FieldRules, mapping: Mapping, at: str = ""
) -> FieldValues:
    """Every field of a block; a value that cannot be understood becomes a problem."""
    read = FieldValues({}, {name: f"{at}{rule.label}" for name, rule in rules.items()}, [])
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
    message = reason_of(error)
    if not error["loc"]:
        return message
    return f"{shown(error['input'])}: {message[:1].lower()}{message[1:]}"


def validated(model: type[Model], read: FieldValues, rules: FieldRules) -> Model | None:
    """The model, once what may be left out and is wrong is left out; None with new problems."""
    try:
        return model.model_validate(read.given)
    except ValidationError as error:
        dropped = set()
        for fault in error.errors():
            name = _field_of(fault["loc"] or tuple(fault["msg"].split()), rules)
            rule = rules.get(name)
            column = read.columns.get(name, name)
            if fault["type"] == "missing" and _is_refused(read, column):
                continue  # it is not empty, but could not be read: that is told already
            if_wrong = rule.if_wrong if rule and name in _all_given(read.given) else "refuse"
            read.problems.append(_problem(column, _explained(fault, name), if_wrong))
            if if_wrong == "leave out":
                dropped.add(name)
        if not read.is_sound:
            return None
        read.given = _without(read.given, dropped)
        return validated(model, read, rules)


def _is_refused(read: FieldValues, column: str) -> bool:
    return any(p.column == column and p.severity is Severity.ERROR for p in read.problems)


def _all_given(given: dict[str, Any]) -> set[str]:
    return set(given) | set(given.get("place", ()))


def _without(given: dict[str, Any], dropped: set[str]) -> dict[str, Any]:
    kept = {name: value for name, value in given.items() if name not in dropped}
    if "place" in kept:
        kept["place"] = {k: v for k, v in kept["place"].items() if k not in dropped}
    return kept


def _field_of(location: tuple[int | str, ...], rules: FieldRules) -> str:
    """The field of ours at a place in the model, or the last one that a sentence names."""
    names = [str(part) for part in location if part in rules]
    return names[-1] if names else (str(location[0]) if location else "")
