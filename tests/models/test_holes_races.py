"""Two sessions at once keep the same rules as one after the other."""

from collections.abc import Callable, Iterator
from concurrent.futures import wait
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connections

from tests.models.attack import names_of, run
from tests.models.two import SOON, Other, at_once, beside, refused, waits
from tests.small import Record
from tracker import actions
from tracker.models import (
    Contribution,
    Country,
    Kind,
    Quote,
    Review,
    Source,
    Speaker,
    Statement,
    StatementQuote,
    Tally,
)
from tracker.models.rules import refusal_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other() -> Iterator[Other]:
    with Other() as session:
        yield session


@pytest.fixture
def wire(record: Record) -> Source:
    """A source whose text is not held, with two quotes that nothing rests on."""
    made = actions.write(
        Source(
            code="wire",
            coalition=record.source.coalition,
            title="Wire",
            publisher="W",
            published="2015-11-23",
        ),
        by=record.analyst,
    )
    for start, exact in ((0, "two jets"), (20, "on Monday")):
        actions.write(Quote(source=made, exact=exact, start=start), by=record.analyst)
    return made


def _draft(record: Record, quote: Quote | None = None, **says: Any) -> Statement:
    """A statement of the published contribution that waits for its review."""
    says = {"status": "ongoing"} | says
    statement = actions.write(
        Statement(quote=quote or record.quote, contribution=record.contribution, **says),
        by=record.analyst,
    )
    actions.submit(statement, by=record.analyst)
    statement.refresh_from_db()
    return statement


def _publisher(record: Record, statement: Statement) -> Callable[[], None]:
    """Publishing as a door does it: the record is read in its own session."""
    return lambda: actions.publish(Statement.objects.get(pk=statement.pk), by=record.reviewer)


# --- Words ----------------------------------------------------------------------------------


def test_a_text_does_not_change_under_a_quote_it_has_not_seen(wire: Source) -> None:
    with Other("REPEATABLE READ") as old:
        old.run("SELECT count(*) FROM tracker_quote")
        Quote.objects.create(source=wire, exact="three ships", start=40)
        sql = "UPDATE tracker_source SET title = 'x' WHERE code = 'wire'"
        assert old.refused(sql) == "source_read_committed"


def test_a_quote_waits_for_a_text(wire: Source, other: Other) -> None:
    other.run(
        "UPDATE tracker_source SET text = 'two jets', text_characters = 8, text_sha256 = "
        "encode(sha256('two jets'), 'hex') WHERE code = 'none'"
    )
    other.run("SELECT 1 FROM tracker_source WHERE code = 'wire' FOR UPDATE")
    writing = at_once(lambda: Quote.objects.create(source=wire, exact="ships", start=40))
    assert waits(writing)
    other.run(
        "UPDATE tracker_source SET text_characters = 30, text_sha256 = repeat('0', 64) "
        "WHERE code = 'wire'"
    )
    other.commit()
    with pytest.raises(IntegrityError, match="behind"):
        writing.result(SOON)


def test_words_change_under_a_statement_that_is_being_written(
    record: Record, wire: Source, other: Other
) -> None:
    quote = wire.quotes.get(start=0)
    draft = _draft(record, quote)
    other.run("UPDATE tracker_quote SET exact = 'ten jets' WHERE id = %(id)s", id=quote.pk)
    writing = at_once(
        lambda: run("UPDATE tracker_statement SET words = 'two' WHERE id = %(id)s", id=draft.pk)
    )
    assert waits(writing)
    other.commit()
    with pytest.raises(IntegrityError, match="not in its quote"):
        writing.result(SOON)


def test_words_change_under_a_statement_that_is_being_published(
    record: Record, wire: Source, other: Other
) -> None:
    quote = wire.quotes.get(start=0)
    with beside(_publisher(record, _draft(record, quote)), by=record.reviewer):
        changing = other.later(
            "UPDATE tracker_quote SET exact = 'ten jets' WHERE id = %(id)s", id=quote.pk
        )
        assert waits(changing)
    assert refused(changing) == "quote_words_frozen"


