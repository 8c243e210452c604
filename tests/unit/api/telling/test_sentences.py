"""Each action of the audit trail that a desk shows has words in both languages."""

import re

import pytest

from api.telling import sentence_of
from api.telling.sentences import words
from graph.models.vocabulary import Answer, Language
from tests.architecture.source import modules, strings

SHOWN = re.compile(r"(match|engagement|need|offer|party)\.[a-z_]+")


def written() -> set[str]:
    """The actions that the code names, and those that it makes of answers."""
    literals = (each for tree in modules("graph").values() for each in strings(tree))
    named = {str(each.value) for each in literals if SHOWN.fullmatch(str(each.value))}
    return named | {f"match.{answer.lower()}" for answer in Answer}


@pytest.mark.parametrize("language", Language)
def test_every_action_has_words(language: Language) -> None:
    assert {"match.proposed", "match.accept", "need.closed"} <= written()
    assert written() - set(words(language)["action"]) == set()


def test_both_languages_tell_the_same() -> None:
    french, english = words(Language.FR), words(Language.EN)
    assert french.keys() == english.keys()
    for table in ("who", "action", "value"):
        assert french[table].keys() == english[table].keys()
        for key, told in english[table].items():
            assert set(re.findall(r"{\w+}", french[table][key])) == set(re.findall(r"{\w+}", told))


def test_a_sentence_names_who_and_what() -> None:
    told = sentence_of("match.decline", "mail:7", {"side": "GIVER"}, Language.EN)
    assert told == "The person who was written to noted a no from the side with the offer."


def test_what_has_no_words_is_named_by_its_code() -> None:
    assert sentence_of("run.done", "run:1", {}, Language.FR) == "La mise en relation : run.done"


def test_a_detail_that_an_older_entry_lacks_leaves_a_gap() -> None:
    assert (
        sentence_of("match.accept", "system", {}, Language.EN) == "The service noted a yes from ."
    )
