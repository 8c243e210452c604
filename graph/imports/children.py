"""Needs and offers of a planned party: which stand already, which are new. Pure."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence

from graph.imports.identity import PlannedChild, Target
from graph.imports.known import KnownChild
from graph.imports.mapping import Mapping
from graph.imports.merging import differences, filled, given, overridden
from graph.imports.nested import ChildInput
from graph.imports.records import Problem, Severity
from graph.models.inputs import NeedInput, OfferInput
from graph.text import fold

NEW = ("new",)


def resolved(child: ChildInput, skills: MappingOf[str, str], *, creates: bool) -> ChildInput:
    """The child with ids for the labels of known skills; others stay or go, as the mapping says."""
    if not child.skills:
        return child
    labels = [skills.get(fold(label), label if creates else None) for label in child.skills]
    ids = tuple(dict.fromkeys(label for label in labels if label))
    return child.model_copy(update={"skills": ids})


def is_same(first: ChildInput, second: ChildInput) -> bool:
    """By external key where both have one, else by kind and title."""
    if type(first) is not type(second):
        return False
    if first.external_key and second.external_key:
        return first.external_key == second.external_key
    return first.kind is second.kind and fold(first.title) == fold(second.title)


def place_child(
    target: Target,
    child: ChildInput,
    known: Sequence[KnownChild],
    skills: MappingOf[str, str],
    mapping: Mapping,
) -> tuple[PlannedChild, list[Problem]]:
    """Puts a need or offer into its party's plan; returns it, and what is worth telling."""
    row = resolved(child, skills, creates=mapping.skills == "create")
    problems = [
        Problem("skills", f"“{label}” is no known skill: left out", Severity.WARNING)
        for label in child.skills
        if mapping.skills == "ignore" and fold(label) not in skills
    ]
    for planned in target.children:
        if is_same(planned.input, row):
            planned.input = _merged(planned.input, row, is_stronger=False)
            return planned, [*problems, *_ignored(planned.input, row)]
    old = next((old for old in known if is_same(old.input, row)), None)
    if old is None:
        planned = PlannedChild(row, None, NEW)
    else:
        after = _merged(old.input, row, is_stronger=True)
        planned = PlannedChild(after, old.id, _differences(old.input, after))
    target.children.append(planned)
    return planned, problems


def _ignored(kept: ChildInput, row: ChildInput) -> list[Problem]:
    """Tells what a second row says otherwise about the same need or offer."""
    mine, final = given(row), given(kept)
    names = sorted(name for name in mine if mine[name] != final.get(name))
    if not names:
        return []
    message = f"“{row.title}” stands twice: {', '.join(names)} of the first one stay"
    return [Problem("title", message, Severity.WARNING)]


def _merged(old: ChildInput, row: ChildInput, *, is_stronger: bool) -> ChildInput:
    merge = overridden if is_stronger else filled
    if isinstance(old, NeedInput) and isinstance(row, NeedInput):
        return merge(old, row)
    if isinstance(old, OfferInput) and isinstance(row, OfferInput):
        return merge(old, row)
    raise TypeError("a need and an offer are never one")


def _differences(old: ChildInput, new: ChildInput) -> tuple[str, ...]:
    if isinstance(old, NeedInput) and isinstance(new, NeedInput):
        return differences(old, new)
    if isinstance(old, OfferInput) and isinstance(new, OfferInput):
        return differences(old, new)
    return NEW
