from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.repositories.hashing import content_hash, with_hashes

values = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=3)
properties = st.dictionaries(st.text(max_size=5), values, max_size=5)


@given(properties)
def test_the_order_of_keys_does_not_count(given_properties: dict[str, object]) -> None:
    turned = dict(reversed(given_properties.items()))
    assert content_hash(turned) == content_hash(given_properties)


def test_any_change_counts() -> None:
    others: list[object] = [None, "", "1", 1, [], date(2027, 1, 1)]
    hashes = {content_hash({"a": value}) for value in others}
    assert len(hashes) == 6


def test_the_text_hash_is_of_the_texts_only() -> None:
    first = with_hashes({"title": "a", "budget": 1}, ("title", "text"))
    second = with_hashes({"title": "a", "budget": 2}, ("title", "text"))
    third = with_hashes({"title": "b", "budget": 1}, ("title", "text"))
    assert first["text_hash"] == second["text_hash"] != third["text_hash"]
    assert first["content_hash"] != second["content_hash"]
    assert first["title"] == "a"
