"""Whatever a state is derived from marks it when it changes; a commit that forgets is refused."""

# ruff: noqa: ISC004, S608 - an attack is SQL, put together from names that stand here

from datetime import date

import pytest

from tests.models.attack import names_of, refusal, run
from tests.small import Record
from tracker import actions
from tracker.models import Contribution, Quote, Source, Speaker, Statement

NEWER = (
    "INSERT INTO tracker_source (code, coalition_id, title, publisher, authors, published, "
    "published_inferred, url, archived_url, language, licence, text_is_public, reliability, "
    "annotation, text_sha256, tables, note, replaces_id, version, created_at, updated_at) VALUES "
    "('voa-2', 'counter-isil', 'T', 'VOA', '{}', '2015-11-25', '', '', '', 'en', '', false, 'F', "
    "'done', '', '[]', '', %(source)s, 1, now(), now())"
)
FORGOTTEN = {
    "voice": "UPDATE tracker_quote SET voice = 'table' WHERE id = %(quote)s",
    "speaker of a quote": "UPDATE tracker_quote SET speaker_id = NULL WHERE id = %(quote)s",
    "said": "UPDATE tracker_quote SET said = '2015-11' WHERE id = %(quote)s",
    "occasion": "UPDATE tracker_quote SET occasion = 'briefing' WHERE id = %(quote)s",
    "relayed": "UPDATE tracker_quote SET relayed = '{CNN}' WHERE id = %(quote)s",
    "role of a speaker": "UPDATE tracker_speaker SET role = 'former'",
    "country of a speaker": "UPDATE tracker_speaker SET country_id = 'DE'",
    "a speaker that is anonymous no more": "UPDATE tracker_speaker SET anonymous = false",
    "nature of a metric": "UPDATE tracker_metric SET nature = 'stock' WHERE code = 'targets'",
    "day of a source": "UPDATE tracker_source SET published = '2015-11-24'",
    "a newer edition": NEWER,
}


@pytest.mark.parametrize("change", FORGOTTEN)
def test_forgotten(record: Record, change: str) -> None:
    assert refusal(FORGOTTEN[change], **names_of(record)).rule == "stale_is_derived"


def test_a_name_is_no_reason_to_derive(record: Record) -> None:
    run("UPDATE tracker_speaker SET name = 'Paris'")
    run("UPDATE tracker_quote SET note = 'n', translation = 't'")


def test_a_replaced_record_is_not_derived_for_its_successor(record: Record) -> None:
    run(
        "UPDATE tracker_statement SET successor_id = %(draft)s WHERE id = %(statement)s",
        **names_of(record),
    )


# --- Editions -------------------------------------------------------------------------------


@pytest.fixture
def newer(record: Record) -> Source:
    """A newer edition, which has none of the older one's words."""
    return actions.write(
        Source(
            code="voa-2",
            coalition=record.source.coalition,
            title="T",
            publisher="VOA",
            published="2015-11-25",
            replaces=record.source,
        ),
        by=record.analyst,
    )


def _until(record: Record) -> date | None:
    return record.contribution.states.latest("known_from").known_until


def test_a_newer_edition_counts_at_once(newer: Source, record: Record) -> None:
    assert _until(record) == date(2015, 11, 25)


def test_words_quoted_from_the_newer_edition_stand_again(newer: Source, record: Record) -> None:
    again = actions.write(Quote(source=newer, exact=record.quote.exact, start=0), by=record.analyst)
    assert _until(record) is None
    actions.remove(again, by=record.analyst)
    assert _until(record) == date(2015, 11, 25)


def test_a_newer_edition_of_another_day(newer: Source, record: Record) -> None:
    newer.published = "2015-11-27"
    actions.write(newer, by=record.analyst)
    assert _until(record) == date(2015, 11, 27)
    newer.replaces = None
    actions.write(newer, by=record.analyst)
    assert _until(record) is None


def test_a_newer_edition_that_goes(newer: Source, record: Record) -> None:
    actions.remove(newer, by=record.analyst)
    assert _until(record) is None


def test_the_newest_edition_takes_away_what_the_one_between_kept(
    newer: Source, record: Record
) -> None:
    actions.write(Quote(source=newer, exact=record.quote.exact, start=0), by=record.analyst)
    actions.write(
        Source(
            code="voa-3",
            coalition=record.source.coalition,
            title="T",
            publisher="VOA",
            published="2015-12-01",
            replaces=newer,
        ),
        by=record.analyst,
    )
    assert _until(record) == date(2015, 12, 1)


# --- Forgeries ------------------------------------------------------------------------------


def test_the_mark_is_not_wiped_away_by_hand(record: Record) -> None:
    for sql in (
        "UPDATE tracker_source SET published = '2015-11-24'; DELETE FROM tracker_stale",
        "INSERT INTO tracker_stale VALUES (%(contribution)s);"
        "UPDATE tracker_state SET status = 'ended'; DELETE FROM tracker_stale",
        "INSERT INTO tracker_stale VALUES (%(contribution)s); UPDATE tracker_stale "
        "SET contribution_id = %(promise)s",
    ):
        assert refusal(sql, **names_of(record)).rule == "stale_is_kept"


def test_a_forged_state_is_found(record: Record) -> None:
    assert actions.misderived() == []
    run(
        "SET LOCAL tracker.deriving = 'on'; INSERT INTO tracker_stale VALUES (%(contribution)s);"
        "UPDATE tracker_state SET status = 'ended'; DELETE FROM tracker_stale",
        **names_of(record),
    )
    assert actions.misderived() == [record.contribution]
    with actions.acting(by=record.analyst):
        actions.rederive([record.contribution.pk])
    assert actions.misderived() == []


@pytest.mark.parametrize("table", ["state", "standing"])
def test_a_derived_row_does_not_move_to_another(record: Record, table: str) -> None:
    sql = (
        "INSERT INTO tracker_stale VALUES (%(contribution)s);"
        f"UPDATE tracker_{table} SET contribution_id = %(promise)s"
    )
    assert refusal(sql, **names_of(record)).rule.endswith("_update_is_derived")


# --- Versions -------------------------------------------------------------------------------


def _versions(record: Record) -> tuple[int, int, int]:
    return (
        Contribution.objects.get(pk=record.contribution.pk).version,
        Statement.objects.get(pk=record.statement.pk).version,
        type(record.tally).objects.get(pk=record.tally.pk).version,
    )


def test_a_record_is_newer_when_its_state_is(record: Record) -> None:
    before = _versions(record)
    speaker = Speaker.objects.get()
    speaker.role = "former"
    actions.write(speaker, by=record.reviewer)
    after = _versions(record)
    assert after[0] > before[0]  # the contribution: its state rests on an expert now
    assert after[1] > before[1]  # the statement: its stake is another
    assert after[2] == before[2]


def test_what_did_not_change_is_not_newer(record: Record) -> None:
    before = _versions(record)[1]
    with actions.acting(by=record.analyst):
        actions.rederive()
    assert _versions(record)[1] == before


def test_a_draft_is_newer_when_its_parts_are(record: Record) -> None:
    names = names_of(record)
    before = record.draft.version
    run(
        "INSERT INTO tracker_statementquote (statement_id, quote_id, position) "
        "VALUES (%(draft)s, %(quote)s, 1)",
        **names,
    )
    record.draft.refresh_from_db()
    assert record.draft.version > before