def test_a_further_quote_comes_while_a_statement_is_being_published(
    record: Record, wire: Source, other: Other
) -> None:
    draft = _draft(record)
    with beside(_publisher(record, draft), by=record.reviewer):
        adding = other.later(
            "INSERT INTO tracker_statementquote (statement_id, quote_id, position) "
            "VALUES (%(draft)s, %(quote)s, 1)",
            draft=draft.pk,
            quote=wire.quotes.get(start=20).pk,
        )
        assert waits(adding)
    assert refused(adding) == "statementquote_published_frozen"


def test_a_further_quote_changes_while_a_statement_is_being_published(
    record: Record, wire: Source, other: Other
) -> None:
    draft = _draft(record)
    further = wire.quotes.get(start=20)
    StatementQuote.objects.create(statement=draft, quote=further)
    with beside(_publisher(record, draft), by=record.reviewer):
        changing = other.later(
            "UPDATE tracker_quote SET exact = 'on Sunday' WHERE id = %(id)s", id=further.pk
        )
        assert waits(changing)
    assert refused(changing) == "quote_words_frozen"


# --- Numbers and circles --------------------------------------------------------------------


def test_a_statement_and_a_tally_want_one_number(record: Record, other: Other) -> None:
    other.run(
        "INSERT INTO tracker_tally (code, quote_id, number, position, counts, low, status, "
        'currency, words, bounds_by, "when", when_words, credibility, note, review, '
        "own_review_reason, withdrawal_reason, not_narrowed, version, created_at, updated_at) "
        "VALUES ('voa:1-36:2', %(quote)s, 2, 2, '{}', 2, '', '', '', 'words', '', '', 6, '', "
        "'draft', '', '', '', 1, now(), now())",
        **names_of(record),
    )
    writing = at_once(
        lambda: Statement.objects.create(
            quote=record.quote, contribution=record.contribution, status="done", number=2
        )
    )
    assert waits(writing)
    other.commit()
    with pytest.raises(IntegrityError, match="number"):
        writing.result(SOON)


def test_two_writers_number_one_after_the_other(record: Record) -> None:
    def write() -> None:
        actions.write(
            Statement(quote=record.quote, contribution=record.contribution, status="done"),
            by=record.analyst,
        )

    with beside(write, by=record.analyst):
        second = at_once(write)
        assert waits(second)
    second.result(SOON)
    assert sorted(record.quote.statements.values_list("number", flat=True)) == [1, 2, 3]


def test_two_halves_of_a_circle(record: Record, other: Other) -> None:
    for code in ("access", "training"):
        Kind.objects.create(code=code, name=code, rule="r", example="e", counterexample="c")
    link = "UPDATE tracker_kind SET parent_id = '{}' WHERE code = '{}'"
    other.run(link.format("access", "training"))
    closing = at_once(lambda: run(link.format("training", "access")))
    assert waits(closing)
    other.commit()
    with pytest.raises(IntegrityError, match="circle"):
        closing.result(SOON)


def test_two_statements_that_correct_each_other(record: Record, other: Other) -> None:
    one, two = _draft(record), _draft(record)
    link = "UPDATE tracker_statement SET corrects_id = %(a)s WHERE id = %(b)s"
    other.run(link, a=one.pk, b=two.pk)
    closing = at_once(lambda: run(link, a=two.pk, b=one.pk))
    assert waits(closing)
    other.commit()
    with pytest.raises(IntegrityError, match="circle"):
        closing.result(SOON)


# --- Review ---------------------------------------------------------------------------------


def test_two_publications_at_once_are_both_counted(record: Record) -> None:
    one, two = _draft(record), _draft(record)
    with beside(_publisher(record, one), by=record.reviewer):
        second = at_once(_publisher(record, two))
        assert waits(second)
    second.result(SOON)
    assert record.contribution.states.get().statements == 3
    assert actions.misderived() == []


def test_two_reviewers_publish_one_statement(record: Record) -> None:
    publish = _publisher(record, _draft(record))
    with beside(publish, by=record.reviewer):
        second = at_once(publish)
        assert waits(second)
    with pytest.raises(actions.StaleSave):
        second.result(SOON)


