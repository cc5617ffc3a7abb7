"""The parameters that only a list over HTTP has: pages, a count, a format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from tracker.api.expanding import read_expand, read_inside
from tracker.api.relations import relations_of
from tracker.domain.codes import nearest
from tracker.exports import FORMATS as FILES
from tracker.exports import Shown, read_shown
from tracker.fields import Registry
from tracker.filters import FILTER_SETS, FilterError, Mistake, Query

PAGE_SIZE = 100
LARGEST_PAGE = 1000
LARGEST_FULL_PAGE = 100  # of records that each may hold hundreds of others
NONE, ESTIMATED, EXACT = COUNTS = ("none", "estimated", "exact")
FORMATS = ("json", *FILES)
PAGING = ("page_size", "cursor", "count", "format")
OWN = ("fields", "expand")  # what lists and records alike are asked for besides
DETAIL = ("known_on", "valid_on")  # of a filter set, what one record can be asked for


@dataclass(frozen=True, slots=True)
class Form:
    """What a row shows: its fields, what is expanded in it, and which fields inside of that."""

    shown: Shown
    expand: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was asked for."""

    query: Query
    form: Form
    page_size: int = PAGE_SIZE
    cursor: str = ""
    counted: str = NONE


def read_listing(registry: Registry, params: QueryDict) -> Listing:
    """Raises :class:`~tracker.filters.FilterError` with every mistake, whoever reads it."""
    form, mistakes = _form(registry, params)
    page_size, wrong = _page_size(params, largest=_largest(registry, form.expand))
    mistakes += wrong
    mistakes += _not_of("count", params, COUNTS)
    mistakes += _not_of("format", params, FORMATS)
    query = _read(registry, params, (*PAGING, *OWN, "ordering"), mistakes)
    return Listing(
        query=query,
        form=form,
        page_size=page_size,
        cursor=params.get("cursor", ""),
        counted=params.get("count", NONE),
    )


def read_detail(registry: Registry, params: QueryDict) -> Listing:
    """One record as it was asked for: its fields, and as of when it is meant."""
    form, mistakes = _form(registry, params, _unasked(registry, params))
    allowed = {name for name in DETAIL if name in FILTER_SETS[registry.name].base_filters}
    for name in params:
        if name not in (*allowed, *OWN):
            why = f"one record is asked for {', '.join(sorted((*allowed, *OWN)))} alone."
            mistakes.append(Mistake(name, "", why))
    asked = QueryDict(mutable=True)
    for name in {*allowed, *OWN} & params.keys():
        asked.setlist(name, params.getlist(name))
    if "valid_on" in asked:
        asked["holds"] = "yes,maybe,no"
    return Listing(_read(registry, asked, OWN, mistakes), form)


def _unasked(registry: Registry, params: QueryDict) -> tuple[str, ...]:
    """The relations of a record's page: all, or those inside of which ``fields`` names some."""
    relations = relations_of(registry.name)
    if "fields" not in params:
        return tuple(relations)
    names = str(params["fields"]).split(",")
    named = {name.partition(".")[0] for name in names if "." in name}
    return tuple(name for name in relations if name in named)


def _form(
    registry: Registry, params: QueryDict, always: tuple[str, ...] = ()
) -> tuple[Form, list[Mistake]]:
    """What rows are to show; ``always`` are the relations that are there unasked."""
    expand, mistakes = read_expand(registry.name, params.get("expand"))
    named = params.get("fields", "").split(",") if "fields" in params else []
    inside = tuple(name for name in named if "." in name)
    mistakes += read_inside(inside, (*always, *expand))
    own = {name: params[name] for name in ("fields", "ordering") if name in params}
    if inside:
        own["fields"] = ",".join(name for name in named if "." not in name)
        if not own["fields"]:
            del own["fields"]
    shown, wrong = read_shown(registry, own)
    return Form(shown, (*always, *expand), inside), [*wrong, *mistakes]


def _read(
    registry: Registry, params: Mapping[str, Any], also: tuple[str, ...], mistakes: list[Mistake]
) -> Query:
    try:
        query = FILTER_SETS[registry.name].read(params, also=also)
    except FilterError as error:
        raise FilterError([*error.mistakes, *mistakes]) from None
    if mistakes:
        raise FilterError(mistakes)
    return query


def _largest(registry: Registry, expand: tuple[str, ...]) -> int:
    relations = relations_of(registry.name)
    asked = {path.partition(".")[0] for path in expand}
    full = any(relations[name].hundreds for name in asked & relations.keys())
    return LARGEST_FULL_PAGE if full else LARGEST_PAGE


def _page_size(params: QueryDict, *, largest: int) -> tuple[int, list[Mistake]]:
    text = params.get("page_size")
    if text is None:
        return PAGE_SIZE, []
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= largest:
        return int(text), []
    so = " with this expand" if largest < LARGEST_PAGE else ""
    return PAGE_SIZE, [Mistake("page_size", text, f"it is a number from 1 to {largest}{so}.")]


def _not_of(name: str, params: QueryDict, words: tuple[str, ...]) -> list[Mistake]:
    word = params.get(name, words[0])
    if word in words:
        return []
    meant = nearest(word, words) or ""
    return [Mistake(name, word, f"it is {' or '.join(words)}.", meant)]
