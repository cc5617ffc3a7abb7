"""What every record's page does: the whole page is one action, and a refusal is no error page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tracker import actions
from tracker.admin.bulk import BulkEdited
from tracker.admin.deleting import Deleting
from tracker.admin.exporting import Exporting
from tracker.admin.fields import Fields
from tracker.admin.forms import RecordForm
from tracker.admin.gone import as_new, told_gone
from tracker.admin.history import History
from tracker.admin.narrowing import Narrowed, without_blanks
from tracker.admin.paging import CappedPaginator, page_asked
from tracker.admin.parts import WithParts
from tracker.admin.refusals import Refused, by_rule, by_somebody
from tracker.admin.reverting import Reverting
from tracker.admin.saved import Saved, asking
from tracker.admin.typed import give_back
from tracker.filters.base import is_storable

UNKNOWN = 0  # a version that no record has: what does not say what it was opened at is stale


class ListAdmin(Saved, Exporting, Fields, admin.ModelAdmin):
    """Lists that stay quick at a million rows.

    ``narrowed_by`` are parameters of the query language that a list has a select for, and how it
    is headed; every other one may stand in the address.
    """

    list_per_page = 50
    narrowed_by: Mapping[str, str] = {}
    ordered_as: Mapping[str, str] = {}  # columns that are sorted by another one
    left_out: tuple[str, ...] = ()  # long columns that are read only where they are asked for
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    empty_value_display = "–"

    change_list_template = "admin/tracker/change_list.html"

    class Media:
        css = {"all": ("tracker/admin.css",)}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Narrowed]:
        return Narrowed

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        if request.method == "GET" and (elsewhere := without_blanks(request)):
            return elsewhere
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context: dict[str, Any] = {
            "tabs": self.tabs(request),
            "asking": asking(request.GET.urlencode()),
            "title": str(self.opts.verbose_name_plural).capitalize(),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        paginator: Any = super().get_paginator(request, *args, **kwargs)
        paginator.page_asked = page_asked(request.GET)
        paginator.shaped = self.listed(self.get_queryset(request))
        return paginator

    def listed(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """With what the list's columns show besides their own."""
        return rows

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return self.joined(super().get_queryset(request))

    def joined(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """With what its columns refer to."""
        joined = self.list_select_related
        rows = rows.defer(*self.left_out)
        return rows.select_related(*joined) if isinstance(joined, list | tuple) else rows

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        words = self._words(kwargs)
        if obj is not None and not self.has_change_permission(request, obj):
            words["help_texts"] = {field.name: "" for field in self.opts.get_fields()}
        return super().get_form(request, obj, change, **words)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """By its code too, so that other pages can lead here without knowing an internal key."""
        if from_field is None and not object_id.isdigit():
            from_field = "code" if self._has("code") else None
        return super().get_object(request, object_id, from_field)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address asks a new record to begin with, without what names nothing."""
        asked = super().get_changeform_initial_data(request)
        return {name: value for name, value in asked.items() if self._is_key(name, value)}

    def _is_key(self, name: str, value: Any) -> bool:
        """Of a column that refers to a record: whether one could have that key."""
        if not self._has(name) or not self.opts.get_field(name).is_relation:
            return True
        key: Any = self.opts.get_field(name)
        try:
            key.target_field.clean(value, None)
        except ValidationError:
            return False
        return is_storable(value)

    def _has(self, name: str) -> bool:
        return any(field.name == name for field in self.model._meta.concrete_fields)


class RecordAdmin(BulkEdited, Reverting, Deleting, WithParts, ListAdmin):
    """A record that is written by hand, through ``tracker.actions``."""

    form = RecordForm
    unseen: frozenset[str] = frozenset()  # columns that readers do not see
    public_page = ""  # the name of the address that readers know it by

    # --- What the page shows -----------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The record's own, and why it is written; what cannot be written asks for no reason."""
        shown = self.shown_fieldsets(request, obj)
        writable = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        return [*shown, (None, {"fields": ["reason", "opened", "seen"]})] if writable else shown

    def shown_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return list(super().get_fieldsets(request, obj))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.refused = getattr(request, "refused", None)
        form.asks = staticmethod(self.reason_needed)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A code that may have been cited stays; where it is the key, a change would be a copy."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "code"] if obj is not None and self._has("code") else fixed

    def reason_needed(self, form: RecordForm) -> str:
        """The sentence that asks why, where what readers can see changes."""
        record, changed = form.instance, set(form.content_changed) - self.unseen
        public = bool(changed) and not record._state.adding and self.is_public(record)
        return "It is published: say why it changes." if public else ""

    def is_public(self, record: Any) -> bool:
        return False

    def view_on_site(self, record: Any) -> str | None:
        """Where readers see it, if they do."""
        if not self.public_page or not self.is_public(record):
            return None
        return reverse(self.public_page, args=[record.code])

    # --- Saving ------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """A refused save is drawn a second time, with the refusal beside its field."""
        context = dict(extra_context or {})
        why = give_back(request)
        refused = Refused(why) if why else None
        if request.method == "POST" and refused is None:
            try:
                self._check_rows(request, object_id)
                return self._answered(request, object_id, form_url, context)
            except actions.StaleSave as error:
                names = list(self.get_form(request, error.theirs, change=True).base_fields)
                parts = self.merged_parts(request, error.theirs)
                refused = by_somebody(error, names, seen_in(request), parts)
            except (IntegrityError, actions.NotAllowed) as error:
                refused = by_rule(error)
        if refused is not None:
            request.refused = context["refused"] = refused  # type: ignore[attr-defined]
        return self._answered(request, object_id, form_url, context)

    def _answered(
        self, request: HttpRequest, object_id: str | None, form_url: str, context: dict[str, Any]
    ) -> Any:
        if request.method == "POST" and object_id is not None:
            record = self.get_object(request, unquote(object_id))
            if (instead := self.instead(request, record, unquote(object_id))) is not None:
                return instead
        return super().changeform_view(request, object_id, form_url, context)

    def _check_rows(self, request: HttpRequest, object_id: str | None) -> None:
        """A row that is gone would only be told to be no valid choice; it makes the page stale."""
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is None or not self.has_change_permission(request, record):
            return
        if self.lacks_rows(request, record):
            typed = self.get_form(request, record, change=True)(request.POST, instance=record)
            typed.is_valid()
            now = self.get_object(request, str(record.pk))
            raise actions.StaleSave(mine=typed.instance, theirs=now)

    def instead(self, request: HttpRequest, record: Any, object_id: str) -> HttpResponse | None:
        """Where the page that is sent is of nothing that is edited now: another, with its words.

        ``record`` is as it is now, None where it was deleted meanwhile.
        """
        told = told_gone(self.model, object_id) if record is None else ""
        if not told or not self.has_add_permission(request):
            return None
        request.POST = as_new(request.POST)  # type: ignore[assignment]
        request.refused = Refused(told)  # type: ignore[attr-defined]
        add = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        page: HttpResponse = super().changeform_view(request, None, add, {})
        return page

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: ``save_related`` writes the record and its parts as one action."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write what changed. A page saved as it was opened makes nobody its editor."""
        reason = form.cleaned_data.get("reason", "")
        changed = not change or form.content_changed or any(f.has_changed() for f in formsets)
        with actions.acting(by=request.user, reason=reason):  # type: ignore[arg-type]
            if changed:
                self.write(request, form, reason)
            super().save_related(request, form, formsets, change)

    def write(self, request: HttpRequest, form: Any, reason: str) -> None:
        actions.write(
            form.instance,
            by=request.user,  # type: ignore[arg-type]
            reason=reason,
            version=form.cleaned_data.get("opened") or UNKNOWN,
        )

    # --- Deleting ----------------------------------------------------------------------------

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        actions.remove(obj, by=request.user)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        with actions.acting(by=request.user):  # type: ignore[arg-type]
            for record in queryset:
                actions.remove(record, by=request.user)  # type: ignore[arg-type]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (IntegrityError, actions.NotAllowed) as error:
            return self.refuse(request, error, "../change/")

    def response_action(
        self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        try:
            return super().response_action(request, queryset, *args, **kwargs)
        except (IntegrityError, actions.NotAllowed) as error:
            return self.refuse(request, error, request.get_full_path())

    def refuse(
        self, request: HttpRequest, error: IntegrityError | actions.NotAllowed, url: str
    ) -> HttpResponse:
        self.message_user(request, by_rule(error).message, messages.ERROR)
        return HttpResponseRedirect(url)


def seen_in(request: HttpRequest) -> int | None:
    """The line of the history that the page which is sent was opened at."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() else None


class ReadOnlyAdmin(History, ListAdmin):
    """What the site itself writes and nobody types."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
