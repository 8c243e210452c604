"""Parts of one computation, side by side: numpy and scipy let go of the interpreter's lock."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_limits

Part = TypeVar("Part")
Result = TypeVar("Result")
Check = Callable[[], None]
"""Called between the blocks of a computation: what it raises ends it."""

# More gain little: what each part holds in memory is held as many times.
MOST_THREADS = 4


def go_on() -> None:
    """The check of a computation that goes on to its end."""


def in_threads(
    work: Callable[[Part], Result], parts: Sequence[Part], check: Check = go_on
) -> Iterator[Result]:
    """`work` of each part, in the order of the parts, whatever the number of threads.

    There are as many as a matrix product would have taken.
    """

    def checked(part: Part) -> Result:
        check()
        return work(part)

    if len(parts) <= 1:
        yield from map(checked, parts)
        return
    with _blas.single() as n_threads, ThreadPoolExecutor(min(n_threads, MOST_THREADS)) as threads:
        yield from threads.map(checked, parts)


class _Blas:
    """Keeps matrix products to one thread each while parts run side by side."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._n_users = 0
        self._limits: threadpool_limits | None = None
        self._n_threads = 1

    @contextmanager
    def single(self) -> Iterator[int]:
        """The first to come sets the limit, the last to go lifts it: it is the process's.

        Gives the number of threads that products had before.
        """
        with self._lock:
            self._n_users += 1
            if self._limits is None:
                self._limits = threadpool_limits(limits=1, user_api="blas")  # type: ignore[no-untyped-call]
                self._n_threads = self._limits.get_original_num_threads()["blas"] or 1  # type: ignore[no-untyped-call]
        try:
            yield self._n_threads
        finally:
            with self._lock:
                self._n_users -= 1
                if self._limits is not None and not self._n_users:
                    self._limits.restore_original_limits()  # type: ignore[no-untyped-call]
                    self._limits = None


_blas = _Blas()
