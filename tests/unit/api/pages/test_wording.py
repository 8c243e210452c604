import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from starlette.requests import Request

from api.pages.form import MOST_TEXT
from api.pages.wording import browser_language, chosen_language, fill, long_date, place_of, words
from graph.lifecycle.states import Outcome
from graph.lifecycle.timing import DEFAULT_ZONE, OVERSEAS, is_zone
from graph.models.entities import Party
from graph.models.vocabulary import DeclineReason, Language, MatchKind, PartyKind

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def phrases(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from phrases(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", " ".join(value) if isinstance(value, list) else value


def request_for(query: str = "", accept: str = "") -> Request:
    headers = [(b"accept-language", accept.encode())]
    return Request({"type": "http", "query_string": query.encode(), "headers": headers})


def test_both_languages_say_the_same_things() -> None:
    french, english = (dict(phrases(words(language))) for language in Language)
    assert french.keys() == english.keys()
    for key, phrase in french.items():
        assert set(re.findall(r"{\w+}", phrase)) == set(re.findall(r"{\w+}", english[key])), key


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("table", "vocabulary"),
    [("decline_reason", DeclineReason), ("party_kind", PartyKind), ("match_kind", MatchKind)],
)
def test_every_word_of_a_closed_list_has_a_label(
    language: Language, table: str, vocabulary: type[StrEnum]
) -> None:
    assert set(words(language)[table]) == set(vocabulary)


@pytest.mark.parametrize("language", list(Language))
def test_every_outcome_that_a_page_can_show_is_told(language: Language) -> None:
    told = words(language)["outcome"]
    for outcome in set(Outcome) - {Outcome.ALREADY_ANSWERED}:
        assert {"title", "text", "next"} <= set(told[outcome])
    assert told["repeated"]


def test_every_zone_that_can_be_chosen_is_one() -> None:
    groups = words(Language.FR)["preferences"]["zones"]
    zones = [zone for group in groups.values() for zone in group]
    assert all(is_zone(zone) for zone in zones)
    assert {DEFAULT_ZONE, *OVERSEAS.values()} <= set(groups["france"])


def test_french_keeps_its_punctuation_on_the_line() -> None:
    for key, phrase in phrases(words(Language.FR)):
        assert not re.search(r" [:;!?»]|« |'", phrase), key


def test_the_longest_text_is_told_as_it_is() -> None:
    assert f"{MOST_TEXT:,}" in words(Language.EN)["answer"]["text_hint"]
    assert f"{MOST_TEXT:,}".replace(",", " ") in words(Language.FR)["answer"]["text_hint"]


def test_dates_are_written_out() -> None:
    assert long_date(date(2026, 12, 1), Language.FR) == "mardi 1er\u00a0décembre 2026"
    assert long_date(date(2026, 12, 1), Language.EN) == "Tuesday 1\u00a0December 2026"


def test_braces_in_a_name_are_only_text() -> None:
    assert fill("Avec {other}", other="{tenant.__class__}") == "Avec {tenant.__class__}"


@pytest.mark.parametrize(
    ("commune", "departement", "place"),
    [
        ("Vierzon", "18", "Vierzon (Cher)"),
        ("Paris", "75", "Paris"),
        (None, "18", "Cher"),
        ("Vierzon", None, "Vierzon"),
        (None, None, ""),
    ],
)
def test_a_place_says_what_is_known(
    commune: str | None, departement: str | None, place: str
) -> None:
    party = Party(
        id="p",
        tenant_id="t",
        kind=PartyKind.SME,
        name="Atelier",
        commune=commune,
        departement=departement,
        created_at=NOW,
        updated_at=NOW,
    )
    assert place_of(party) == place


@pytest.mark.parametrize(
    ("query", "language"),
    [("lang=en", Language.EN), ("lang=fr", Language.FR), ("lang=xx", Language.FR), ("", "fr")],
)
def test_the_address_may_name_the_language(query: str, language: str) -> None:
    assert chosen_language(request_for(query), Language.FR) == language


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("de, en;q=0.5", "en"),
        ("fr-FR,en", "fr"),
        ("de", "fr"),
        ("", "fr"),
    ],
)
def test_an_unknown_reader_is_met_in_the_language_of_the_browser(
    accept: str, language: str
) -> None:
    assert browser_language(request_for(accept=accept)) == language
