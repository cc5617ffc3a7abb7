"""A spreadsheet brought in: mapped, shown cell by cell, and only then written as drafts."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from tracker.admin.base import RecordAdmin
from tracker.admin.history import undo_link
from tracker.annotations.apply import MovedOn
from tracker.annotations.imports import Import, prepare_import
from tracker.annotations.mistakes import FixtureError, Mistake, Place
from tracker.annotations.preview import Preview, preview_of
from tracker.domain.wording import counted
from tracker.models import Source

LARGEST = 1_500_000  # bytes: it goes back and forth with the page
SHOWN = 100  # drafts
WRITES = ("source", "quote", "contribution", "statement")
LOST = (
    "The text of a workbook is made here, and would be lost.",
    "Keep it here where its licence allows, or bring it in by `manage.py load --table --text`.",
)
CHANGED = "Nothing was brought in: what it would become has changed since you looked. Look again."
START = """source: {id: publisher-2016-01-01-pledges, coalition: , title: , publisher: ,
  published: }
tables:
- row: contribution
  columns:
    Country: {values: {France: FR}}
    Sum: {number: {thousands: ','}}
  says:
  - {of: '{Country}/funding', amount: 'EUR {Sum}', status: pledged}
  check: {rows: }
"""


class ImportForm(forms.Form):
    """The file comes once; from its preview on it is carried along as text."""

    file = forms.FileField(
        label="Spreadsheet", required=False, help_text="CSV in UTF-8, or XLSX; up to 1.5 MB."
    )
    sheet = forms.CharField(required=False, help_text="Which one, if a workbook has several.")
    mapping = forms.CharField(
        strip=False,
        initial=START,
        widget=forms.Textarea(
            attrs={"rows": 16, "class": "vLargeTextField", "spellcheck": "false"}
        ),
        help_text="Who published it, and how its rows are read.",
    )
    hold = forms.BooleanField(
        label="Keep the text here", required=False, help_text="Only where its licence allows it."
    )
    name = forms.CharField(required=False, widget=forms.HiddenInput)
    carried = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is not None and file.size > LARGEST:
            self.add_error("file", "It is larger than 1.5 MB: bring it in by `manage.py load`.")
        elif file is not None:
            cleaned["name"], cleaned["content"] = file.name, file.read()
        elif cleaned.get("carried"):
            cleaned["content"] = _decoded(cleaned["carried"])
        if not cleaned.get("content") and not self.errors:
            self.add_error("file", "Choose a spreadsheet.")
        return cleaned


def _decoded(carried: str) -> bytes:
    try:
        return b64decode(carried, validate=True)
    except ValueError:
        return b""


class ImportsAdmin(RecordAdmin):
    """Of sources: each spreadsheet becomes one."""

    change_list_template = "admin/tracker/source/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="tracker_source_import"), *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not all(request.user.has_perm(f"tracker.add_{model}") for model in WRITES):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if not form.is_valid():
            return self._page(request, form)
        found, mistakes = _prepared(form, request.user)
        if found is None:
            return self._page(request, form, mistakes=mistakes)
        if "confirmed" not in request.POST:
            return self._page(request, form, found=found)
        if request.POST.get("seal") != found.seal:
            self.message_user(request, CHANGED, messages.WARNING)
            return self._page(request, form, found=found)
        try:
            action = found.load.apply()
        except (FixtureError, MovedOn) as error:
            mistakes = getattr(error, "mistakes", None) or [_mistake(str(error))]
            return self._page(request, form, mistakes=mistakes)
        drafts = counted(len(preview_of(found.load.plan).lines), "draft")
        said = format_html(
            "{} was brought in: {}, to be reviewed. {}", found.source, drafts, undo_link(action)
        )
        self.message_user(request, said)
        source = Source.objects.get(code=found.source)
        return HttpResponseRedirect(reverse("admin:tracker_source_change", args=[source.pk]))

    def _page(
        self,
        request: HttpRequest,
        form: ImportForm,
        *,
        found: Import | None = None,
        mistakes: list[Mistake] | None = None,
    ) -> HttpResponse:
        preview = preview_of(found.load.plan) if found else None
        context = {
            **self.admin_site.each_context(request),
            "title": "Bring in a spreadsheet",
            "opts": self.opts,
            "form": form,
            "mistakes": mistakes or [],
            "found": found,
            "preview": preview,
            "columns": _labels(preview) if preview else [],
            "rows": _rows(preview) if preview else [],
            "shown": SHOWN,
            "carried": _carried(form) if form.is_bound and not form.errors else {},
        }
        return TemplateResponse(request, "admin/tracker/source/import.html", context)


def _prepared(form: ImportForm, by: Any) -> tuple[Import | None, list[Mistake]]:
    asked = form.cleaned_data
    try:
        found = prepare_import(
            asked["name"],
            asked["content"],
            asked["mapping"].replace("\r\n", "\n"),
            by=by,
            sheet=asked["sheet"],
            hold=asked["hold"],
        )
    except FixtureError as error:
        return None, error.mistakes
    if found.sheet.is_made and not asked["hold"]:
        return None, [Mistake(Place(found.sheet.name), *LOST)]
    return found, []


def _mistake(sentence: str) -> Mistake:
    return Mistake(Place("the database"), sentence)


def _labels(preview: Preview) -> list[str]:
    return [name.replace("_", " ").capitalize() for name in preview.columns]


def _rows(preview: Preview) -> list[dict[str, Any]]:
    return [
        {"line": line, "cells": [(name, line.cells.get(name, "")) for name in preview.columns]}
        for line in preview.lines[:SHOWN]
    ]


def _carried(form: ImportForm) -> dict[str, str]:
    """The spreadsheet, so that it need not be chosen again."""
    asked = form.cleaned_data
    return {"name": asked["name"], "carried": b64encode(asked["content"]).decode()}
