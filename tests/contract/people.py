"""Parameters of the queries about who belongs to whom, and about what people do on pages."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graph.repositories.tenants import hash_secret

if TYPE_CHECKING:
    from tests.contract.world import World

PEOPLE: "dict[str, Callable[[World], dict[str, Any]]]" = {
    "get_party_by_external_key": lambda _: {"external_key": "incubator"},
    "list_owned_ids": lambda w: {
        "ids": [w.suggested.need.id],
        "party_id": w.suggested.seeker.id,
    },
    "list_visible_ids": lambda w: {
        "ids": [w.suggested.match.id],
        "party_id": w.suggested.seeker.id,
    },
    "list_met_ids": lambda w: {
        "ids": [w.engagement.giver_id],
        "party_id": w.engagement.seeker_id,
    },
    "get_api_key_by_hash": lambda w: {"hash": hash_secret(w.secret)},
    "list_api_keys": lambda _: {},
    "revoke_api_key": lambda w: {"id": w.key.id},
    "get_match_for_undo": lambda w: {"id": w.proposed.match.id, "side": "SEEKER"},
    "undo_answer": lambda w: {"id": w.proposed.match.id, "side": "SEEKER"},
    "withdraw_party": lambda w: {"id": w.proposed.seeker.id, "stopped_by": "STAFF"},
    "lock_party": lambda w: {"id": w.left_id},
    "return_party": lambda w: {"id": w.left_id},
    "get_preferences": lambda w: {"id": w.suggested.giver.id},
    "set_preferences": lambda w: {
        "id": w.suggested.giver.id,
        "mail_frequency": "WEEKLY",
        "time_zone": "Europe/Lisbon",
        "quiet_from": 19,
        "quiet_until": 9,
        "languages": ["fr"],
        "wants_follow_ups": False,
        "radius_km": None,
        "offers": [{"id": w.suggested.offer.id, "capacity": 2, "is_muted": True}],
    },
    "withdraw_muted": lambda w: {"id": w.suggested.giver.id},
    "export_party": lambda w: {"id": w.suggested.giver.id},
    "lock_erasable": lambda w: {"id": w.suggested.giver.id},
    "free_places_of_seeker": lambda w: {"id": w.engagement.seeker_id},
    "erase_nodes": lambda w: {"ids": [w.suggested.giver.id]},
    "forget_matches_in_mails": lambda w: {"ids": [w.suggested.match.id]},
    "list_reasons_that_name": lambda _: {"id": "vision"},
    "set_reasons": lambda w: {
        "rows": [
            {
                "id": w.suggested.match.id,
                "reasons": "[]",
                "giver_reasons": "[]",
                "reservation": None,
            }
        ]
    },
    "forget_near_misses": lambda w: {"ids": [w.suggested.offer.id]},
    "hide_events": lambda w: {"ids": [w.suggested.giver.id]},
    "count_traces": lambda w: {"words": [w.suggested.giver.id]},
    "list_issuers": lambda _: {},
    "delete_issuer": lambda w: {"id": w.issuer.id},
    "list_issuers_by_url": lambda w: {"url": w.issuer.url},
}
