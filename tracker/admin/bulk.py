"""Setting the same columns of many records: what would change is shown, then done as one action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ModelAdmin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from tracker import actions
from tracker.actions.bulk import Edit, Outcome
from tracker.admin.history import Change, named_changes, undo_link

AT_ONCE = 200  # records a bulk action takes: each one is to be looked at
PUBLISHED = "It is published: replace it, or withdraw it."


class Values(forms.Form):
    """A column and whether it is set: an empty value may be meant."""

    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
    )

    def __init__(self, *args: Any, columns: dict[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = list(columns)
        for name, field in columns.items():
            field.required = False
            self.fields[f"set_{name}"] = forms.BooleanField(
                label=f"Set “{field.label}”", required=False
            )
            self.fields[name] = field
        self.order_fields([*(n for c in columns for n in (f"set_{c}", c)), "reason"])

    @property
    def values(self) -> dict[str, Any]:
        chosen = [name for name in self.columns if self.cleaned_data.get(f"set_{name}")]
        return {name: self.cleaned_data[name] for name in chosen}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.values:
            raise forms.ValidationError("Tick what is to be set.")
        return cleaned


class BulkEdited(ModelAdmin):
    """Before the page of a model of which ``in_bulk`` columns can be set for many records."""

    in_bulk: tuple[str, ...] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = super().get_actions(request)
        if self.in_bulk and self.has_change_permission(request):
            found["edit"] = (_edit, "edit", "Edit …")
        return found

    def edit_in_bulk(self, request: HttpRequest, rows: models.QuerySet[Any]) -> HttpResponse | None:
        records = list(rows[: AT_ONCE + 1])
        if len(records) > AT_ONCE:
            many = f"Choose at most {AT_ONCE} at once: each one is to be looked at."
            self.message_user(request, many, messages.WARNING)
            return None
        open_ = [record for record in records if self.has_change_permission(request, record)]
        form = self._values(request)
        if not form.is_valid():
            return self._bulk_page(request, open_, form)
        edits = actions.plan_edit(open_, form.values)
        ready = [edit.record for edit in edits]
        outcome = self._try(request, ready, form, trial="confirmed" not in request.POST)
        if outcome.action is not None:
            one = len(ready) == 1
            named = self.opts.verbose_name if one else self.opts.verbose_name_plural
            said = f"{len(ready)} {named} changed."
            message = format_html("{} {}", said, undo_link(outcome.action))
            self.message_user(request, message, messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        left = [(record, PUBLISHED) for record in records if record not in open_]
        left += [(record, "It is so already.") for record in open_ if record not in ready]
        return self._bulk_page(request, ready, form, edits, [*left, *outcome.refused])

    def _values(self, request: HttpRequest) -> Values:
        columns = self.get_form(request, fields=self.in_bulk).base_fields
        data = request.POST if "look" in request.POST or "confirmed" in request.POST else None
        return Values(data, columns={name: columns[name] for name in self.in_bulk})

    def _try(self, request: HttpRequest, ready: list[Any], form: Values, *, trial: bool) -> Outcome:
        """Tried when it is looked at, done when it is confirmed, the refusals in either case."""
        try:
            return actions.edit(
                ready,
                form.values,
                by=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
                seal="" if trial else request.POST.get("seal", ""),
                trial=trial or not ready,
            )
        except actions.PlanChanged as error:
            form.add_error(None, str(error))
            return Outcome()

    def _bulk_page(
        self,
        request: HttpRequest,
        ready: list[Any],
        form: Values,
        edits: list[Edit] | None = None,
        left_out: list[tuple[Any, str]] | None = None,
    ) -> HttpResponse:
        refused = {record.pk for record, _ in left_out or ()}
        shown = [edit for edit in edits or () if edit.record.pk not in refused]
        records = [edit.record for edit in shown] if edits is not None else ready
        one = len(records) == 1
        named = self.opts.verbose_name if one else self.opts.verbose_name_plural
        context = {
            **self.admin_site.each_context(request),
            "title": f"Edit {named}",
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
            "records": records,
            "edits": [(edit.record, _changes(edit)) for edit in shown],
            "looked_at": edits is not None,
            "refused": left_out or [],
            "seal": actions.seal_of(records),
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/tracker/bulk_edit.html", context)


def _edit(owner: BulkEdited, request: HttpRequest, rows: models.QuerySet[Any]) -> Any:
    return owner.edit_in_bulk(request, rows)


def _changes(edit: Edit) -> list[Change]:
    model = type(edit.record)
    return named_changes(
        model,
        [
            (model._meta.get_field(name), _plain(old), _plain(new))
            for name, (old, new) in edit.changes.items()
        ],
    )


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
