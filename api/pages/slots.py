"""The form of a meeting: three local times as typed, or one that the other side proposed."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self
from zoneinfo import ZoneInfo

from api.pages.form import Problem
from api.pages.personal import Fields
from graph.lifecycle.meeting import SLOTS, SlotFault, slot_at

NAMES: Final = tuple(f"slot-{number}" for number in range(1, SLOTS + 1))
NUMBER: Final = re.compile(r"\d{1,9}")
# Browsers send the first two; the others are what people type where there is no picker.
FORMATS: Final = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields as typed; what is missing is empty. `seen` is the version that was shown."""

    nonce: str = ""
    do: str = ""
    seen: int = -1
    chosen: str = ""
    slots: tuple[str, ...] = ("",) * SLOTS

    @classmethod
    def of(cls, fields: Fields) -> Self:
        """From a form; anything that is none gives empty fields."""

        def first(name: str) -> str:
            return fields.get(name, [""])[0].strip()

        seen = first("seen")
        return cls(
            nonce=first("nonce"),
            do=first("do"),
            seen=int(seen) if NUMBER.fullmatch(seen) else -1,
            chosen=first("chosen"),
            slots=tuple(first(name) for name in NAMES),
        )


def slots_from(typed: Typed, zone: ZoneInfo, now: datetime) -> list[datetime] | Problem:
    """The moments that the fields express, or the first thing that is wrong with them."""
    found: list[datetime] = []
    for name, text in zip(NAMES, typed.slots, strict=True):
        local = next(_read(text), None)
        if local is None:
            return Problem(name, "slot_unreadable" if text else "slot_missing")
        slot = slot_at(local, zone, now)
        if isinstance(slot, SlotFault):
            return Problem(name, slot)
        if slot in found:
            return Problem(name, SlotFault.TWICE)
        found.append(slot)
    return found


def _read(text: str) -> Iterator[datetime]:
    for pattern in FORMATS:
        with suppress(ValueError):
            yield datetime.strptime(text, pattern)  # noqa: DTZ007  # the reader's zone comes later
