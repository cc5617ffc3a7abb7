"""What stands in words: numbers, dates and conditions in their quotes, deeds before their telling.

Each rule that compares a row with the words or the day it rests on has a second side, for when
those change under it; and both sides lock what they compare, so that neither misses the other.
"""

from __future__ import annotations

from tracker.domain.ladder import GROUP_OF, Group, Status
from tracker.models.rules import Rule, of_rows

ACTUAL = ", ".join(f"'{status.value}'" for status in Status if GROUP_OF[status] == Group.ACTUAL)


def rests_on(table: str, row: str) -> str:
    """SQL: the quotes that one statement or tally rests on, as an array of ids."""
    return (
        f"(ARRAY[{row}.quote_id] || ARRAY(SELECT f.quote_id FROM tracker_{table}quote f "
        f"WHERE f.{table}_id = {row}.id))"
    )


def holds_quote(table: str) -> Rule:
    """Who writes a claim holds its quote, whose numbers and day it shares with others.

    Before its row stands anywhere: a second session waits here, with nothing that the first one
    could need.
    """
    return Rule(
        name=f"{table}_holds_its_quote",
        on="INSERT OR UPDATE OF quote_id, number"
        + (', status, "when"' if table == "statement" else ""),
        body="""
        PERFORM 1 FROM tracker_quote q JOIN tracker_source s ON s.id = q.source_id
            WHERE q.id = NEW.quote_id FOR NO KEY UPDATE OF q FOR SHARE OF s;
        """,
    )


HOLDS_SOURCE = Rule(
    name="quote_holds_its_source",
    on='INSERT OR UPDATE OF source_id, exact, start, "end", prefix, suffix, said',
    body="PERFORM 1 FROM tracker_source s WHERE s.id = NEW.source_id FOR SHARE;",
)

# --- Words in quotes ------------------------------------------------------------------------


def words_stand(table: str) -> Rule:
    """Words and conditions stand inside the quote, or a further quote the record rests on."""
    return Rule(
        name=f"{table}_words_stand_in_quote",
        on="INSERT OR UPDATE",
        deferred=True,
        when="NEW.words <> '' OR NEW.when_words <> ''"
        + (" OR NEW.condition <> ''" if table == "statement" else ""),
        declare="claim text; loose text;",
        body=f"""
        PERFORM 1 FROM tracker_quote q WHERE q.id = NEW.quote_id
            AND position(NEW.words IN q.exact) > 0 AND position(NEW.when_words IN q.exact) > 0
            {"AND position(NEW.condition IN q.exact) > 0" if table == "statement" else ""}
            FOR SHARE;
        IF FOUND THEN RETURN NULL; END IF;  -- nearly always: there is nothing more to ask
        PERFORM 1 FROM tracker_quote q WHERE q.id = ANY ({rests_on(table, "NEW")}) FOR SHARE;
        {_refuse_loose(table, "r.id = NEW.id")}
        """,
        field="words",
    )


def words_carry(table: str) -> Rule:
    """The other side: a quote's words change under what rests on them."""
    resting = f"""r.id IN (SELECT c.id FROM tracker_{table} c WHERE c.quote_id = NEW.id
        UNION ALL SELECT f.{table}_id FROM tracker_{table}quote f WHERE f.quote_id = NEW.id)"""
    return Rule(
        name=f"quote_carries_{table}_words",
        on="UPDATE OF exact",
        deferred=True,
        when="OLD.exact IS DISTINCT FROM NEW.exact",
        declare="claim text; loose text;",
        body=_refuse_loose(table, resting),
        field="exact",
    )


def parts_carry(part: str, owner: str) -> Rule:
    """And a further quote goes from under the words that stand in it."""
    return Rule(
        name=f"{part}_carries_words",
        on="UPDATE OR DELETE",
        deferred=True,
        declare="claim text; loose text;",
        body=_refuse_loose(owner, f"r.id = OLD.{owner}_id"),
    )


def _refuse_loose(table: str, which: str) -> str:
    condition = "r.condition" if table == "statement" else "''"
    return f"""
    SELECT r.code, w INTO claim, loose
        FROM tracker_{table} r
        JOIN tracker_quote q ON q.id = r.quote_id,
        unnest(ARRAY[r.words, r.when_words, {condition}]) w
        WHERE {which} AND w <> '' AND position(w IN q.exact) = 0
        AND NOT EXISTS (SELECT 1 FROM tracker_{table}quote f
            JOIN tracker_quote x ON x.id = f.quote_id
            WHERE f.{table}_id = r.id AND position(w IN x.exact) > 0)
        LIMIT 1;
    IF loose IS NOT NULL THEN
        PERFORM tracker_refuse('{table}_words_stand_in_quote',
            format('%s: these words are not in its quote: %s', claim, loose),
            'Copy them from the quote, or name a further quote (with) they stand in.');
    END IF;
    """


