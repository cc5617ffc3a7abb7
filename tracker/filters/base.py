"""How a question is read: strictly, all mistakes at once, without a request if need be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django_filters import FilterSet

from tracker.domain.codes import nearest
from tracker.filters.asked import Given, Level, Parameters
from tracker.filters.errors import FilterError, Mistake
from tracker.filters.query import Query
from tracker.filters.values import refuse

Params = Mapping[str, Any]
RANGES = (("_after", "_before"), ("_min", "_max"))  # the sides of ranges, as names end


class RecordFilterSet(FilterSet):
    """One model's parameters. ``read`` is the way in; ``qs`` works as django-filter has it.

    ``noun`` is the model in the plural, as refusals name it.
    """

    noun: ClassVar[str]
    model: ClassVar[type[Model]]
    parameters: ClassVar[Parameters] = {}

    def __init__(self, data: Any = None, queryset: QuerySet | None = None, **options: Any) -> None:
        """Make only the parameters that were given: there are eighty, a question has two."""
        self.is_bound = data is not None
        self.data = data if data is not None else QueryDict()
        self.queryset = self.records() if queryset is None else queryset
        self.request, self.form_prefix = options.get("request"), options.get("prefix")
        wanted = self.data if self.is_bound else self.base_filters
        self.filters = {n: copy(self.base_filters[n]) for n in wanted if n in self.base_filters}
        for asked in self.filters.values():
            asked.model, asked.parent = self.queryset.model, self

    @classmethod
    def get_filters(cls) -> Parameters:
        return dict(cls.parameters)

    # --- Reading ----------------------------------------------------------------------------

    @classmethod
    def read(cls, params: Params, *, also: Iterable[str] = ()) -> Query:
        """Read a question.

        ``params`` maps names to texts (a QueryDict will do); ``also`` are names that somebody else
        reads. Raises :class:`FilterError` with every mistake.
        """
        mistakes = list(cls._unreadable(params, also))
        amiss = {mistake.name for mistake in mistakes}
        given = {name: _text(params, name) for name in params if name in cls.base_filters}
        asking = cls({name: text for name, text in given.items() if name not in amiss})
        mistakes += asking.mistakes()
        if mistakes:
            raise FilterError(mistakes)
        return asking.query()

    @classmethod
    def _unreadable(cls, params: Params, also: Iterable[str]) -> Iterator[Mistake]:
        known = {*cls.base_filters, *also}
        for name in params:
            if name not in known:
                yield _unknown(name, f"{cls.noun} have no such parameter", known)
            elif len(_all(params, name)) > 1:
                joined = ",".join(map(str, _all(params, name)))
                yield Mistake(name, joined, "given twice; write a list with commas.")
            elif name in cls.base_filters and not _text(params, name):
                yield Mistake(name, "", "empty; leave it out, or say a value.")
            elif not is_storable(str(params[name])):
                yield Mistake(name, "", "has a character that no text here can have.")

    def mistakes(self) -> list[Mistake]:
        """What cannot be read in the values, and what does not go together."""
        found = [
            Mistake(
                name, self.data[name], _sentence(error), (error.params or {}).get("nearest", "")
            )
            for name, errors in self.form.errors.as_data().items()
            for error in errors
        ]
        return found or [
            Mistake(name, self.data.get(name, ""), why)
            for name, why in (*self._reversed(self.given), *self.amiss(self.given))
        ]

    def _reversed(self, given: Given) -> Iterator[tuple[str, str]]:
        """Ranges that end before they begin."""
        for name, value in given.items():
            for lower, upper in RANGES:
                other = name.removesuffix(lower) + upper
                if name.endswith(lower) and other in given and value > given[other]:
                    yield name, f"the range ends before it begins: {other}={self.data[other]}."

    def amiss(self, given: Given) -> Iterator[tuple[str, str]]:
        """Parameters that do not go with the others, and why."""
        yield from ()

    @property
    def given(self) -> Given:
        return {n: value for n, value in self.form.cleaned_data.items() if value is not None}

    def get_form_class(self) -> type[forms.Form]:
        fields = {name: asked.field for name, asked in self.filters.items()}
        return type(f"{type(self).__name__}Form", (forms.Form,), fields)

    # --- Answering --------------------------------------------------------------------------

    def query(self) -> Query:
        """The question, once it was found readable."""
        clocks = {name: self.given.get(name) for name in ("known_on", "valid_on")}
        return Query(
            filterset=self,
            asked={name: self.data[name] for name in sorted(self.given)},
            rows=self.found(self.given),
            read_as=tuple(self.told()),
            **clocks,
        )

    def told(self) -> Iterator[str]:
        """How the question was read, a sentence a parameter."""
        for name, value in self.given.items():
            yield self.filters[name].told(value, self.given)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Those of any queryset of the model, for who comes by way of django-filter."""
        return queryset.filter(pk__in=self.found(self.given).order_by().values("pk"))

    def found(self, given: Given, *, lack: str = "") -> QuerySet:
        """The rows of which all conditions hold, those of one statement of the same statement.

        With ``lack``, the name of a parameter or a range: those that lack its value and match all
        else.
        """
        rows = self.known(given).filter(self.conditions(Level.OWN, given, lack))
        return self.joined(rows, given, lack)

    @classmethod
    def records(cls) -> QuerySet:
        """What may be asked about at all: what is published."""
        return cls.model._default_manager.all()

    def known(self, given: Given) -> QuerySet:
        """What of that was known on the day that was asked for, or is known now."""
        return self.records()

    def shaped(self) -> QuerySet:
        """The records with whatever fields need besides columns, for who has their keys."""
        return self.model._default_manager.all()

    def joined(self, rows: QuerySet, given: Given, lack: str) -> QuerySet:
        """With the conditions of other levels."""
        return rows

    def statements(self, rows: QuerySet) -> QuerySet:
        raise NotImplementedError(f"{self.noun} have no long form; contributions have one.")

    def conditions(self, level: Level, given: Given, lack: str = "") -> Q:
        """All that is asked at one level, of one row of it."""
        found = Q()
        for name, value in given.items():
            asked = self.filters[name]
            if asked.level is not level:
                continue
            missing = asked.lacking(given) if lack == (asked.stem or name) else None
            found &= asked.condition(value, given) if missing is None else missing
        return found

    def lacking(self, rows: QuerySet) -> dict[str, int]:
        given = self.given
        asked = {name: self.filters[name] for name in given}
        lacks = {each.stem or name: name for name, each in asked.items() if each.lacking(given)}
        found = rows.order_by().values("pk")
        return {
            _range_name(name): self.found(given, lack=lack).exclude(pk__in=found).count()
            for lack, name in lacks.items()
        }


def _range_name(name: str) -> str:
    """Without its side; any other parameter's name as it is."""
    sides = (side for pair in RANGES for side in pair if name.endswith(side))
    return name.removesuffix(next(sides, ""))


def _all(params: Params, name: str) -> list[Any]:
    return params.getlist(name) if isinstance(params, QueryDict) else [params[name]]


def _text(params: Params, name: str) -> str:
    """The value as text: a list of a saved query is as good as its commas."""
    value = params[name]
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value).strip()


def is_storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and UTF-8 no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _unknown(name: str, why: str, known: Iterable[str]) -> Mistake:
    meant = nearest(name, known)
    return Mistake(name, "", _sentence(refuse(why, meant)), meant or "")


def _nearest(error: ValidationError) -> str:
    return str((error.params or {}).get("nearest", ""))


def _sentence(error: ValidationError) -> str:
    return str(error.messages[0])
