"""The sample network as a market, straight from its files: no server, no encoder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from cli.sample_network import sample_records
from graph.models.entities import Need, Offer, Party
from graph.repositories.reference import reference_rows, region_of
from matching.assembly import Surroundings, giver_of, seeker_of
from matching.engine.types import Float32Array, Market, Vectors
from matching.quoting import Citations
from tests.encoders import StemsEmbedder

NOW = datetime(2026, 6, 1, tzinfo=UTC)
COMMON = {"tenant_id": "sample", "created_at": NOW, "updated_at": NOW}


@dataclass(frozen=True, slots=True)
class SampleMarket:
    """The network with the texts behind it."""

    market: Market
    citations: Citations
    embedder: StemsEmbedder


async def sample_market() -> SampleMarket:
    """Every need and offer of the sample; incubators are the acquaintances."""
    records = [record.values for record in sample_records()]
    centers = {row["id"]: row for row in reference_rows("departements")}
    parties = {values["key"]: _party(values, centers) for values in records}
    sizes = dict.fromkeys(parties, 0)
    for values in records:
        if values.get("incubator"):
            sizes[values["incubator"]] += 1
    member_of = {values["key"]: values.get("incubator") for values in records}
    around = Surroundings(
        now=NOW,
        parties=parties,
        neighbors={key: ((i, sizes[i]),) for key, i in member_of.items() if i},
        ties={key: ((i, "MEMBER_OF"),) for key, i in member_of.items() if i},
    )
    needs = [
        Need.model_validate(_child(values, "need", number, given) | {"status": "OPEN"})
        for values in records
        for number, given in enumerate(values.get("needs", []))
    ]
    offers = [
        Offer.model_validate(_child(values, "offer", number, given) | {"status": "OPEN"})
        for values in records
        for number, given in enumerate(values.get("offers", []))
    ]
    embedder = StemsEmbedder()
    names = [{row["id"]: row[lang] for row in reference_rows("skills")} for lang in ("fr", "en")]
    parents = {row["id"]: row["parent"] for row in reference_rows("skills") if row.get("parent")}
    market = Market(
        seekers=tuple(seeker_of(need, around) for need in needs),
        givers=tuple(giver_of(offer, around) for offer in offers),
        vectors=await _vectors(embedder, needs, offers, parties),
        skill_parents=parents,
    )
    citations = Citations(
        {need.id: need for need in needs}, {offer.id: offer for offer in offers}, parties, names
    )
    return SampleMarket(market, citations, embedder)


def _party(values: Mapping[str, Any], centers: dict[str, Any]) -> Party:
    departement = values.get("departement") or ""
    center = centers.get(departement, {})
    known = {name: values[name] for name in Party.model_fields if values.get(name) is not None}
    return Party.model_validate(
        known
        | COMMON
        | {
            "id": values["key"],
            "region": region_of(departement),
            "latitude": center.get("latitude"),
            "longitude": center.get("longitude"),
        }
    )


def _child(
    values: Mapping[str, Any], label: str, number: int, given: dict[str, Any]
) -> dict[str, Any]:
    known = {name: value for name, value in given.items() if value is not None}
    own = {
        "id": f"{values['key']}:{label}:{number}",
        "party_id": values["key"],
        "skill_ids": known.pop("skills", ()),
        "is_remote": known.pop("remote", True),
    }
    return known | COMMON | own


async def _vectors(
    embedder: StemsEmbedder, needs: list[Need], offers: list[Offer], parties: dict[str, Party]
) -> Vectors:
    async def rows(texts: list[str]) -> Float32Array:
        return np.asarray(await embedder.passages(texts), dtype=np.float32)

    owners = [parties[need.party_id] for need in needs]
    whole = [f"{offer.title}. {offer.text}" for offer in offers]
    return Vectors(
        needs=await rows([f"{need.title}. {need.text}" for need in needs]),
        profiles=await rows([f"{party.name}. {party.text}" for party in owners]),
        offers=await rows(whole),
        wishes=await rows([o.wish or text for o, text in zip(offers, whole, strict=True)]),
    )
