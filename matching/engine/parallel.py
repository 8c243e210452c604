"""Parts of one computation, side by side: numpy and scipy let go of the interpreter's lock."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_limits

Part = TypeVar("Part")
Result = TypeVar("Result")

# More gain little: what each part holds in memory is held as many times.
MOST_THREADS = 4


def in_threads(work: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[Result]:
    """`work` of each part, in the order of the parts, whatever the number of threads."""
    if len(parts) <= 1:
        yield from map(work, parts)
        return
    with _blas.single(), ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS)) as threads:
        yield from threads.map(work, parts)


class _Blas:
    """Keeps matrix products to one thread each while parts run side by side."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._n_users = 0
        self._limits: threadpool_limits | None = None

    @contextmanager
    def single(self) -> Iterator[None]:
        """The first to come sets the limit, the last to go lifts it: it is the process's."""
        with self._lock:
            self._n_users += 1
            if self._limits is None:
                self._limits = threadpool_limits(limits=1, user_api="blas")  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            with self._lock:
                self._n_users -= 1
                if self._limits is not None and not self._n_users:
                    self._limits.restore_original_limits()  # type: ignore[no-untyped-call]
                    self._limits = None


_blas = _Blas()
