"""Many rows in one INSERT: each is looked at as one alone would be, and kept in their order."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models.attack import refused_text, run
from tests.models.test_holes_history import _tracked
from tests.small import Record, held
from tracker import actions
from tracker.models import Contribution, Quote, Source, Statement, Tally
from tracker.models.rules import refusal_of

LETTERS = "aé😀\nb \u0301ш"


# --- Words in a text ------------------------------------------------------------------------


@given(
    text=st.text("ab\n é😀", max_size=800),
    start=st.integers(-3, 900),
    length=st.integers(0, 600),
    wrong=st.booleans(),
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_stand_in_pieces_where_they_stand_in_the_text(
    db: None, text: str, start: int, length: int, wrong: bool
) -> None:
    words = text[max(start, 0) :][:length] or "a"
    words = words[:-1] + "x" if wrong else words
    with connection.cursor() as cursor:
        cursor.execute("SELECT tracker_stands_in(tracker_pieces(%s), %s, %s)", [text, words, start])
        (found,) = cursor.fetchone()
    assert found is (start >= 0 and text[start : start + len(words)] == words)


@pytest.fixture
def long_source(record: Record) -> Source:
    chance = Random(7)  # noqa: S311
    text = "".join(chance.choice(LETTERS) for _ in range(3000)) + "."
    return held(record, text)


def _cut(source: Source, start: int, length: int, **more: Any) -> Quote:
    text = source.text or ""
    said = {
        "exact": text[start : start + length],
        "prefix": text[max(start - 5, 0) : start],
        "suffix": text[start + length : start + length + 5],
        **more,
    }
    end = start + len(said["exact"])
    return Quote(source=source, code=f"long:{start}-{end}", start=start, end=end, **said)


def test_many_quotes_of_one_text_stand_in_it(long_source: Source) -> None:
    spans = {(start, 1 + start % 300) for start in range(0, 2700, 7)} | {(0, 3001), (2999, 2)}
    Quote.objects.bulk_create(_cut(long_source, *span) for span in spans)
    assert long_source.quotes.count() == len(spans)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"exact": "x"}, "these words do not stand at 1250–1251: x"),
        ({"prefix": "xxxxx"}, "prefix or suffix do not stand beside 1250–1251"),
        ({"suffix": "xxxxx"}, "prefix or suffix do not stand beside 1250–1251"),
    ],
)
def test_one_wrong_quote_among_many_is_named(
    long_source: Source, wrong: dict[str, str], told: str
) -> None:
    quotes = [_cut(long_source, start, 9) for start in range(0, 2700, 9) if start != 1251]
    quotes.insert(150, _cut(long_source, 1250, 1, **wrong))
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Quote.objects.bulk_create(quotes)
    found = refusal_of(caught.value)
    assert (found.rule, found.field) == ("quote_lock", "exact")
    assert told in found.message
    assert not long_source.quotes.exists()


def test_a_text_that_is_held_later_has_its_many_quotes(long_source: Source) -> None:
    Quote.objects.bulk_create(_cut(long_source, start, 9) for start in range(0, 2700, 9))
    text = long_source.text or ""
    Source.objects.filter(pk=long_source.pk).update(text=None)
    other = text[:2600] + "x" + text[2601:]
    assert refused_text(long_source, other) == "source_text_lock"
    Source.objects.filter(pk=long_source.pk).update(text=text)


# --- Statements -----------------------------------------------------------------------------


def _drafts(record: Record, count: int = 20) -> list[Statement]:
    promise = Contribution.objects.get(pk=record.draft.contribution_id)
    return [
        Statement(
            quote=record.quote,
            code=f"{record.quote.code}:{number}",
            number=number,
            contribution=promise,
            status="done",
            written_by=record.analyst,
        )
        for number in range(10, 10 + count)
    ]


def _write(drafts: list[Statement]) -> None:
    with transaction.atomic():
        Statement.objects.bulk_create(drafts)
        connection.check_constraints()


def _refused(drafts: list[Statement]) -> tuple[str, str]:
    there = Statement.objects.count()
    with pytest.raises(IntegrityError) as caught:
        _write(drafts)
    assert Statement.objects.count() == there
    found = refusal_of(caught.value)
    return found.rule, found.message


def test_many_statements_at_once(record: Record) -> None:
    _write(_drafts(record))
    assert Statement.objects.filter(number__gte=10).count() == 20


def test_one_that_tells_a_deed_of_a_later_day(record: Record) -> None:
    drafts = _drafts(record)
    drafts[13].when = "2016"
    rule, message = _refused(drafts)
    assert rule == "statement_no_promise_as_deed"
    assert message.startswith(drafts[13].code)


def test_one_whose_code_says_another_quote(record: Record) -> None:
    drafts = _drafts(record)
    drafts[7].code = "elsewhere:1-2:3"
    rule, message = _refused(drafts)
    assert rule == "statement_code_says_quote"
    assert f"{record.quote.code}:17, not elsewhere:1-2:3" in message


def test_one_whose_number_a_tally_has(record: Record) -> None:
    tally = Tally(quote=record.quote, low=2, high=2, words="two", number=17)
    actions.write(tally, by=record.analyst)
    rule, message = _refused(_drafts(record))
    assert rule == "statement_number_of_quote"
    assert message.startswith(f"{record.quote.code}:17")


def test_one_whose_words_are_not_in_its_quote(record: Record) -> None:
    drafts = _drafts(record)
    drafts[19].words = "ten"
    rule, message = _refused(drafts)
    assert rule == "statement_words_stand_in_quote"
    assert message.startswith(drafts[19].code)


# --- History --------------------------------------------------------------------------------


def test_what_comes_at_once_is_kept_in_its_order(record: Record) -> None:
    made = Statement.objects.bulk_create(_drafts(record))
    events = Statement.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id__in=[each.pk for each in made]
    ).order_by("pgh_id")
    assert [(each.pgh_obj_id, each.number, each.pgh_label) for each in events] == [
        (each.pk, each.number, "insert") for each in made
    ]


def test_a_row_that_was_there_is_kept_as_changed(record: Record) -> None:
    sql = """
    INSERT INTO tracker_metric (code, name, unit, nature, note, version, created_at, updated_at)
        VALUES ('targets', 'Hit', 't', 'flow', '', 1, now(), now()),
            ('raids', 'Raids', 'r', 'flow', '', 1, now(), now())
        ON CONFLICT (code) DO UPDATE SET name = excluded.name
    """
    run(sql)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, name, pgh_label FROM tracker_metricevent ORDER BY pgh_id DESC LIMIT 2"
        )
        assert set(cursor.fetchall()) == {
            ("targets", "Hit", "update"),
            ("raids", "Raids", "insert"),
        }


READ_BY = {
    "member": "organisation_id",
    "statement": "contribution_id",
    "statementquote": "statement_id",
    "tallycountry": "tally_id",
    "tallyquote": "tally_id",
}


def test_history_has_no_index_that_nobody_reads_by(db: None) -> None:
    """Each is written with every event; a foreign key of pghistory's would bring one."""
    for model in _tracked():
        event = model.pgh_event_model._meta.db_table  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
                "AND a.attnum = ANY (i.indkey) WHERE i.indrelid = %s::regclass",
                [event],
            )
            found = {name for (name,) in cursor.fetchall()}
        read_by = READ_BY.get(model._meta.model_name or "", "pgh_id")
        assert found == {"pgh_id", "pgh_obj_id", "pgh_context_id", read_by}


# --- Plans ----------------------------------------------------------------------------------


def _scans(table: str) -> int:
    """How often this transaction has read the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = %s", [table])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("table", ["tracker_quote", "tracker_contribution", "tracker_tally"])
def test_after_many_rows_a_single_one_reads_no_table_whole(record: Record, table: str) -> None:
    """A session keeps its guess how many rows come at once."""
    drafts = _drafts(record, 400)
    Statement.objects.bulk_create(drafts[:399])
    connection.check_constraints()
    before = _scans(table)
    Statement.objects.bulk_create(drafts[399:])
    connection.check_constraints()
    assert _scans(table) == before
