"""A source's page: its quotes in place, what may not be shown blotted out."""

import hashlib

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import record
from tests.web.conftest import ARTICLE, Article
from tests.web.page import Page, page_of
from tracker.actions import acting
from tracker.models import Quote, Source
from tracker.models.choices import Voice
from tracker.web import sources

TEXT = "Opening. France struck “two” targets & left. 😀 Zoë said so.\n\nThe end."


def address(code: str = ARTICLE) -> str:
    return f"/sources/{code}/"


def held(*, public: bool) -> Source:
    return record.source(
        "held-2015",
        text=TEXT,
        text_sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        text_characters=len(TEXT),
        text_is_public=public,
    )


def says(words: str, source: Source, path: str = "FR/airstrikes") -> Quote:
    quote = record.quote(words, of=source, start=TEXT.index(words))
    record.said(path, quote, status="done")
    return quote


def sheet(page: Page) -> str:
    return page.one("div", "page").text


def test_quotes_stand_in_their_places_and_the_rest_is_blotted_out(
    client: Client, article: Article
) -> None:
    page = page_of(client, address())
    bars = page.one("div", "page").all("span", "blot")
    assert bars[0]["title"] == "3919 characters not shown"
    assert all(bar["aria-hidden"] == "true" and not bar.text.strip() for bar in bars)
    assert "[3919 characters not shown]" in sheet(page)
    assert "from 12 to 38" in sheet(page)


def test_bars_are_in_proportion(client: Client, article: Article) -> None:
    bars = page_of(client, address()).one("div", "page").all("span", "blot")
    hidden = [int(bar["title"].split()[0]) for bar in bars]
    scale = hidden[0] / len(bars[0].text)
    assert [round(number / scale) - len(bar.text) for number, bar in zip(hidden, bars, strict=True)]
    assert all(
        abs(number / scale - len(bar.text)) <= 1 for number, bar in zip(hidden, bars, strict=True)
    )


def test_each_quote_has_an_anchor_of_its_own_characters(client: Client, article: Article) -> None:
    page = page_of(client, address())
    reading = page.at("char=3919,3977")
    assert "12 aircraft" in reading.words
    assert "38 aircraft" in reading.words
    assert "Voice of America, in its own words" in reading.words
    (mark,) = [
        link for link in page.one("div", "page").all("a") if link["href"] == "#char=3919,3977"
    ]
    page.at(mark["id"])


def test_who_says_it_stands_with_it(client: Client, article: Article) -> None:
    quote = article.possible.quote
    reading = page_of(client, address()).at(f"char={quote.start},{quote.end}").words
    assert "Ahmet Davutoğlu (Turkey), official; indirect speech, through CNN." in reading
    assert "Possible" in reading
    assert "Its own word" in reading


def test_a_tally_stands_under_its_quote(client: Client, article: Article) -> None:
    quote = article.tally.quote
    reading = page_of(client, address()).at(f"char={quote.start},{quote.end}")
    assert "Tally: 15 countries" in reading.words
    assert reading.all("a")[-1]["href"] == "/contributions/?coalition=counter-isil&kind=training"


def test_provenance(client: Client, article: Article) -> None:
    facts = page_of(client, address()).under("Where it comes from").words
    assert "Voice of America" in facts
    assert "Date inferred from the meeting was on “Monday”" in facts
    assert "F – cannot be judged" in facts
    assert "never checked" in facts


def test_a_check_is_told_with_hash_and_day(client: Client, article: Article) -> None:
    with acting(by=record.loader(), reason="verified"):
        Quote.objects.update(checked_on="2026-11-22")
    facts = page_of(client, address()).under("Where it comes from").words
    assert f"checked against sha256 {'5' * 64} on 2026-11-22" in facts


def test_a_text_that_is_held_and_public_is_shown_whole(client: Client, db: None) -> None:
    says("two", held(public=True))
    page = page_of(client, address("held-2015"))
    assert sheet(page).replace("1two", "two") == TEXT
    assert [mark.text for mark in page.one("div", "page").all("mark")] == ["two"]
    assert "text held: every quote stands in it" in page.words


def test_a_text_that_is_held_and_not_public_is_not_in_the_page(client: Client, db: None) -> None:
    says("two", held(public=False))
    page = page_of(client, address("held-2015"))
    assert "Opening" not in page.root.text
    assert [mark.words for mark in page.one("div", "page").all("mark")] == ["two"]


def test_a_quote_inside_another_is_marked_once_more(client: Client, db: None) -> None:
    source = held(public=True)
    says("France struck “two” targets", source)
    says("two", source, "FR/airstrikes@syria")
    marks = page_of(client, address("held-2015")).one("div", "page").all("mark")
    assert [(mark.text, "deep2" in mark["class"]) for mark in marks] == [
        ("France struck “", False),
        ("two", True),
        ("” targets", False),
    ]


