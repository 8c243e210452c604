"""What a whole run read, as hashes: by component, and in short by item, so that a change has a name.

A component is one kind of input (needs, offers, what is known of parties, vectors, past pairs,
skills …), an item one id in it. Equality is judged by the SHA-256 of the component; the four bytes
kept of each item only say which of them changed. Nothing depends on the order of the inputs.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.types import Giver, Market, Seeker, Vectors

ITEM_BYTES = 4
UNUSED = frozenset({"prices", "calibrations", "words", "centering"})
"""Parts of a market that a whole run does not read, or that are made of the texts of others."""
GROUPS: Mapping[str, frozenset[str]] = {
    "parties": frozenset(
        {
            "tenant_id",
            "legal_id",
            "is_shared",
            "latitude",
            "longitude",
            "region",
            "stage",
            "sectors",
            "size_class",
            "is_paused",
            "is_new",
        }
    ),
    "answers": frozenset({"asked", "accepted", "shown", "has_answered_recently"}),
    "neighbors": frozenset({"neighbors"}),
    "exclusions": frozenset({"excluded", "conflicts"}),
}
"""The fields of needs and offers that are their party's; all others are their own."""

_NAMES = {kind: frozenset(f.name for f in fields(kind)) for kind in (Seeker, Giver)}
_OWN = {kind: names.difference(*GROUPS.values()) for kind, names in _NAMES.items()}
AnyArray = npt.NDArray[Any]
_Record = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Component:
    """One kind of input: the SHA-256 of all of it in hexadecimal, and `ITEM_BYTES` of each id's."""

    digest: str
    items: Mapping[str, bytes]


Fingerprint = Mapping[str, Component]


def fingerprint(market: Market) -> Fingerprint:
    """The components of what `run` reads in a market, by name.

    Raises:
        TypeError: the market holds a value that has no canonical form.
    """
    records: dict[str, Iterable[_Record]] = {**_of_needs_and_offers(market), **_of_vectors(market)}
    records["past_pairs"] = _of_past_pairs(market)
    records["skills"] = _of_skills(market)
    known = {"seekers", "givers", "vectors", "past_pairs", "skill_parents"} | UNUSED
    for field in fields(market):
        if field.name not in known:
            records[field.name] = _of_other(getattr(market, field.name))
    return {name: _component(found) for name, found in sorted(records.items())}


def differences(before: Fingerprint, after: Fingerprint) -> dict[str, tuple[str, ...]]:
    """The components that differ, each with the ids of what came, went or changed, sorted."""
    nothing = _component(())
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted({*before, *after}):
        old, new = before.get(name, nothing), after.get(name, nothing)
        if old.digest != new.digest:
            ids = {*old.items, *new.items}
            found[name] = tuple(sorted(i for i in ids if old.items.get(i) != new.items.get(i)))
    return found


def canonical(value: Any) -> bytes:
    """The one form of a value, whatever the order of its sets and mappings.

    Raises:
        TypeError: the value is nothing that an input is made of.
    """
    return _encode(_plain(value)).encode()


_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
_SCALARS = (str, bool, int, float, type(None))


def _plain(value: Any) -> Any:
    """The value as JSON has it. By far the most are scalars and short sets of words."""
    if type(value) in _SCALARS:
        return value
    found: Any
    match value:
        case Enum():
            found = value.value
        case np.generic():
            found = value.item()
        case frozenset() | set():
            found = sorted(map(_encode, map(_plain, value)))
        case tuple() | list():
            found = [_plain(item) for item in value]
        case Mapping():
            found = {_encode(_plain(key)): _plain(item) for key, item in value.items()}
        case np.ndarray():
            found = [value.dtype.str[1:], value.shape, hashlib.sha256(_bytes(value)).hexdigest()]
        case _ if is_dataclass(value):
            found = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form: give it one here")
    return found


def _bytes(array: AnyArray) -> bytes:
    """The elements in their order, as every machine writes them."""
    return array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()


def _component(records: Iterable[_Record]) -> Component:
    """Records of one id are taken together: a party's needs may say the same of it many times."""
    by_id: dict[str, set[bytes]] = {}
    for item_id, value in records:
        by_id.setdefault(item_id, set()).add(canonical(value))
    whole = hashlib.sha256()
    items: dict[str, bytes] = {}
    for item_id in sorted(by_id):
        digest = hashlib.sha256(b"\0".join(sorted(by_id[item_id]))).digest()
        whole.update(canonical(item_id) + digest)
        items[item_id] = digest[:ITEM_BYTES]
    return Component(whole.hexdigest(), items)


def _of_needs_and_offers(market: Market) -> dict[str, Iterable[_Record]]:
    records: dict[str, Iterable[_Record]] = {
        "needs": _own(market.seekers),
        "offers": _own(market.givers),
    }
    everyone: list[Seeker | Giver] = [*market.seekers, *market.givers]
    for group, names in GROUPS.items():
        records[group] = [
            (item.party_id, _values(item, names & _NAMES[type(item)])) for item in everyone
        ]
    return records


def _own(items: Sequence[Seeker] | Sequence[Giver]) -> list[_Record]:
    return [(item.id, _values(item, _OWN[type(item)])) for item in items]


def _values(item: Seeker | Giver, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def _of_vectors(market: Market) -> dict[str, Iterable[_Record]]:
    needs = [seeker.id for seeker in market.seekers]
    offers = [giver.id for giver in market.givers]
    ids = {"needs": needs, "profiles": needs, "offers": offers, "wishes": offers}
    return {
        f"vectors_of_{field.name}": list(
            zip(ids[field.name], getattr(market.vectors, field.name), strict=True)
        )
        for field in fields(Vectors)
    }


def _of_past_pairs(market: Market) -> list[_Record]:
    """Only pairs that could be matched again now: the others are asked about by nobody."""
    needs = {seeker.id for seeker in market.seekers}
    offers = {giver.id for giver in market.givers}
    return [
        (f"{pair.need_id}|{pair.offer_id}", pair)
        for pair in market.past_pairs
        if pair.need_id in needs and pair.offer_id in offers
    ]


def _of_skills(market: Market) -> list[_Record]:
    """The taxonomy above the skills in use; what was added elsewhere changes no match."""
    everyone: list[Seeker | Giver] = [*market.seekers, *market.givers]
    waiting = {skill for item in everyone for skill in item.skills}
    found: dict[str, str] = {}
    while waiting:
        skill = waiting.pop()
        parent = market.skill_parents.get(skill)
        if parent is not None and skill not in found:
            found[skill] = parent
            waiting.add(parent)
    return list(found.items())


def _of_other(value: Any) -> list[_Record]:
    if isinstance(value, Mapping):
        return [(str(key), item) for key, item in value.items()]
    return [("", value)]
