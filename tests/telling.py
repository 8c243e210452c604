"""What the code under test tells to logs and traces, and what it must never tell there."""

import logging
import re
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.trace import INVALID_SPAN, Span, Tracer, TracerProvider

SECRET = re.compile(
    r"mlg_live_[\w-]{16,}"  # a key; its hint is shorter
    r"|eyJ[\w-]{8,}\.[\w-]{8,}\."  # a token
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an address; a long word is read but once
)
told: list[str] = []


def secrets_in(texts: list[str]) -> list[str]:
    """The keys, tokens and addresses in some texts."""
    return [found for text in texts for found in SECRET.findall(text)]


def _record(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    told.append(str(dict(event)))
    error = event.get("exc_info")
    if isinstance(error, BaseException):
        told.extend(traceback.format_exception(error))
    return event


class RecordingHandler(logging.Handler):
    """The standard library's loggers: those of the servers and clients that we use."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the message."""
        told.append(record.getMessage())


class RecordingTracer(Tracer):
    """Spans that keep their names and attributes, and are nothing else."""

    def start_span(self, name: str, *_: Any, **more: Any) -> Span:
        """Keeps what a span is told at its start."""
        told.append(f"{name} {more.get('attributes')}")
        return INVALID_SPAN

    @contextmanager
    def start_as_current_span(self, name: str, *_: Any, **more: Any) -> Iterator[Span]:  # type: ignore[override]  # its own decorator is not public
        """The same as a context. Errors are told where the span would record them."""
        span = self.start_span(name, **more)
        try:
            yield span
        except Exception as error:
            if more.get("record_exception", True):
                told.append(str(error))
            raise


class RecordingProvider(TracerProvider):
    """Makes these tracers."""

    def get_tracer(self, *_: Any, **__: Any) -> Tracer:
        """One for whoever asks."""
        return RecordingTracer()


def listen() -> None:
    """Records from now on, beside what is printed."""
    processors = structlog.get_config()["processors"]
    structlog.configure(processors=[processors[0], _record, *processors[1:]])
    logging.getLogger().addHandler(RecordingHandler(logging.INFO))
    trace.set_tracer_provider(RecordingProvider())
