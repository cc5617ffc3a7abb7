"""Rows that are part of a record: merged like its columns where two people changed them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.options import ModelAdmin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, QueryDict

from tracker.admin.history import who_of
from tracker.admin.labels import shown_as
from tracker.admin.meanwhile import Difference, Taken

Fields = dict[str, str]  # of one row, as a browser sends them


class PartFormSet(BaseInlineFormSet):
    """A row is known by its first field: the words, or the country."""

    @property
    def rows(self) -> str:
        """The rows that the page was opened with, which travel along with it."""
        if self.is_bound:
            return str(self.data.get(f"{self.prefix}-rows", ""))
        return json.dumps([row.fields for row in standing(self).values()])

    @property
    def names(self) -> list[str]:
        return list(self.form.base_fields)


@dataclass(frozen=True, slots=True)
class Row:
    fields: Fields
    told: str
    key: str  # in the database; empty where it is new


@dataclass(frozen=True, slots=True)
class Merged:
    """``sent`` is the page as it goes on: what only the other changed, and what the writer did."""

    differences: list[Difference]
    taken: list[Taken]
    sent: Fields


class WithParts(ModelAdmin):
    """Before the page of a model that has parts."""

    def merged_parts(self, request: HttpRequest, record: Any) -> list[Merged]:
        """The rows as both left them; the page goes on from what came of that."""
        found = []
        for formset, label in self._typed_parts(request, record):
            found.append(merged(formset, label))
            request.POST = with_rows(request.POST, str(formset.prefix), found[-1].sent)
        return found

    def lacks_rows(self, request: HttpRequest, record: Any) -> bool:
        """Whether the page speaks of a row that somebody has removed meanwhile."""
        for formset, _ in self._typed_parts(request, record):
            key = re.compile(rf"{formset.prefix}-\d+-{_key(formset)}")
            sent = {request.POST[name] for name in filter(key.fullmatch, request.POST)}
            if sent - {"", *(str(row.pk) for row in formset.get_queryset())}:
                return True
        return False

    def _typed_parts(self, request: HttpRequest, record: Any) -> Iterator[tuple[Any, str]]:
        for inline in self.get_inline_instances(request, record):
            made = inline.get_formset(request, record)
            rows = inline.get_queryset(request)
            label = str(inline.verbose_name_plural)
            yield made(request.POST, instance=record, queryset=rows), label


def merged(formset: PartFormSet, label: str) -> Merged:
    """Three ways, row by row: as it was opened, as it was typed, as it stands now."""
    theirs = standing(formset)  # first: what is typed is read into the same rows
    opened, mine = _opened(formset), _typed(formset)
    differences, taken, chosen = [], [], {}
    for name in dict.fromkeys([*theirs, *mine]):
        before, my, their = opened.get(name), mine.get(name), theirs.get(name)
        i_did, they_did = (before != (row and row.fields) for row in (my, their))
        told = [row.told if row else "(removed)" for row in (their, my)]
        if i_did and they_did and (my and my.fields) != (their and their.fields):
            differences.append(Difference(label, *told))
        elif they_did and not i_did:
            value = told[0] if their else f"{told[1]} (removed)"
            taken.append(Taken("", label, value, _by(formset.model, their or my)))
        chosen[name] = my if i_did else their
    return Merged(differences, taken, _sent(formset, theirs, chosen))


def with_rows(sent: QueryDict, prefix: str, rows: Fields) -> Any:
    """A page that was sent, with these rows in the place of its own."""
    changed = sent.copy()
    for name in sent:
        if re.match(rf"{prefix}-\d+-", name):
            del changed[name]
    for name, value in rows.items():
        changed[name] = value
    return changed


def standing(formset: PartFormSet) -> dict[str, Row]:
    """The rows as they are now."""
    found = {}
    for row in formset.get_queryset():
        values = {name: getattr(row, row._meta.get_field(name).attname) for name in formset.names}
        fields = {name: _as_sent(value) for name, value in values.items()}
        told = _told(getattr(row, name) for name in _telling(formset))
        found[fields[formset.names[0]]] = Row(fields, told, str(row.pk))
    return found


def _opened(formset: PartFormSet) -> dict[str, Fields]:
    """Nothing where a page does not say; then no row is taken away by it."""
    try:
        rows = json.loads(formset.rows or "[]")
        return {row[formset.names[0]]: row for row in rows}
    except (ValueError, TypeError, KeyError):
        return {}


def _typed(formset: PartFormSet) -> dict[str, Row]:
    formset.is_valid()
    found = {}
    for form in formset.forms:
        sent = {name: form.data.get(form.add_prefix(name), "").strip() for name in formset.names}
        if sent[formset.names[0]] and not form.data.get(form.add_prefix("DELETE")):
            read = getattr(form, "cleaned_data", {})
            told = _told(read.get(name, sent[name]) for name in _telling(formset))
            key = form.data.get(form.add_prefix(_key(formset)), "")
            found[sent[formset.names[0]]] = Row(sent, told, key)
    return found


def _sent(formset: PartFormSet, theirs: dict[str, Row], chosen: dict[str, Row | None]) -> Fields:
    """As a browser would send them: those that are there first, then the new ones."""
    new = [row for name, row in chosen.items() if row is not None and name not in theirs]
    counts = {"TOTAL_FORMS": len(theirs) + len(new), "INITIAL_FORMS": len(theirs)}
    sent = {name: str(count) for name, count in counts.items()}
    sent["rows"] = json.dumps([row.fields for row in theirs.values()])
    for place, (name, their) in enumerate(theirs.items()):
        kept = chosen[name]
        fields = {**(kept or their).fields, _key(formset): their.key}
        fields |= {} if kept else {"DELETE": "on"}
        sent |= {f"{place}-{field}": value for field, value in fields.items() if value}
    for place, row in enumerate(new, len(theirs)):
        sent |= {f"{place}-{field}": value for field, value in row.fields.items() if value}
    return {f"{formset.prefix}-{name}": value for name, value in sent.items()}


def _key(formset: PartFormSet) -> str:
    model: Any = formset.model
    return str(model._meta.pk.name)


def _telling(formset: PartFormSet) -> Iterator[str]:
    return (name for name in formset.names if name != "position")


def _as_sent(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


def _told(values: Any) -> str:
    return ", ".join(shown_as(value) for value in values if value not in (None, "", False))


def _by(model: Any, row: Row | None) -> str:
    key = row.key if row else ""
    lines = model.pgh_event_model.objects.filter(pgh_obj_id=key) if key.isdigit() else ()
    line = lines.order_by("-pgh_id").first() if lines else None
    return who_of(line.pgh_context or {}) if line else ""
