"""What both sides wrote, where one of them takes their data or is erased."""

from graph.connection import Graph
from graph.lifecycle.following import FollowUp, record_follow_up
from graph.models.entities import Engagement
from graph.models.impact import rebuilt
from graph.models.vocabulary import Answer, Progress, Side
from graph.repositories.events import Events
from graph.repositories.outcomes import Outcomes
from graph.repositories.people import People
from tests.factories import answer, engaged, proposed_pair, say_useful


async def spoken(graph: Graph, word: str) -> Engagement:
    """An engagement of which both sides say something."""
    engagement = await engaged(graph)
    for side in Side:
        text = f"{word} {side}"
        said = FollowUp(
            engagement_id=engagement.id,
            side=side,
            day=30,
            progress=Progress.GOING_WELL,
            actor="test",
            text=text,
        )
        await record_follow_up(graph, said)
        await say_useful(graph, engagement.id, side)
    return engagement


async def test_a_copy_has_ones_own_words_and_not_those_of_the_other_side(network: Graph) -> None:
    engagement, people = await spoken(network, "mot"), People(network)
    for party_id, own, other in (
        (engagement.seeker_id, "seeker", "giver"),
        (engagement.giver_id, "giver", "seeker"),
    ):
        (told,) = (await people.export(party_id, actor="test"))["engagements"]
        assert told[f"{own}_day_30_text"] == f"mot {own.upper()}"
        assert not [key for key in told if key.startswith(other)]


async def test_a_copy_has_why_one_said_no_and_not_why_the_other_did(network: Graph) -> None:
    pair, people = await proposed_pair(network), People(network)
    await answer(network, pair.match.id, Side.SEEKER, Answer.DECLINE, text="Trop loin de nous")
    (own,) = (await people.export(pair.seeker.id, actor="test"))["matches"]
    assert own["text"] == "Trop loin de nous"
    assert "Trop loin" not in str(await people.export(pair.giver.id, actor="test"))
    await people.erase(pair.giver.id)
    assert await people.count_traces(["Trop loin"]) == 0


async def test_an_erasure_takes_what_both_sides_wrote_and_leaves_what_others_did(
    network: Graph,
) -> None:
    gone, kept = await spoken(network, "parti"), await spoken(network, "reste")
    people = People(network)
    await people.erase(gone.seeker_id, actor="key:1")
    words = ["parti SEEKER", "parti GIVER", gone.id, gone.seeker_id]
    assert await people.count_traces(words) == 0
    (told,) = (await people.export(kept.giver_id, actor="test"))["engagements"]
    assert told["giver_day_30_text"] == "reste GIVER"
    (erased,) = (await Events(network).page(first=9, action="party.erased")).items
    assert (erased.actor, erased.subject_id) == ("key:1", "erased")
    (row,) = live = await Outcomes(network).impact()
    assert (row.engagements, row.judged) == (1, 1)
    trail = await Events(network).page(first=1_000, is_ascending=True)
    assert rebuilt(trail.items) == live
