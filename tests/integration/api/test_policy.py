"""The parameters of matching: open to every key, looked at by staff, changed by administrators."""

from typing import Any

import pytest

from api.context import AppContext
from api.global_ids import split_global_id
from api.settings import ApiSettings
from graph.models.vocabulary import Scope
from graph.repositories.events import Events
from matching.embedding import Embedder
from matching.engine.config import config_for
from matching.engine.parallel import go_on
from matching.engine.types import Market, Vectors
from matching.policy.service import Baseline, matched
from matching.service import MatchingService
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network

SHOW = """
query ($kind: MatchKind!) {
  matchPolicy(kind: $kind) {
    kind version { id number origin note parameters } suspendedRules suspendableRules
    criteria { code label(language: EN) seekerWeight giverWeight }
    parameters { name label value default low high isWhole }
  }
}
"""
CHANGES = "$kind: MatchKind!, $changes: [MatchPolicyChangeInput!]!, $reset: Boolean = false"
PREVIEW = f"""
mutation ({CHANGES}, $language: Language = EN) {{
  previewMatchPolicy(kind: $kind, changes: $changes, reset: $reset, language: $language) {{
    ... on PreviewMatchPolicySuccess {{ report {{
      run {{ id }} figures {{ name before after }} parity {{ name before after }}
      groups {{ side grouping label size before after }}
      cards {{ kept added removed reranked }}
      needsGaining needsLosing offersGaining offersLosing
      gainingNeeds {{ before after need {{ id }} }}
      losingNeeds {{ before after need {{ id title }} }}
      gainingOffers {{ offer {{ id }} }} losingOffers {{ before after offer {{ id title }} }}
    }} }}
    ... on UserError {{ errors {{ code message path }} }}
  }}
}}
"""
UPDATE = f"""
mutation ({CHANGES}, $note: String = "", $basedOn: Int) {{
  updateMatchPolicy(
    kind: $kind, changes: $changes, reset: $reset, note: $note, basedOn: $basedOn
  ) {{
    ... on UpdateMatchPolicySuccess {{ version {{ id number origin note }} }}
    ... on UserError {{ errors {{ code message path }} }}
  }}
}}
"""


@pytest.fixture
async def admin(new_network: NewNetwork) -> Network:
    """A network with a key of its administrators."""
    return await new_network(Scope.ADMIN)


async def _show(network: Network, kind: str = "MENTORING") -> dict[str, Any]:
    found: dict[str, Any] = (await network.ask(SHOW, kind=kind))["matchPolicy"]
    return found


async def _update(network: Network, *changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    variables = {"kind": "MENTORING", "changes": list(changes)} | more
    found: dict[str, Any] = (await network.ask(UPDATE, **variables))["updateMatchPolicy"]
    return found


async def test_the_parameters_are_open_to_every_key(new_network: NewNetwork) -> None:
    shown = await _show(await new_network(Scope.READ))
    assert (shown["version"], shown["suspendedRules"]) == (None, [])
    assert shown["suspendableRules"] == ["LANGUAGE", "PLACE", "BUDGET"]
    text = shown["criteria"][0]
    assert text == {"code": "TEXT", "label": "texts", "seekerWeight": 2.5, "giverWeight": 2.5}
    cards = next(row for row in shown["parameters"] if row["name"] == "cards")
    assert cards.pop("label") == "cartes par besoin"
    bounds = {"value": 3, "default": 3, "low": 1, "high": 5, "isWhole": True}
    assert cards == {"name": "cards"} | bounds


async def test_an_administrator_changes_them_and_every_version_stays(admin: Network) -> None:
    rules = {"name": "disabled_rules", "rules": ["BUDGET"]}
    first = await _update(admin, {"name": "cards", "value": 2}, rules, note="test")
    assert "errors" not in first
    version = first["version"]
    assert (version["number"], version["origin"], version["note"]) == (1, "STAFF", "test")
    shown = await _show(admin)
    assert shown["version"]["id"] == version["id"]
    assert shown["version"]["parameters"]["cards"] == 2
    assert shown["suspendedRules"] == ["BUDGET"]
    assert (await _show(admin, "PILOT"))["version"] is None
    back = await _update(admin, reset=True)
    assert (back["version"]["number"], back["version"]["origin"]) == (2, "DEFAULT")
    found = await admin.ask(
        """query ($id: ID!) {
          matchPolicyVersions(kind: MENTORING) { nodes { number } }
          none: matchPolicyVersions(kind: PILOT) { nodes { number } }
          node(id: $id) { ... on MatchPolicyVersion { number kind } }
        }""",
        id=version["id"],
    )
    assert [node["number"] for node in found["matchPolicyVersions"]["nodes"]] == [2, 1]
    assert found["none"]["nodes"] == []
    assert found["node"] == {"number": 1, "kind": "MENTORING"}
    raw_id = split_global_id(version["id"])[1]
    (event,) = (await Events(admin.graph).page(first=5, subject_id=raw_id)).items
    assert event.action == "policy.added"
    assert event.actor.startswith("key:")


async def test_staff_may_look_and_not_change(network: Network) -> None:
    error = await network.error(UPDATE, kind="PILOT", changes=[])
    assert error["extensions"]["code"] == "FORBIDDEN"
    previewed = await network.ask(PREVIEW, kind="PILOT", changes=[{"name": "cards", "value": 1}])
    assert previewed["previewMatchPolicy"]["report"]
    (refusal,) = (await network.ask(PREVIEW, kind="PILOT", changes=[]))["previewMatchPolicy"][
        "errors"
    ]
    assert (refusal["code"], refusal["path"]) == ("INVALID", ["changes"])
    assert "nothing to change" in refusal["message"]


async def test_a_writer_may_not_even_look(new_network: NewNetwork) -> None:
    writer = await new_network(Scope.WRITE)
    error = await writer.error(PREVIEW, kind="PILOT", changes=[])
    assert error["extensions"]["code"] == "FORBIDDEN"


async def test_a_preview_names_who_loses_and_writes_nothing(
    network: Network, embedder: Embedder
) -> None:
    seeker = await network.register_sme("Forge", place={"region": "24"})
    need = await network.register_need(seeker, "Voir les défauts des pièces")
    for name in ("Anne", "Basile", "Chloé"):
        giver = await network.register_mentor(name, place={"region": "24"})
        await network.register_offer(giver, "Voir et trier par caméra")
    await MatchingService(network.graph, embedder).embed()
    variables = {"kind": "MENTORING", "changes": [{"name": "cards", "value": 1}]}
    report = (await network.ask(PREVIEW, **variables))["previewMatchPolicy"]["report"]
    figures = {row["name"]: (row["before"], row["after"]) for row in report["figures"]}
    assert figures["cards"] == (3, 1)
    assert report["cards"] == {"kept": 1, "added": 0, "removed": 2, "reranked": 0}
    (loser,) = report["losingNeeds"]
    assert loser["need"] == {"id": need, "title": "Voir les défauts des pièces"}
    assert loser["before"] > loser["after"] > 0
    assert (report["needsLosing"], report["offersLosing"], report["offersGaining"]) == (1, 2, 0)
    assert len(report["losingOffers"]) == 2
    sides = {(group["side"], group["grouping"]) for group in report["groups"]}
    assert {("SEEKER", "region"), ("GIVER", "region")} <= sides
    assert report["run"] is None
    found = await network.ask("{ matches { nodes { id } } matchPolicyVersions { nodes { id } } }")
    assert found == {"matches": {"nodes": []}, "matchPolicyVersions": {"nodes": []}}


@pytest.mark.parametrize("settings", [ApiSettings(request_timeout_s=2)])
async def test_who_asks_while_others_are_served_is_told_to_come_again(
    network: Network, context: AppContext
) -> None:
    variables = {"kind": "PILOT", "changes": [{"name": "cards", "value": 1}]}
    market = Market(seekers=(), givers=(), vectors=Vectors.empty(0, 0))

    async def read() -> Baseline:
        return matched(market, None, config_for("PILOT"), go_on)

    async with context.previews.turn("another network", read):
        response = await network.client.post(
            "/graphql", json={"query": PREVIEW, "variables": variables}
        )
    assert (response.status_code, response.headers["retry-after"]) == (503, "3")
    (error,) = response.json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["retryable"]) == ("OVERLOADED", True)
    assert (await network.ask(PREVIEW, **variables))["previewMatchPolicy"]["report"]


