"""Narrowing a list: one row of selects, and any parameter of the model's own filter set.

So an address that asks the API a question asks the list the same: ``?country=FR&kind=military``.
What a record *is* finds drafts too; what its statements add up to, and the clocks, find only what
is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, SEARCH_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils.http import urlencode

from tracker.filters import FILTER_SETS, Asked, FilterError, Query, RecordFilterSet
from tracker.filters.asked import CodeAsked, Level, WordAsked, YesNoAsked

LANGUAGES: dict[Any, type[RecordFilterSet]] = {each.model: each for each in FILTER_SETS.values()}
DERIVED = "state__"


@dataclass(frozen=True, slots=True)
class Select:
    """One select of the form: the parameter, and what there is to choose."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the question that no select shows, and the address of the list without it."""

    text: str
    without: str


class Narrowed(ChangeList):
    """Django's list, which understands the query language besides its own filters."""

    model_admin: Any  # a ListAdmin

    @cached_property
    def language(self) -> type[RecordFilterSet] | None:
        return LANGUAGES.get(self.model)

    @cached_property
    def asked(self) -> dict[str, str]:
        """The parameters of the query language that the address has."""
        known = self.language.base_filters if self.language else {}
        given = self.filter_params.items()
        return {n: values[-1] for n, values in given if n in known and n != SEARCH_VAR}

    def get_filters_params(self, params: Any = None) -> Any:
        """The rest is Django's."""
        found = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name not in self.asked}

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        if self.asked and self.language is not None:
            try:
                self.root_queryset = self._answer(self.language.read(self.asked))
            except FilterError as error:
                for mistake in error.mistakes:
                    messages.error(request, str(mistake))
                raise IncorrectLookupParameters from error
        found: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        return self.model_admin.listed(found)

    def _answer(self, query: Query) -> QuerySet[Any]:
        """The rows that a question finds: drafts too, if it only asks for what a record is."""
        asking = query.filterset
        if all(_is_own(asking.filters[name]) for name in asking.given):
            return self.root_queryset.filter(asking.conditions(Level.OWN, asking.given))
        found: QuerySet[Any] = self.model_admin.joined(query.rows)
        return found

    def get_ordering_field(self, field_name: Any) -> Any:
        other = self.model_admin.ordered_as.get(field_name)
        return other or super().get_ordering_field(field_name)

    # --- What the form shows -----------------------------------------------------------------

    @cached_property
    def selects(self) -> list[Select]:
        shown = [name for name in self.model_admin.narrowed_by if self.language]
        return [*map(self._of_spec, self.filter_specs), *map(self._of_language, shown)]

    @cached_property
    def chips(self) -> list[Chip]:
        """What else was asked: by a link, or typed into the address."""
        shown = {select.name for select in self.selects}
        return [
            Chip(f"{self._label(name)}: {value}", self._without(name))
            for name, value in self._others()
            if name not in shown
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form sends along unseen."""
        shown = {select.name for select in self.selects} | {SEARCH_VAR}
        return [(name, value) for name, value in self.params.items() if name not in shown]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.asked or self.has_active_filters or self.chips)

    def _others(self) -> Iterator[tuple[str, str]]:
        """Django's own lookups too, such as the source whose quotes are shown."""
        yield from self.asked.items()
        used = {name for spec in self.filter_specs for name in spec.expected_parameters()}
        for name, values in self.get_filters_params().items():
            if name not in used and values[-1]:
                yield name, values[-1]

    def _without(self, name: str) -> str:
        rest = {other: values for other, values in self.filter_params.items() if other != name}
        return f"?{urlencode(rest, doseq=True)}"

    def _label(self, name: str) -> str:
        if self.language is not None and name in self.asked:
            return str(self.language.base_filters[name].label)
        return name.split("__", maxsplit=1)[0].replace("_", " ").capitalize()

    def _of_spec(self, spec: Any) -> Select:
        """One of Django's filters; its links say what each choice would ask."""
        name = spec.expected_parameters()[0]
        options: list[tuple[str, str]] = []
        chosen = ""
        for choice in spec.choices(self):
            values = QueryDict(choice["query_string"].lstrip("?")).getlist(name)
            value = values[-1] if values else ""
            if value or not options:  # “All” comes first
                options.append((value, str(choice["display"])))
                chosen = value if choice["selected"] else chosen
        title = str(spec.title)
        return Select(name, title[:1].upper() + title[1:], options, chosen)

    def _of_language(self, name: str) -> Select:
        asked: Any = self.language.base_filters[name]  # type: ignore[union-attr]
        chosen = self.asked.get(name, "")
        options = [("", "All"), *_options(asked)]
        if chosen not in dict(options):
            options.append((chosen, chosen))  # a list, written into the address
        return Select(name, self.model_admin.narrowed_by[name], options, chosen)


def _options(asked: Asked) -> list[tuple[str, str]]:
    """What a parameter may be, where that is a vocabulary or a small table."""
    if isinstance(asked, YesNoAsked):
        return [("true", "Yes"), ("false", "No")]
    if isinstance(asked, WordAsked):
        unstated = [("unstated", "Unstated")] if asked.extra.get("unstated") else []
        return [*asked.extra["words"].items(), *unstated]
    if isinstance(asked, CodeAsked):
        code, name = asked.extra.get("column", "code"), asked.extra["name"]
        rows = asked.extra["records"]().order_by(name).values_list(code, name)
        return [(str(value), str(text)) for value, text in rows.distinct() if value]
    return []


def _is_own(asked: Asked) -> bool:
    """Whether it asks for what the record is, and not for what its statements add up to."""
    return asked.level is Level.OWN and not asked.field_name.startswith(DERIVED)


def without_blanks(request: HttpRequest) -> HttpResponseRedirect | None:
    """A form sends along what nobody chose: to the same question without it."""
    given = request.GET
    blank = [name for name in given if name != ALL_VAR and not any(given.getlist(name))]
    if not blank:
        return None
    kept = given.copy()
    for name in blank:
        del kept[name]
    return HttpResponseRedirect(f"{request.path}?{kept.urlencode()}" if kept else request.path)
