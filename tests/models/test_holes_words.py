"""Words stay what they were quoted as, and what rests on them keeps standing in them."""

# ruff: noqa: S608 - an attack is SQL, put together from names that stand here

import time

import pytest
from django.db import IntegrityError, transaction

from tests.models.attack import names_of, refusal, refused_text, run
from tests.small import TEXT, Record, held
from tracker import actions
from tracker.models import Quote, Source, Statement, StatementQuote, Tally, TallyQuote
from tracker.models.rules import refusal_of


@pytest.fixture
def unheld(record: Record) -> Source:
    """A source whose text is not held."""
    return actions.write(
        Source(
            code="wire",
            coalition=record.source.coalition,
            title="Wire",
            publisher="W",
            published="2015-11-23",
        ),
        by=record.analyst,
    )


def _quote(source: Source, exact: str, start: int | None = 0, **more: object) -> Quote:
    return Quote.objects.create(source=source, exact=exact, start=start, **more)


# --- The text -------------------------------------------------------------------------------


def test_a_text_held_later_has_every_quote_with_its_neighbours(unheld: Source) -> None:
    _quote(unheld, "jets", 7, prefix="French ", suffix=" hit")
    assert refused_text(unheld, "French jets miss two targets") == "source_text_lock"
    assert refused_text(unheld, "Belgian jets hit two targets") == "source_text_lock"


def test_a_text_held_later_that_is_too_short(unheld: Source) -> None:
    _quote(unheld, "jets", 7)
    sql = (
        "UPDATE tracker_source SET text_characters = 10, text_sha256 = repeat('0', 64) "
        "WHERE id = %(id)s"
    )
    assert refusal(sql, id=unheld.pk).rule == "source_text_lock"


def test_a_quote_behind_the_end_of_a_text_that_is_not_held(unheld: Source) -> None:
    Source.objects.filter(pk=unheld.pk).update(text_characters=10, text_sha256="0" * 64)
    with pytest.raises(IntegrityError) as caught:
        _quote(unheld, "jets", 7)
    assert refusal_of(caught.value).rule == "quote_lock"


@pytest.mark.parametrize("text", ["two\r\nlines", "\ufeffFrench jets"])
def test_a_text_is_utf_8_with_line_feeds_and_no_mark(unheld: Source, text: str) -> None:
    assert refused_text(unheld, text) == "source_text_hash"


@pytest.mark.parametrize(("start", "end"), [(5, 2), (0, 0), (-1, 5), (2147483647, 2147483647)])
def test_a_span_that_is_none(record: Record, start: int, end: int) -> None:
    sql = (
        "INSERT INTO tracker_quote (version, created_at, updated_at, code, source_id, exact, "
        'prefix, suffix, start, "end", locator, voice, relayed, occasion, said, translation, note) '
        f"VALUES (1, now(), now(), 'voa:{start}-{end}', %(source)s, 'French', '', '', {start}, "
        f"{end}, '', 'narration', '{{}}', '', '', '', '')"
    )
    assert refusal(sql, **names_of(record)).rule in {
        "quote_span_length",
        "tracker_quote_start_check",
    }


@pytest.mark.parametrize("locator", ["page 4", "3-5", "-p4", "p4\n"])
def test_a_locator_can_stand_in_an_address_and_is_no_span(unheld: Source, locator: str) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        _quote(unheld, "jets", None, locator=locator)
    assert refusal_of(caught.value).rule == "quote_locator_format"


def test_the_nearest_place_is_named_soon_whatever_stands_in_between(record: Record) -> None:
    text = "é a " * 5_000
    source = held(record, text)
    started = time.monotonic()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        _quote(source, "a", 10_001)
    assert " 10002–10003." in refusal_of(caught.value).hint
    for start, nearest in ((10_000, "9998–9999"), (0, "2–3"), (19_999, "19998–19999")):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            _quote(source, "a", start)
        assert f" {nearest}." in refusal_of(caught.value).hint
    assert time.monotonic() - started < 2


# --- What rests on words --------------------------------------------------------------------


def test_words_of_a_draft_when_its_quote_changes(unheld: Source, record: Record) -> None:
    quote = _quote(unheld, "two targets")
    actions.write(
        Statement(
            quote=quote,
            contribution=record.contribution,
            status="done",
            words="two",
            bounds_by="analyst",
        ),
        by=record.analyst,
    )
    sql = "UPDATE tracker_quote SET exact = 'ten targets' WHERE id = %(id)s"
    assert refusal(sql, id=quote.pk).rule == "statement_words_stand_in_quote"