def rests_still(table: str) -> Rule:
    """What is published holds what it is derived from, until it is seen to rest on it."""
    return Rule(
        name=f"{table}_rests_still",
        on="INSERT OR UPDATE OF review",
        when="NEW.review = 'published'",
        body=f"""
        PERFORM 1 FROM tracker_quote q JOIN tracker_source s ON s.id = q.source_id
            WHERE q.id = ANY ({rests_on(table, "NEW")}) ORDER BY q.id FOR SHARE OF q, s;
        PERFORM 1 FROM tracker_speaker p WHERE p.id IN (
            SELECT q.speaker_id FROM tracker_quote q WHERE q.id = NEW.quote_id) FOR SHARE;
        PERFORM 1 FROM tracker_metric m WHERE m.code = NEW.metric_id FOR SHARE;
        """,
    )


# --- Deeds and days -------------------------------------------------------------------------


def _refuse_promise(table: str, code: str, day: str) -> str:
    return f"""
    PERFORM tracker_refuse('{table}_no_promise_as_deed',
        format('%s tells a deed of a day after %s, when it was said.', {code}, {day}),
        'What has not happened yet is a promise: use a prospective status, with due.');
    """


NO_PROMISE_AS_DEED = of_rows(
    name="statement_no_promise_as_deed",
    update_of='status, "when", quote_id',
    when=f"r.status IN ({ACTUAL}) AND r.\"when\" <> ''",
    declare="deed text; day date;",
    body=f"""
    SELECT r.code, COALESCE(q.said_latest, s.published_latest) INTO deed, day
        FROM {{rows}} JOIN tracker_quote q ON q.id = r.quote_id
        JOIN tracker_source s ON s.id = q.source_id
        WHERE tracker_edtf_earliest(r."when") > COALESCE(q.said_latest, s.published_latest);
    IF FOUND THEN
        {_refuse_promise("statement", "deed", "day")}
    END IF;
    """,
    field="status",
)

QUOTE_KEEPS_DEEDS = Rule(
    name="quote_no_promise_as_deed",
    on="UPDATE OF said, source_id",
    declare="deed text; day date;",
    body=f"""
    day := COALESCE(tracker_edtf_latest(NEW.said),
        (SELECT s.published_latest FROM tracker_source s WHERE s.id = NEW.source_id));
    SELECT r.code INTO deed FROM tracker_statement r
        WHERE r.quote_id = NEW.id AND r.status IN ({ACTUAL}) AND r.when_earliest > day LIMIT 1;
    IF deed IS NOT NULL THEN
        {_refuse_promise("quote", "deed", "day")}
    END IF;
    """,
    field="said",
)

SOURCE_KEEPS_DEEDS = Rule(
    name="source_no_promise_as_deed",
    on="UPDATE OF published",
    when="OLD.published IS DISTINCT FROM NEW.published",
    declare="deed text; day date := tracker_edtf_latest(NEW.published);",
    body=f"""
    SELECT r.code INTO deed FROM tracker_statement r JOIN tracker_quote q ON q.id = r.quote_id
        WHERE q.source_id = NEW.id AND q.said_latest IS NULL
        AND r.status IN ({ACTUAL}) AND r.when_earliest > day LIMIT 1;
    IF deed IS NOT NULL THEN
        {_refuse_promise("source", "deed", "day")}
    END IF;
    """,
    field="published",
)


def _refuse_later(code: str) -> str:
    return f"""
    PERFORM tracker_refuse('quote_said_before_published',
        format('%s would be said after its source was published.', {code}),
        'Leave the day out where it is that of the source, or mend the source''s.');
    """


SAID_BEFORE_PUBLISHED = of_rows(
    name="quote_said_before_published",
    update_of="said, source_id",
    when="r.said <> ''",
    declare="early text;",
    body=f"""
    SELECT r.code INTO early FROM {{rows}} JOIN tracker_source s ON s.id = r.source_id
        WHERE tracker_edtf_earliest(r.said) > s.published_latest;
    IF FOUND THEN
        {_refuse_later("early")}
    END IF;
    """,
    field="said",
)

PUBLISHED_AFTER_SAID = Rule(
    name="source_published_after_said",
    on="UPDATE OF published",
    when="OLD.published IS DISTINCT FROM NEW.published",
    declare="early text; day date := tracker_edtf_latest(NEW.published);",
    body=f"""
    SELECT q.code INTO early FROM tracker_quote q
        WHERE q.source_id = NEW.id AND q.said_earliest > day LIMIT 1;
    IF early IS NOT NULL THEN
        {_refuse_later("early")}
    END IF;
    """,
    field="published",
)
