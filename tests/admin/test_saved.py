"""Views of a list: kept under a name, shown to others or not, changed by their owner alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.small import Record
from tracker.models import SavedView

LIST = "/admin/tracker/contribution/"


def keep(client: Client, **sent: str) -> Any:
    return client.post(reverse("admin:tracker_contribution_save_view"), sent)


def tabs(client: Client, query: str = "") -> list[tuple[str, str, str, bool]]:
    found = client.get(f"{LIST}?{query}" if query else LIST).context["tabs"]
    return [(tab.name, tab.href, tab.owner, tab.is_open) for tab in found]


def test_a_view_is_kept_and_opened(ada: Client, record: Record) -> None:
    answer = keep(ada, name="  French  strikes ", query="kind=airstrikes&p=2&country=FR")
    assert answer["Location"] == f"{LIST}?country=FR&kind=airstrikes"
    assert tabs(ada, "kind=airstrikes&country=FR&p=1") == [
        ("French strikes", f"{LIST}?country=FR&kind=airstrikes", "", True)
    ]


def test_a_view_is_ones_own_until_it_is_shown(
    ada: Client, rosa: Client, remy: Client, record: Record
) -> None:
    keep(ada, name="Mine", query="country=FR")
    keep(ada, name="Ours", query="country=DE", shared="on")
    assert [name for name, *_ in tabs(ada)] == ["Mine", "Ours"]
    assert tabs(rosa) == [("Ours", f"{LIST}?country=DE", "ada", False)]
    assert [name for name, *_ in tabs(remy)] == ["Ours"]


def test_another_lists_views_are_not_shown(ada: Client, record: Record) -> None:
    keep(ada, name="Mine", query="country=FR")
    assert ada.get("/admin/tracker/statement/").context["tabs"] == []


def test_the_same_name_again_shows_what_is_shown_now(ada: Client, record: Record) -> None:
    keep(ada, name="Mine", query="country=FR")
    keep(ada, name="Mine", query="country=DE")
    assert [view.query for view in SavedView.objects.all()] == ["country=DE"]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("a=&b=1&e=1&_popup=1", "b=1"),
        ("javascript:alert(1)//", ""),
        ("x=%22%3E%3Cscript%3E", "x=%22%3E%3Cscript%3E"),
    ],
)
def test_nothing_but_a_question_is_kept(ada: Client, record: Record, query: str, kept: str) -> None:
    keep(ada, name="Mine", query=query)
    assert SavedView.objects.get().query == kept


@pytest.mark.parametrize("sent", [{}, {"name": " "}, {"name": "x" * 81}, {"name": "nul\x00"}])
def test_without_a_name_it_is_asked_for(ada: Client, record: Record, sent: dict[str, str]) -> None:
    answer = keep(ada, query="country=FR", **sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"]
    assert not SavedView.objects.exists()


def test_a_view_is_renamed_shared_and_deleted(ada: Client, record: Record) -> None:
    keep(ada, name="Mine", query="country=FR")
    keep(ada, name="Other", query="country=DE")
    view = SavedView.objects.get(name="Mine")
    url = reverse("admin:tracker_contribution_edit_view", args=[view.pk])
    assert ada.get(url).status_code == 200
    sent = {"name": "Ours", "query": view.query, "shared": "on"}
    assert ada.post(url, sent).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Ours", True)
    taken = ada.post(url, sent | {"name": "Other"})
    assert taken.context["form"].errors["name"] == ["You have a view of that name here already."]
    assert ada.post(url, {"delete": "Delete this view"})["Location"] == LIST
    assert [view.name for view in SavedView.objects.all()] == ["Other"]


def test_nobody_changes_anothers(ada: Client, rosa: Client, record: Record) -> None:
    keep(ada, name="Ours", query="country=DE", shared="on")
    url = reverse("admin:tracker_contribution_edit_view", args=[SavedView.objects.get().pk])
    assert rosa.get(url).status_code == 404
    assert rosa.post(url, {"delete": "yes"}).status_code == 404
    assert SavedView.objects.count() == 1
    keep(rosa, name="Ours", query="country=FR")  # her own, of the same name
    assert SavedView.objects.count() == 2


def test_a_look_is_no_change(ada: Client, record: Record) -> None:
    assert ada.get(reverse("admin:tracker_contribution_save_view")).status_code == 405


def test_ones_views_stand_on_the_first_page(ada: Client, rosa: Client, record: Record) -> None:
    keep(ada, name="Ours", query="country=DE", shared="on")
    assert ada.get("/admin/").context["views"] == [("Ours (contribution)", f"{LIST}?country=DE")]
    assert rosa.get("/admin/").context["views"] == []
