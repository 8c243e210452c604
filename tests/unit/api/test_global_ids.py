import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.global_ids import GlobalIdError, global_id, raw_id_of, split_global_id


@given(st.text(min_size=1).filter(lambda raw: raw.isprintable()))
def test_a_global_id_holds_type_and_id(raw_id: str) -> None:
    assert split_global_id(global_id("Need", raw_id)) == ("Need", raw_id)


@given(st.text())
def test_any_other_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(GlobalIdError, match="no id of this API"):
        split_global_id(f"{text}!")


def test_an_id_of_another_type_is_refused() -> None:
    need = global_id("Need", "1")
    assert raw_id_of(need, "Offer", "Need") == "1"
    with pytest.raises(
        GlobalIdError, match="the id of a Need; send one of a Organization or Mentor"
    ):
        raw_id_of(need, "Organization", "Mentor")
