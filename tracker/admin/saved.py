"""Views of a list: what somebody asks it again and again, under a name; one's own, or shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from tracker.models import SavedView

OF_THE_MOMENT = (PAGE_VAR, ERROR_FLAG, "_popup", "_to_field")  # where one is, not what one asks


class ViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ("name", "query", "shared")
        widgets = {"query": forms.HiddenInput}

    def clean_name(self) -> str:
        """Renamed, it does not become another; saved anew, it takes the other's place."""
        name = " ".join(self.cleaned_data["name"].split())
        view = self.instance
        others = SavedView.objects.filter(owner=view.owner_id, model=view.model, name=name)
        if view.pk and others.exclude(pk=view.pk).exists():
            raise forms.ValidationError("You have a view of that name here already.")
        return name

    def clean_query(self) -> str:
        """As an address has it, whatever was sent; so nothing else can come of it than a list."""
        return asking(self.cleaned_data["query"])


@dataclass(frozen=True, slots=True)
class Tab:
    """One view above the list; ``edit`` is empty where it is somebody else's."""

    name: str
    href: str
    owner: str
    is_open: bool
    edit: str


class Saved(ModelAdmin):
    """Whoever may look at a list keeps views of it; nobody changes another's."""

    def get_urls(self) -> list[URLPattern]:
        wrap, label = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("views/", wrap(require_POST(self.save_view)), name=f"{label}_save_view"),
            path("views/<int:view_id>/", wrap(self.edit_view), name=f"{label}_edit_view"),
            *super().get_urls(),
        ]

    def tabs(self, request: HttpRequest) -> list[Tab]:
        """All views of this list that this person sees, the open one marked; one query."""
        here, user = asking(request.GET.urlencode()), request.user
        url = self._of_views("changelist")
        rows = SavedView.objects.filter(model=self.opts.model_name).seen_by(user)
        return [
            Tab(
                name=view.name,
                href=f"{url}?{view.query}" if view.query else url,
                owner="" if view.owner_id == user.pk else view.owner.get_username(),
                is_open=view.query == here,
                edit=self._of_views("edit_view", view.pk) if view.owner_id == user.pk else "",
            )
            for view in rows.select_related("owner")
        ]

    def save_view(self, request: HttpRequest) -> HttpResponse:
        """Keep what the list shows; a view of one's own of that name gives way to it."""
        self._may_look(request)
        mine: dict[str, Any] = {"owner_id": request.user.pk, "model": self.opts.model_name}
        form = ViewForm(request.POST, instance=SavedView(**mine))
        if not form.is_valid():
            return self._view_page(request, form, "Save this view")
        kept = form.cleaned_data
        SavedView.objects.update_or_create(kept, **mine, name=kept["name"])
        self.message_user(request, f"“{kept['name']}” is kept.")
        return HttpResponseRedirect(f"{self._of_views('changelist')}?{kept['query']}")

    def edit_view(self, request: HttpRequest, view_id: int) -> HttpResponse:
        """Rename it, share it or not, or delete it."""
        self._may_look(request)
        mine = SavedView.objects.filter(owner_id=request.user.pk, model=self.opts.model_name)
        view = get_object_or_404(mine, pk=view_id)
        if "delete" in request.POST:
            view.delete()
            self.message_user(request, f"“{view}” is deleted. The records it showed are not.")
            return HttpResponseRedirect(self._of_views("changelist"))
        form = ViewForm(request.POST or None, instance=view)
        if not form.is_valid():
            return self._view_page(request, form, "Change this view")
        self.message_user(request, f"“{form.save()}” is changed.")
        return HttpResponseRedirect(f"{self._of_views('changelist')}?{view.query}")

    def _view_page(self, request: HttpRequest, form: ViewForm, title: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/tracker/view.html", context)

    def _may_look(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def _of_views(self, view: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}", args=args)


def views_of(request: HttpRequest) -> list[tuple[str, str]]:
    """One's own, of all lists: name and address."""
    rows = SavedView.objects.filter(owner_id=request.user.pk).order_by("model", "name")
    return [
        (
            f"{view.name} ({view.model})",
            f"{reverse(f'admin:tracker_{view.model}_changelist')}?{view.query}",
        )
        for view in rows
    ]


def asking(query: str) -> str:
    """The question of an address, in one spelling: sorted, without the page one was on."""
    given = QueryDict(query)
    kept = QueryDict(mutable=True)
    for name in sorted(given):
        if name not in OF_THE_MOMENT and any(given.getlist(name)):
            kept.setlist(name, given.getlist(name))
    return str(kept.urlencode())
