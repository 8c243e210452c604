"""Objects as resolvers give them: most are as the schema says, some are odd in every way known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import Enum, StrEnum
from random import Random
from typing import Any

NEAR_SHARE = 0.1


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Word(StrEnum):
    HELLO = "hello"


class Text(str):
    __slots__ = ()


class OddError(Exception):
    """An exception that is returned as a value."""


async def awaited(value: Any) -> Any:
    return value


class World:
    """Values drawn from one seed: the same seed gives equal values, each made anew.

    Args:
        seed: of the draws.
        odd_share: how often a value is none that the schema allows, 0 to 1. Where it is above
            zero, values that are converted (a number for a text) are frequent.
    """

    def __init__(self, seed: int, odd_share: float = 0.05) -> None:
        self.draw = Random(seed)  # noqa: S311  # what is drawn is no secret
        self.odd_share = odd_share

    def is_odd(self) -> bool:
        return self.draw.random() < self.odd_share

    def is_near(self) -> bool:
        return self.odd_share > 0 and self.draw.random() < NEAR_SHARE

    def one_of(self, value: Any, near: list[Any], odd: list[Any]) -> Any:
        """The value; now and then one that is converted, or one that is refused."""
        if self.is_odd():
            return self.draw.choice([*odd, None, OddError("odd"), object, "odd", 2**40])
        return self.draw.choice(near) if near and self.is_near() else value

    def text(self) -> Any:
        word = self.draw.choice(["Anne", "été", "", '"quoted"', "x" * 50])
        near = [Word.HELLO, Text("text"), 1.5, True, 7]
        return self.one_of(word, near, [float("nan"), b"bytes", ["list"]])

    def integer(self) -> Any:
        found = self.draw.randint(-5, 2**31 - 1)
        return self.one_of(found, [2.0, "7", True], [2.5, 2**31, -(2**31) - 1])

    def number(self) -> Any:
        found = self.draw.uniform(-1, 1)
        return self.one_of(found, [3, "2.5", True], [float("inf"), float("nan"), "x"])

    def flag(self) -> Any:
        return self.one_of(self.draw.random() < 0.5, [1, 0, 0.0], ["yes", float("nan")])

    def color(self) -> Any:
        return self.one_of(self.draw.choice(list(Color)), [], ["red", "RED", Word.HELLO, ["red"]])

    def day(self) -> Any:
        found = date(2026, 1, 1) + timedelta(days=self.draw.randint(0, 400))
        return self.one_of(found, [datetime(2026, 1, 1, tzinfo=UTC)], ["2026-01-01"])

    def moment(self) -> Any:
        found = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.draw.randint(0, 10**6))
        return self.one_of(found, [date(2026, 1, 1)], ["2026-01-01"])

    def maybe(self, value: Any) -> Any:
        return None if self.draw.random() < 0.2 else value

    def several(self, make: Any, most: int = 3) -> Any:
        """A list; now and then a tuple, a generator, or no list at all."""
        items = [make() for _ in range(self.draw.randint(0, most))]
        if self.is_near():
            return self.draw.choice([tuple(items), Items(items), set()])
        if self.is_odd():
            return self.draw.choice(["text", 5, None, [*items, None], [OddError("item")]])
        return items


class Items:
    """Something to iterate over that is no list."""

    def __init__(self, items: list[Any]) -> None:
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)
