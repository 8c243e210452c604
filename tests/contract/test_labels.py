"""What learning reads: asked matches with both sides' features, answers and the card's place."""

from graph.connection import Graph
from graph.lifecycle.proposing import propose
from graph.models.vocabulary import Answer, Side
from graph.repositories.labels import Labels
from graph.repositories.matches import Suggestion
from matching.engine.results import Feature
from tests.factories import (
    a_suggestion,
    accept,
    answer,
    half_accepted_pair,
    mails,
    new_need,
    new_offer,
    proposed_pair,
    suggest,
    suggested_pair,
)


async def _three_cards(tenant: Graph, positions: tuple[int, ...]) -> list[Suggestion]:
    need = await new_need(tenant)
    return [
        a_suggestion(
            need.id,
            (await new_offer(tenant)).id,
            rank=rank,
            position=position,
            cards=len(positions),
            propensity=0.25,
        )
        for rank, position in enumerate(positions, start=1)
    ]


async def test_an_asked_match_tells_features_answers_and_place(tenant: Graph) -> None:
    pair = await suggested_pair(tenant)
    seen, given = dict.fromkeys(Feature, 0.25), dict.fromkeys(Feature, 0.75)
    await suggest(
        tenant,
        a_suggestion(pair.need.id, pair.offer.id, features=seen, giver_features=given),
    )
    assert await Labels(tenant).all() == []
    await propose(tenant, actor="test")
    await accept(tenant, pair.match.id, Side.SEEKER)
    await answer(tenant, pair.match.id, Side.GIVER, Answer.DECLINE)

    (found,) = await Labels(tenant).all()
    assert (found.id, found.kind) == (pair.match.id, pair.need.kind)
    assert (found.seeker_id, found.giver_id) == (pair.seeker.id, pair.giver.id)
    assert (found.features, found.giver_features) == (seen, given)
    assert (found.seeker_answer, found.giver_answer) == ("ACCEPT", "DECLINE")
    assert (found.position, found.cards, found.propensity) == (1, 1, 1.0)
    assert found.seeker_region == pair.seeker.region


async def test_labels_are_paged_newest_first(tenant: Graph) -> None:
    pairs = [await proposed_pair(tenant), await half_accepted_pair(tenant)]
    labels = Labels(tenant)
    first = await labels.page(first=1)
    rest = await labels.page(first=1, after=first.items[0].id)
    assert [first.has_next, rest.has_next] == [True, False]
    ids = [found.id for found in first.items + rest.items]
    assert ids == [pairs[1].match.id, pairs[0].match.id]


async def test_a_mail_shows_the_cards_in_the_drawn_order(tenant: Graph) -> None:
    cards = await _three_cards(tenant, (3, 1, 2))
    matches = await suggest(tenant, *cards)
    await propose(tenant, actor="test")
    (mail,) = await mails(tenant)
    assert list(mail.match_ids) == [matches[1].id, matches[2].id, matches[0].id]
    by_id = {found.id: found for found in await Labels(tenant).all()}
    assert [by_id[match.id].position for match in matches] == [3, 1, 2]


async def test_a_mail_shows_the_best_cards_whatever_their_place(tenant: Graph) -> None:
    cards = await _three_cards(tenant, (4, 3, 2, 1))
    matches = await suggest(tenant, *cards)
    await propose(tenant, actor="test")
    (mail,) = await mails(tenant)
    assert list(mail.match_ids) == [matches[2].id, matches[1].id, matches[0].id]


async def test_cards_older_than_the_draw_are_shown_by_rank(tenant: Graph) -> None:
    matches = await suggest(tenant, *await _three_cards(tenant, (3, 2, 1)))
    await tenant.run_statement(
        "MATCH (m:Match) WHERE m.id IN $ids REMOVE m.position, m.cards, m.propensity, m.features",
        ids=[match.id for match in matches],
    )
    await propose(tenant, actor="test")
    (mail,) = await mails(tenant)
    assert list(mail.match_ids) == [match.id for match in matches]
    assert {(found.position, len(found.features)) for found in await Labels(tenant).all()} == {
        (None, 0)
    }
