"""One entry of the audit trail as a sentence. What is kept is ids and states: so no text leaks."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from graph.models.vocabulary import Language


@cache
def words(language: Language) -> dict[str, Any]:
    """The tables of `words/<language>.toml`."""
    found = files("api.telling").joinpath("words", f"{language}.toml")
    return tomllib.loads(found.read_text("utf-8"))


class Filled(dict[str, str]):
    """Values by name; "" for what an older entry does not tell."""

    def __missing__(self, key: str) -> str:
        return ""


def sentence_of(action: str, actor: str, details: Mapping[str, Any], language: Language) -> str:
    """What was done, by whom; an action without words is named by its code."""
    told = words(language)
    who = told["who"].get(actor.partition(":")[0], told["who"]["system"])
    values = Filled({name: _word(told, value) for name, value in details.items()})
    values |= {"who": who, "action": action}
    return str(told["action"].get(action, told["unknown"])).format_map(values)


def _word(told: Mapping[str, Any], value: object) -> str:
    return str(told["value"].get(str(value), value))
