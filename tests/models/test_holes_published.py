"""What was published stays as it was: its parts, its marks of review, its identity, its company."""

# ruff: noqa: ISC004, S608 - an attack is SQL, put together from names that stand here

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from tests.models.attack import names_of, refusal, run
from tests.small import Record
from tracker import actions
from tracker.models import Contribution, Country, Review, Statement, StatementQuote, TallyCountry
from tracker.models.rules import refusal_of

PUBLISH = (
    "review = 'published', published_by_id = %(reviewer)s, published_at = now(), "
    "own_review_reason = 'x'"
)
WITHDRAW = (
    "review = 'withdrawn', withdrawn_by_id = %(reviewer)s, withdrawn_at = now(), "
    "withdrawal_reason = 'x'"
)

ATTACKS = {
    "a further quote added to a published statement": (
        "INSERT INTO tracker_statementquote (statement_id, quote_id, position) "
        "VALUES (%(statement)s, %(draft_quote)s, 1)",
        "statementquote_published_frozen",
    ),
    "a further quote moved to a published statement": (
        "INSERT INTO tracker_statementquote (statement_id, quote_id, position) "
        "VALUES (%(draft)s, %(quote)s, 1);"
        "UPDATE tracker_statementquote SET statement_id = %(statement)s",
        "statementquote_published_frozen",
    ),
    "a further quote added to a published tally": (
        "INSERT INTO tracker_tallyquote (tally_id, quote_id, position) "
        "VALUES (%(tally)s, %(quote)s, 1)",
        "tallyquote_published_frozen",
    ),
    "a country named by a published tally": (
        "INSERT INTO tracker_tallycountry (tally_id, country_id, excluded) "
        "VALUES (%(tally)s, 'FR', false)",
        "tallycountry_published_frozen",
    ),
    "a published contribution in another coalition": (
        "INSERT INTO tracker_coalition (code, name, code_prefix, note, version, created_at, "
        "updated_at) VALUES ('isaf', 'ISAF', 'isaf', '', 1, now(), now());"
        "UPDATE tracker_contribution SET coalition_id = 'isaf', code = 'isaf-fr-airstrikes' "
        "WHERE id = %(contribution)s",
        "contribution_coalition_frozen",
    ),
    "a published contribution of another country": (
        "UPDATE tracker_contribution SET country_id = 'DE', path = 'DE/airstrikes', "
        "code = 'de-airstrikes' "
        "WHERE id = %(contribution)s",
        "contribution_code_frozen",
    ),
    "a contribution's code that is another path's": (
        "UPDATE tracker_contribution SET code = 'de-airstrikes' WHERE id = %(promise)s",
        "contribution_path_spells_code",
    ),
    "a prefix under the codes made with it": (
        "UPDATE tracker_coalition SET code_prefix = 'isil'",
        "coalition_prefix_frozen",
    ),
    "a publisher who is another": (
        "UPDATE tracker_statement SET published_by_id = %(analyst)s, own_review_reason = 'x' "
        "WHERE id = %(statement)s",
        "statement_marks_stay",
    ),
    "a day of publication that is another": (
        "UPDATE tracker_tally SET published_at = '2015-11-23'",
        "tally_marks_stay",
    ),
    "a contribution never published": (
        "UPDATE tracker_contribution SET published_at = NULL WHERE id = %(contribution)s",
        "contribution_marks_stay",
    ),
    "a writer who is another": (
        "UPDATE tracker_statement SET written_by_id = %(reviewer)s WHERE id = %(draft)s",
        "statement_marks_stay",
    ),
    "a contribution withdrawn from under its statements": (
        f"UPDATE tracker_contribution SET {WITHDRAW} WHERE id = %(contribution)s",
        "contribution_leaves_statements",
    ),
    "a statement published before its contribution": (
        "UPDATE tracker_statement SET review = 'in_review' WHERE id = %(draft)s;"
        f"UPDATE tracker_statement SET {PUBLISH} WHERE id = %(draft)s",
        "statement_of_published",
    ),
    "a source in another coalition": (
        "INSERT INTO tracker_coalition (code, name, code_prefix, note, version, created_at, "
        "updated_at) VALUES ('isaf', 'ISAF', 'isaf', '', 1, now(), now());"
        "UPDATE tracker_source SET coalition_id = 'isaf'",
        "source_coalition_frozen",
    ),
    "a published statement on another quote": (
        "UPDATE tracker_statement SET quote_id = %(draft_quote)s WHERE id = %(statement)s",
        "statement_published_frozen",
    ),
    "a published statement of another contribution": (
        "UPDATE tracker_statement SET contribution_id = %(promise)s WHERE id = %(statement)s",
        "statement_published_frozen",
    ),
    "a published tally deleted": ("DELETE FROM tracker_tally", "tally_stays"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_refused(record: Record, attack: str) -> None:
    sql, rule = ATTACKS[attack]
    assert refusal(sql, **names_of(record)).rule == rule


@pytest.mark.parametrize("table", ["source", "quote", "speaker"])
def test_what_something_published_rests_on_cannot_be_deleted(record: Record, table: str) -> None:
    sql = f"DELETE FROM tracker_{table} WHERE id = %(id)s"
    row = record.quote.speaker_id if table == "speaker" else getattr(record, table).pk
    assert refusal(sql, id=row).message == "Other records rest on it."


def test_what_has_a_date_can_be_withdrawn(record: Record) -> None:
    dated = record.say(record.quote, record.contribution, status="done", when="2015-11-20")
    promised = record.say(record.quote, record.contribution, status="pledged", due="../2016")
    for statement in (dated, promised):
        actions.withdraw(statement, by=record.reviewer, reason="read twice")
        statement.refresh_from_db()
        assert statement.review == Review.WITHDRAWN


def test_the_countries_and_quotes_of_a_draft_come_and_go(record: Record) -> None:
    further = StatementQuote.objects.create(statement=record.draft, quote=record.quote)
    further.delete()
    tally = actions.write(actions.review.copy_of(record.tally), by=record.analyst)
    TallyCountry.objects.create(tally=tally, country_id="FR").delete()


def test_what_a_published_statement_rests_on_cannot_be_taken_away(record: Record) -> None:
    further = record.quote_at("said the ministry")
    statement = actions.write(
        Statement(quote=record.quote, contribution=record.contribution, status="ongoing"),
        by=record.analyst,
    )
    StatementQuote.objects.create(statement=statement, quote=further)
    actions.submit(statement, by=record.analyst)
    actions.publish(statement, by=record.reviewer)
    for sql in (
        "DELETE FROM tracker_statementquote",
        "UPDATE tracker_statementquote SET position = 2",
        "UPDATE tracker_statementquote SET statement_id = %(draft)s",
    ):
        assert refusal(sql, **names_of(record)).rule == "statementquote_published_frozen"


def test_a_loader_writes_what_is_published_with_its_parts(record: Record) -> None:
    with actions.acting(by=record.analyst, reason="loaded"):
        statement = Statement.objects.create(
            quote=record.quote,
            contribution=record.contribution,
            status="ongoing",
            written_by=record.analyst,
            review="published",
            published_by=record.analyst,
            published_at=record.statement.published_at,
            own_review_reason="reviewed as a pull request",
        )
        StatementQuote.objects.create(statement=statement, quote=record.quote_at("Zoë"))
    assert statement.rests_on.count() == 1


def test_nothing_is_written_as_published_without_a_word_why(record: Record) -> None:
    with pytest.raises(IntegrityError) as caught:
        Statement.objects.create(
            quote=record.quote,
            contribution=record.contribution,
            status="ongoing",
            written_by=record.analyst,
            review="published",
            published_by=record.reviewer,
            published_at=record.statement.published_at,
        )
    assert refusal_of(caught.value).rule == "statement_written_published"


def test_a_withdrawal_is_not_rewritten(record: Record) -> None:
    other = record.say(record.quote, record.contribution, status="ongoing")
    actions.withdraw(record.statement, by=record.reviewer, reason="misread")
    names = names_of(record) | {"other": other.pk}
    for change in ("withdrawal_reason = 'y'", "withdrawn_at = now()", "withdrawn_by_id = 1"):
        sql = f"UPDATE tracker_statement SET {change} WHERE id = %(statement)s"
        assert refusal(sql, **names).rule == "statement_marks_stay"
    run("UPDATE tracker_statement SET successor_id = %(other)s WHERE id = %(statement)s", **names)
    sql = "UPDATE tracker_statement SET successor_id = NULL WHERE id = %(statement)s"
    assert refusal(sql, **names).rule == "statement_marks_stay"


def test_nothing_public_is_hidden_while_its_return_is_reviewed(record: Record) -> None:
    actions.withdraw(record.statement, by=record.reviewer, reason="not in the words")
    again = actions.write(
        Statement(quote=record.quote, contribution=record.contribution, status="done"),
        by=record.analyst,
    )
    actions.submit(again, by=record.analyst)
    assert Contribution.objects.public().get().review == Review.WITHDRAWN
    again.refresh_from_db()
    actions.publish(again, by=record.reviewer)
    record.contribution.refresh_from_db()
    assert record.contribution.review == Review.PUBLISHED
    assert record.contribution.withdrawal_reason == ""


def test_who_edited_a_draft_does_not_publish_it_whoever_edited_it_last(record: Record) -> None:
    record.draft.note = "Rosa's word"
    actions.write(record.draft, by=record.reviewer)
    record.draft.note = "Rosa's word, and Ada's"
    actions.write(record.draft, by=record.analyst)
    actions.submit(record.draft, by=record.analyst)
    with pytest.raises(IntegrityError) as caught:
        actions.publish(record.draft, by=record.reviewer)
    assert refusal_of(caught.value).rule == "statement_own_words"


def test_who_edited_in_bulk_does_not_publish(record: Record) -> None:
    with actions.acting(by=record.reviewer, reason="in bulk"):
        Statement.objects.filter(pk=record.draft.pk).update(status="offered")
    record.draft.refresh_from_db()
    actions.submit(record.draft, by=record.analyst)
    with pytest.raises(IntegrityError) as caught:
        actions.publish(record.draft, by=record.reviewer)
    assert refusal_of(caught.value).rule == "statement_own_words"


def test_who_only_sent_it_back_may_publish_it(record: Record) -> None:
    actions.submit(record.draft, by=record.analyst)
    actions.send_back(record.draft, by=record.reviewer, reason="whose word is it?")
    actions.submit(record.draft, by=record.analyst)
    actions.publish(record.draft, by=record.reviewer)
    assert record.draft.review == Review.PUBLISHED


def test_a_user_who_made_an_export_stays(record: Record, reader: User) -> None:
    assert Country.objects.exists()
    run(
        "INSERT INTO tracker_receipt (code, records, codebook, licence, query, read_as, fields, "
        "format, started_at, completed_at, rows, size, sha256, made_by_id) VALUES ('r1', "
        "'contributions', '', '', '{}', '[]', '[]', 'csv', now(), now(), 0, 0, "
        "repeat('0', 64), %(id)s)",
        id=reader.pk,
    )
    with pytest.raises(Exception, match="protected foreign keys"):
        reader.delete()
