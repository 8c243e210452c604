"""What is whose: people of a company, and mentors, change only what is their own."""

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.context import RequestContext
from api.errors import BadInputError, ForbiddenError
from api.global_ids import split_global_id
from api.permissions.table import Path, Permission
from api.refusals import refused
from api.types.user_error import UserErrorCode
from graph.models.vocabulary import Side
from graph.repositories.engagements import Engagements
from graph.repositories.matches import Matches
from graph.repositories.ownership import Ownership

KEPT_BY_STAFF = "external_key"
UNKNOWN = "The network has nothing of yours by this id: check the id."


async def refuse_what_is_of_others(
    context: RequestContext, permission: Permission, arguments: Mapping[str, Any]
) -> None:
    """Lets a mutation pass whose ids are all the caller's own, and whose side of a match is.

    Another's id is answered as one that does not exist.

    Raises:
        RefusedError: an id is not the caller's, or a key by which people are told apart is changed.
    """
    party_id = context.signed_in.party_id
    if party_id is None:
        raise ForbiddenError("This account stands for no party of the network: ask its staff.")
    _refuse_keys_of_sources(arguments)
    if permission.ids:
        await _refuse_ids(context, party_id, permission.ids, arguments)
    if permission.side:
        await _refuse_side(context, party_id, permission.side, arguments)


async def _refuse_ids(
    context: RequestContext, party_id: str, paths: Sequence[Path], arguments: Mapping[str, Any]
) -> None:
    wanted = {path: _raw_id(_at(arguments, path)) for path in paths}
    owned = await Ownership(context.graph).owned(list(wanted.values()), party_id)
    for path, raw_id in wanted.items():
        if raw_id not in owned:
            raise refused(UserErrorCode.NOT_FOUND, UNKNOWN, *_told(path))


async def _refuse_side(
    context: RequestContext, party_id: str, paths: tuple[Path, Path], arguments: Mapping[str, Any]
) -> None:
    to_match, to_side = paths
    raw_id = _raw_id(_at(arguments, to_match))
    seen = await Ownership(context.graph).visible([raw_id], party_id)
    repository = Matches if to_match[-1] == "match_id" else Engagements
    found = (await repository(context.graph).get_many(list(seen))).get(raw_id)
    if found is None:
        raise refused(UserErrorCode.NOT_FOUND, UNKNOWN, *_told(to_match))
    is_seeker = _at(arguments, to_side) == Side.SEEKER
    if party_id != (found.seeker_id if is_seeker else found.giver_id):
        message = "You stand for the other side of this: answer for that one."
        raise refused(UserErrorCode.INVALID, message, *_told(to_side))


def _refuse_keys_of_sources(arguments: Mapping[str, Any]) -> None:
    # People are found by the key of their party: who could change it could become another.
    given = arguments.get("given")
    if getattr(given, KEPT_BY_STAFF, strawberry.UNSET) is not strawberry.UNSET:
        message = "Only the network's staff changes the key of the source: leave it out."
        raise refused(UserErrorCode.INVALID, message, "input", to_camel_case(KEPT_BY_STAFF))


def _at(arguments: Mapping[str, Any], path: Path) -> str:
    found = arguments[path[0]]
    for name in path[1:]:
        found = getattr(found, name)
    return str(found)


def _raw_id(value: str) -> str:
    """The id in the graph; of what is no id, one that nobody has."""
    try:
        return split_global_id(value)[1]
    except BadInputError:
        return ""


def _told(path: Path) -> list[str]:
    """The path in GraphQL's names: whoever changes one thing alone names it `id`."""
    if len(path) == 1:
        return ["id"]
    return ["input" if name == "given" else to_camel_case(name) for name in path]
