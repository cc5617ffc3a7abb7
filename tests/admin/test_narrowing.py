"""Lists are narrowed by a row of selects, and by whatever the query language asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin.pages import seen
from tests.small import Record
from tracker.admin import PAGES
from tracker.admin.narrowing import LANGUAGES


def page(client: Client, model: str, **asked: str) -> Any:
    return client.get(reverse(f"admin:tracker_{model}_changelist"), asked)


def codes(client: Client, model: str, **asked: str) -> list[str]:
    return [row.code for row in page(client, model, **asked).context["cl"].result_list]


@pytest.mark.parametrize(
    ("model", "asked", "found"),
    [
        ("contribution", {"country": "DE"}, ["de-funding"]),  # a draft
        ("contribution", {"country!": "DE"}, ["fr-airstrikes"]),
        ("contribution", {"kind": "funding", "country": "FR"}, []),
        ("contribution", {"status_group": "actual"}, ["fr-airstrikes"]),
        ("contribution", {"country": "DE", "status": "possible"}, []),  # nothing published says so
        ("contribution", {"metric": "targets", "low_min": "2"}, ["fr-airstrikes"]),
        ("contribution", {"stake": "self"}, ["fr-airstrikes"]),
        ("contribution", {"known_on": "2015-11-22"}, []),
        ("contribution", {"review__exact": "draft"}, ["de-funding"]),
        ("statement", {"status_group": "prospective"}, ["voa:91-142:1"]),
        ("statement", {"country": "FR", "stake": "self"}, ["voa:1-36:1"]),
        ("quote", {"speaker_role": "official"}, ["voa:1-36"]),
        ("source", {"publisher": "VOA"}, ["voa"]),
        ("country", {"code": "FR"}, ["FR"]),
    ],
)
def test_what_is_asked(
    ada: Client, record: Record, model: str, asked: dict[str, str], found: list[str]
) -> None:
    assert codes(ada, model, **asked) == found


def test_mine(ada: Client, rosa: Client, record: Record) -> None:
    assert len(codes(ada, "statement", whose="mine")) == 2
    assert codes(rosa, "statement", whose="mine") == []
    assert codes(ada, "source", whose="nobody") == ["voa"]


def test_a_mistake_is_named_and_not_answered(ada: Client, record: Record) -> None:
    answer = page(ada, "contribution", country="Frence")
    words = seen(ada.get(answer["Location"]))
    assert "no country is 'Frence'; was 'FR' meant?" in words


def test_a_form_sends_nothing_that_nobody_chose(ada: Client, record: Record) -> None:
    answer = page(ada, "contribution", q="", review__exact="", country="FR")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/contribution/?country=FR")


def test_what_no_select_shows_is_said_and_can_be_left_out(ada: Client, record: Record) -> None:
    asked = {"metric": "targets", "status": "done", "status_group": "actual"}
    cl = page(ada, "contribution", **asked).context["cl"]
    assert [(chip.text, chip.without) for chip in cl.chips] == [
        ("Metric: targets", "?status=done&status_group=actual")
    ]
    assert cl.kept == [("metric", "targets")]


def test_every_select_asks_what_there_is() -> None:
    """Headed by words of its own, of a parameter that exists."""
    for model, page_ in PAGES.items():
        named = getattr(page_, "narrowed_by", {})
        assert set(named) <= set(LANGUAGES[model].base_filters if named else {}), model
        assert all(named.values())


def test_every_choice_of_every_select_is_answered(ada: Client, record: Record) -> None:
    for model in PAGES:
        name = str(model._meta.model_name)
        for select in page(ada, name).context["cl"].selects:
            assert select.label, (name, select.name)
            for value, _ in select.options[1:]:
                answer = page(ada, name, **{select.name: value})
                assert answer.status_code == 200, (name, select.name, value)
