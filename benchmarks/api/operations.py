"""The five operations, as each side is asked best, and what of the answers must be the same."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.api.network import Served

Json = Any
SKILLS = ("mlops", "data-engineering")
TITLE = "Lire les bons de commande"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: documents with variables for each side, and their answers made comparable.

    The canonical answer is made of what both sides tell, in one order.
    """

    name: str
    gate: float
    ours: str
    theirs: str
    our_variables: Callable[[Served], list[Json]]
    their_variables: Callable[[Served], list[Json]]
    our_answer: Callable[[Json], Json]
    their_answer: Callable[[Json], Json]


def _word(found: Json) -> Json:
    """A term by its code and label, whichever side tells it."""
    if isinstance(found, list):
        found = found[0] if found else None
    if found is None:
        return None
    code = found.get("code") or found["id"].rpartition(":")[2]
    return [code, found["fr"]]


def _moment(text: str) -> str:
    return text[:19]


def _id(type_name: str, raw_id: str) -> str:
    return base64.urlsafe_b64encode(f"{type_name}:{raw_id}".encode()).decode()


def _a_ours(data: Json) -> Json:
    return [
        [n["title"], n["kind"], n["status"], _moment(n["createdAt"]), n["party"]["name"],
         _word(n["party"]["place"]), _word(n["party"]["sector"]),
         sorted(_word(s) for s in n["skills"])]
        for n in data["needs"]["nodes"]
    ]  # fmt: skip


def _a_theirs(data: Json) -> Json:
    return [
        [n["title"], n["kind"], n["status"], _moment(n["createdAt"]), n["owners"][0]["name"],
         _word(n["owners"][0]["places"]), _word(n["owners"][0]["sectors"]),
         sorted(_word(s) for s in n["skills"])]
        for n in data["needs"]
    ]  # fmt: skip


def _b_ours(data: Json) -> Json:
    need = data["node"]
    return [need["title"], need["kind"], [
        [m["rank"], m["probability"], m["state"], m["offer"]["title"], m["offer"]["party"]["name"]]
        for m in need["suggestions"]
    ]]  # fmt: skip


def _b_theirs(data: Json) -> Json:
    (need,) = data["needs"]
    return [need["title"], need["kind"], [
        [m["rank"], m["probability"], m["state"], m["offers"][0]["title"],
         m["offers"][0]["owners"][0]["name"]]
        for m in need["matches"]
    ]]  # fmt: skip


def _c_ours(data: Json) -> Json:
    return [
        [p["name"], [[n["title"], n["status"],
                      [[m["rank"], m["probability"]] for m in n["suggestions"]]]
                     for n in p["needs"]["nodes"]]]
        for p in data["organizations"]["nodes"]
    ]  # fmt: skip


def _c_theirs(data: Json) -> Json:
    return [
        [p["name"], [[n["title"], n["status"],
                      [[m["rank"], m["probability"]] for m in n["matches"]]]
                     for n in p["needs"]]]
        for p in data["parties"]
    ]  # fmt: skip


def _d_ours(data: Json) -> Json:
    rows = data["needs"]["nodes"]
    return [[n["title"], n["kind"], n["status"], _moment(n["createdAt"])] for n in rows]


def _d_theirs(data: Json) -> Json:
    return [[n["title"], n["kind"], n["status"], _moment(n["createdAt"])] for n in data["needs"]]


def _e_ours(data: Json) -> Json:
    need = data["registerNeed"]["need"]
    return [need["title"], need["kind"], need["status"], sorted(s["code"] for s in need["skills"])]


def _e_theirs(data: Json) -> Json:
    (need,) = data["createNeeds"]["needs"]
    return [need["title"], need["kind"], need["status"], sorted(s["id"] for s in need["skills"])]


def _tenant(served: Served) -> list[Json]:
    return [{"tenant": served.tenant_id}]


def _nothing(_served: Served) -> list[Json]:
    return [{}]


OPERATIONS: Sequence[Operation] = (
    Operation(
        "a",
        4.0,
        """{ needs(first: 50) {
          nodes { title kind status createdAt skills { code fr }
            party { name place { code fr } sector { code fr } } }
          pageInfo { hasNextPage endCursor } } }""",
        """query ($tenant: ID!) {
          needs(where: {tenantId: {eq: $tenant}}, limit: 50, sort: [{id: DESC}]) {
            title kind status createdAt skills { id fr }
            owners { name places { id fr } sectors { id fr } } } }""",
        _nothing,
        _tenant,
        _a_ours,
        _a_theirs,
    ),
    Operation(
        "b",
        1.5,
        """query ($id: ID!) { node(id: $id) { ... on Need { title kind
          suggestions(first: 10) { rank probability state offer { title party { name } } } } } }""",
        """query ($id: ID!) { needs(where: {id: {eq: $id}}) { title kind
          matches(limit: 10, sort: [{rank: ASC}]) {
            rank probability state offers { title owners { name } } } } }""",
        lambda served: [{"id": _id("Need", each)} for each in served.need_ids[:100]],
        lambda served: [{"id": each} for each in served.need_ids[:100]],
        _b_ours,
        _b_theirs,
    ),
    Operation(
        "c",
        4.0,
        """{ organizations(first: 20) { nodes { name
          needs(first: 5) { nodes { title status suggestions(first: 3) { rank probability } } } }
          pageInfo { hasNextPage endCursor } } }""",
        """query ($tenant: ID!) {
          parties(where: {tenantId: {eq: $tenant}, kind: {eq: "SME"}}, limit: 20, sort: [{id: DESC}]) {
            name needs(limit: 5, sort: [{id: DESC}]) { id title status
              matches(limit: 3, sort: [{rank: ASC}]) { rank probability } } } }""",
        _nothing,
        _tenant,
        _c_ours,
        _c_theirs,
    ),
    Operation(
        "d",
        3.0,
        """{ needs(first: 20, status: OPEN, kind: PILOT) {
          nodes { title kind status createdAt } pageInfo { hasNextPage endCursor } } }""",
        """query ($tenant: ID!) {
          needs(where: {tenantId: {eq: $tenant}, status: {eq: "OPEN"}, kind: {eq: "PILOT"}},
            limit: 20, sort: [{id: DESC}]) { title kind status createdAt } }""",
        _nothing,
        _tenant,
        _d_ours,
        _d_theirs,
    ),
    Operation(
        "e",
        1.5,
        """mutation ($input: RegisterNeedInput!) { registerNeed(input: $input) {
          ... on NeedSuccess { need { title kind status skills { code } } }
          ... on UserError { errors { message } }
        } }""",
        """mutation ($input: [NeedCreateInput!]!) { createNeeds(input: $input) {
          needs { title kind status skills { id } } } }""",
        lambda served: [
            {
                "input": {
                    "partyId": _id("Organization", each),
                    "kind": "PILOT",
                    "title": TITLE,
                    "skills": list(SKILLS),
                }
            }
            for each in served.party_ids[:100]
        ],
        lambda served: [
            {
                "input": [
                    {
                        "tenantId": served.tenant_id,
                        "partyId": each,
                        "kind": "PILOT",
                        "status": "OPEN",
                        "title": TITLE,
                        "owners": {"connect": [{"where": {"node": {"id": {"eq": each}}}}]},
                        "skills": {"connect": [{"where": {"node": {"id": {"in": list(SKILLS)}}}}]},
                    }
                ]
            }
            for each in served.party_ids[:100]
        ],
        _e_ours,
        _e_theirs,
    ),
)
