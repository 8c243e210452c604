"""Which sentence is nearest, and which are worth quoting at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.text import mask_contacts, without_controls
from matching.quoting.sentences import MOST_CHARACTERS, Quotable, Rarity, sentences, stems

OFFER = (
    "Trente ans de fonderie derrière moi. Je mesure la consommation des fours avec vous et je "
    "cherche les dérives. Appelez-moi au 06 12 34 56 78 quand vous le voulez bien. Oui !"
)
RARITY = Rarity.of(["les fours et les moules", "la vente et les clients", "les clients du bois"])


def test_the_sentence_with_the_telling_words_is_nearest() -> None:
    wanted = stems("Nos fours consomment trop : où sont les dérives ?")
    assert Quotable.of(OFFER).nearest(wanted, RARITY) == (
        "Je mesure la consommation des fours avec vous et je cherche les dérives"
    )


def test_nothing_in_common_is_not_quoted() -> None:
    assert Quotable.of(OFFER).nearest(stems("Exporter vers le Japon"), RARITY) is None


def test_a_sentence_with_a_contact_or_too_short_is_never_quoted() -> None:
    found = list(sentences(OFFER))
    assert len(found) == 2
    assert not any("06" in sentence or "Oui" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("french", "english"), [("ingénieries", "ingénierie"), ("predictions", "predicted")]
)
def test_stems_join_the_forms_of_a_word(french: str, english: str) -> None:
    assert stems(french) & stems(english)


@pytest.mark.parametrize("text", ["", "😀 😀 😀", "\x00\x01", "Да", "词" * 5_000, "a " * 20_000])
def test_texts_without_sentences_give_none(text: str) -> None:
    assert Quotable.of(text).nearest(stems("fours"), RARITY) is None


PIECES = st.sampled_from(
    [
        "fours",
        "vente",
        "a@b.example",
        "01 23 45 67 89",
        ". ",
        "! ",
        "\n",
        "\u202e",
        " — ",
        "é" * 300,
    ]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=60).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_a_quote_is_a_short_plain_part_of_its_text(text: str) -> None:
    for sentence in sentences(text):
        assert sentence in text
        assert 0 < len(sentence) <= MOST_CHARACTERS
        assert mask_contacts(sentence, "") == sentence == without_controls(sentence)
