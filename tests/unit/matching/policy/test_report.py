"""Reports and bounds as JSON values."""

import json
from dataclasses import replace

from matching.engine.comparison import Comparison
from matching.engine.config import config_for
from matching.engine.parallel import go_on
from matching.engine.results import Rule
from matching.engine.types import Market
from matching.policy.report import bounds_of, changes_of, report_of
from matching.policy.service import Preview, Proposal, compared, matched
from tests.strategies.markets import random_market

PILOT = config_for("PILOT")
OTHER = replace(PILOT, cards=1, disabled_rules=(Rule.BUDGET,))


def _compared(market: Market, proposal: Proposal, *, top: int) -> Comparison:
    baseline = matched(market, None, proposal.before, go_on)
    return compared(baseline, proposal, go_on, top=top)


def test_only_what_changes_is_listed() -> None:
    assert changes_of(Proposal("PILOT", 0, PILOT, PILOT)) == {}
    assert changes_of(Proposal("PILOT", 0, PILOT, OTHER)) == {
        "cards": {"before": 3, "after": 1},
        "disabled_rules": {"before": [], "after": ["BUDGET"]},
    }


def test_a_report_is_json() -> None:
    proposal = Proposal("PILOT", 4, PILOT, OTHER)
    comparison = _compared(random_market(3, 40, 40), proposal, top=3)
    report = json.loads(json.dumps(report_of(Preview(proposal, None, comparison))))
    assert (report["kind"], report["based_on"], report["run"]) == ("PILOT", 4, None)
    assert report["figures"]["cards"]["before"] > report["figures"]["cards"]["after"]
    assert len(report["needs"]["losing"]) == 3
    assert {group["side"] for group in report["groups"]} == {"seeker", "giver"}


def test_only_the_kind_in_question_is_compared() -> None:
    market = random_market(3, 40, 40)
    found = _compared(market, Proposal("PILOT", 0, PILOT, OTHER), top=99)
    pilots = {seeker.id for seeker in market.seekers if seeker.kind == "PILOT"}
    assert {mover.id for mover in found.needs.losing} <= pilots


def test_the_bounds_are_data() -> None:
    rows = {row["name"]: row for row in json.loads(json.dumps(bounds_of("PILOT")))}
    assert (rows["cards"]["low"], rows["cards"]["high"], rows["cards"]["default"]) == (1, 5, 3)
    assert rows["disabled_rules"]["allowed"] == ["LANGUAGE", "PLACE", "BUDGET"]
    assert rows["seeker.TEXT"]["fr"].startswith("poids")
