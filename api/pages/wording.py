"""The words of the pages, by language, and how dates and places are written."""

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.requests import Request

from graph.models.entities import Party
from graph.models.vocabulary import Language
from graph.repositories.reference import reference_rows

NO_BREAK = "\u00a0"
NO_BREAK_HYPHEN = "\u2011"
_BEFORE_HIGH_PUNCTUATION = re.compile(r" (?=[:;!?»])")
_AFTER_OPENING_QUOTE = re.compile(r"(?<=«) ")


@cache
def words(language: Language) -> dict[str, Any]:
    """The tables of `words/<language>.toml`; {braces} are filled by the templates."""
    source = files("api.pages").joinpath("words", f"{language}.toml").read_text("utf-8")
    if language is Language.FR:
        source = _BEFORE_HIGH_PUNCTUATION.sub(NO_BREAK, source)
        source = _AFTER_OPENING_QUOTE.sub(NO_BREAK, source)
    return tomllib.loads(source.replace("e-mail", f"e{NO_BREAK_HYPHEN}mail"))


def fill(phrase: str, **values: str) -> str:
    """The phrase with its {braces} filled."""
    return phrase.format_map(values)


def long_date(day: date, language: Language) -> str:
    """`mardi 1er décembre 2026`, `Tuesday 1 December 2026`; the day keeps to its month."""
    names = words(language)["dates"]
    number = "1er" if day.day == 1 and language is Language.FR else str(day.day)
    month = names["months"][day.month - 1]
    return f"{names['days'][day.weekday()]} {number}{NO_BREAK}{month} {day.year}"


def place_of(party: Party) -> str:
    """`Vierzon (Cher)`, or the part of it that is known."""
    rows = reference_rows("departements")
    departement = next((row["name"] for row in rows if row["id"] == party.departement), "")
    if party.commune and departement and departement != party.commune:
        return f"{party.commune} ({departement})"
    return party.commune or departement


def chosen_language(request: Request, default: Language) -> Language:
    """The language in `?lang=`, else the default."""
    asked = request.query_params.get("lang")
    return Language(asked) if asked in set(Language) else default


def browser_language(request: Request) -> Language:
    """The first of ours that the browser names, for pages whose reader is not known."""
    for item in request.headers.get("accept-language", "").split(","):
        tag = item.strip()[:2].lower()
        if tag in set(Language):
            return Language(tag)
    return Language.FR
