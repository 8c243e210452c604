"""Ids of others, of other types and of nothing: the same answer."""

from typing import Any

from api.global_ids import global_id, split_global_id
from graph.ids import new_id
from graph.models.vocabulary import Scope
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.hostile.sending import sent, untold
from tests.integration.api.hostile.subjects import SUBJECTS
from tests.integration.api.hostile.values import Path, Place, places
from tests.integration.api.network import Json, Network

HOSTILE = ["'; MATCH (n) DETACH DELETE n; //", "\x00", "\u202e", "x" * 2_000]
MALFORMED = ["", "x", "=", "T3JnYW5pemF0aW9uOg==", "w6k=", *HOSTILE]


def ids_of(name: str) -> list[Place]:
    return [place for place in places(name) if place.type_name == "ID"]


def at_path(arguments: Any, path: Path) -> str:
    for part in path:
        arguments = arguments[int(part) if part.isdigit() else part]
    return str(arguments)


def told(payload: Json) -> Json:
    """An answer without its words, which repeat the id."""
    errors = [(error["code"], error["path"]) for error in payload.get("errors", [])]
    return payload | {"errors": errors}


async def differing(network: Network, place: Place, given: Json, ids: list[str]) -> list[str]:
    """How the answers to ids that lead nowhere differ, and where they tell it."""
    answers = [
        told(each)
        for each in await sent(network, place.mutation, [place.filled(given, each) for each in ids])
    ]
    wrong = [f"{place}: {each} and {answers[0]}" for each in answers if each != answers[0]]
    for code, path in answers[0]["errors"]:
        wrong += [] if code == "NOT_FOUND" and place.is_told_by(path) else [f"{place}: {path}"]
    return wrong


async def test_an_id_that_leads_nowhere_is_answered_the_same_whatever_it_is(
    admin: Network, new_network: NewNetwork
) -> None:
    twin, wrong = await new_network(Scope.ADMIN), []
    for name in filter(ids_of, SUBJECTS):
        given, theirs = (await SUBJECTS[name](admin))(0), (await SUBJECTS[name](twin))(0)
        for place in ids_of(name):
            of_twin = at_path(theirs, place.path)
            type_name = split_global_id(of_twin)[0]
            raw_ids = [new_id(), *HOSTILE]
            own_type = [global_id(type_name, raw_id) for raw_id in raw_ids]
            wrong += await differing(
                admin, place, given, [*own_type, of_twin, global_id("Run", new_id())]
            )
    assert wrong == []


async def test_what_is_no_id_is_refused_with_its_path(admin: Network) -> None:
    wrong: list[str] = []
    for name in filter(ids_of, SUBJECTS):
        given = (await SUBJECTS[name](admin))(0)
        for place in ids_of(name):
            for payload in await sent(
                admin, name, [place.filled(given, each) for each in MALFORMED]
            ):
                assert payload["__typename"] == "InvalidInput", place
                wrong += untold(place, payload)
    assert wrong == []
