"""The analyst's site: the day's work above the list of models, its pages, its look-ups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import update_wrapper
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tracker.admin import PAGES
from tracker.admin.home import lists_for
from tracker.admin.labels import shown_as
from tracker.admin.people import Guarded
from tracker.admin.saved import views_of
from tracker.admin.typed import ELSEWHERE, KEPT, given, is_kept, keep, take, typed_in
from tracker.filters.base import is_storable


class LookUp(AutocompleteJsonView):
    def get_queryset(self) -> QuerySet[Any]:
        """Nothing is called by what cannot be written."""
        found: QuerySet[Any] = super().get_queryset() if is_storable(self.term) else self._nothing
        return found

    @property
    def _nothing(self) -> QuerySet[Any]:
        return self.model_admin.get_queryset(self.request).none()

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        found: dict[str, str] = super().serialize_result(obj, to_field_name)
        return found | {"text": shown_as(obj)}


class TrackerSite(AdminSite):
    site_header = "Coalition contributions"
    site_title = "Coalition contributions"
    index_title = "Today"
    index_template = "admin/tracker/home.html"
    login_template = "admin/tracker/login.html"
    enable_nav_sidebar = False  # its place is the list's; the head of each page leads everywhere

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        for model, page in PAGES.items():
            self.register(model, page)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Django registers accounts by itself; ours are guarded."""
        if admin_class is not None and _models(model_or_iterable) == {get_user_model()}:
            admin_class = type("PersonAdmin", (Guarded, admin_class), {})
        super().register(model_or_iterable, admin_class, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        return context | {"doors": doors_for(context["available_apps"], request.path)}

    # --- A session that ends while somebody types --------------------------------------------

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Who is no longer known when a page is sent logs in first, and loses nothing."""
        inner = super().admin_view(view, cacheable)

        def known(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            writes = request.method == "POST" and request.path != reverse("admin:logout")
            if writes and not request.user.is_authenticated:
                return self._log_in_first(request)
            if not self.has_permission(request) or not is_kept(request):
                return inner(request, *args, **kwargs)
            return self._with_words(request, lambda: inner(request, *args, **kwargs))

        return update_wrapper(known, inner)

    def _with_words(self, request: HttpRequest, draw: Callable[[], Any]) -> Any:
        """The page that was sent, opened again. If it does not take its words, they stand alone."""
        try:
            answer = draw()
            if not is_kept(request):
                return answer
        except (Http404, PermissionDenied):
            if not is_kept(request):
                raise
        why, words = take(request)
        shown = {"title": "What you had typed", "why": why, "fields": given(words)}
        page = {**self.each_context(request), **shown, "url": request.get_full_path()}
        return TemplateResponse(request, "admin/tracker/typed.html", page)

    def _log_in_first(self, request: HttpRequest) -> HttpResponse:
        words, back = typed_in(request), request.get_full_path()
        request.method = "GET"
        more = {KEPT: words, "app_path": reverse("admin:login"), REDIRECT_FIELD_NAME: back}
        return super().login(request, more)

    def not_taken(self, request: HttpRequest) -> HttpResponse:
        """A page whose token is not of this session: it saves nothing, and loses nothing.

        Only for requests whose Origin was found to be this site's own.
        """
        if request.path == reverse("admin:login"):
            return self._logged_in_elsewhere(request)
        if not request.user.is_authenticated:
            return self._log_in_first(request)
        keep(request.session, request.path, typed_in(request), ELSEWHERE)
        return HttpResponseRedirect(request.get_full_path())

    def _logged_in_elsewhere(self, request: HttpRequest) -> HttpResponse:
        """The login page itself, sent again: who is in by now goes where they were going."""
        words, back = (request.POST.get(name, "") for name in (KEPT, REDIRECT_FIELD_NAME))
        request.method = "GET"
        told = "This page had grown too old to log in with: try again."
        answer = super().login(request, {KEPT: words, "told": told})
        if not request.user.is_authenticated:
            return answer
        url = back if url_has_allowed_host_and_scheme(back, None) else reverse("admin:index")
        if words:
            keep(request.session, urlsplit(url).path, words, ELSEWHERE)
        return HttpResponseRedirect(url)

    def locked(self, request: HttpRequest) -> HttpResponse:
        """Too many wrong passwords: the login page says how long to wait, and keeps the words."""
        wait = settings.AXES_COOLOFF_TIME
        told = f"Too many wrong passwords. Wait {wait // timedelta(minutes=1)} minutes, and log in."
        more = {KEPT: request.POST.get(KEPT, ""), "told": told}
        request.method = "GET"
        page: Any = super().login(request, more)
        if self.has_permission(request):
            return page  # in already: it leads to the first page
        page.status_code = HTTPStatus.TOO_MANY_REQUESTS
        page["Retry-After"] = str(int(wait.total_seconds()))
        return page.render()

    def refused(self, request: HttpRequest, status: HTTPStatus, told: str) -> HttpResponse:
        """A page that says why a request was not taken."""
        page = {**self.each_context(request), "title": status.phrase, "told": told}
        return render(request, "admin/tracker/refused.html", page, status=status)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        words = request.POST.get(KEPT, "")
        answer = super().login(request, {KEPT: words, **(extra_context or {})})
        if words and request.user.is_authenticated:
            keep(request.session, urlsplit(answer.get("Location", "")).path, words)
        return answer

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        found = {"lists": lists_for(request), "views": views_of(request)}
        return super().index(request, found | (extra_context or {}))

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return LookUp.as_view(admin_site=self)(request)


@dataclass(frozen=True, slots=True)
class Door:
    """A list that the head of every page leads to."""

    label: str
    url: str
    is_here: bool


DAILY = ("Source", "Quote", "Statement", "Contribution", "Tally")


def doors_for(apps: list[dict[str, Any]], here: str) -> dict[str, list[Door]]:
    """What this person may look at: the record's lists in the order of its chain, then the rest."""
    lists = {
        model["object_name"]: Door(model["name"], url, here.startswith(url))
        for app in apps
        for model in app["models"]
        if (url := model["admin_url"])
    }
    daily = [lists.pop(name) for name in DAILY if name in lists]
    return {"daily": daily, "rest": list(lists.values())}


def _models(given: Any) -> set[Any]:
    return {given} if isinstance(given, ModelBase) else set(given)
