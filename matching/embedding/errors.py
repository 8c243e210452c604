"""What can go wrong between a text and its vector. Every message says what to do."""


class EmbeddingError(Exception):
    """Any failure of this package."""


class EmbedderUnavailableError(EmbeddingError):
    """The engine is absent, unreachable, too slow, or answers what is not a vector."""


class MixedModelsError(EmbeddingError):
    """Vectors of two models would be compared with each other."""
