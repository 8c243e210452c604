"""What came of engagements, in the probabilities of the next matches."""

from graph.connection import Graph
from matching.policy.service import MatchPolicies

ENGAGED = """
UNWIND range(1, $count) AS number
CREATE (:Engagement {id: $id + '-' + number, match_id: $id + '-' + number, tenant_id: $id,
  kind: 'PILOT', seeker_useful: number > 50, giver_useful: CASE WHEN number < 100 THEN true END})
"""


async def test_h_is_measured_by_kind_from_200_outcomes_on(network: Graph) -> None:
    policies = MatchPolicies(network, dimensions=384)
    await network.run_statement(ENGAGED, id=network.tenant_id, count=199)
    assert (await policies.measured()).configs["PILOT"].usefulness == 1.0
    one_more = "CREATE (:Engagement {id: $id, match_id: $id, tenant_id: $id, kind: 'PILOT', seeker_useful: true})"
    await network.run_statement(one_more, id=network.tenant_id)
    found = (await policies.measured()).configs
    assert found["PILOT"].usefulness == (150 + 200) / (200 + 200)
    assert found["MENTORING"].usefulness == 1.0
