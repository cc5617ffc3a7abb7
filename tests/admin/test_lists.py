"""Lists and look-ups: what they find, what they say, and that more rows ask nothing more."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.everything import addresses, fill
from tests.small import TEXT, Record
from tracker import actions
from tracker.admin import paging
from tracker.admin.quote import QuoteAdmin
from tracker.models import Country, Kind, Member, Quote, Speaker, Statement


def found(client: Client, model: str, term: str) -> list[str]:
    page = client.get(reverse(f"admin:tracker_{model}_changelist"), {"q": term})
    return [str(row.code) for row in page.context["cl"].result_list]


def looked_up(client: Client, model: str, field: str, term: str) -> list[str]:
    query = {"app_label": "tracker", "model_name": model, "field_name": field, "term": term}
    answer = client.get(reverse("admin:autocomplete"), query).json()
    return [result["text"] for result in answer["results"]]


@pytest.mark.parametrize(
    ("model", "term", "codes"),
    [
        ("contribution", "FR/air", ["fr-airstrikes"]),
        ("contribution", "france", ["fr-airstrikes"]),
        ("contribution", "Germany fund", ["de-funding"]),
        ("contribution", "Germany airstrikes", []),
        ("quote", "jets targets", ["voa:1-36"]),
        ("quote", "voa:1", ["voa:1-36"]),
        ("statement", "jet", ["voa:1-36:1"]),
        ("statement", "FR/airstrikes", ["voa:1-36:1"]),
        ("tally", "dozen nation", ["voa:59-83:1"]),
        ("tally", "!", []),
    ],
)
def test_searching(ada: Client, record: Record, model: str, term: str, codes: list[str]) -> None:
    assert found(ada, model, term) == codes


def test_searching_minds_no_accents(ada: Client, record: Record) -> None:
    record.quote_at("Zoë hit two targets")
    assert len(found(ada, "quote", "zoe")) == 1


def test_no_list_reads_the_texts(ada: Client, record: Record) -> None:
    """A page of fifty would be three megabytes of them."""
    for model in ("source", "quote", "statement", "tally", "speaker"):
        with CaptureQueriesContext(connection) as asked:
            ada.get(reverse(f"admin:tracker_{model}_changelist"))
        assert not [sql for sql in asked if '"tracker_source"."text",' in sql["sql"]], model


def test_a_look_up_says_what_it_found(ada: Client, record: Record) -> None:
    assert looked_up(ada, "statement", "quote", "jets") == [
        "“French jets hit two targets in Iraq” (voa:1-36)"
    ]
    assert looked_up(ada, "statement", "contribution", "fran") == [
        "FR/airstrikes – France: airstrikes"
    ]
    assert looked_up(ada, "statement", "denies", "jets") == ["FR/airstrikes: done (voa:1-36:1)"]


def test_a_count_stops_counting(
    ada: Client, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "CAP", 2)
    page = ada.get(reverse("admin:tracker_quote_changelist"))
    assert page.context["cl"].result_count == 2
    assert "at least" in page.content.decode()


def test_each_page_leads_on_to_the_next_ones(
    ada: Client, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "CAP", 2)
    monkeypatch.setattr(QuoteAdmin, "list_per_page", 1)
    url = reverse("admin:tracker_quote_changelist")
    assert ada.get(url).context["cl"].result_count == 2
    assert ada.get(url, {"p": "1"}).context["cl"].result_count == Quote.objects.count() == 3


def grow(record: Record) -> None:
    """Ten more of everything that a page could list."""
    with actions.acting(by=record.analyst, reason="more"):
        for number in range(10):
            country = Country.objects.create(code=f"C{number}", name=f"Country {number}")
            Member.objects.create(organisation_id="EU", country=country)
            speaker = Speaker.objects.create(
                code=f"s{number}", name=f"S {number}", role="official", country=country
            )
            Kind.objects.create(
                code=f"kind{number}",
                name=f"Kind {number}",
                parent_id="funding",
                line_of_effort_id="military",
                rule="r",
                example="e",
                counterexample="c",
            )
            quote = Quote.objects.create(
                source=record.source, exact=TEXT[number : number + 9], start=number, speaker=speaker
            )
            record.say(quote, record.contribution, status="done", metric_id="targets")
            actions.write(
                Statement(quote=quote, contribution=record.contribution, status="pledged"),
                by=record.analyst,
            )


def test_more_rows_ask_no_more_queries(rosa: Client, record: Record) -> None:
    fill(record)
    pages = [*addresses("changelist"), *addresses("change"), *addresses("history")]
    pages += [reverse("admin:index"), reverse("admin:tracker_country_change", args=["EU"])]
    rosa.get(pages[0])
    before = {url: queries(rosa, url) for url in pages}
    grow(record)
    after = {url: queries(rosa, url) for url in pages}
    more = {url: (before[url], after[url]) for url in pages if after[url] > before[url] + 1}
    assert more == {}


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)