def test_words_of_a_draft_when_the_further_quote_goes(record: Record) -> None:
    further = record.quote_at("Zoë hit two targets")
    with actions.acting(by=record.analyst):
        statement = Statement.objects.create(
            quote=record.quote, contribution=record.contribution, status="done", when_words="Zoë"
        )
        StatementQuote.objects.create(statement=statement, quote=further)
    for sql in (
        "DELETE FROM tracker_statementquote",
        "UPDATE tracker_statementquote SET quote_id = %(draft_quote)s",
        "UPDATE tracker_statementquote SET statement_id = %(draft)s",
    ):
        assert refusal(sql, **names_of(record)).rule == "statement_words_stand_in_quote"


def test_words_that_were_asked_for_already_are_asked_for_again(record: Record) -> None:
    further = record.quote_at("Zoë hit two targets")
    sql = (
        "INSERT INTO tracker_statementquote (statement_id, quote_id, position) "
        f"VALUES (%(draft)s, {further.pk}, 1);"
        "UPDATE tracker_statement SET when_words = 'Zoë' WHERE id = %(draft)s;"
        "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"
        "DELETE FROM tracker_statementquote"
    )
    assert refusal(sql, **names_of(record)).rule == "statement_words_stand_in_quote"


def test_words_of_a_draft_when_its_further_quote_changes(unheld: Source, record: Record) -> None:
    further = _quote(unheld, "on Monday")
    with actions.acting(by=record.analyst):
        tally = actions.review.copy_of(record.tally, when_words="Monday")
        tally.save()
        TallyQuote.objects.create(tally=tally, quote=further)
    sql = "UPDATE tracker_quote SET exact = 'on Sunday' WHERE id = %(id)s"
    assert refusal(sql, id=further.pk).rule == "tally_words_stand_in_quote"


def test_words_of_a_draft_that_moves_to_another_quote(record: Record) -> None:
    sql = (
        "UPDATE tracker_statement SET quote_id = %(quote)s, number = 7, code = 'voa:1-36:7' "
        "WHERE id = %(draft)s"
    )
    assert refusal(sql, **names_of(record)).rule == "statement_words_stand_in_quote"


def test_the_further_quotes_of_a_published_tally_stay(unheld: Source, record: Record) -> None:
    further = _quote(unheld, "on Monday")
    with actions.acting(by=record.analyst):
        tally = actions.review.copy_of(record.tally)
        tally.written_by = record.analyst
        tally.save()
        TallyQuote.objects.create(tally=tally, quote=further)
    actions.submit(tally, by=record.analyst)
    actions.publish(tally, by=record.reviewer)
    sql = "UPDATE tracker_quote SET exact = 'on Sunday' WHERE id = %(id)s"
    assert refusal(sql, id=further.pk).rule == "quote_words_frozen"


# --- Days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE tracker_source SET published = '2015-11-01'",
        "UPDATE tracker_quote SET said = '2015-11-01' WHERE id = %(quote)s",
    ],
)
def test_a_deed_that_a_later_change_of_day_would_make_a_promise(record: Record, sql: str) -> None:
    actions.write(
        Statement(
            quote=record.quote, contribution=record.contribution, status="done", when="2015-11-20"
        ),
        by=record.analyst,
    )
    assert refusal(sql, **names_of(record)).rule.endswith("_no_promise_as_deed")


def test_nothing_is_said_after_it_was_published(record: Record) -> None:
    sql = "UPDATE tracker_quote SET said = '2016' WHERE id = %(draft_quote)s"
    assert refusal(sql, **names_of(record)).rule == "quote_said_before_published"
    run("UPDATE tracker_quote SET said = '2015-11' WHERE id = %(draft_quote)s", **names_of(record))
    sql = "UPDATE tracker_source SET published = '2015-10'"
    assert refusal(sql, **names_of(record)).rule == "quote_said_before_published"


# --- Numbers --------------------------------------------------------------------------------


def test_one_number_is_not_a_statement_and_a_tally(record: Record) -> None:
    taken = {"quote": record.quote, "number": 1}
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Tally.objects.create(**taken, low=2, counts={"kind": "airstrikes"})
    assert refusal_of(caught.value).rule == "tally_number_of_quote"
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Statement.objects.create(
            quote=record.tally.quote, number=1, contribution=record.contribution, status="done"
        )
    assert refusal_of(caught.value).rule == "statement_number_of_quote"


def test_numbers_begin_at_one(record: Record) -> None:
    sql = (
        "UPDATE tracker_statement SET number = 0, code = replace(code, ':1', ':0') "
        "WHERE id = %(draft)s"
    )
    code = record.draft.quote.code
    sql = f"UPDATE tracker_statement SET number = 0, code = '{code}:0' WHERE id = %(draft)s"
    assert refusal(sql, **names_of(record)).rule == "statement_number_counts"


def test_the_text_is_what_the_quotes_of_these_tests_stand_in(record: Record) -> None:
    assert TEXT[record.quote.start : record.quote.end] == record.quote.exact
