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
def test_documents_have_length_one_or_nothing(given_texts: list[str]) -> None:
    _, rows = WordEncoder.fit(given_texts)
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    expected = [1.0 if text else 0.0 for text in given_texts]
    np.testing.assert_allclose(lengths, expected, atol=1e-5)


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


def test_nothing_can_be_encoded() -> None:
    encoder, rows = WordEncoder.fit([])
    assert rows.shape[0] == encoder.queries([]).shape[0] == encoder.documents([]).shape[0] == 0