def test_words_are_never_markup(client: Client, db: None) -> None:
    words = "<script>alert('x')</script> & <b>bold</b>"
    record.said("FR/airstrikes", words, status="done", note="<img src=x onerror=alert(1)>")
    for path in (address(), "/contributions/fr-airstrikes/", "/contributions/", "/countries/FR/"):
        page = page_of(client, path)
        assert words in page.root.text
        assert page.all("script") == page.all("img") == page.all("b", "bold") == []


def test_right_to_left_and_beyond_the_first_plane(client: Client, db: None) -> None:
    arabic, emoji = "قصفت فرنسا هدفين في الرقة", "🇫🇷 struck 😀"
    record.source(language="ar", title="قصف")
    record.said("FR/airstrikes", arabic, status="done")
    record.said("FR/airstrikes@syria", emoji, status="done")
    page = page_of(client, address())
    quotes = page.all("blockquote")
    assert [quote.words for quote in quotes] == [arabic, emoji]
    assert {(quote["dir"], quote["lang"]) for quote in quotes} == {("auto", "ar")}
    page.at(f"char=0,{len(arabic)}")


def test_an_address_that_a_browser_would_run_is_no_link(client: Client, article: Article) -> None:
    with acting(by=record.loader()):
        Source.objects.filter(code=ARTICLE).update(url="javascript:alert(1)")
    links = page_of(client, address()).all("a")
    assert not [link for link in links if link["href"].startswith("javascript")]


def test_quotes_of_drafts_are_not_shown(client: Client, article: Article) -> None:
    record.said("NO/airstrikes", "nobody has published this", review="draft")
    assert "nobody has published this" not in page_of(client, address()).root.text


def test_a_source_that_nothing_published_rests_on_is_not_there(client: Client, db: None) -> None:
    record.said("NO/airstrikes", "a draft", review="draft")
    page_of(client, address(), 404)


def test_further_quotes_say_what_they_are_read_with(client: Client, article: Article) -> None:
    carrier = record.quote("The carrier's presence", start=3800)
    record.said("FR/deployment.naval", "the carrier is there", rests_on=(carrier,))
    page = page_of(client, address())
    reading = page.at(f"char=3800,{3800 + len(carrier.exact)}")
    assert "Read together with the carrier is there." in reading.words
    assert page.one("div", "page").all("mark", "support")


def test_a_replaced_source_says_by_what(client: Client, article: Article) -> None:
    newer = record.source(
        "newer", title="Corrected", replaces=article.source, published="2015-11-25"
    )
    record.said("FR/airstrikes", "struck once", source=newer)
    assert "Corrected" in page_of(client, address()).one("p", "warning").words


def test_rows_of_a_table_have_locators(client: Client, db: None) -> None:
    source = record.source("table-1")
    row = record.quote("NLD;2;2015-11-23", of=source, locator="row-7", voice=Voice.TABLE)
    record.said("NO/airstrikes", row, status="done")
    page = page_of(client, address("table-1"))
    assert "row-7" in page.at("at=row-7").words
    assert page.all("div", "page") == []


def test_words_have_a_permanent_address(client: Client, article: Article) -> None:
    answer = client.get(f"/quotes/{article.planes.code}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{address()}#char=3919,3977"


def test_the_permanent_address_finds_the_page(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "QUOTES_A_PAGE", 2)
    for quote in Quote.objects.public():
        where = client.get(f"/quotes/{quote.code}/")["Location"]
        page = page_of(client, where.partition("#")[0])
        page.at(where.partition("#")[2])
    first = page_of(client, address())
    assert "characters not shown" in sheet(first)
    assert len(first.all("li", "reading")) == 2
    assert [link["href"] for link in first.all("a") if link["rel"] == "next"] == ["?page=2"]


def test_pages_together_show_each_stretch_once(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "QUOTES_A_PAGE", 2)
    pages = [page_of(client, address(), page=number) for number in (1, 2, 3, 4)]
    bars = [bar for page in pages for bar in page.one("div", "page").all("span", "blot")]
    hidden = sum(int(bar["title"].split()[0]) for bar in bars)
    shown = sum(len(mark.text) for page in pages for mark in page.one("div", "page").all("mark"))
    assert hidden + shown == 6713


def test_the_list(client: Client, article: Article) -> None:
    record.said("FR/airstrikes", "struck", source=record.source("reuters-1", published="2016-01"))
    page = page_of(client, "/sources/")
    rows = page.one("tbody").all("tr")
    assert [row.all("a")[0]["href"] for row in rows] == ["/sources/reuters-1/", address()]
    assert [cell.words for cell in rows[1].all("td")] == [
        "2015-11-23 inferred",
        "8",
        "1",
        "F – cannot be judged",
    ]


def test_the_list_of_a_coalition_that_is_not_there(client: Client, db: None) -> None:
    page_of(client, "/sources/", 404, coalition="nato")


def test_queries_do_not_grow_with_quotes(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(13):
        client.get(address())
    for number in range(5):
        record.said("FR/airstrikes", f"struck {number} times", status="done")
    with django_assert_num_queries(13):
        client.get(address())
    with django_assert_num_queries(2):
        client.get("/sources/")
    with django_assert_num_queries(2):
        client.get(f"/quotes/{article.planes.code}/")
