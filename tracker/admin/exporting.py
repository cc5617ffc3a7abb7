"""“Export this list”: what is filtered on the page, asked in the one query language.

What the page was asked in that language is asked as it stands. Its other filters are a list's
columns (``quote__source__coalition__code__exact``), and those that are parameters too are asked as
such. What is no parameter (drafts) is no export: the page says which, and never exports more than
it shows. Words are the one exception: a page finds them while they are typed, a file's ``q`` whole,
and the links say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from tracker.admin.labels import label_of
from tracker.exports import FORMATS
from tracker.fields import REGISTRIES, Registry
from tracker.filters import FILTER_SETS, RecordFilterSet
from tracker.filters.asked import CodeAsked, YesNoAsked

LIST_OF = {registry.model: name for name, registry in REGISTRIES.items()}
# Files hold what is published, so that need not be asked; another stage cannot be.
PUBLISHED = ("review", "published")
SOUGHT = "q"
WORDS = "the words that are sought"
TRUE_OR_FALSE = {"1": "true", "0": "false", "True": "true", "False": "false"}


@dataclass(frozen=True, slots=True)
class Exports:
    """Where the list is as a file, by the names of formats; or what cannot be asked.

    ``words`` are those that are sought, if any: files have the rows with the whole words.
    """

    links: tuple[tuple[str, str], ...] = ()
    words: str = ""
    unasked: tuple[str, ...] = ()


class Exporting(ModelAdmin):
    """Puts ``cl.exports`` on the pages of records that have a list for everybody."""

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        shown: Any = super().get_changelist_instance(request)
        if self.model in LIST_OF:
            filters = {
                key: str(value[-1] if isinstance(value, list) else value)
                for key, value in shown.get_filters_params().items()
            }
            asked = shown.asked | _ordering(shown, REGISTRIES[LIST_OF[self.model]])
            shown.exports = exports_of(self.model, asked, filters, words=shown.query)
        return shown


def _ordering(shown: Any, registry: Registry) -> dict[str, str]:
    """What the list was told to be sorted by, where files can be; else they are in their own."""
    first = str(shown.params.get(ORDER_VAR, "")).partition(".")[0]
    position = first.removeprefix("-")
    if not position.isdecimal() or int(position) >= len(shown.list_display):
        return {}
    column = shown.get_ordering_field(shown.list_display[int(position)])
    names = (n for n in registry.sortable if registry.by_name[n].raw() == F(column))
    name = next(names, "") if isinstance(column, str) else ""
    return {"ordering": f"{'-' if first.startswith('-') else ''}{name}"} if name else {}


def exports_of(
    model: Any, asked: dict[str, str], filters: dict[str, str], *, words: str = ""
) -> Exports:
    name = LIST_OF[model]
    asked = asked | ({SOUGHT: words} if words else {})
    unasked = [WORDS] if words and SOUGHT not in FILTER_SETS[name].base_filters else []
    for key, value in filters.items():
        told = _asked(FILTER_SETS[name], key, value)
        if told is None or any(asked.get(each, told[each]) != told[each] for each in told):
            unasked.append(f"{_called(model, key)}: {value}")
        else:
            asked |= told
    if unasked:
        return Exports(unasked=tuple(unasked))
    query = f"?{urlencode(asked, safe=',:!')}" if asked else ""
    links = (
        (each.label, f"{reverse(f'v1:{name}-{format_}')}{query}")
        for format_, each in FORMATS.items()
    )
    return Exports(links=tuple(links), words=words)


def _called(model: Any, key: str) -> str:
    """What a filter is headed by: the column it starts from, or its own word."""
    name = key.split("__", maxsplit=1)[0]
    try:
        return label_of(model, name)
    except FieldDoesNotExist:
        return name.capitalize()


def _column(key: str) -> str:
    """The column that a filter of the page is of: coalition, of a quote's source's coalition."""
    path = key.removesuffix("__exact").removesuffix("__code").removesuffix("__id")
    return path.rpartition("__")[2]


def _asked(filter_set: type[RecordFilterSet], key: str, value: str) -> dict[str, str] | None:
    """The same in the query language; None where it has no words for it."""
    column = _column(key)
    if (column, value) == PUBLISHED:
        return {}
    asked = filter_set.base_filters.get(column)
    if asked is None or not key.endswith("__exact"):
        return None
    if isinstance(asked, YesNoAsked):
        return {column: TRUE_OR_FALSE[value]} if value in TRUE_OR_FALSE else None
    if isinstance(asked, CodeAsked) and asked.within is not None:
        return _alone(column, value, asked.within({value}) - {value})
    return {column: value}


def _alone(column: str, value: str, below: set[str]) -> dict[str, str]:
    """The page's filter is of that one record of a tree, the parameter of all below it too."""
    without = {f"{column}!": ",".join(sorted(below))} if below else {}
    return {column: value} | without
