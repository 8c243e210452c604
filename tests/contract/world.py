"""A small network with one of everything, and the parameters that each query needs in it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.events import event_row
from graph.lifecycle.mails import mail_row
from graph.migrate import all_migrations
from graph.models.entities import (
    ApiKey,
    Engagement,
    Event,
    Offer,
    OutboxRow,
    Party,
    PolicyVersion,
    Program,
    Run,
    SavedSearch,
    Tenant,
)
from graph.models.issuer import Issuer
from graph.models.relations import relation_row
from graph.models.vocabulary import (
    MailKind,
    PartyKind,
    Scope,
    Side,
)
from graph.repositories.engagements import Engagements
from graph.repositories.events import Events
from graph.repositories.issuers import Issuers
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs, need_row
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties, keys_of, party_row
from graph.repositories.programs import Programs
from graph.repositories.requests import Claim
from graph.repositories.run_inputs import RunRecords
from graph.repositories.runs import Runs
from graph.repositories.staging import Staging
from graph.repositories.tenants import ApiKeys, Tenants
from tests.contract.asking import ASKING
from tests.contract.desk import DESK
from tests.contract.made import (
    a_document,
    an_issuer,
    claimed_mail,
    claimed_request,
    left_party,
    policy,
    review_and_outcome,
    saved_search,
    sent_mail,
)
from tests.contract.mailing import MAILING, show_and_digest
from tests.contract.mails import MAILS
from tests.contract.people import PEOPLE
from tests.contract.registering import REGISTERING
from tests.factories import (
    VECTOR,
    Pair,
    a_need,
    a_party,
    a_suggestion,
    accept,
    half_accepted_pair,
    new_offer,
    new_siret,
    proposed_pair,
    suggest,
    suggested_pair,
)

Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """A tenant that holds one node of every label."""

    graph: Graph
    tenant: Tenant
    incubator: Party
    suggested: Pair
    proposed: Pair
    engagement: Engagement
    mail: OutboxRow
    run: Run
    running: Run
    key: ApiKey
    secret: str
    policy: PolicyVersion
    program: Program
    issuer: Issuer
    event: Event
    claim: Claim
    search: SavedSearch
    alert_id: str
    late_offer: Offer
    arrived: OutboxRow
    left_id: str


async def new_world(graph: Graph) -> World:
    """Fills a fresh tenant."""
    parties = Parties(graph)
    incubator = await parties.save(a_party(kind=PartyKind.INCUBATOR, external_key="incubator"))
    left_id = await left_party(graph)
    suggested = await suggested_pair(graph)
    accepted = await half_accepted_pair(graph)
    await accept(graph, accepted.match.id, Side.GIVER)
    engagement = (await Engagements(graph).page(first=1)).items[0]
    await _relate(graph, incubator, suggested)
    arrived = await sent_mail(graph)
    proposed = await proposed_pair(graph)
    await show_and_digest(graph, proposed)
    await suggest(graph, a_suggestion(proposed.need.id, suggested.offer.id))
    await Matches(graph).request([proposed.need.id])
    run, running = await _runs(graph)
    staging = Staging(graph, running.id)
    cards = [a_suggestion(suggested.need.id, suggested.offer.id)]
    await staging.put(1, [suggested.need.id], cards, {})
    await staging.seal({})
    key = await ApiKeys(graph).create("site", [Scope.READ])
    mail = await claimed_mail(graph)
    search = await saved_search(graph, suggested)
    await review_and_outcome(graph, engagement)
    return World(
        graph,
        await Tenants(graph).get(graph.tenant_id or ""),
        incubator,
        suggested,
        proposed,
        engagement,
        mail,
        run,
        running,
        key.key,
        key.secret,
        await policy(graph),
        (await Programs(graph).all())[0],
        await Issuers(graph).save(an_issuer(graph), actor="test"),
        (await Events(graph).page(first=1)).items[0],
        await claimed_request(graph),
        search,
        (await Outbox(graph).page(first=1)).items[0].id,
        await new_offer(graph),
        arrived,
        left_id,
    )


async def _runs(graph: Graph) -> tuple[Run, Run]:
    """One that is asked for and one that is running; a third is finished."""
    runs = Runs(graph)
    finished, running, asked = [await runs.create(seed=7) for _ in range(3)]
    await runs.start(running.id)
    await graph.write("finish_run", **_certificate(finished.id))
    await RunRecords(graph).store(finished.id, b"read")
    await RunRecords(graph).store(running.id, b"read")
    return asked, running


async def _relate(graph: Graph, incubator: Party, pair: Pair) -> None:
    member = {"party_id": pair.seeker.id, "incubator_id": incubator.id}
    await Parties(graph).link_members([member])
    kinds = ("client", "OWNED_BY", "EXCLUDES")
    await Parties(graph).link(
        [relation_row(from_id=pair.seeker.id, to_id=incubator.id, kind=kind) for kind in kinds]
    )
    await Programs(graph).save("Cohorte d’automne")
    skilled = a_need(skills=["mlops"])
    row = need_row(pair.need.id, pair.seeker.id, skilled)
    await Needs(graph).save_all([row], then_match=False)
    await graph.write("store_embeddings", rows=_vectors(pair))
    await graph.write(
        "upsert_tenant_skills",
        rows=[{"id": f"{graph.tenant_id}:soudure", "fr": "soudure", "en": "welding"}],
    )


def _vectors(pair: Pair) -> list[Parameters]:
    subjects = [("PARTY", pair.seeker.id), ("NEED", pair.need.id), ("OFFER", pair.offer.id)]
    return [
        {
            "subject_id": subject_id,
            "subject_label": label,
            "field": "TEXT",
            "hash": "0",
            "model": "test",
            "space": "test",
            "vector": VECTOR,
        }
        for label, subject_id in subjects
    ]


def _party_keys(world: World) -> Parameters:
    keys = asdict(keys_of(a_party(name=world.incubator.name, external_key="incubator")))
    return {
        "external_keys": [keys["external_key"]],
        "sirets": [new_siret()],
        "name_keys": [keys["name_key"]],
        "website_keys": ["vauban.example"],
    }


def _mail(world: World) -> Parameters:
    return {
        "rows": [
            mail_row(
                tenant_id=world.tenant.id,
                kind=MailKind.MATCH_CARD,
                recipient_id=world.suggested.seeker.id,
                match_ids=[world.suggested.match.id],
                cause="test",
                side=Side.SEEKER,
            )
        ]
    }


def _transition(world: World) -> Parameters:
    return {
        "id": world.proposed.match.id,
        "state": "DECLINED",
        "asked_side": None,
        "seeker_answer": "DECLINE",
        "giver_answer": None,
        "decline_reason": "NO_TIME",
        "decline_text": "",
        "is_rejected": False,
        "asked_at": None,
    }


def _certificate(run_id: str) -> Parameters:
    return {
        "id": run_id,
        "counts": "{}",
        "parameters": "{}",
        "model": "test",
        "value": 1.0,
        "dual_bound": 1.0,
        "gap": 0.0,
    }


def _links(world: World) -> list[Parameters]:
    pair = world.suggested
    return [relation_row(from_id=pair.seeker.id, to_id=pair.giver.id, kind="client")]


def _members(world: World) -> list[Parameters]:
    return [{"party_id": world.suggested.giver.id, "incubator_id": world.incubator.id}]


def _program(world: World) -> Parameters:
    dates = {"starts_on": world.graph.clock().date(), "ends_on": None}
    return {"id": world.program.id, "name": "Autre", **dates}


def _first_migration(_: World) -> Parameters:
    first = all_migrations()[0]
    return {"number": first.number, "name": first.name, "checksum": first.checksum}


def _page(**filters: Any) -> Parameters:
    return {"after": "~", "before": "", "limit": 1_000, **filters}


def _ascending(**filters: Any) -> Parameters:
    return {"after": "", "before": "~", "limit": 1_000, **filters}


def _embed_task(world: World) -> Parameters:
    return {"subject_id": world.suggested.need.id, "touched_at": world.graph.clock()}


def _of_party(world: "World") -> dict[str, Any]:
    of_party = {"party_id": world.suggested.need.party_id}
    return of_party | {"states": None, "need_id": None, "offer_id": None}


LONG = timedelta(days=3_650)
NOTHING: Callable[[World], Parameters] = lambda _: {}  # noqa: E731  # shorter where it is used

# Every part of a tree, with two properties of each node.
TREE = {
    "need": ["id", "title"],
    "need_dates": ["created_at"],
    "party": ["id", "name"],
    "party_dates": ["created_at"],
    "suggestions": 3,
    "match": ["id", "rank"],
    "match_dates": ["created_at"],
    "offer": ["id", "title"],
    "offer_dates": ["created_at"],
    "giver": ["id", "name"],
    "giver_dates": ["created_at"],
}

PARAMETERS: dict[str, Callable[[World], Parameters]] = (
    {
        "list_pending_embeddings": lambda _: {"limit": 1_000},
        "erase_tenant": NOTHING,
        "count_pending_embeddings": NOTHING,
        "store_embeddings": lambda w: {"rows": _vectors(w.suggested)},
        "delete_stale_embeddings": lambda w: {"ids": [f"{w.suggested.need.id}:TEXT"]},
        "finish_embed_tasks": lambda w: {"rows": [_embed_task(w)]},
        "list_embedding_spaces": NOTHING,
        "list_vectors": lambda _: {"subject_label": "NEED", "after": "", "limit": 1_000},
        "get_vectors_by_ids": lambda w: {"ids": [f"{w.suggested.need.id}:TEXT"]},
        "find_path": lambda w: {"from_id": w.suggested.seeker.id, "to_id": w.incubator.id},
        "list_coverage_by_region": NOTHING,
        "list_coverage_by_sector": NOTHING,
        "list_coverage_by_skill": NOTHING,
        "withdraw_by_party": lambda w: {"id": w.suggested.seeker.id},
        "withdraw_by_exclusion": lambda w: {
            "from_id": w.suggested.seeker.id,
            "to_id": w.suggested.giver.id,
        },
        "delete_relation": lambda w: {
            "from_id": w.suggested.seeker.id,
            "to_id": w.incubator.id,
            "type": "RELATED_TO",
            "kind": "client",
        },
        "start_engagement": lambda w: {"id": new_id(), "match_id": w.suggested.match.id},
        "get_engagements_by_ids": lambda w: {"ids": [w.engagement.id]},
        "get_engagements_by_matches": lambda w: {"match_ids": [w.engagement.match_id]},
        "list_engagements": lambda _: _page(),
        "list_engagements_ascending": lambda _: _ascending(),
        "count_engagements": NOTHING,
        "list_engagements_of_party": lambda w: _page(party_id=w.engagement.seeker_id),
        "list_engagements_of_party_ascending": lambda w: _ascending(
            party_id=w.engagement.seeker_id
        ),
        "count_engagements_of_party": lambda w: {"party_id": w.engagement.seeker_id},
        "list_labels": lambda _: _page(),
        "record_events": lambda w: {
            "rows": [event_row("test", "need.closed", w.suggested.need.id)]
        },
        "list_events": lambda _: _page(subject_id=None, action=None),
        "list_events_ascending": lambda _: _ascending(subject_id=None, action=None),
        "count_events": lambda _: {"subject_id": None, "action": None},
        "get_events_by_ids": lambda w: {"ids": [w.event.id]},
        "list_last_events_by_subjects": lambda w: {"subject_ids": [w.proposed.match.id]},
        "store_matches": lambda w: {
            "rows": [a_suggestion(w.suggested.need.id, w.suggested.offer.id).row(None)]
        },
        "withdraw_stale_suggestions": lambda w: {"need_ids": [w.suggested.need.id]},
        "mark_needs_matched": lambda w: {
            "need_ids": [w.suggested.need.id],
            "started_at": w.graph.clock(),
            "abstentions": {w.suggested.need.id: "{}"},
        },
        "list_needs_waiting_for_match": lambda _: {"limit": 1_000},
        "list_past_pairs": lambda w: {"since": w.graph.clock() - LONG},
        "list_past_pairs_by_needs": lambda w: {
            "since": w.graph.clock() - LONG,
            "need_ids": [w.proposed.need.id],
        },
        "list_shown_counts": lambda w: {"since": w.graph.clock() - LONG},
        "list_shown_counts_by_parties": lambda w: {
            "since": w.graph.clock() - LONG,
            "party_ids": [w.engagement.seeker_id],
        },
        "list_outcomes": lambda _: {"limit": 1_000},
        "list_answer_counts": NOTHING,
        "list_answer_counts_by_parties": lambda w: {"party_ids": [w.engagement.seeker_id]},
        "get_matches_by_ids": lambda w: {"ids": [w.suggested.match.id]},
        "list_matches": lambda _: _page(states=None, need_id=None, offer_id=None),
        "list_matches_ascending": lambda _: _ascending(states=None, need_id=None, offer_id=None),
        "count_matches": lambda _: {"states": None, "need_id": None, "offer_id": None},
        "list_matches_of_party": lambda w: _page(**_of_party(w)),
        "list_matches_of_party_ascending": lambda w: _ascending(**_of_party(w)),
        "count_matches_of_party": _of_party,
        "list_suggestions_by_needs": lambda w: {"ids": [w.suggested.need.id], "limit": 9},
        "list_suggestions_by_offers": lambda w: {"ids": [w.suggested.offer.id], "limit": 9},
        "count_matches_by_state": NOTHING,
        "lock_match": lambda w: {"id": w.proposed.match.id},
        "get_match_for_answer": lambda w: {"id": w.proposed.match.id},
        "apply_transition": _transition,
        "take_place": lambda w: {"id": w.proposed.match.id},
        "withdraw_unfit": lambda w: {"id": w.proposed.match.id},
        "withdraw_by_subject": lambda w: {"subject_id": w.proposed.need.id},
        "request_matching": lambda w: {"need_ids": [w.suggested.need.id]},
        "postpone_matching": lambda w: {"need_id": w.proposed.need.id, "due_at": w.graph.clock()},
        "list_expired_proposals": lambda w: {"before": w.graph.clock(), "limit": 1},
        "list_tenants_with_tasks": lambda _: {"kind": "EMBED"},
        "list_applied_migrations": NOTHING,
        "list_indexes_not_online": NOTHING,
        "record_migration": _first_migration,
        "constrain_migration_lock": NOTHING,
        "lock_migrations": lambda w: {"owner": "test", "stale_before": w.graph.clock() - LONG},
        "unlock_migrations": lambda _: {"owner": "test"},
        "await_indexes": NOTHING,
        "get_needs_by_ids": lambda w: {"ids": [w.suggested.need.id]},
        "list_needs": lambda _: _page(status=None, kind=None, party_id=None),
        "list_needs_ascending": lambda _: _ascending(status=None, kind=None, party_id=None),
        "count_needs": lambda _: {"status": None, "kind": None, "party_id": None},
        "list_needs_by_parties": lambda w: _page(party_ids=[w.suggested.seeker.id]),
        "list_needs_by_parties_ascending": lambda w: _ascending(party_ids=[w.suggested.seeker.id]),
        "count_needs_by_parties": lambda w: {"party_ids": [w.suggested.seeker.id]},
        "close_need": lambda w: {"id": w.suggested.need.id, "status": "CLOSED"},
        "get_offers_by_ids": lambda w: {"ids": [w.suggested.offer.id]},
        "list_offers": lambda _: _page(status=None, kind=None, party_id=None),
        "list_offers_ascending": lambda _: _ascending(status=None, kind=None, party_id=None),
        "count_offers": lambda _: {"status": None, "kind": None, "party_id": None},
        "list_offers_by_parties": lambda w: _page(party_ids=[w.suggested.giver.id]),
        "list_offers_by_parties_ascending": lambda w: _ascending(party_ids=[w.suggested.giver.id]),
        "count_offers_by_parties": lambda w: {"party_ids": [w.suggested.giver.id]},
        "close_offer": lambda w: {"id": w.suggested.offer.id, "status": "CLOSED"},
        "store_shadow_prices": lambda w: {"rows": [{"id": w.suggested.offer.id, "price": 0.3}]},
        "upsert_saved_search": lambda w: {
            "id": w.search.id,
            "party_id": w.search.party_id,
            "properties": {"phrase": "robots"},
        },
        "delete_saved_search": lambda w: {"id": w.search.id},
        "stop_saved_searches": lambda w: {"party_id": w.search.party_id},
        "get_saved_searches_by_ids": lambda w: {"ids": [w.search.id]},
        "list_saved_searches": lambda _: _page(party_id=None),
        "list_saved_searches_ascending": lambda _: _ascending(party_id=None),
        "count_saved_searches": lambda _: {"party_id": None},
        "list_tenants_with_due_searches": NOTHING,
        "list_due_searches": NOTHING,
        "list_new_offers_of_search": lambda w: {"id": w.search.id, "offer_ids": [w.late_offer.id]},
        "enqueue_search_alert": lambda w: {
            "id": new_id(),
            "key": f"{w.tenant.id}:SEARCH_ALERT:test",
            "recipient_id": w.search.party_id,
            "message_id": "<test@maillage>",
            "rows": [{"search_id": w.search.id, "offer_id": w.late_offer.id}],
        },
        "list_told_offers": lambda w: {"mail_id": w.alert_id, "party_id": w.search.party_id},
        "postpone_searches": lambda w: {"rows": [{"id": w.search.id, "due_at": w.graph.clock()}]},
        "enqueue_mails": _mail,
        "list_due_mails": lambda _: {"limit": 1},
        "find_parties_by_keys": _party_keys,
        "upsert_parties": lambda w: {
            "rows": [party_row(w.incubator.id, a_party(kind=PartyKind.INCUBATOR))]
        },
        "link_members": lambda w: {"rows": _members(w)},
        "link_parties": lambda w: {"rows": _links(w)},
        "get_parties_by_ids": lambda w: {"ids": [w.incubator.id]},
        "list_need_trees": lambda _: _page(**TREE, status=None, kind=None, party_id=None),
        "get_need_trees": lambda w: TREE | {"ids": [w.suggested.need.id]},
        "list_party_trees": lambda _: _page(**TREE, needs=2, kinds=None, region=None, sector=None),
        "list_parties": lambda _: _page(kinds=None, region=None, sector=None),
        "list_parties_ascending": lambda _: _ascending(kinds=None, region=None, sector=None),
        "count_parties": lambda _: {"kinds": None, "region": None, "sector": None},
        "count_parties_by_kind": NOTHING,
        "list_neighbors": lambda w: {"ids": [w.suggested.seeker.id]},
        "list_exclusions": NOTHING,
        "list_conflicts": lambda w: {"ids": [w.suggested.seeker.id]},
        "upsert_program": _program,
        "list_all_programs": NOTHING,
        "list_programs": lambda _: _page(),
        "list_programs_ascending": lambda _: _ascending(),
        "count_programs": NOTHING,
        "get_programs_by_ids": lambda w: {"ids": [w.program.id]},
        "list_memberships": lambda w: {"ids": [w.suggested.seeker.id]},
        "list_relations": lambda w: {"ids": [w.suggested.seeker.id]},
        "pause_party": lambda w: {"id": w.incubator.id, "until": w.graph.clock()},
        "upsert_establishments": lambda _: {"rows": [{"id": "73282932000074", "name": "Forge"}]},
        "get_establishment_by_siret": lambda _: {"siret": "73282932000074"},
        "upsert_reference_skills": lambda _: {"rows": []},
        "upsert_sectors": lambda _: {"rows": []},
        "upsert_places": lambda _: {"rows": []},
        "upsert_tenant_skills": lambda w: {
            "rows": [{"id": f"{w.tenant.id}:soudure", "fr": "brasage", "en": "brazing"}]
        },
        "list_skills": NOTHING,
        "list_sectors": NOTHING,
        "list_places": NOTHING,
        "add_policy": lambda w: {
            "id": new_id(),
            "kind": w.policy.kind.value,
            "parameters": "{}",
            "origin": "LEARNED",
            "actor": "test",
            "note": "",
            "based_on": w.policy.number,
        },
        "list_current_policies": lambda w: {"kinds": [w.policy.kind.value]},
        "list_policies": lambda _: _page(kind=None),
        "list_policies_ascending": lambda _: _ascending(kind=None),
        "count_policies": lambda _: {"kind": None},
        "get_policies_by_ids": lambda w: {"ids": [w.policy.id]},
        "store_run_inputs": lambda w: {
            "id": w.run.id,
            "content": b"read",
        },
        "delete_old_run_inputs": lambda _: {"kept": 1},
        "get_run_inputs": lambda w: {"id": w.running.id},
        "create_run": lambda _: {"id": new_id(), "seed": 1, "parameters": "{}", "model": ""},
        "start_run": lambda w: {"id": w.run.id},
        "finish_run": lambda w: _certificate(w.running.id),
        "fail_run": lambda w: {"id": w.run.id, "error": "lost"},
        "stage_cards": lambda w: {
            "id": new_id(),
            "run_id": w.run.id,
            "number": 1,
            "need_ids": [w.suggested.need.id],
            "rows": "[]",
        },
        "get_staged_report": lambda w: {"run_id": w.running.id},
        "get_next_staged_cards": lambda w: {"run_id": w.running.id},
        "delete_staged_cards": lambda w: {"run_id": w.running.id, "number": None},
        "get_run": lambda w: {"id": w.run.id},
        "list_runs": lambda _: _page(),
        "list_runs_ascending": lambda _: _ascending(),
        "count_runs": NOTHING,
        "list_abandoned_runs": lambda w: {
            "before": w.graph.clock(),
            "started_before": w.graph.clock(),
        },
        "reopen_run": lambda w: {"id": w.running.id, "started_before": w.graph.clock()},
        "get_last_finished_run": NOTHING,
        "get_runs_by_ids": lambda w: {"ids": [w.run.id]},
        "count_runs_since": lambda w: {"seed": 7, "since": w.graph.clock() - LONG},
        "list_found_texts": lambda w: {"ids": [w.suggested.need.id]},
        "list_texts": lambda _: {"after": "", "limit": 1_000},
        "list_text_stamps": lambda w: {"since": w.graph.clock() - LONG},
        "get_texts_by_ids": lambda w: {"ids": [w.suggested.need.id]},
        "create_tenant": lambda w: {
            "id": new_id(),
            "slug": w.tenant.slug,
            "name": "Autre",
            "language": "fr",
            "reply_to": None,
            "is_review_required": False,
            "has_quiet_hours": False,
        },
        "get_tenant_by_slug": lambda w: {"slug": w.tenant.slug},
        "get_tenant": NOTHING,
        "list_tenants": NOTHING,
        "create_api_key": lambda _: {
            "id": new_id(),
            "name": "second",
            "hint": "mlg",
            "hash": new_id(),
            "scopes": ["read"],
            "expires_at": None,
            "documents": "OPEN",
        },
        "expire_api_key": lambda w: {"id": w.key.id, "expires_at": w.graph.clock() + LONG},
        "add_documents": lambda _: {"rows": [a_document("second").model_dump()]},
        "get_document": lambda _: {"key": "first"},
        "list_documents": NOTHING,
        "delete_documents": lambda _: {"document_ids": ["first"]},
        "get_request": lambda w: {"id": w.claim.id},
        "claim_request": lambda w: {
            "id": w.claim.id,
            "owner": "other",
            "body_hash": "other",
            "leased_until": w.graph.clock(),
            "expires_at": w.graph.clock(),
        },
        "hold_request": lambda w: {"id": w.claim.id, "owner": w.claim.owner},
        "finish_request": lambda w: {
            "id": w.claim.id,
            "owner": w.claim.owner,
            "answer": b"{}",
            "status": 200,
            "media_type": "application/json",
        },
        "release_request": lambda w: {"id": w.claim.id, "owner": w.claim.owner},
        "delete_expired_requests": lambda _: {"limit": 1},
        "upsert_issuer": lambda w: {
            "id": new_id(),
            "url": w.issuer.url,
            "audience": w.issuer.audience,
            "properties": {"leeway_s": 5},
        },
    }
    | MAILS
    | PEOPLE
    | REGISTERING
    | DESK
    | ASKING
    | MAILING
)
