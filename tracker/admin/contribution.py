"""A contribution: what it adds up to now, whose words say so, and what was known when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from tracker.admin.around import around
from tracker.admin.lists import plain, whose
from tracker.admin.merging import Merging
from tracker.admin.review import ReviewedAdmin, ever_published
from tracker.admin.search import WordSearch, in_path
from tracker.admin.standing import doubts_of, now_of, stage_of, stages_of, told_of
from tracker.admin.wording import marked
from tracker.models import Contribution, State

IDENTITY = ("coalition", "country", "kind", "theatre", "name")


class ContributionAdmin(WordSearch, Merging, ReviewedAdmin):
    content_frozen = False
    public_page = "web:contribution"
    list_display = ("path", "title", "says", "how_much", "how_sure", "known", "review", "edited")
    list_filter = ("review", whose("written_by", "Who wrote it"), "coalition")
    narrowed_by = {
        "country": "Who",
        "kind": "What",
        "line_of_effort": "Line of effort",
        "status_group": "Group",
        "status": "Says",
        "stake": "Whose word",
        "disputed": "Disputed",
    }
    list_select_related = ("coalition", "country", "kind", "theatre")
    search_fields = ("code",)
    in_bulk = ("kind", "theatre", "part_of")
    ordering = ("code",)
    ordered_as = {"path": "code"}  # which says the same, and has an index
    fieldsets = (
        ("What it is", {"fields": ("coalition", ("country", "kind"), ("theatre", "name"))}),
        ("How it is called", {"fields": ("title_override", "part_of")}),
    )
    change_form_template = "admin/tracker/contribution/change_form.html"

    def found(self, term: str) -> list[Q]:
        return in_path(term)

    # --- The list ----------------------------------------------------------------------------

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        now = State.objects.filter(known_until__isnull=True).select_related("metric")
        return rows.prefetch_related(Prefetch("states", now, to_attr="now"))

    @admin.display(description="Title")
    def title(self, contribution: Contribution) -> str:
        return contribution.title

    @admin.display(description="Says")
    def says(self, contribution: Any) -> str:
        return _of_state(contribution, lambda state: marked(stage_of(state).says))

    @admin.display(description="How much")
    def how_much(self, contribution: Any) -> str:
        return _of_state(contribution, lambda state: stage_of(state).amount)

    @admin.display(description="How sure")
    def how_sure(self, contribution: Any) -> str:
        return _of_state(contribution, lambda state: ", ".join(doubts_of(state)))

    @admin.display(description="Known since")
    def known(self, contribution: Any) -> str:
        return _of_state(contribution, lambda state: f"{state.known_from}")

    @admin.display(description="Edited", ordering="updated_at")
    def edited(self, contribution: Contribution) -> Any:
        return plain(contribution.updated_at)

    # --- The page ----------------------------------------------------------------------------

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Its path may have been cited."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, *IDENTITY] if obj is not None and ever_published(obj) else fixed

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        contribution = kwargs.get("obj")
        if contribution is not None:
            told, states = told_of(contribution), stages_of(contribution)
            context |= {
                "now": now_of(states, told),
                "told": told,
                "stages": [stage_of(state) for state in states],
                "around": around(contribution),
            }
        return super().render_change_form(request, context, *args, **kwargs)


def _of_state(contribution: Any, tell: Callable[[State], str]) -> str:
    """Of what is known now; nothing where nothing published speaks of it."""
    return tell(contribution.now[0]) if contribution.now else ""
