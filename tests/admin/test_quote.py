"""Quotes: found by their words alone, refused to the character, leading to what they say."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.admin.pages import fields_of, html_of, save, seen
from tests.small import TEXT, Record
from tracker.models import Quote, Source

ADD = "/admin/tracker/quote/add/"


def add(client: Client, record: Record, exact: str, **typed: Any) -> Any:
    return save(client, f"{ADD}?source={record.source.pk}", exact=exact, **typed)


def errors(page: Any, field: str = "exact") -> str:
    return " ".join(page.context["adminform"].form[field].errors)


def test_a_quote_is_found_by_its_words(ada: Client, record: Record) -> None:
    assert add(ada, record, "Nearly two dozen").status_code == 302
    quote = Quote.objects.latest("pk")
    assert quote.start == TEXT.index("Nearly two dozen")
    assert quote.code == f"voa:{quote.start}-{quote.end}"


def test_words_that_stand_twice_ask_for_what_is_beside_them(ada: Client, record: Record) -> None:
    page = add(ada, record, "hit two targets")
    said = errors(page)
    assert "2 places" in said
    assert str(TEXT.index("hit two targets")) in said
    assert str(TEXT.rindex("hit two targets")) in said
    assert add(ada, record, "hit two targets", prefix="Zoë ").status_code == 302
    assert Quote.objects.latest("pk").start == TEXT.rindex("hit two targets")


def test_words_that_stand_nowhere_get_a_hint(ada: Client, record: Record) -> None:
    page = add(ada, record, '"Nearly two dozen nations"')
    assert "LEFT DOUBLE QUOTATION MARK" in errors(page)
    assert fields_of(page)["exact"] == '"Nearly two dozen nations"'


def test_a_wrong_place_is_told_the_right_one(ada: Client, record: Record) -> None:
    page = add(ada, record, "two dozen", start="3")
    assert f"stand at {TEXT.index('two dozen')}, not 3" in errors(page)


def test_where_no_text_is_kept_the_place_is_said(ada: Client, record: Record) -> None:
    Source.objects.filter(pk=record.source.pk).update(text=None)
    page = add(ada, record, "anything")
    assert "says where it stands" in errors(page, "start")
    assert add(ada, record, "anything", start="100").status_code == 302
    assert Quote.objects.latest("pk").end == 108
    assert add(ada, record, "Italy, 12", locator="row-7").status_code == 302
    assert Quote.objects.latest("pk").code == "voa:row-7"


def test_the_end_follows_when_the_words_change(ada: Client, record: Record) -> None:
    quote: Any = record.quote_at("two dozen")
    url = reverse("admin:tracker_quote_change", args=[quote.pk])
    assert save(ada, url, exact="two dozen nations").status_code == 302
    quote.refresh_from_db()
    assert quote.end == quote.start + len("two dozen nations")


def test_words_under_something_published_stay(ada: Client, record: Record) -> None:
    url = reverse("admin:tracker_quote_change", args=[record.quote.pk])
    page = save(ada, url, exact="French jets hit two targets", reason="shorter")
    assert "something published rests on these words" in errors(page)


def test_a_quote_shows_what_it_says_and_leads_on(ada: Client, record: Record) -> None:
    page = ada.get(reverse("admin:tracker_quote_change", args=[record.quote.pk]))
    assert "FR/airstrikes" in seen(page)
    url = f"/admin/tracker/statement/add/?quote={record.quote.pk}"
    assert url in html_of(page)
    assert fields_of(ada.get(url))["quote"] == str(record.quote.pk)


def test_a_reader_is_not_asked_to_add(remy: Client, record: Record) -> None:
    page = remy.get(reverse("admin:tracker_quote_change", args=[record.quote.pk]))
    assert page.context["add_urls"] == []


def test_one_goes_on_where_the_work_goes_on(ada: Client, record: Record) -> None:
    """From a new quote to what it says, from a new statement to what else its words say."""
    added = add(ada, record, "Nearly two dozen")
    quote = Quote.objects.latest("pk")
    page = reverse("admin:tracker_quote_change", args=[quote.pk])
    assert added["Location"] == page
    url = f"/admin/tracker/statement/add/?quote={quote.pk}"
    said = save(ada, url, contribution=record.contribution.pk, status="done")
    assert said["Location"] == page


def test_who_says_what_is_published_is_a_reviewers_to_change(
    ada: Client, rosa: Client, record: Record
) -> None:
    """Shown and not typed where they may not, with the reason; the rest stays open."""
    quote = reverse("admin:tracker_quote_change", args=[record.quote.pk])
    speaker = reverse("admin:tracker_speaker_change", args=[record.quote.speaker_id])
    for url, names in ((quote, {"speaker", "voice", "said"}), (speaker, {"role", "country"})):
        assert not names & set(fields_of(ada.get(url)))
        assert "note" in fields_of(ada.get(url))
        assert "a reviewer's to change" in seen(ada.get(url))
        assert names <= set(fields_of(rosa.get(url)))
    assert save(ada, quote, note="page 2", reason="found").status_code == 302
    save(ada, quote, voice="indirect", reason="forged")
    record.quote.refresh_from_db()
    assert (record.quote.note, record.quote.voice) == ("page 2", "narration")
    assert "voice" in fields_of(
        ada.get(reverse("admin:tracker_quote_change", args=[record.draft.quote_id]))
    )
