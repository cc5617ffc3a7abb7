"""Parameters: each is a django-filter Filter that gives its condition instead of applying it.

So a filter set can put the conditions of one statement together, and not find them in several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django_filters import Filter

from tracker.filters.values import Chosen, Codes, Day, Exact, Moment, Words, YesNo

Given = Mapping[str, Any]  # what was asked for, by parameter, as values


class Level(StrEnum):
    """Whose column a parameter speaks of. All of one statement, or figure, hold of the same one."""

    OWN = "own"
    STATEMENT = "statement"
    FIGURE = "figure"
    CLOCK = "clock"


class Empty(StrEnum):
    """How a column has no value: the lookup that finds it."""

    NULL = "isnull"
    TEXT = "exact"


class Asked(Filter):
    """One parameter of the query language.

    ``reads`` are the columns it asks about, from its level's model; ``stem`` names the range it is
    a side of; ``empty`` says how its column lacks a value, if it may.
    """

    level = Level.OWN
    json: ClassVar[dict[str, Any]] = {"type": "string", "minLength": 1}
    stem = ""

    def __init__(
        self,
        field_name: str,
        *,
        label: str,
        meaning: str,
        reads: Iterable[str] = (),
        empty: Empty | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(field_name=field_name, label=label, **kwargs)
        self.meaning, self.empty = meaning, empty
        self.reads = (field_name, *reads)

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its value; a list is written with commas."""
        return self.json

    def condition(self, value: Any, given: Given) -> Q:
        """What holds of a row of the level's model."""
        return Q(**{self.field_name: value})

    def lacking(self, given: Given) -> Q | None:
        """What holds of a row that has no value here; None where that is not counted."""
        if self.empty is None:
            return None
        nothing = True if self.empty is Empty.NULL else ""
        return Q(**{f"{self.field_name}__{self.empty}": nothing})

    def told(self, value: Any, given: Given) -> str:
        """How it was read, in words."""
        return f"{self.label}: {value}"

    def filter(self, rows: QuerySet, value: Any) -> QuerySet:
        """As django-filter would have it; a filter set puts conditions together instead."""
        return rows if value is None else rows.filter(self.condition(value, {}))


# --- Lists ----------------------------------------------------------------------------------


class ListAsked(Asked):
    """One of several values."""

    json = {
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "string", "pattern": "^[^,]+$"},
    }

    def condition(self, value: Chosen, given: Given) -> Q:
        return Q(**{f"{self.field_name}__in": value.values})


class WordAsked(ListAsked):
    """Words of a vocabulary: choices, or a mapping of value to label."""

    field_class = Words

    def __init__(self, field_name: str, words: Any, **kwargs: Any) -> None:
        pairs = words.choices() if callable(words.choices) else words.choices
        super().__init__(field_name, words={str(v): str(w) for v, w in pairs if v != ""}, **kwargs)

    @property
    def schema(self) -> dict[str, Any]:
        words = [*self.extra["words"], *(["unstated"] if self.extra.get("unstated") else [])]
        one = {"type": "string", "enum": words}
        return one if self.extra.get("single") else {**self.json, "items": one}


class CodeAsked(ListAsked):
    """Codes of records. ``within`` gives them and all below them, where they stand in a tree."""

    field_class = Codes

    def __init__(
        self,
        field_name: str,
        records: Callable[[], QuerySet],
        *,
        noun: str,
        within: Callable[[Iterable[str]], set[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(field_name, records=records, noun=noun, **kwargs)
        self.within = within

    def condition(self, value: Chosen, given: Given) -> Q:
        codes = self.within(value.values) if self.within else value.values
        return self.holds(codes)

    def holds(self, codes: Iterable[str]) -> Q:
        return Q(**{f"{self.field_name}__in": list(codes)})

    def told(self, value: Chosen, given: Given) -> str:
        return f"{self.label}: {value}{' and all below' if self.within else ''}"


class RelatedAsked(CodeAsked):
    """Codes of records that the row is joined to by rows of another table: of any one of them."""

    def __init__(
        self, through: Callable[[], QuerySet], owner: str, column: str, *a: Any, **kw: Any
    ):
        super().__init__(column, *a, **kw)
        self.through, self.owner = through, owner

    def holds(self, codes: Iterable[str]) -> Q:
        joined = self.through().filter(**{f"{self.field_name}__in": list(codes)})
        return Q(pk__in=joined.order_by().values(self.owner))


class ExactAsked(Asked):
    """One value, to the letter; it is there somewhere, or the question is a mistake."""

    field_class = Exact

    def __init__(
        self, field_name: str, records: Callable[[], QuerySet], *, column: str, noun: str, **kw: Any
    ) -> None:
        super().__init__(field_name, records=records, column=column, name=column, noun=noun, **kw)

    def condition(self, value: Chosen, given: Given) -> Q:
        return Q(**{self.field_name: value.values[0]})


class NotAsked(Asked):
    """The same list, excluded: ``country!=US``."""

    def __init__(self, asked: ListAsked) -> None:
        super().__init__(
            asked.field_name,
            label=f"Not {asked.label[:1].lower()}{asked.label[1:]}",
            meaning=f"Leaves these out. {asked.meaning}",
            reads=asked.reads,
            **{name: value for name, value in asked.extra.items() if name != "required"},
        )
        self.asked, self.field_class, self.level = asked, asked.field_class, asked.level

    @property
    def schema(self) -> dict[str, Any]:
        return self.asked.schema

    def condition(self, value: Chosen, given: Given) -> Q:
        return ~self.asked.condition(value, given)

    def told(self, value: Chosen, given: Given) -> str:
        return f"Not {self.asked.told(value, given)[:1].lower()}{self.asked.told(value, given)[1:]}"


# --- Single values --------------------------------------------------------------------------


class YesNoAsked(Asked):
    field_class = YesNo
    json = {"type": "boolean"}

    def told(self, value: bool, given: Given) -> str:
        return f"{self.label}: {'yes' if value else 'no'}"


class FilledAsked(YesNoAsked):
    """Whether anything stands there."""

    def condition(self, value: bool, given: Given) -> Q:
        empty = Q(**{self.field_name: ""})
        return ~empty if value else empty


class ClockAsked(Asked):
    """A day that says as of when the question is meant."""

    field_class = Day
    level = Level.CLOCK
    json = {"type": "string", "format": "date"}


class ManyClockAsked(WordAsked):
    """Words that say how other parameters are meant."""

    level = Level.CLOCK


class SinceAsked(Asked):
    """Not before a moment."""

    field_class = Moment
    json = {"type": "string", "format": "date-time"}

    def condition(self, value: Any, given: Given) -> Q:
        return Q(**{f"{self.field_name}__gte": value})


# --- Families -------------------------------------------------------------------------------

Parameters = dict[str, Asked]


def excludable(parameters: Parameters) -> Parameters:
    """The same parameters, and each list among them excluded too."""
    excluded = {
        f"{name}!": NotAsked(asked)
        for name, asked in parameters.items()
        if isinstance(asked, ListAsked)
    }
    return parameters | excluded


def at_level(level: Level, parameters: Parameters) -> Parameters:
    for asked in parameters.values():
        asked.level = level
    return parameters
