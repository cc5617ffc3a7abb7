"""A misreading and its successor on one page: what the words do say, and why it is replaced."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from tracker import actions
from tracker.actions.review import copy_of
from tracker.admin.forms import RecordForm
from tracker.admin.refusals import Refused, by_rule
from tracker.admin.review import FROZEN, ReviewedAdmin
from tracker.admin.typed import give_back
from tracker.models import Review

WHAT_WAS_MISREAD = "Say what was misread: the reason stands in its history."


class ReplacedAdmin(ReviewedAdmin):
    """Of statements and tallies; the successor reads the same quote."""

    def buttons(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        found = super().buttons(request, record)
        if _can_be_replaced(record) and self.has_change_permission(request):
            found.append((self._address("replace", record), "Replace"))
        return found

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.replace_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_replace"
        return [path("<path:object_id>/replace/", view, name=name), *super().get_urls()]

    def replace_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        why = give_back(request)
        if record is None or (request.method != "POST" and not _can_be_replaced(record)):
            raise Http404("Only what is published, and has no successor yet, is replaced.")
        if not self.has_change_permission(request):
            raise PermissionDenied
        form_class = self._successor_form(request)
        form_class.refused = Refused(why) if why else None
        form = form_class(request.POST or None, instance=copy_of(record))
        successor = _replaced(record, form, request.user) if form.is_valid() else None
        if successor is None:
            return self._replace_page(request, record, form)
        self.message_user(request, f"“{successor}” goes to review in its place.")
        return HttpResponseRedirect(self._address("change", successor))

    def frozen_page(self, request: HttpRequest, record: Any) -> HttpResponse:
        """What was typed of a record that is published by now, as its successor."""
        if not _can_be_replaced(record):
            return super().frozen_page(request, record)
        message = f"It was published by {record.published_by}. Nothing was saved. {FROZEN}"
        form_class = self._successor_form(request)
        form_class.refused = self._refused_frozen(request, record, message)
        form = form_class(request.POST, instance=copy_of(record))
        return self._replace_page(request, record, form)

    def _successor_fieldsets(self) -> list[Any]:
        """Without the first, its quote, and the last, its place there: both stay."""
        return [(None, {"fields": ("reason",)}), *(self.fieldsets or ())[1:-1]]

    def _successor_form(self, request: HttpRequest) -> Any:
        form = self.get_form(request, fields=flatten_fieldsets(self._successor_fieldsets()))
        form.asks = staticmethod(lambda _: WHAT_WAS_MISREAD)
        return form

    def _replace_page(self, request: HttpRequest, record: Any, form: Any) -> HttpResponse:
        page = AdminForm(form, self._successor_fieldsets(), {}, model_admin=self)
        context = {
            **self.admin_site.each_context(request),
            "title": "Replace what was misread",
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "refused": form.refused,
            "form_url": self._address("replace", record),
            "adminform": page,
            "errors": form.errors,
            "media": self.media + page.media,
        }
        return TemplateResponse(request, "admin/tracker/replace.html", context)


def _can_be_replaced(record: Any) -> bool:
    return record.review == Review.PUBLISHED and record.successor_id is None


def _replaced(record: Any, form: RecordForm, by: Any) -> Any:
    """The successor, or None with the refusal in the form."""
    changes = {name: form.cleaned_data[name] for name in form.content_changed}
    try:
        return actions.replace(record, by=by, reason=form.cleaned_data["reason"], **changes)
    except IntegrityError as error:
        refused = by_rule(error)
        form.add_error(refused.field or None, refused.message)
    except (actions.NotAllowed, actions.StaleSave) as error:
        form.add_error(getattr(error, "field", None), str(error))
    return None
