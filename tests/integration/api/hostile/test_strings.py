"""Hostile strings through every mutation: read back unchanged, or refused with their path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.integration.api.documents import operations
from tests.integration.api.hostile.sending import (
    asked_at,
    kept_in_graph,
    read_at,
    sent,
    untold,
)
from tests.integration.api.hostile.subjects import IN_GRAPH, SUBJECTS, Arguments, reading_of
from tests.integration.api.hostile.values import STRINGS, Place, places
from tests.integration.api.network import Json, Network


@dataclass(frozen=True)
class Letter:
    """One mutation with a string in each of several places."""

    given: Json
    strings: Mapping[Place, str]

    @property
    def arguments(self) -> Json:
        """What is sent."""
        filled = self.given
        for place, value in self.strings.items():
            filled = place.filled(filled, value)
        return filled

    def without(self, payload: Json) -> "Letter":
        """The same without the strings that a refusal names."""
        paths = [error["path"] for error in payload["errors"]]
        kept = {
            place: value
            for place, value in self.strings.items()
            if not any(place.is_told_by(path) for path in paths)
        }
        return Letter(self.given, kept)


def strings_of(name: str) -> list[Place]:
    return [place for place in places(name) if place.type_name == "String"]


def letters(name: str, at: Arguments) -> Iterator[Letter]:
    """As many as there are strings, so that each string comes once to each place."""
    for number in range(len(STRINGS)):
        strings = {
            place: STRINGS[(number + shift) % len(STRINGS)]
            for shift, place in enumerate(strings_of(name))
        }
        yield Letter(at(number), strings)


def changed(place: Place, value: str, kept: Any) -> list[str]:
    """Nothing where a value is kept; white space around it does not count."""
    is_kept = kept in (value, value.strip()) or (kept is None and not value.strip())
    return [] if is_kept else [f"{place}: {value[:80]!r} became {str(kept)[:80]!r}"]


def test_every_mutation_is_sent_here() -> None:
    """Whoever adds a mutation adds its line to `tests/integration/api/hostile/subjects.py`."""
    assert {f"mutation {name}" for name in SUBJECTS} == {
        name for name in operations() if name.startswith("mutation ")
    }


async def told_by_answers(network: Network, name: str, at: Arguments) -> list[str]:
    """What went wrong. What is refused is left out and the rest is sent again, until it is kept."""
    asked = asked_at(reading_of(place) for place in strings_of(name))
    wrong: list[str] = []
    waiting = list(letters(name, at))
    while waiting:
        answers = await sent(network, name, [letter.arguments for letter in waiting], asked)
        refused = []
        for letter, payload in zip(waiting, answers, strict=True):
            if "errors" in payload:
                refused.append(letter.without(payload))
                is_told = refused[-1].strings != letter.strings
                wrong += [] if is_told else [f"{name}: {payload['errors']}"]
            else:
                for place, value in letter.strings.items():
                    wrong += changed(place, value, read_at(place, payload))
        waiting = [letter for letter in refused if letter.strings and not wrong]
    return wrong


async def told_by_graph(network: Network, place: Place, at: Arguments) -> list[str]:
    """The same of a place of which only the graph tells what is kept."""
    wrong: list[str] = []
    for number, value in enumerate(STRINGS):
        (payload,) = await sent(network, place.mutation, [place.filled(at(number), value)])
        if "errors" in payload:
            wrong += untold(place, payload)
        else:
            wrong += changed(place, value, await kept_in_graph(network, place))
    return wrong


async def test_a_string_is_kept_unchanged_or_refused_with_its_path(admin: Network) -> None:
    wrong: list[str] = []
    for name in filter(strings_of, SUBJECTS):
        at = await SUBJECTS[name](admin)
        alone = [place for place in strings_of(name) if str(place) in IN_GRAPH]
        for place in alone:
            wrong += await told_by_graph(admin, place, at)
        wrong += [] if alone else await told_by_answers(admin, name, at)
    assert wrong == []


def test_what_is_changed_or_told_elsewhere_is_named() -> None:
    place = next(place for place in strings_of("registerNeed") if place.name == "title")
    assert changed(place, "a", "a") == changed(place, " ", None) == []
    assert changed(place, "a", "b") == ["registerNeed(input.title): 'a' became 'b'"]
    letter = Letter({"input": {}}, {place: "a"})
    assert letter.arguments == {"input": {"title": "a"}}
    for path, is_told in (
        (["input", "title"], True),
        (["input"], False),
        (["input", "text"], False),
    ):
        payload = {"errors": [{"path": path}]}
        assert (untold(place, payload) == []) is is_told
        assert (letter.without(payload).strings == {}) is is_told
