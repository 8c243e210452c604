"""Documents by their hash: those a network has uploaded, and those clients register on the way."""

from api.documents.resolving import DocumentStore

__all__ = ["DocumentStore"]
