"""How the hooks of `Limits` run: as they are, for each request.

Strawberry's own runner looks at every hook anew by introspection, four times a request, for any
number of extensions: a sixth of what a small request costs. This schema has one extension.
"""

from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from strawberry.extensions.runner import SchemaExtensionsRunner

from api.limits.extension import Limits

Hook = AbstractAsyncContextManager[None]
_parsing = asynccontextmanager(Limits.on_parse)
_validation = asynccontextmanager(Limits.on_validate)
_executing = asynccontextmanager(Limits.on_execute)


class LimitsRunner(SchemaExtensionsRunner):
    """Runs one extension, which is `Limits`."""

    @property
    def _limits(self) -> Limits:
        (limits,) = self.extensions
        assert isinstance(limits, Limits)  # noqa: S101  # the schema has no other
        return limits

    def operation(self) -> Hook:  # type: ignore[override]  # used as a context manager only
        """There is no hook around a whole operation."""
        return nullcontext()

    def parsing(self) -> Hook:  # type: ignore[override]
        """Around parsing."""
        return _parsing(self._limits)

    def validation(self) -> Hook:  # type: ignore[override]
        """Around validation."""
        return _validation(self._limits)

    def executing(self) -> Hook:  # type: ignore[override]
        """Around execution."""
        return _executing(self._limits)
