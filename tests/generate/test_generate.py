"""Generated rows: marked as such, by the rules, the same for a seed, topped up."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from tests.record import said
from tracker.generate import COALITION, NoReferenceData, OtherSeed, generate
from tracker.models import (
    Coalition,
    Contribution,
    Country,
    Figure,
    Quote,
    Source,
    Speaker,
    Stale,
    Standing,
    State,
    Statement,
)

pytestmark = pytest.mark.django_db


def content() -> list[Any]:
    """All that is generated, without keys and times."""
    of_statement = ("code", "contribution__path", "status", "low", "high", "when", "words")
    more = ("quote__exact", "quote__speaker__code", "denies__code", "corrects__code", "note")
    return [
        *Contribution.objects.order_by("path").values_list("code", "path", "theatre"),
        *Statement.objects.order_by("code").values_list(*of_statement, *more),
        *Source.objects.order_by("code").values_list("code", "title", "published"),
        *Speaker.objects.order_by("code").values_list("code", "name", "country", "source__code"),
    ]


@pytest.mark.usefixtures("reference")
def test_generate_adds_so_many_and_says_what() -> None:
    made = generate(120)
    assert made.rows == made.contributions == Contribution.objects.count() == 120
    assert made.quotes == Quote.objects.count() >= 120
    assert made.statements == Statement.objects.count() >= made.quotes
    assert made.sources == Source.objects.count() == 12


@pytest.mark.usefixtures("reference")
def test_everything_says_that_it_is_generated() -> None:
    generate(60)
    coalition = Coalition.objects.get()
    assert (coalition.code, coalition.name) == (COALITION, "Generated rows, not real")
    assert set(Contribution.objects.values_list("coalition", flat=True)) == {COALITION}
    assert all(code.startswith("generated-") for code in _codes(Contribution))
    assert all(code.startswith("generated-") for code in _codes(Source))
    assert {(s.publisher, s.title.endswith("(not real)")) for s in Source.objects.all()} == {
        ("Generated", True)
    }
    assert all("(not real)" in name for name in Speaker.objects.values_list("name", flat=True))
    assert Contribution.objects.filter(name="g000060").count() == 1


def _codes(model: Any) -> list[str]:
    return list(model.objects.values_list("code", flat=True))


@pytest.mark.usefixtures("reference")
def test_all_is_published_derived_and_counted() -> None:
    generate(200)
    assert Contribution.objects.at().count() == 200
    assert State.objects.values("contribution").distinct().count() == 200
    assert Standing.objects.count() == Statement.objects.count()
    assert Figure.objects.exists()
    assert not Stale.objects.exists()
    assert Statement.objects.filter(denies__isnull=False).exists()
    assert State.objects.filter(disputed=True).exists()
    assert {"self", "reporter", "ally"} <= set(Standing.objects.values_list("stake", flat=True))
    assert {"actual", "prospective", "denied"} <= set(
        State.objects.values_list("status_group", flat=True)
    )


@pytest.mark.usefixtures("reference")
def test_history_says_who_and_why_of_each() -> None:
    generate(60)
    models: list[type[Model]] = [Source, Quote, Contribution, Statement]
    for model in models:
        history = apps.get_model("tracker", f"{model.__name__}Event")
        events = list(history._default_manager.all())
        assert len(events) == model._default_manager.count()
        contexts = {(e.pgh_context["username"], e.pgh_context["reason"]) for e in events}
        assert contexts == {("loader", "generated rows, not real")}


@pytest.mark.usefixtures("reference")
def test_nothing_generated_is_a_second_version() -> None:
    generate(60)
    assert set(Contribution.objects.values_list("version", flat=True)) == {1}
    assert set(Statement.objects.values_list("version", flat=True)) == {1}


@pytest.mark.usefixtures("reference")
def test_more_rows_are_the_difference() -> None:
    generate(130)
    at_once = content()
    _forget()
    for rows in (0, 3, 70, 70, 130, 10):
        generate(rows)
    assert content() == at_once


@pytest.mark.usefixtures("reference")
def test_another_seed_gives_other_rows_and_does_not_mix() -> None:
    generate(20, seed=1)
    first = content()
    with pytest.raises(OtherSeed, match="--seed 1"):
        generate(40, seed=2)
    _forget()
    generate(20, seed=2)
    assert content() != first


def _forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE tracker_coalition, tracker_speaker CASCADE")


@pytest.mark.usefixtures("reference")
def test_no_rows_leave_nothing() -> None:
    assert generate(0).rows == 0
    assert not Coalition.objects.exists()


def test_an_empty_database_is_refused_with_what_it_lacks() -> None:
    Country.objects.create(code="FR", name="France")
    with pytest.raises(NoReferenceData, match=r"no kinds and no metrics and no places.*load"):
        generate(1)


@pytest.mark.usefixtures("reference")
def test_real_rows_stay_as_they_are() -> None:
    said("FR/airstrikes@syria", "struck two targets", status="done", amount="2 targets")
    generate(30)
    assert Contribution.objects.exclude(coalition=COALITION).count() == 1
    assert generate(30).contributions == 0


@pytest.mark.usefixtures("reference")
def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    generate(30, progress=lambda there, of: told.append((there, of)))
    assert told == [(30, 30)]
