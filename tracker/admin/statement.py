"""What one quote says of one contribution."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten_fieldsets, quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from tracker import actions
from tracker.actions.review import copy_of
from tracker.admin.claim import ClaimAdmin
from tracker.admin.fields import PartInline
from tracker.admin.forms import RecordForm
from tracker.admin.refusals import by_rule
from tracker.admin.says import status_of
from tracker.admin.search import PathSearch
from tracker.models import Review, Statement, StatementQuote


class FurtherQuoteInline(PartInline):
    model = StatementQuote
    fields = ("quote", "position")
    verbose_name = "further quote"
    verbose_name_plural = "further words it rests on"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("quote")


SAYS = (
    "Says",
    {"fields": ("contribution", ("status", "change"), "condition", ("basis", "tie"))},
)
HOW_MUCH = (
    "How much",
    {
        "fields": (
            ("low", "high", "metric", "currency"),
            ("words", "bounds_by"),
            ("reads_as", "per"),
        )
    },
)
WHEN = ("When", {"fields": (("when", "when_words"), "due")})
MORE = (
    "Part, place, purpose",
    {
        "classes": ("collapse",),
        "fields": (("role", "effort"), ("place", "recipient"), "line_of_effort"),
    },
)
CONVERTED = (
    "Converted from another currency",
    {
        "classes": ("collapse",),
        "fields": (
            ("converted_low", "converted_high"),
            ("converted_currency", "converted_rate"),
        ),
    },
)
HOW_SURE = ("How sure", {"fields": ("credibility", ("denies", "corrects"), "note")})


@admin.register(Statement)
class StatementAdmin(PathSearch, ClaimAdmin):
    list_display = ("words_said", "of", "says", "how_much", "when", "review", "edited")
    list_filter = ("review", "status", "basis", "credibility", "quote__source__coalition")
    list_select_related = (
        "quote__source",
        "contribution__country",
        "contribution__kind",
        "contribution__theatre",
        "metric",
    )
    inlines = (FurtherQuoteInline,)
    fieldsets = (
        ("Words", {"fields": ("quote",)}),
        SAYS,
        HOW_MUCH,
        WHEN,
        MORE,
        HOW_SURE,
        CONVERTED,
        ("Order", {"classes": ("collapse",), "fields": ("position",)}),
    )

    # --- Columns -----------------------------------------------------------------------------

    @admin.display(description="Says it of", ordering="contribution__path")
    def of(self, statement: Statement) -> str:
        return statement.contribution.path

    @admin.display(description="Says", ordering="status")
    def says(self, statement: Statement) -> str:
        return status_of(statement)

    # --- Replacing ---------------------------------------------------------------------------

    def buttons(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        found = super().buttons(request, record)
        if _can_be_replaced(record) and self.has_change_permission(request):
            url = reverse("admin:tracker_statement_replace", args=[quote(record.pk)])
            found.append((url, "Replace"))
        return found

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.replace_view)
        address = path("<path:object_id>/replace/", view, name="tracker_statement_replace")
        return [address, *super().get_urls()]

    def replace_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A misreading and its successor on one page: the successor's fields, and why."""
        statement = self.get_object(request, unquote(object_id))
        if statement is None or not _can_be_replaced(statement):
            raise Http404("Only what is published, and has no successor yet, is replaced.")
        if not self.has_change_permission(request):
            raise PermissionDenied
        form_class = self._successor_form(request)
        form = form_class(request.POST or None, instance=copy_of(statement))
        if form.is_valid():
            successor = _replaced(statement, form, request.user)
            if successor is not None:
                self.message_user(request, f"“{successor}” goes to review in its place.")
                return HttpResponseRedirect(
                    reverse("admin:tracker_statement_change", args=[quote(successor.pk)])
                )
        return self._replace_page(request, statement, form)

    def _successor_form(self, request: HttpRequest) -> Any:
        names = flatten_fieldsets(self._successor_fieldsets())
        form = self.get_form(request, None, fields=names)
        form.reason_needed = "Say what was misread: the reason stands in the history of both."
        return form

    def _successor_fieldsets(self) -> list[Any]:
        return [("Why", {"fields": ("reason",)}), *self.fieldsets[1:-1]]

    def _replace_page(self, request: HttpRequest, statement: Statement, form: Any) -> HttpResponse:
        page = AdminForm(form, self._successor_fieldsets(), {}, model_admin=self)
        context = {
            **self.admin_site.each_context(request),
            "title": "Replace what was misread",
            "subtitle": str(statement),
            "opts": self.opts,
            "original": statement,
            "adminform": page,
            "errors": form.errors,
            "media": self.media + page.media,
        }
        return TemplateResponse(request, "admin/tracker/statement/replace.html", context)


def _can_be_replaced(statement: Statement) -> bool:
    return statement.review == Review.PUBLISHED and statement.successor_id is None


def _replaced(statement: Statement, form: RecordForm, by: Any) -> Statement | None:
    """The successor, or None with the refusal in the form."""
    changes = {name: form.cleaned_data[name] for name in form.content_changed}
    try:
        return actions.replace(statement, by=by, reason=form.cleaned_data["reason"], **changes)
    except IntegrityError as error:
        refused = by_rule(error)
        form.add_error(refused.field or None, refused.message)
    except actions.NotAllowed as error:
        form.add_error("reason", str(error))
    return None
