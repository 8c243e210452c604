"""The audit trail in words, for people who look at a desk."""

from api.telling.sentences import sentence_of

__all__ = ["sentence_of"]
