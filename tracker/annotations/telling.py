"""How far a long run has come, told on the terminal; silent where nobody looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn


class Telling:
    """Says nothing. ``phase`` begins something with so many steps, ``advance`` counts them."""

    def phase(self, name: str, total: int) -> None:
        """Begin something."""

    def advance(self, steps: int = 1) -> None:
        """So many steps of it are done."""


class Bars(Telling):
    """A bar for each phase."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task: TaskID | None = None

    def phase(self, name: str, total: int) -> None:
        self._finish()
        self.task = self.progress.add_task(name, total=total or None)

    def advance(self, steps: int = 1) -> None:
        if self.task is not None:
            self.progress.advance(self.task, steps)

    def _finish(self) -> None:
        if self.task is not None:
            self.progress.update(self.task, visible=False)


@contextmanager
def telling(*, wanted: bool = True) -> Iterator[Telling]:
    """Bars on standard error where that is a terminal, else silence."""
    console = Console(stderr=True)
    if not wanted or not console.is_terminal:
        yield Telling()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bars(progress)
