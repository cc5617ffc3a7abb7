"""What a format cannot hold, said before the first byte."""

from __future__ import annotations

from tracker.filters import FilterError, Mistake


class Unwritable(FilterError):
    """This query cannot be written in this format; ``why`` says what can be done."""

    def __init__(self, format_: str, why: str) -> None:
        super().__init__([Mistake("format", format_, why)])
