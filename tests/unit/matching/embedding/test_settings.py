import pytest
from pydantic import ValidationError

from matching.embedding import EmbeddingEngine, EmbeddingSettings


def test_the_defaults_need_nothing() -> None:
    settings = EmbeddingSettings()
    assert settings.engine is EmbeddingEngine.BUNDLED
    assert settings.vector_space == "intfloat/multilingual-e5-small"
    assert settings.dimensions == 384


def test_the_environment_is_read_under_one_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_EMBEDDING_ENGINE", "OPENAI")
    monkeypatch.setenv("MAILLAGE_EMBEDDING_URL", "http://127.0.0.1:8080/v1")
    monkeypatch.setenv("MAILLAGE_EMBEDDING_MODEL", "e5")
    monkeypatch.setenv("MAILLAGE_EMBEDDING_SPACE", "intfloat/multilingual-e5-small")
    monkeypatch.setenv("MAILLAGE_EMBEDDING_API_KEY", "confidential")
    settings = EmbeddingSettings()
    assert settings.vector_space == "intfloat/multilingual-e5-small"
    assert "confidential" not in repr(settings)


def test_a_server_needs_its_address() -> None:
    with pytest.raises(ValidationError, match="MAILLAGE_EMBEDDING_URL"):
        EmbeddingSettings(engine=EmbeddingEngine.OPENAI)


@pytest.mark.parametrize("change", [{"model": "BAAI/bge-m3"}, {"dimensions": 1024}])
def test_the_bundled_engine_has_one_model(change: dict[str, str | int]) -> None:
    with pytest.raises(ValidationError, match="The engine BUNDLED has one model"):
        EmbeddingSettings.model_validate(change)


@pytest.mark.parametrize(
    ("model", "prefixes"),
    [
        ("intfloat/multilingual-e5-small", ("query: ", "passage: ")),
        ("e5-base-v2:f16", ("query: ", "passage: ")),
        ("jeffh/intfloat-multilingual-e5-large", ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", ("", "")),
        ("sentence-transformers/all-MiniLM-L6-v2", ("", "")),
        ("vendor/some5-model", ("", "")),
    ],
)
def test_only_e5_models_get_the_e5_prefixes(model: str, prefixes: tuple[str, str]) -> None:
    settings = EmbeddingSettings(engine=EmbeddingEngine.SENTENCE_TRANSFORMERS, model=model)
    assert settings.prefixes == prefixes


def test_prefixes_can_be_set_and_unset() -> None:
    settings = EmbeddingSettings(query_prefix="", passage_prefix="search_document: ")
    assert settings.prefixes == ("", "search_document: ")