def test_a_contribution_is_withdrawn_while_it_gets_another_statement(record: Record) -> None:
    draft = _draft(record)

    def withdraw() -> None:
        last = Statement.objects.get(pk=record.statement.pk)
        actions.withdraw(last, by=record.reviewer, reason="misread")

    with beside(withdraw, by=record.reviewer):
        publishing = at_once(_publisher(record, draft))
        assert waits(publishing)
    with pytest.raises(IntegrityError, match="is published"):
        publishing.result(SOON)
    assert Contribution.objects.get(pk=record.contribution.pk).review == Review.WITHDRAWN
    assert not Statement.objects.published().filter(contribution=record.contribution).exists()


@pytest.mark.parametrize("derived", [True, False])
def test_the_last_two_statements_are_withdrawn_at_once(record: Record, derived: bool) -> None:
    record.say(record.quote, record.contribution, status="ongoing")
    first, second = record.contribution.statements.published()

    def withdrawing(statement: Statement) -> Callable[[], None]:
        return lambda: actions.withdraw(
            Statement.objects.get(pk=statement.pk), by=record.reviewer, reason="misread"
        )

    with beside(withdrawing(first), derived=derived, by=record.reviewer):
        other = at_once(withdrawing(second))
        assert waits(other)
    other.result(SOON)
    assert Contribution.objects.get(pk=record.contribution.pk).review == Review.WITHDRAWN


# --- Derivation -----------------------------------------------------------------------------


def _moved(record: Record) -> None:
    source = Source.objects.get(code="wire")
    source.published = "2015-11-30"
    actions.write(source, by=record.analyst)


def _retired(record: Record) -> None:
    speaker = Speaker.objects.get(code="wire:berlin")
    speaker.role = "former"
    actions.write(speaker, by=record.reviewer)


def _corrected(record: Record) -> None:
    quote = Quote.objects.get(source__code="wire", start=0)
    quote.said = "2015-11-01"
    actions.write(quote, by=record.reviewer)


def _berlin(record: Record, wire: Source) -> Quote:
    """Words of Germany, that nothing published rests on yet."""
    speaker = Speaker.objects.create(
        code="wire:berlin", name="Berlin", role="official", country_id="DE"
    )
    quote: Quote = wire.quotes.get(start=0)
    quote.speaker = speaker
    quote.save()
    return quote


@pytest.mark.parametrize("change", [_moved, _retired, _corrected])
@pytest.mark.parametrize("first", ["change", "publication"])
def test_what_a_state_rests_on_changes_while_it_is_derived(
    record: Record, wire: Source, change: Callable[[Record], None], first: str
) -> None:
    publish = _publisher(record, _draft(record, _berlin(record, wire)))
    deeds = [lambda: change(record), publish]
    one, two = deeds if first == "change" else reversed(deeds)
    with beside(one, by=record.reviewer):
        second = at_once(two)
        assert waits(second)
    second.result(SOON)
    assert actions.misderived() == []


@pytest.mark.parametrize("first", ["membership", "word"])
def test_a_member_joins_while_its_word_is_published(
    record: Record, wire: Source, first: str
) -> None:
    word = _publisher(record, _draft(record, _berlin(record, wire)))
    Kind.objects.create(
        code="membership", name="Membership", rule="r", example="e", counterexample="c"
    )
    joined = actions.write(
        Contribution(
            coalition=record.source.coalition,
            country=Country.objects.get(code="DE"),
            kind_id="membership",
        ),
        by=record.analyst,
    )
    membership = actions.write(
        Statement(quote=record.quote, contribution=joined, status="ongoing"), by=record.analyst
    )
    actions.submit(membership, by=record.analyst)
    deeds = [_publisher(record, membership), word]
    one, two = deeds if first == "membership" else reversed(deeds)
    with beside(one, by=record.reviewer):
        second = at_once(two)
        assert waits(second)
    second.result(SOON)
    assert actions.misderived() == []
    stakes = set(record.contribution.statements.values_list("standing__stake", flat=True))
    assert stakes == {"self", "ally"}


