"""Raw SQL that would break a rule is refused by PostgreSQL itself, and says how to mend it."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.small import TEXT, Record
from tracker.models.rules import refusal_of

STATEMENT = "UPDATE tracker_statement SET {} WHERE code = %(draft)s"
PUBLISHED = "UPDATE tracker_statement SET {} WHERE code = %(statement)s"
QUOTE = "UPDATE tracker_quote SET {} WHERE code = %(quote)s"
NEW_QUOTE = """INSERT INTO tracker_quote (version, created_at, updated_at, code, source_id, exact,
    prefix, suffix, start, "end", locator, voice, relayed, occasion, said, translation, note)
    SELECT 1, now(), now(), 'voa:{0}-{1}', id, '{2}', '{3}', '', {0}, {1}, '', 'narration', '{{}}',
    '', '', '', '' FROM tracker_source WHERE code = 'voa'"""

ATTACKS = {
    "words that stand elsewhere": (
        NEW_QUOTE.format(3, 9, "French", ""),
        "quote_lock",
        "nearest place where they stand is 1–7",
    ),
    "words that stand nowhere": (
        NEW_QUOTE.format(1, 8, "Belgian", ""),
        "quote_lock",
        "stand nowhere in the text",
    ),
    "a prefix that does not stand there": (
        NEW_QUOTE.format(1, 7, "French", "x"),
        "quote_lock",
        "prefix or suffix",
    ),
    "an end that is not the start plus the length": (
        NEW_QUOTE.format(1, 8, "French", ""),
        "quote_span_length",
        "the start plus the length",
    ),
    "a quote under something published": (
        QUOTE.format("exact = 'French jets', \"end\" = 12, code = 'voa:1-12'"),
        "quote_words_frozen",
        "published rests",
    ),
    "a text under its quotes": (
        (
            "UPDATE tracker_source SET text = text || 'x', text_characters = text_characters + 1, "
            "text_sha256 = encode(sha256(convert_to(text || 'x', 'UTF8')), 'hex')"
        ),
        "source_text_lock",
        "cannot change under its quotes",
    ),
    "a text that is not the one that was hashed": (
        "UPDATE tracker_source SET text = 'x' || substr(text, 2)",
        "source_text_hash",
        "sha256 is",
    ),
    "bounds reversed": (
        STATEMENT.format("metric_id = 'targets', low = 3, high = 2"),
        "statement_bounds_ordered",
        "low one is not above",
    ),
    "a negative number": (
        STATEMENT.format("metric_id = 'targets', low = -3"),
        "statement_bounds_not_negative",
        "not negative",
    ),
    "money without a currency": (
        STATEMENT.format("metric_id = 'money', low = 5, high = 5"),
        "statement_money_has_currency",
        "Money has a currency",
    ),
    "a currency without money": (
        STATEMENT.format("metric_id = 'targets', currency = 'EUR', low = 5, high = 5"),
        "statement_money_has_currency",
        "Money has a currency",
    ),
    "a number of nothing": (STATEMENT.format("low = 5"), "statement_quantity_has_metric", "counts"),
    "a status that is none": (STATEMENT.format("status = 'likely'"), "statement_status_value", ""),
    "no status and no note": (STATEMENT.format("status = ''"), "statement_silent_has_note", "note"),
    "improbable without a note": (
        STATEMENT.format("credibility = 5"),
        "statement_credibility",
        "needs a note",
    ),
    "a date that is none": (STATEMENT.format("\"when\" = '23/11/2015'"), "edtf", ""),
    "a promise as a deed": (
        STATEMENT.format("status = 'done', \"when\" = '2016'"),
        "statement_no_promise_as_deed",
        "prospective status",
    ),
    "words that are not in the quote": (
        STATEMENT.format("words = 'three'"),
        "statement_words_stand_in_quote",
        "Copy them from the quote",
    ),
    "a condition that is not in the quote": (
        STATEMENT.format("condition = 'if asked'"),
        "statement_words_stand_in_quote",
        "Copy them from the quote",
    ),
    "published straight from a draft": (
        STATEMENT.format("review = 'published'"),
        "statement_review_flow",
        "in review",
    ),
    "published by the one who wrote it": (
        STATEMENT.format("review = 'in_review'")
        + ";"
        + STATEMENT.format(
            "review = 'published', published_at = now(), published_by_id = written_by_id"
        ),
        "statement_own_words",
        "another reviewer",
    ),
    "withdrawn without a reason": (
        PUBLISHED.format(
            "review = 'withdrawn', withdrawn_at = now(), withdrawn_by_id = published_by_id"
        ),
        "statement_withdrawal_has_reason",
        "why",
    ),
    "a published number": (PUBLISHED.format("high = 3"), "statement_published_frozen", "high"),
    "a published statement deleted": (
        "DELETE FROM tracker_statement WHERE code = %(statement)s",
        "statement_stays",
        "Withdraw",
    ),
    "a published code": (
        "UPDATE tracker_contribution SET code = 'x' WHERE code = %(contribution)s",
        "contribution_code_frozen",
        "may have been cited",
    ),
    "a path that does not say its parts": (
        "UPDATE tracker_contribution SET path = 'FR/funding' WHERE code = 'de-funding'",
        "contribution_path_says_parts",
        "DE/funding",
    ),
    "a contribution published without a statement": (
        (
            "UPDATE tracker_contribution SET review = 'in_review' WHERE code = 'de-funding';"
            "UPDATE tracker_contribution SET review = 'published', published_at = now(), "
            "own_review_reason = 'x', published_by_id = written_by_id WHERE code = 'de-funding'"
        ),
        "contribution_supported",
        "nothing published supports it",
    ),
    "the last support withdrawn": (
        PUBLISHED.format(
            "review = 'withdrawn', withdrawn_at = now(), withdrawn_by_id = published_by_id, "
            "withdrawal_reason = 'x'"
        ),
        "statement_leaves_support",
        "last published statement",
    ),
    "a state that is typed": (
        "UPDATE tracker_state SET status = 'ended'",
        "state_update_is_derived",
        "never typed",
    ),
    "a figure that is typed": (
        "UPDATE tracker_figure SET low = 1",
        "figure_update_is_derived",
        "never typed",
    ),
    "a tally edited": ("UPDATE tracker_tally SET low = 20", "tally_published_frozen", "low"),
    "a speaker without a source": (
        "UPDATE tracker_speaker SET source_id = NULL",
        "speaker_anonymous_has_source",
        "belongs to a source",
    ),
    "a country's code": (
        "UPDATE tracker_country SET code = 'FX' WHERE code = 'FR'",
        "country_code_frozen",
        "stays",
    ),
}


def attempt(sql: str, names: dict[str, str]) -> None:
    """Run raw SQL as a transaction of its own, deferred rules included."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in sql.split(";"):
                cursor.execute(statement, names if "%(" in statement else None)
        connection.check_constraints()


