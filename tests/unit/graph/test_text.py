import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text import fold, mask_contacts, name_key, website_key


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


@pytest.mark.parametrize("piece", ["\U0001f680", "a.", "@a", "0 ", "a@b."])
def test_contacts_are_masked_in_long_texts_without_a_wait(piece: str) -> None:
    # Seconds a text, where a search begins again at each letter.
    texts = [piece * 10_000 for _ in range(20)]

    assert all(len(mask_contacts(text, "")) <= len(text) for text in texts)


def test_what_is_too_long_for_an_address_still_hides_its_end() -> None:
    assert mask_contacts("a" * 70 + "@b.fr and c@d.fr", "…") == "a" * 6 + "… and …"
