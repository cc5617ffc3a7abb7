-- Marking what must be derived again. Whoever marks holds back memberships from changing until the
-- end of the transaction, since the stake of another government's word rests on them; whoever
-- changes one waits for all others. Marks and locks are taken in the order of the keys, so that two
-- sessions wait for each other and never deadlock.
CREATE OR REPLACE FUNCTION tracker_hold_memberships(changing boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF changing THEN PERFORM pg_advisory_xact_lock(hashtext('tracker memberships'));
    ELSE PERFORM pg_advisory_xact_lock_shared(hashtext('tracker memberships'));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION tracker_mark(contributions bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    IF cardinality(contributions) = 0 THEN RETURN; END IF;
    PERFORM tracker_hold_memberships(EXISTS (SELECT 1 FROM tracker_contribution c
        WHERE c.id = ANY (contributions) AND c.kind_id = 'membership'));
    INSERT INTO tracker_stale (contribution_id)
        SELECT DISTINCT unnest(contributions) ORDER BY 1 ON CONFLICT DO NOTHING;
END $$;

-- Mark what is said in these sources. They are held, so that nothing is published from them
-- meanwhile that would not be marked.
CREATE OR REPLACE FUNCTION tracker_mark_sources(sources bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    IF cardinality(sources) = 0 THEN RETURN; END IF;
    PERFORM 1 FROM tracker_source s WHERE s.id = ANY (sources) ORDER BY s.id FOR NO KEY UPDATE;
    PERFORM tracker_mark(ARRAY(
        SELECT r.contribution_id FROM tracker_statement r JOIN tracker_quote q ON q.id = r.quote_id
        WHERE q.source_id = ANY (sources) AND r.review = 'published'));
END $$;

-- The editions that these replace, and those that they replaced.
CREATE OR REPLACE FUNCTION tracker_older(sources bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN ARRAY(WITH RECURSIVE older(id) AS (
        SELECT s.replaces_id FROM tracker_source s
        WHERE s.id = ANY (sources) AND s.replaces_id IS NOT NULL
        UNION SELECT s.replaces_id FROM tracker_source s JOIN older ON older.id = s.id
        WHERE s.replaces_id IS NOT NULL)
        SELECT id FROM older);
END $$;
