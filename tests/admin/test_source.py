"""A source: its text with its quotes marked, or its quotes at their places and the rest hidden."""

from __future__ import annotations

import re
from hashlib import sha256

from django.test import Client
from django.urls import reverse

from tests.admin.pages import fields_of, html_of, save, seen
from tests.small import TEXT, Record
from tracker.admin.passage import passage_of
from tracker.models import Quote, Source

ADD = "/admin/tracker/source/add/"
NEW = {
    "code": "afp-2015",
    "coalition": "counter-isil",
    "title": "A second report",
    "publisher": "AFP",
    "published": "2015-11-24",
}


def change(source: Source) -> str:
    return reverse("admin:tracker_source_change", args=[source.pk])


def quote(start: int, exact: str) -> Quote:
    return Quote(exact=exact, start=start, end=start + len(exact))


# --- The page -------------------------------------------------------------------------------


def test_the_text_stands_there_with_its_quotes_marked(ada: Client, record: Record) -> None:
    page = ada.get(change(record.source))
    assert "said the ministry" in seen(page)
    marked = '“<a class="marked" href="#quote-1">French jets hit two targets in Iraq</a>,” said'
    assert marked in html_of(page)


def test_each_quote_leads_to_its_statements(ada: Client, record: Record) -> None:
    html = html_of(ada.get(change(record.source)))
    for said in (record.statement, record.draft):
        assert reverse("admin:tracker_statement_change", args=[said.pk]) in html
    assert reverse("admin:tracker_tally_change", args=[record.tally.pk]) in html
    assert f"/admin/tracker/quote/add/?source={record.source.pk}" in html


def test_where_no_text_is_kept_the_rest_is_hidden(ada: Client, record: Record) -> None:
    Source.objects.filter(pk=record.source.pk).update(text=None)
    page = ada.get(change(record.source))
    words = seen(page)
    assert "French jets hit two targets in Iraq" in words
    assert "said the ministry" not in words
    assert "1 characters that are not kept here" in words


def test_quotes_without_a_place_are_listed_all_the_same(ada: Client, record: Record) -> None:
    Source.objects.filter(pk=record.source.pk).update(text=None)
    row = Quote.objects.create(source=record.source, exact="Italy, 12", locator="row-7")
    words = seen(ada.get(change(record.source)))
    assert row.exact in words
    assert "row-7" in words


def test_quotes_within_quotes_lead_to_the_inner_one() -> None:
    outer, inner, later = quote(0, "abcd"), quote(1, "bc"), quote(3, "def")
    html = passage_of([outer, inner, later], "abcdefg", None)
    assert re.findall(r"#quote-(\d)\">(\w+)<", html) == [
        ("1", "a"),
        ("2", "bc"),
        ("3", "d"),
        ("3", "ef"),
    ]
    assert html.endswith("g")


def test_a_text_is_no_markup() -> None:
    assert passage_of([], "<b>&", None) == "&lt;b&gt;&amp;"


# --- The form -------------------------------------------------------------------------------


def test_a_pasted_text_is_kept_where_it_may_be(ada: Client, record: Record) -> None:
    pasted = "One line.\r\nAnother, with “curly” words.\r\n"
    save(ada, ADD, **NEW, text=pasted, keep_text="on")
    made = Source.objects.get(code="afp-2015")
    assert made.text == "One line.\nAnother, with “curly” words.\n"
    assert made.text_sha256 == sha256(made.text.encode()).hexdigest()
    assert made.text_characters == len(made.text)


def test_else_only_its_fingerprint_is(ada: Client, record: Record) -> None:
    save(ada, ADD, **NEW, text="One line.")
    made = Source.objects.get(code="afp-2015")
    assert made.text is None
    assert made.text_sha256 == sha256(b"One line.").hexdigest()


def test_a_source_without_text_stays_without(ada: Client, record: Record) -> None:
    assert save(ada, ADD, **NEW).status_code == 302
    made = Source.objects.get(code="afp-2015")
    assert (made.text, made.text_sha256, made.text_characters) == (None, "", None)
    assert save(ada, change(made), title="Another title").status_code == 302
    made.refresh_from_db()
    assert (made.text, made.title) == (None, "Another title")


def test_under_its_quotes_a_text_does_not_change(ada: Client, record: Record) -> None:
    assert "text" not in fields_of(ada.get(change(record.source)))
    assert save(ada, change(record.source), title="New", reason="as printed").status_code == 302
    record.source.refresh_from_db()
    assert record.source.text == TEXT


def test_another_text_than_the_one_that_was_hashed_is_refused(ada: Client, record: Record) -> None:
    Source.objects.filter(pk=record.source.pk).update(text=None)
    page = save(ada, change(record.source), text="Another edition.", keep_text="on")
    assert "its text cannot change under its quotes" in seen(page)
    assert save(ada, change(record.source), text=TEXT, keep_text="on").status_code == 302
    record.source.refresh_from_db()
    assert record.source.text == TEXT


def test_work_is_given_to_staff(ada: Client, record: Record) -> None:
    save(ada, change(record.source), assignee=record.analyst.pk, annotation="in_progress")
    record.source.refresh_from_db()
    assert record.source.assignee == record.analyst


def test_what_readers_see_changes_with_a_reason(ada: Client, record: Record) -> None:
    page = save(ada, change(record.source), title="Another title")
    assert "say why it changes" in seen(page)
    assert save(ada, change(record.source), note="for colleagues").status_code == 302
