"""Python text that is written piece by piece, and made a function."""

from collections.abc import Callable
from keyword import iskeyword
from typing import Any

from api.plans.errors import UnplannableError

Function = Callable[[Any], Any]


class Namespace:
    """What generated functions find by name."""

    def __init__(self, **names: Any) -> None:
        self._names = names
        self._count = 0

    def add(self, prefix: str, thing: Any) -> str:
        """Gives a thing a name of its own."""
        self._count += 1
        name = f"{prefix}{self._count}"
        self._names[name] = thing
        return name

    def get(self, name: str) -> Any:
        """What a name stands for."""
        return self._names[name]

    def function(self, lines: list[str]) -> Function:
        """The function of one argument, `s`, that these lines are the body of."""
        body = "\n    ".join(lines)
        # Only names of GraphQL, identifiers of Python and names made here are in the text.
        exec(compile(f"def complete(s):\n    {body}", "<plan>", "exec"), self._names)  # noqa: S102
        made: Function = self._names.pop("complete")
        return made


def attribute(name: str) -> str:
    """An attribute's name, as it may stand in the text. Raises UnplannableError."""
    if not name.isidentifier() or iskeyword(name):
        raise UnplannableError
    return name
