import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.retrieval.words import WORDS_WEIGHT, WordEncoder

texts = st.lists(
    st.lists(
        st.sampled_from(["soudure", "laser", "robot", "vente", "stock", "audit"]), max_size=6
    ).map(" ".join),
    min_size=1,
    max_size=8,
)


@given(texts)
def test_documents_are_shorter_than_one_and_empty_ones_nothing(given_texts: list[str]) -> None:
    _, rows = WordEncoder.fit(given_texts)
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    assert (lengths < 1).all()
    assert [length > 0 for length in lengths] == [bool(text) for text in given_texts]


def test_a_document_of_one_word_is_less_about_it_than_a_query() -> None:
    encoder, rows = WordEncoder.fit(["soudure", "soudure laser robot vente stock audit"])
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    assert lengths[0] < lengths[1]
    assert encoder.documents(["soudure"]).max() == rows[:1].max()


@given(texts)
def test_a_query_adds_at_most_its_weight(given_texts: list[str]) -> None:
    encoder, rows = WordEncoder.fit(given_texts)
    products = (encoder.queries(given_texts) @ rows.T).toarray()
    assert products.min() >= 0
    assert products.max() < WORDS_WEIGHT


def test_the_more_words_a_query_has_the_more_they_weigh() -> None:
    text = "soudure laser robot vente stock audit caméra défaut éolienne formation"
    encoder, rows = WordEncoder.fit([text, "autre chose"])
    few, many = (
        float((encoder.queries([query]) @ rows[:1].T).toarray().max())
        for query in ("soudure laser", text)
    )
    own = float((encoder.documents([text]) @ rows[:1].T).toarray().max())
    assert few < many < own * WORDS_WEIGHT


def test_rare_words_weigh_more() -> None:
    encoder, rows = WordEncoder.fit(["soudure laser", "soudure robot", "soudure vente"])
    products = (encoder.documents(["soudure robot"]) @ rows.T).toarray()[0]
    assert products[1] > 2 * products[0]


def test_what_all_texts_have_is_found_all_the_same() -> None:
    encoder, rows = WordEncoder.fit(["soudure"])
    assert (encoder.queries(["soudure"]) @ rows.T).toarray().min() > 0


def test_nothing_can_be_encoded() -> None:
    encoder, rows = WordEncoder.fit([])
    assert rows.shape[0] == encoder.queries([]).shape[0] == encoder.documents([]).shape[0] == 0
