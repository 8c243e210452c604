"""The sentence-transformers engine: any model of the hub or of a folder, inside this process.

PyTorch and sentence-transformers come with the extra of that name and are imported at the first
text, so neither the import of this module nor opening the engine waits for them.
"""

from importlib.metadata import PackageNotFoundError, version

from matching.embedding.batches import Encode, Side
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import EmbeddingModel, Vectors
from matching.embedding.settings import EmbeddingSettings
from matching.embedding.threaded import ThreadedEmbedder

PACKAGE = "sentence-transformers"


def transformers_embedder(settings: EmbeddingSettings) -> ThreadedEmbedder:
    """Return the engine for the model that the settings name.

    Raises:
        EmbedderUnavailableError: the extra is not installed.
    """
    model = EmbeddingModel(
        name=settings.model,
        version=f"{PACKAGE}-{_installed_version()}",
        dimensions=settings.dimensions,
        space=settings.vector_space,
    )
    return ThreadedEmbedder(
        model,
        lambda: _load(settings),
        batch_size=settings.batch_size,
        timeout_s=settings.timeout_s,
    )


def _installed_version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError as error:
        raise EmbedderUnavailableError(
            "MAILLAGE_EMBEDDING_ENGINE is SENTENCE_TRANSFORMERS, and that package is not "
            "installed. Install the extra: pip install 'maillage[sentence-transformers]'."
        ) from error


def _load(settings: EmbeddingSettings) -> Encode:
    try:
        from sentence_transformers import SentenceTransformer  # PyTorch: seconds, and memory

        encoder = SentenceTransformer(settings.model)
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        raise EmbedderUnavailableError(
            f"sentence-transformers cannot load the model {settings.model!r} "
            f"({type(error).__name__}). Check MAILLAGE_EMBEDDING_MODEL, and that the model is a "
            "folder here or can be fetched."
        ) from error
    query_prefix, passage_prefix = settings.prefixes

    def encode(texts: list[str], side: Side) -> Vectors:
        prefix = query_prefix if side is Side.QUERY else passage_prefix
        vectors: Vectors = encoder.encode(
            [prefix + text for text in texts],
            batch_size=settings.batch_size,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return vectors

    return encode
