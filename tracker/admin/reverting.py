"""One change of a record's history taken back: looked at, then done, and itself in the history."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse

from tracker import actions
from tracker.actions.revert import Revert
from tracker.admin.history import Change, History, named_changes
from tracker.admin.refusals import by_rule


class Why(forms.Form):
    """``opened`` is the version whose plan was shown."""

    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
    )
    opened = forms.IntegerField(widget=forms.HiddenInput)


class Reverting(History):
    """Before the page of a record that is written by hand."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.revert_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_revert"
        return [
            path("<path:object_id>/history/<int:event>/revert/", view, name=name),
            *super().get_urls(),
        ]

    def revert_view(self, request: HttpRequest, object_id: str, event: int) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        kept = record and record.events.filter(pgh_id=event).first()
        if not kept:
            raise Http404(f"There is no change {event} of {object_id}.")
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = Why(request.POST or None)
        if form.is_valid() and self._reverted(request, record, kept, form):
            self.message_user(request, f"“{record}” is as it was before.", messages.SUCCESS)
            return HttpResponseRedirect(self._revert_address("change", record))
        record = self.get_object(request, unquote(object_id))
        return self._revert_page(request, record, actions.plan_revert(record, kept), form)

    def _reverted(self, request: HttpRequest, record: Any, kept: Any, form: Why) -> bool:
        """False with the refusal in the form."""
        answers = form.cleaned_data
        try:
            actions.revert(
                record,
                kept,
                by=request.user,  # type: ignore[arg-type]
                reason=answers["reason"],
                version=answers["opened"],
            )
        except (actions.NotAllowed, actions.StaleSave) as error:
            form.add_error(None, str(error))
        except IntegrityError as error:
            form.add_error(None, by_rule(error).message)
        return form.is_valid()

    def _revert_page(
        self, request: HttpRequest, record: Any, plan: Revert, form: Why
    ) -> HttpResponse:
        frozen = not self.has_change_permission(request, record)
        context = {
            **self.admin_site.each_context(request),
            "title": "Revert a change",
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "media": self.media,
            "plan": plan,
            "changes": _changes(record, plan),
            "frozen": frozen,
            "replace_url": self._revert_address("replace", record) if frozen else "",
            "form": form,
        }
        return TemplateResponse(request, "admin/tracker/revert.html", context)

    def _revert_address(self, view: str, record: Any) -> str:
        """Empty where the model has no such page."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}"
        try:
            return reverse(name, args=[quote(record.pk)])
        except NoReverseMatch:
            return ""


def _changes(record: Any, plan: Revert) -> list[Change]:
    columns = {column.attname: column for column in record._meta.concrete_fields}
    return named_changes(
        type(record), [(columns[name], *pair) for name, pair in plan.changes.items()]
    )
