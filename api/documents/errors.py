"""Why a document is not run."""

from api.errors import ApiError


class PersistedQueryNotFoundError(ApiError):
    """No document has this hash; message and code are those that Apollo's clients know."""

    code = "PERSISTED_QUERY_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound")


class UntrustedDocumentError(ApiError):
    """A document that was not uploaded, from a caller who runs no others."""

    code = "DOCUMENT_NOT_TRUSTED"

    def __init__(self) -> None:
        super().__init__(
            "This key runs trusted documents only: upload this one with `maillage documents "
            "upload`, and send its hash."
        )