def test_bulk_changes_of_the_same_contributions_do_not_deadlock(record: Record) -> None:
    with actions.acting(by=record.analyst):
        paths = [
            Contribution.objects.create(
                coalition=record.source.coalition, country_id=country, kind_id="funding", name=name
            )
            for name in "abcdefgh"
            for country in ("DE", "FR")
        ]
        for order in (paths, paths[::-1]):
            for number, contribution in enumerate(order):
                Statement.objects.create(
                    quote=record.draft.quote,
                    contribution=contribution,
                    status="possible",
                    note="first" if order is paths else "second",
                    position=number,
                )

    def change(note: str) -> None:
        for round_ in range(40):
            Statement.objects.filter(note=note).update(position=round_)

    both = [at_once(partial(change, note)) for note in ("first", "second")]
    wait(both, SOON)
    for future in both:
        future.result(SOON)
    connections.close_all()


# --- Who comes second waits with empty hands ------------------------------------------------

NUMBERED = """
INSERT INTO tracker_tally (code, quote_id, number, position, counts, low, status, currency, words,
    bounds_by, "when", when_words, credibility, note, review, own_review_reason,
    withdrawal_reason, not_narrowed, version, created_at, updated_at)
VALUES ('voa:1-36:' || %(number)s, %(quote)s, %(number)s, 2, '{}', 2, '', '', '',
    'words', '', '', 6, '', 'draft', '', '', '', 1, now(), now())
"""
SPANNED = """
INSERT INTO tracker_quote (version, created_at, updated_at, code, source_id, exact, prefix, suffix,
    start, "end", locator, voice, relayed, occasion, said, translation, note)
VALUES (1, now(), now(), 'voa:1-7', %(source)s, 'French', '', '',
    1, 7, '', 'narration', '{}', '', '', '', '')
"""


def test_a_claim_is_written_while_its_quote_is_dated_anew(record: Record, other: Other) -> None:
    """Whoever edits a quote marks its contributions next: who waits for it must not hold them."""
    names = names_of(record)
    other.run("SELECT 1 FROM tracker_quote WHERE id = %(quote)s FOR NO KEY UPDATE", **names)
    draft = Statement(quote=record.quote, contribution=record.contribution, status="possible")
    draft.number = 7
    writing = at_once(lambda: actions.write(draft, by=record.analyst))
    assert waits(writing)
    other.run("UPDATE tracker_quote SET said = '2015-11-22' WHERE id = %(quote)s", **names)
    other.rollback()
    writing.result(SOON)


def test_two_want_one_number_one_after_the_other(record: Record, other: Other) -> None:
    names = names_of(record)
    other.run(NUMBERED, number=7, **names)
    tally = Tally(quote=record.quote, low=2, high=2, words="two", number=8)
    writing = at_once(lambda: actions.write(tally, by=record.analyst))
    assert waits(writing)
    other.run(NUMBERED, number=8, **names)
    other.commit()
    with pytest.raises(IntegrityError) as caught:
        writing.result(SOON)
    assert refusal_of(caught.value).field in {"code", "number"}


def test_two_want_one_span_of_a_source_that_is_edited(record: Record, other: Other) -> None:
    names = names_of(record)
    other.run("UPDATE tracker_source SET title = 'New' WHERE id = %(source)s", **names)
    quote = Quote(source=record.source, exact="French", start=1)
    writing = at_once(lambda: actions.write(quote, by=record.analyst))
    assert waits(writing)
    other.run(SPANNED, **names)
    other.commit()
    with pytest.raises(IntegrityError) as caught:
        writing.result(SOON)
    assert refusal_of(caught.value).field in {"code", "start", "end"}


def test_a_ring_is_told_in_words(record: Record, other: Other) -> None:
    """Each holds what the other needs: PostgreSQL ends one, of which nothing is left."""
    names = names_of(record)
    hold = "UPDATE tracker_country SET note = 'theirs' WHERE code = %(code)s"
    other.run(hold, code="DE", **names)

    def write() -> None:
        with actions.acting(by=record.analyst):
            for code in ("FR", "DE"):
                Country.objects.filter(code=code).update(note="mine")

    writing = at_once(write)
    assert waits(writing)
    waiting = other.later(hold, code="FR", **names)
    with pytest.raises(actions.InTheWay, match="nothing was done"):
        writing.result(SOON)
    waiting.result(SOON)
    other.commit()
    notes = Country.objects.filter(code__in=("FR", "DE")).values_list("note", flat=True)
    assert set(notes) == {"theirs"}
