"""Every job against the real graph: what it does, and that doing it twice changes nothing."""

from datetime import timedelta

from graph.connection import Graph
from graph.models.entities import Need, Offer
from graph.models.vocabulary import MatchState, OutboxState, RunState
from graph.repositories.embeddings import Embeddings
from graph.repositories.matches import Matches
from graph.repositories.outbox import Outbox
from graph.repositories.runs import Runs
from matching.retrieval.store import TextStore
from tests.factories import at, half_accepted_pair, new_need, new_offer, proposed_pair
from workers.context import WorkerContext
from workers.jobs.deliver_mail import deliver_mail
from workers.jobs.execute_run import execute_run
from workers.jobs.expire_proposals import expire_proposals
from workers.jobs.prepare_needs import prepare_needs
from workers.jobs.schedule_runs import schedule_runs
from workers.jobs.sweep import sweep


async def vision_pair(graph: Graph) -> tuple[Need, Offer]:
    need = await new_need(
        graph,
        title="Trouver les rayures sur nos tôles laquées",
        text="Deux personnes regardent chaque pièce en fin de ligne.",
        skills=("computer-vision", "quality-control"),
    )
    offer = await new_offer(
        graph,
        title="Contrôle visuel par caméra en fin de ligne",
        text="J’ai équipé six ateliers de tôlerie de caméras qui voient les rayures.",
        wish="Une PME industrielle qui contrôle encore à l’œil.",
        skills=("computer-vision", "quality-control"),
    )
    return need, offer


def tenant_of(graph: Graph) -> str:
    assert graph.tenant_id is not None
    return graph.tenant_id


async def test_a_saved_need_is_embedded_matched_and_asked_about(
    context: WorkerContext, network: Graph
) -> None:
    need, offer = await vision_pair(network)

    await prepare_needs(context, tenant_id=tenant_of(network))

    (match,) = (await Matches(network).suggestions_by_needs([need.id], 10))[need.id]
    assert match.offer_id == offer.id
    assert match.state is MatchState.PROPOSED
    cited = [reason for reason in match.reasons if reason["code"] == "SKILLS"]
    assert "Vision par ordinateur" in cited[0]["fr"]
    assert "Computer vision" in cited[0]["en"]
    assert await Embeddings(network).count_pending() == 0
    (mail,) = (await Outbox(network).page(first=10)).items
    assert mail.match_ids == (match.id,)


async def test_preparing_twice_asks_once(context: WorkerContext, network: Graph) -> None:
    await vision_pair(network)
    for _ in range(2):
        await prepare_needs(context, tenant_id=tenant_of(network))
    assert len((await Outbox(network).page(first=10)).items) == 1
    assert await Matches(network).count_by_state() == {"PROPOSED": 1}


async def test_a_run_is_done_once_and_certified(context: WorkerContext, network: Graph) -> None:
    need, _ = await vision_pair(network)
    run = await Runs(network).create(seed=7)
    for _ in range(2):
        await execute_run(context, tenant_id=tenant_of(network), run_id=run.id)
    done = await Runs(network).get(run.id)
    assert done.state is RunState.FINISHED
    assert done.counts["cards"] == 1
    assert done.value is not None
    assert done.dual_bound is not None
    assert done.value <= done.dual_bound
    assert done.model.startswith("multilingual-e5-small")
    (match,) = (await Matches(network).suggestions_by_needs([need.id], 10))[need.id]
    assert match.run_id == run.id
    assert len((await Outbox(network).page(first=10)).items) == 1


async def test_a_run_without_a_network_ends_empty(context: WorkerContext, network: Graph) -> None:
    run = await Runs(network).create(seed=7)
    await execute_run(context, tenant_id=tenant_of(network), run_id=run.id)
    assert (await Runs(network).get(run.id)).state is RunState.FINISHED


async def test_a_mail_is_delivered_once(context: WorkerContext, network: Graph) -> None:
    await half_accepted_pair(network)
    for _ in range(2):
        for mail in (await Outbox(network).page(first=10)).items:
            await deliver_mail(context, tenant_id=tenant_of(network), mail_id=mail.id)
    states = [mail.state for mail in (await Outbox(network).page(first=10)).items]
    # The seeker has answered meanwhile: only the giver is still asked.
    assert sorted(states) == [OutboxState.SENT, OutboxState.SUPPRESSED]


async def test_the_sweep_finds_what_the_queue_never_knew(
    context: WorkerContext, network: Graph
) -> None:
    await vision_pair(network)
    told: list[tuple[str, str]] = []

    class Listening:
        async def hint(self, job: str, **ids: str) -> None:
            if ids.get("tenant_id") == network.tenant_id:
                told.append((job, ids.get("mail_id", "")))

    listening = WorkerContext(
        graph=context.graph,
        queue=Listening(),
        embedder=context.embedder,
        texts=TextStore(context.embedder.model.dimensions),
        transport=context.transport,
        letterhead=context.letterhead,
    )
    await sweep(listening)
    assert told == [("need.prepare", "")]

    await prepare_needs(context, tenant_id=tenant_of(network))
    told.clear()
    await sweep(listening)
    (mail,) = (await Outbox(network).page(first=10)).items
    assert told == [("mail.deliver", mail.id)]


async def test_a_proposal_without_an_answer_expires_and_its_need_goes_on(
    context: WorkerContext, network: Graph
) -> None:
    pair = await proposed_pair(network)
    later = at(network, network.clock() + timedelta(days=15))
    moved = WorkerContext(
        graph=later,
        queue=context.queue,
        embedder=context.embedder,
        texts=TextStore(context.embedder.model.dimensions),
        transport=context.transport,
        letterhead=context.letterhead,
    )
    # The other tests' networks are on the same server, and are old then, too.
    for _ in range(2):
        await expire_proposals(moved)
    match = (await Matches(network).get_many([pair.match.id]))[pair.match.id]
    assert match.state is MatchState.EXPIRED
    assert pair.need.id in await Matches(later).waiting_needs(10)


async def test_a_night_has_one_run(context: WorkerContext, network: Graph) -> None:
    for _ in range(2):
        await schedule_runs(context)
    runs = (await Runs(network).page(first=10)).items
    assert [run.state for run in runs] == [RunState.REQUESTED]
