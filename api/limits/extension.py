"""Where the bounds are held: before a document is parsed, and before it is validated."""

from collections.abc import Iterator

from strawberry.extensions import SchemaExtension

from api.context import RequestContext
from api.errors import BodyTooLargeError, LimitError, UnauthenticatedError
from api.limits.bounds import MAX_BODY_BYTES, MAX_CHARACTERS, MAX_TOKENS, SCHEMA_FIELDS
from api.limits.document import root_fields


class Limits(SchemaExtension):
    """Refuses what is too large, and what a caller without a key may not ask."""

    def on_operation(self) -> Iterator[None]:
        """Bounds the text before it is parsed."""
        execution = self.execution_context
        if len(execution.query or "") > MAX_CHARACTERS:
            raise LimitError(f"This document is longer than {MAX_CHARACTERS} characters.")
        execution.parse_options["max_tokens"] = MAX_TOKENS
        yield

    def on_validate(self) -> Iterator[None]:
        """Looks at the parsed document before it is validated."""
        document = self.execution_context.graphql_document
        context: RequestContext = self.execution_context.context
        if document is not None:
            roots = root_fields(document)
            if context.caller is None and not roots <= SCHEMA_FIELDS:
                raise UnauthenticatedError("Without a key, only the schema can be read.")
            if context.body_bytes > MAX_BODY_BYTES and roots != {"importParties"}:
                raise BodyTooLargeError(f"Send at most {MAX_BODY_BYTES:,} bytes at once.")
        yield
