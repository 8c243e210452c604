"""Where the bounds are held: before a document is parsed, validated and executed."""

from collections.abc import AsyncIterator
from functools import lru_cache

from graphql import GraphQLSchema
from strawberry.extensions import SchemaExtension

from api.context import RequestContext
from api.errors import BodyTooLargeError, ForbiddenError, LimitError
from api.limits.bounds import (
    MAX_BODY_BYTES,
    MAX_IMPORT_ITEMS,
    MAX_IMPORT_VALUES,
    MAX_NODES,
)
from api.limits.prepared import Documents, Prepared
from api.limits.spending import POINTS_OF_NEW_DOCUMENT, give_back, spend
from api.limits.values import refuse_large_variables
from api.permissions.rules import (
    refuse_forbidden_queries,
    refuse_private_queries,
    refuse_private_texts,
)

IMPORT = {"importParties"}


@lru_cache(maxsize=8)
def documents_of(schema: GraphQLSchema) -> Documents:
    """The documents that were found good for a schema."""
    return Documents(schema)


class Limits(SchemaExtension):
    """Refuses what is too large, what costs too much, and what a caller without a key may not ask.

    It parses and validates, too: what is refused is refused before it costs more.
    """

    _prepared: Prepared

    @property
    def _context(self) -> RequestContext:
        context: RequestContext = self.execution_context.context
        return context

    async def on_parse(self) -> AsyncIterator[None]:
        """Parses and checks, or finds what was checked before."""
        execution = self.execution_context
        text = execution.query
        if self._context.caller is None and not self._context.app.settings.is_development:
            refuse_private_texts(text or "")
        if text:
            documents = documents_of(execution.schema._schema)  # noqa: SLF001  # the one under Strawberry's
            is_new = not documents.is_kept(text)
            if is_new:
                await spend(self._context, POINTS_OF_NEW_DOCUMENT)
            shows = self._context.app.settings.is_development
            self._prepared = documents.prepare(text, hides_suggestions=not shows)
            execution.graphql_document = self._prepared.document
            if is_new and not self._prepared.mistakes:
                give_back(self._context, POINTS_OF_NEW_DOCUMENT)
        yield

    async def on_validate(self) -> AsyncIterator[None]:
        """Looks at what is asked by whom, and with which variables."""
        execution, prepared = self.execution_context, self._prepared
        self._refuse_strangers(prepared.root_fields)
        if self._context.caller is not None:
            refuse_forbidden_queries(self._context.caller, prepared.root_fields)
        self._refuse_large_requests(prepared.root_fields)
        execution.pre_execution_errors = prepared.mistakes
        yield

    async def on_execute(self) -> AsyncIterator[None]:
        """Takes the estimated points, and gives back those that were not needed."""
        execution = self.execution_context
        model = self._prepared.cost_of(execution.operation_name)
        if model is None:
            yield
            return
        nodes = model.estimate(execution.variables or {})
        if nodes > MAX_NODES:
            raise LimitError(
                f"This asks for up to more than {MAX_NODES:,} nodes: lower `first` of a list, "
                "or ask for fewer lists in lists."
            )
        points = model.points(nodes)
        await spend(self._context, points)
        yield
        found = model.measure(execution.result.data if execution.result else None)
        spent = model.points(found)
        give_back(self._context, points - spent)
        execution.extensions_results["cost"] = {
            "estimated": {"nodes": nodes, "points": points},
            "measured": {"nodes": found, "points": spent},
        }

    def _refuse_strangers(self, roots: frozenset[str]) -> None:
        settings = self._context.app.settings
        if self._context.caller is None:
            refuse_private_queries(roots, is_development=settings.is_development)
        if "__schema" in roots and not (settings.is_development or settings.can_introspect):
            raise ForbiddenError(
                "The schema is not told here: take it from `api/schema.graphql`, or from a "
                "service in development."
            )

    def _refuse_large_requests(self, roots: frozenset[str]) -> None:
        is_import = roots == IMPORT
        if self._context.body_bytes > MAX_BODY_BYTES and not is_import:
            raise BodyTooLargeError(f"Send at most {MAX_BODY_BYTES:,} bytes at once.")
        variables = self.execution_context.variables or {}
        if is_import:
            refuse_large_variables(variables, MAX_IMPORT_ITEMS, MAX_IMPORT_VALUES)
        else:
            refuse_large_variables(variables)
