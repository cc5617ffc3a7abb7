"""Files that commands write: under their names once they are complete, and not before."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

from rich.console import Console
from rich.progress import DownloadColumn, Progress, SpinnerColumn, TextColumn, TransferSpeedColumn


def save(chunks: Generator[bytes], out: Path) -> None:
    """Write beside its place and put it there once it is complete and on the disk.

    What is no plain file (a pipe, a device) is written to as it is. Raises OSError.
    """
    if out.exists() and not out.is_file():
        _write(chunks, out)
        return
    part = out.with_name(f"{out.name}.part")
    try:
        _write(chunks, part)
        part.replace(out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _write(chunks: Generator[bytes], path: Path) -> None:
    """Unbuffered: a full disk is told of before the next chunk, and by ``fsync`` after the last."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), DownloadColumn())
    console = Console(stderr=True)
    with (
        Progress(*columns, TransferSpeedColumn(), console=console, transient=True) as progress,
        path.open("wb", buffering=0) as file,
    ):
        task = progress.add_task(path.name, total=None)
        for chunk in chunks:
            _write_all(file.fileno(), chunk)
            progress.advance(task, len(chunk))
        if path.is_file():
            os.fsync(file.fileno())


def _write_all(descriptor: int, chunk: bytes) -> None:
    """A file that is nearly full takes a part without an error."""
    left = memoryview(chunk)
    while left:
        left = left[os.write(descriptor, left) :]
