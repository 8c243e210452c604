"""What a person sees: everything on standard error, so that results can be piped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(stderr=True, highlight=False)
Advance = Callable[[int, int], None]


@contextmanager
def bar(title: str) -> Iterator[Advance]:
    """A progress bar; call the function with (done, total)."""
    # The servers speak on this console, too, and show no bar.
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task(title, total=None)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield advance


def say(text: str = "") -> None:
    """One line for a person."""
    console.print(text)
