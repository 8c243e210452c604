"""Hostile strings through every mutation that takes one: read back unchanged, or refused."""

from typing import Any

import pytest

from api.global_ids import global_id
from graph.ids import new_id
from tests.integration.api.documents import mutation
from tests.integration.api.network import Json, Network

HOSTILE = [
    "'; MATCH (n) DETACH DELETE n; //",
    '" }) RETURN 1 UNION MATCH (n) RETURN n //',
    "$tenant_id",
    "{.*}",
    "`Need`",
    'AND OR NOT * ? ~ " \\ ( ) [ ] { } : ^ ! && ||',
    "\u202eفلسطين\u202c משהו",
    "a\u200bb\u200dc\ufeffd",
    "👩\u200d👩\u200d👧\u200d👦 n\u0303 ﷽",
    "<script>alert(1)</script>",
    "%s %d {0} {{x}}",
    "null",
    "1e999",
    "«\u00a0L\u2019été\u202f»\u2026",
]
CONTROLS = ["a\x00b", "a\x08b", "a\x1bb", "a\x7fb"]
LONG = "x" * 10_000

WRITES: dict[str, tuple[str, list[str]]] = {
    "registerOrganization": (
        "organization { name text website size contact { name } externalKey commune }",
        ["name", "text", "website", "size", "externalKey"],
    ),
    "registerMentor": (
        "mentor { name text website externalKey }",
        ["name", "text", "website", "externalKey"],
    ),
    "registerNeed": (
        "need { title text externalKey certifications }",
        ["title", "text", "externalKey"],
    ),
    "registerOffer": (
        "offer { title text wish externalKey certifications }",
        ["title", "text", "wish", "externalKey"],
    ),
    "registerProgram": ("program { name }", ["name"]),
}


async def base_of(network: Network, name: str) -> dict[str, Any]:
    """What each mutation needs beside the hostile string."""
    if name in ("registerNeed", "registerOffer"):
        return {"partyId": await network.register_sme(), "kind": "MENTORING", "title": "t"}
    return {"name": "n"} | ({"kind": "SME"} if name == "registerOrganization" else {})


async def write(network: Network, name: str, values: dict[str, Any]) -> Json:
    payload: Json = (await network.ask(mutation(name, WRITES[name][0]), input=values))[name]
    return payload


FIELDS = [(name, field) for name, (_, fields) in WRITES.items() for field in fields]


@pytest.mark.parametrize(("name", "field"), FIELDS)
async def test_what_is_written_is_read_back_unchanged(
    network: Network, name: str, field: str
) -> None:
    base = await base_of(network, name)
    for value in HOSTILE:
        payload = await write(network, name, base | {field: value})
        assert "errors" not in payload
        (written,) = [item for key, item in payload.items() if key != "errors"]
        assert written[field] == value


@pytest.mark.parametrize(("name", "field"), FIELDS)
async def test_control_characters_and_long_texts_are_refused_or_kept(
    network: Network, name: str, field: str
) -> None:
    base = await base_of(network, name)
    for value in [*CONTROLS, LONG]:
        payload = await write(network, name, base | {field: value})
        if "errors" in payload:
            assert [error["path"] for error in payload["errors"]] == [["input", field]]
        else:
            (written,) = [item for key, item in payload.items() if key != "errors"]
            assert written[field] == value


NUMBERS: list[tuple[str, Any]] = [
    ("budgetMax", 2**53 + 1),
    ("budgetMax", 1e308),
    ("budgetMin", -1),
    ("radiusKm", 0),
    ("radiusKm", 10**30),
    ("deadline", "9999-12-31"),
    ("deadline", "10000-01-01"),
    ("deadline", "0000-00-00"),
    ("languages", ["x" * 10_000]),
    ("certifications", ["a\x00b"]),
    ("skills", ["'; MATCH (n) DETACH DELETE n"]),
    ("sector", "`"),
    ("title", None),
    ("kind", None),
    ("language", None),
    ("isRemote", None),
    ("hosting", None),
    ("externalKey", None),
]


@pytest.mark.parametrize(("field", "value"), NUMBERS)
async def test_an_odd_value_is_told_or_kept(network: Network, field: str, value: Any) -> None:
    base = await base_of(network, "registerNeed")
    answer = await network.answer(
        mutation("registerNeed", WRITES["registerNeed"][0]), input=base | {field: value}
    )
    if "errors" in answer:
        (error,) = answer["errors"]
        assert error["extensions"]["code"] in ("BAD_USER_INPUT", "INVALID_DOCUMENT")
        assert field in error["message"]
        return
    errors = answer["data"]["registerNeed"].get("errors", [])
    assert {error["path"][1] for error in errors} <= {field}


PHRASES = ["*", "AND", "OR NOT", '"', "\\", "a~0.5", "+", "[a TO b]", "\x00", "\u202e", "x" * 1_000]


@pytest.mark.parametrize("phrase", PHRASES)
async def test_a_phrase_is_only_words(network: Network, phrase: str) -> None:
    await network.register_sme("Forge")
    query = "query ($p: String!) { search(phrase: $p, mode: WORDS) { hits { score } } }"
    assert "hits" in (await network.ask(query, p=phrase))["search"]


UNKNOWN = [("Need", "closeNeed"), ("Offer", "closeOffer"), ("Mentor", "withdrawParty")]


@pytest.mark.parametrize(("type_name", "name"), UNKNOWN)
async def test_what_is_not_there_is_told_in_the_payload(
    network: Network, type_name: str, name: str
) -> None:
    query = mutation(name)
    found = (await network.ask(query, id=str(global_id(type_name, new_id()))))[name]
    assert [error["code"] for error in found["errors"]] == ["NOT_FOUND"]
    for hostile in ("'; MATCH (n)", "\x00", "x" * 2_000):
        odd = (await network.ask(query, id=str(global_id(type_name, hostile))))[name]
        assert [error["code"] for error in odd["errors"]] == ["NOT_FOUND"]


PICK = """
query ($typed: String) {
  skills(search: $typed, first: 3) { code }
  sectors(search: $typed, first: 3) { code }
  places(search: $typed, first: 3) { code }
}
"""


async def test_pick_lists_take_whatever_is_typed(network: Network) -> None:
    for typed in [*HOSTILE, *CONTROLS, "x" * 100, "id:*", "\\", "[* TO *]", "a~2", "é" * 100]:
        found = await network.ask(PICK, typed=typed)
        assert all(len(terms) <= 3 for terms in found.values()), typed


async def test_pick_lists_tell_how_long_what_is_typed_may_be(network: Network) -> None:
    for typed in (LONG, "😀" * 101, "* " * 51):
        errors = (await network.answer(PICK, typed=typed))["errors"]
        assert {error["extensions"]["code"] for error in errors} == {"BAD_USER_INPUT"}
        assert all("`search` has at most 100 characters" in error["message"] for error in errors)
        assert {error["path"][0] for error in errors} <= {"skills", "sectors", "places"}


async def test_accents_case_and_typos_are_forgiven(network: Network) -> None:
    for typed in ("île-de", "ILE DE", "ile-de-frnace", "  Île  de "):
        assert {"code": "11"} in (await network.ask(PICK, typed=typed))["places"], typed
    for typed in ("Computer Vision", "computer vison", "VISION PAR ORDI", "visoin par ordinateur"):
        assert {"code": "computer-vision"} in (await network.ask(PICK, typed=typed))["skills"], (
            typed
        )