@pytest.mark.parametrize("attack", ATTACKS)
def test_refused(record: Record, attack: str) -> None:
    sql, rule, hint = ATTACKS[attack]
    names = {
        "draft": record.draft.code,
        "statement": record.statement.code,
        "quote": record.quote.code,
        "contribution": record.contribution.code,
    }
    with pytest.raises(IntegrityError) as caught:
        attempt(sql, names)
    refusal = refusal_of(caught.value)
    assert refusal.rule == rule, refusal
    assert hint in str(refusal)


def test_a_commit_that_forgets_to_derive_is_refused(record: Record) -> None:
    with pytest.raises(IntegrityError) as caught:
        attempt("UPDATE tracker_source SET published = '2015-11-24'", {})
    assert refusal_of(caught.value).rule == "stale_is_derived"
    assert "derive()" in refusal_of(caught.value).hint


def test_offsets_are_code_points_as_python_counts_them(record: Record) -> None:
    assert record.quote_at("Zoë hit two targets").start == TEXT.index("Zoë")
    utf16 = len(TEXT[: TEXT.index("Zoë")].encode("utf-16-le")) // 2
    with pytest.raises(IntegrityError) as caught:
        attempt(NEW_QUOTE.format(utf16, utf16 + 3, "Zoë", ""), {})
    assert refusal_of(caught.value).rule == "quote_lock"
