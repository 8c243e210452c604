import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text import fold, name_key, website_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [("L’Été  à Orléans", "l ete a orleans"), ("ŒUVRE & Co", "œuvre co"), ("ﬁn", "fin"), ("", "")],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Dupont SARL", "dupont"),
        ("SAS Dupont & Fils", "dupont fils"),
        ("SAS", "sas"),
    ],
)
def test_names(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Ab.fr/x/?a=1", "ab.fr/x"),
        ("ab.fr", "ab.fr"),
        ("http://ab.fr/", "ab.fr"),
        (" https://sub.ab.fr:8443/Fr ", "sub.ab.fr/Fr"),
        ("", None),
        ("  ", None),
        (None, None),
        ("néant", None),
    ],
)
def test_websites(url: str | None, key: str | None) -> None:
    assert website_key(url) == key


@given(st.text(max_size=50))
def test_no_text_is_too_strange_for_a_website(url: str) -> None:
    key = website_key(url)
    assert key is None or "." in key
