"""What is kept of a run to replay it: hashes of what it read, and its cards.

The digests stand with the run for good. The items' short hashes and the cards are packed into a
few hundred kB for 10,000 parties, and are kept for the newest runs only.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matching.engine.fingerprint import ITEM_BYTES, Component, Fingerprint
from matching.engine.results import EngineMatch

FORMAT = 1
DECIMALS = 6
"""Probabilities are kept to this many: another processor may differ in the last bits."""


@dataclass(frozen=True, slots=True)
class Card:
    """One match as a run decided it."""

    need_id: str
    offer_id: str
    rank: int
    probability: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair whose card is another than it was; None where there is, or was, no card."""

    need_id: str
    offer_id: str
    before: Card | None
    after: Card | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "need": self.need_id,
            "offer": self.offer_id,
            "before": _told(self.before),
            "after": _told(self.after),
        }


def cards_of(matches: Sequence[EngineMatch]) -> tuple[Card, ...]:
    """The cards of a result, by need and offer."""
    cards = [Card(m.need_id, m.offer_id, m.rank, round(m.probability, DECIMALS)) for m in matches]
    return tuple(sorted(cards, key=lambda card: (card.need_id, card.offer_id)))


def card_differences(before: Sequence[Card], after: Sequence[Card]) -> tuple[Difference, ...]:
    """Cards that came, went, or changed their rank or (by more than rounding) probability."""
    old = {(card.need_id, card.offer_id): card for card in before}
    new = {(card.need_id, card.offer_id): card for card in after}
    return tuple(
        Difference(*pair, old.get(pair), new.get(pair))
        for pair in sorted({*old, *new})
        if not _is_same(old.get(pair), new.get(pair))
    )


def digest_of(cards: Sequence[Card]) -> str:
    """The SHA-256 of the cards, in hexadecimal."""
    rows = [[c.need_id, c.offer_id, c.rank, f"{c.probability:.{DECIMALS}f}"] for c in cards]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def pack(inputs: Fingerprint, cards: Sequence[Card]) -> bytes:
    """Both in one compressed text; ids that several components share are written once."""
    tables: dict[tuple[str, ...], int] = {}
    components = {
        name: {
            "digest": component.digest,
            "ids": tables.setdefault(tuple(sorted(component.items)), len(tables)),
            "hashes": _joined(component.items),
        }
        for name, component in sorted(inputs.items())
    }
    content = {
        "format": FORMAT,
        "tables": [list(ids) for ids in tables],
        "components": components,
        "cards": [[c.need_id, c.offer_id, c.rank, c.probability] for c in cards],
    }
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), level=6)


def unpack(content: bytes) -> tuple[Fingerprint, tuple[Card, ...]]:
    """What `pack` packed.

    Raises:
        ValueError: the content is none of `pack`, or of another format.
    """
    try:
        stored = json.loads(zlib.decompress(content))
    except zlib.error as error:
        raise ValueError("the record of the run cannot be read: it is damaged") from error
    if stored["format"] != FORMAT:
        raise ValueError(f"the record of the run has the format {stored['format']}, not {FORMAT}")
    inputs = {
        name: Component(found["digest"], _items(stored["tables"][found["ids"]], found["hashes"]))
        for name, found in stored["components"].items()
    }
    return inputs, tuple(Card(*row) for row in stored["cards"])


def _joined(items: Mapping[str, bytes]) -> str:
    return base64.b64encode(b"".join(items[item_id] for item_id in sorted(items))).decode()


def _items(ids: Sequence[str], hashes: str) -> dict[str, bytes]:
    joined = base64.b64decode(hashes)
    return {
        item_id: joined[position * ITEM_BYTES : (position + 1) * ITEM_BYTES]
        for position, item_id in enumerate(ids)
    }


def _is_same(one: Card | None, other: Card | None) -> bool:
    if one is None or other is None:
        return one is other
    is_near = abs(one.probability - other.probability) <= 2 * 10**-DECIMALS
    return one.rank == other.rank and is_near


def _told(card: Card | None) -> dict[str, Any] | None:
    return None if card is None else {"rank": card.rank, "probability": card.probability}
