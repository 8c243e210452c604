"""Numbers, days and moments beyond what is meant, and null: told, or kept as they are."""

from datetime import datetime
from itertools import count
from typing import Any

import pytest

from tests.integration.api.hostile.sending import (
    asked_at,
    kept_in_graph,
    read_at,
    sent_alone,
    unnamed,
    untold,
)
from tests.integration.api.hostile.subjects import IN_GRAPH, SUBJECTS, reading_of
from tests.integration.api.hostile.values import ODD, Place, places
from tests.integration.api.network import Json, Network

# Compared with what there is, and not kept.
CONDITIONS = {"updateMatchPolicy(basedOn)", "planEngagement(input.plannedAt)"}


def odd_of(name: str) -> list[tuple[Place, Any]]:
    found = [place for place in places(name) if place.type_name in ODD]
    return [(place, value) for place in found for value in ODD[place.type_name]]


def same(place: Place, value: Any, kept: Any) -> bool:
    if place.type_name == "DateTime":
        return datetime.fromisoformat(value) == datetime.fromisoformat(kept)
    return bool(value == kept if place.type_name == "Date" else float(value) == float(kept))


async def told(network: Network, place: Place, arguments: Json, value: Any) -> list[str]:
    """What went wrong with a value."""
    is_in_graph = str(place) in IN_GRAPH
    asked = "" if is_in_graph else asked_at([reading_of(place)])
    answer = await sent_alone(network, place.mutation, place.filled(arguments, value), asked)
    if "errors" in answer:
        return unnamed(place, answer)
    payload = answer["data"]["a0"]
    if "errors" in payload:
        return untold(place, payload)
    if str(place) in CONDITIONS:
        return []
    kept = await kept_in_graph(network, place) if is_in_graph else read_at(place, payload)
    return [] if same(place, value, kept) else [f"{place}: {value} became {kept}"]


async def test_an_odd_value_is_kept_unchanged_or_refused_with_its_path(admin: Network) -> None:
    wrong, numbers = [], count()
    for name in filter(odd_of, SUBJECTS):
        at = await SUBJECTS[name](admin)
        for place, value in odd_of(name):
            wrong += await told(admin, place, at(next(numbers)), value)
    assert wrong == []


async def told_of_null(network: Network, place: Place, arguments: Json) -> list[str]:
    """What went wrong with null."""
    answer = await sent_alone(network, place.mutation, place.filled(arguments, None))
    if "errors" in answer:
        return unnamed(place, answer) + ([f"{place} may be null"] if place.can_be_null else [])
    payload = answer["data"]["a0"]
    return untold(place, payload) if "errors" in payload else []


async def test_null_is_as_if_it_were_not_sent_or_is_refused_with_its_path(admin: Network) -> None:
    wrong, numbers = [], count()
    for name, build in SUBJECTS.items():
        at = await build(admin)
        for place in places(name):
            wrong += await told_of_null(admin, place, at(next(numbers)))
    assert wrong == []


@pytest.mark.parametrize(
    "value", ["1" + "0" * 400, '"\\ud800"'], ids=["number", "half a character"]
)
async def test_what_json_cannot_tell_is_no_request(admin: Network, value: str) -> None:
    body = '{"query": "{ viewer { keyName } }", "variables": {"a": ' + value + "}}"
    response = await admin.client.post(
        "/graphql", content=body, headers={"content-type": "application/json"}
    )
    (error,) = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (400, "BAD_REQUEST")
