"""Global ids: the type and the id in one opaque word, as Relay expects."""

import base64
import binascii

import strawberry

from api.errors import BadInputError

PARTY_TYPES = ("Organization", "Mentor")


class GlobalIdError(BadInputError):
    """An id that was not made here, or names something of another type."""


class OtherTypeError(GlobalIdError):
    """An id of something of another type."""


def global_id(type_name: str, raw_id: str) -> strawberry.ID:
    """The global id of one node."""
    return strawberry.ID(base64.urlsafe_b64encode(f"{type_name}:{raw_id}".encode()).decode())


def split_global_id(value: str) -> tuple[str, str]:
    """Type and id. Raises GlobalIdError."""
    try:
        type_name, colon, raw_id = base64.urlsafe_b64decode(value).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise GlobalIdError(f"{value[:80]!r} is no id of this API: copy it as given.") from error
    if not (type_name and colon and raw_id) or global_id(type_name, raw_id) != value:
        raise GlobalIdError(f"{value[:80]!r} is no id of this API: copy it as given.")
    return type_name, raw_id


def raw_id_of(value: str, *type_names: str) -> str:
    """The id of a node that must be of one of these types. Raises GlobalIdError, OtherTypeError."""
    type_name, raw_id = split_global_id(value)
    if type_name not in type_names:
        expected = " or ".join(type_names)
        raise OtherTypeError(f"This is the id of a {type_name}; send one of a {expected}.")
    return raw_id
