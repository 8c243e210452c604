"""Parameters of a tenant: used by everything that matches, previewed on its own network."""

import pytest

from graph.connection import Graph
from graph.errors import OutdatedError
from graph.models.entities import Need, Offer
from graph.models.vocabulary import PolicyOrigin
from graph.repositories.matches import Matches
from graph.repositories.policies import Policies
from graph.repositories.runs import Runs
from matching.engine.config import config_for
from matching.policy.changes import ChangesError
from matching.policy.report import report_of
from matching.service import MatchingService
from tests.factories import new_tenant
from tests.integration.matching.conftest import do_run

Filled = tuple[list[Need], list[Offer]]


async def _set(service: MatchingService, **changes: float) -> None:
    proposal = await service.policies.propose("MENTORING", changes)
    await service.policies.put_in_force(proposal, actor="test", note="")


async def test_nothing_stored_is_the_default(service: MatchingService) -> None:
    in_force = await service.policies.in_force()
    assert in_force.versions == {}
    assert in_force.configs["MENTORING"] == config_for("MENTORING")


async def test_runs_and_online_matches_use_the_parameters_in_force(
    network: Graph, market: Filled, service: MatchingService
) -> None:
    first = await do_run(network, service)
    assert first.parameters["policies"] == {}
    assert first.counts["cards"] > len(market[0])
    await _set(service, cards=1)
    second = await do_run(network, service)
    version = (await Policies(network).current())["MENTORING"]
    assert second.parameters["policies"] == {"MENTORING": {"id": version.id, "number": 1}}
    assert second.parameters["configs"]["MENTORING"]["cards"] == 1
    assert second.counts["cards"] == second.counts["matched_needs"]
    assert len(await service.match_need(market[0][0].id)) == 1
    before = await service.why_not(market[0][0].id, market[1][0].id)
    weights = {f"seeker.{name}": 0.1 for name in ("TEXT", "SKILLS", "PLACE")}
    await _set(service, **weights)
    after = await service.why_not(market[0][0].id, market[1][0].id)
    assert before.probability
    assert after.probability
    assert after.probability < before.probability


async def test_the_parameters_of_others_change_nothing(
    network: Graph, market: Filled, service: MatchingService
) -> None:
    other = await new_tenant(network)
    await Policies(other).add("MENTORING", {"cards": 1}, origin=PolicyOrigin.STAFF, actor="test")
    run = await do_run(network, service)
    assert run.counts["cards"] > len(market[0])


async def test_a_preview_says_who_loses_and_changes_nothing(
    network: Graph, market: Filled, service: MatchingService
) -> None:
    run = await do_run(network, service)
    stored = (await Matches(network).page(first=100)).items
    preview = await service.policies.preview(
        await service.policies.propose("MENTORING", {"cards": 1})
    )
    found = preview.comparison
    assert preview.run == run
    assert found.figures["cards"].before == run.counts["cards"] == len(stored)
    assert found.figures["value"].before == pytest.approx(run.value)
    assert found.figures["exposure_gini"].before == run.counts["exposure_gini"]
    assert found.cards.removed > found.cards.added == 0
    losing = {mover.id for mover in found.needs.losing}
    assert losing <= {need.id for need in market[0]}
    assert len(losing) == found.needs.n_losing > 0
    assert await Policies(network).current() == {}
    assert (await Matches(network).page(first=100)).items == stored
    assert (await Runs(network).page(first=9)).items == (run,)
    report = report_of(preview)
    assert report["changes"] == {"cards": {"before": 3, "after": 1}}
    assert (report["run"], report["based_on"]) == (run.id, 0)


async def test_a_preview_of_an_empty_network_is_empty(service: MatchingService) -> None:
    proposal = await service.policies.propose("PILOT", {"seeker.TEXT": 2.0})
    preview = await service.policies.preview(proposal)
    assert preview.run is None
    assert {shift.change for shift in preview.comparison.figures.values()} == {0.0}
    assert preview.comparison.groups == ()


async def test_of_two_changes_to_one_version_the_second_is_refused(
    service: MatchingService,
) -> None:
    policies = service.policies
    one = await policies.propose("PILOT", {"cards": 1})
    other = await policies.propose("PILOT", {"cards": 2})
    await policies.put_in_force(one, actor="a", note="")
    with pytest.raises(OutdatedError, match="PILOT were changed after version 0"):
        await policies.put_in_force(other, actor="b", note="")


async def test_going_back_to_the_defaults_is_a_version_of_its_own(
    service: MatchingService,
) -> None:
    await _set(service, cards=2)
    proposal = await service.policies.propose("MENTORING", {}, is_reset=True)
    version = await service.policies.put_in_force(proposal, actor="test", note="back")
    assert (version.number, version.origin) == (2, PolicyOrigin.DEFAULT)
    assert (await service.policies.in_force()).configs["MENTORING"] == config_for("MENTORING")


async def test_changing_nothing_is_refused(service: MatchingService) -> None:
    proposal = await service.policies.propose("PILOT", {"cards": 3})
    with pytest.raises(ChangesError, match="nothing to change"):
        await service.policies.put_in_force(proposal, actor="test", note="")


async def test_a_preview_of_nothing_is_refused(service: MatchingService) -> None:
    with pytest.raises(ChangesError, match="nothing to change"):
        await service.policies.preview(await service.policies.propose("PILOT", {"cards": 3}))