async def test_mistakes_name_field_bound_and_value(admin: Network) -> None:
    changes = [
        {"name": "floor", "value": 0.1},
        {"name": "cards", "value": 9},
        {"name": "disabled_rules", "rules": ["PAUSED"]},
        {"name": "color", "value": 1},
    ]
    variables = {"kind": "PILOT", "changes": changes, "language": "FR"}
    errors = (await admin.ask(PREVIEW, **variables))["previewMatchPolicy"]["errors"]
    assert [(e["code"], e["path"]) for e in errors] == [
        ("INVALID", ["changes", "1"]),
        ("INVALID", ["changes", "2"]),
        ("INVALID", ["changes", "3"]),
    ]
    assert errors[0]["message"] == (
        "cards (cartes par besoin) : il faut un nombre entier entre 1 et 5, et non 9."
    )
    refusal = (await _update(admin, {"name": "cards", "value": 9}))["errors"][0]
    assert (
        refusal["message"]
        == "cards (cards of a need): a whole number from 1 to 5 is needed, not 9."
    )
    assert (await _show(admin))["version"] is None


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ([{"name": "cards"}], ["changes", "0"]),
        ([{"name": "cards", "value": 1, "rules": []}], ["changes", "0"]),
        ([{"name": "cards", "value": 1}] * 2, ["changes", "1", "name"]),
        ([{"name": "cards", "value": 3}], ["changes"]),
    ],
    ids=["nothing", "both", "twice", "no change"],
)
async def test_changes_that_say_nothing_are_refused(
    admin: Network, changes: list[dict[str, Any]], path: list[str]
) -> None:
    (error,) = (await _update(admin, *changes))["errors"]
    assert (error["code"], error["path"]) == ("INVALID", path)


async def test_a_long_note_is_refused(admin: Network) -> None:
    (error,) = (await _update(admin, {"name": "cards", "value": 1}, note="x" * 2_001))["errors"]
    assert (error["code"], error["path"]) == ("INVALID", ["note"])


async def test_what_another_changed_in_between_is_a_conflict(admin: Network) -> None:
    assert (await _update(admin, {"name": "cards", "value": 2}, basedOn=0))["version"]
    (error,) = (await _update(admin, {"name": "cards", "value": 1}, basedOn=0))["errors"]
    assert (error["code"], error["path"]) == ("CONFLICT", ["basedOn"])
    assert "after version 0" in error["message"]


async def test_the_versions_of_others_are_not_found(
    admin: Network, new_network: NewNetwork
) -> None:
    theirs = (await _update(admin, {"name": "cards", "value": 2}))["version"]["id"]
    twin = await new_network(Scope.ADMIN)
    found = await twin.ask("query ($id: ID!) { node(id: $id) { id } }", id=theirs)
    assert found == {"node": None}
    assert (await _show(twin))["version"] is None
