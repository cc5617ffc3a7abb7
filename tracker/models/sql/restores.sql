-- What an undo, and a merge, may do that nothing else may (decision 9).

-- The action that this one undoes, if it is an undo.
CREATE OR REPLACE FUNCTION tracker_undone() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT a.undoes_id FROM tracker_action a
    WHERE a.id = nullif(current_setting('pghistory.context_id', true), '')::uuid
$$;

-- Whether `becomes` is what the row was before the action that is being undone: no more and no less,
-- as the history tells it. NULL: it was not there.
CREATE OR REPLACE FUNCTION tracker_restores(model text, key text, becomes jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    undone uuid := tracker_undone();
    since bigint;
    was jsonb;
BEGIN
    IF undone IS NULL THEN RETURN false; END IF;
    EXECUTE format('SELECT min(e.pgh_id) FROM tracker_%sevent e '
        'WHERE e.pgh_obj_id = %L AND e.pgh_context_id = $1', model, key) INTO since USING undone;
    IF since IS NULL THEN RETURN false; END IF;
    EXECUTE format('SELECT CASE WHEN e.pgh_label <> ''delete'' THEN to_jsonb(e) END '
        'FROM tracker_%sevent e WHERE e.pgh_obj_id = %L AND e.pgh_id < $1 '
        'ORDER BY e.pgh_id DESC LIMIT 1', model, key) INTO was USING since;
    IF becomes IS NULL OR was IS NULL THEN RETURN becomes IS NULL AND was IS NULL; END IF;
    RETURN NOT EXISTS (SELECT 1 FROM jsonb_each(was) w
        WHERE left(w.key, 4) <> 'pgh_' AND becomes -> w.key IS DISTINCT FROM w.value);
END $$;

-- Whether one code was merged into another.
CREATE OR REPLACE FUNCTION tracker_merged(kind text, gone text, remaining text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM tracker_redirect r WHERE r.model = kind AND r.code = gone
        AND r.target = remaining AND r.because = 'merged')
$$;

-- The same of two rows by their keys.
CREATE OR REPLACE FUNCTION tracker_merged_rows(kind text, gone bigint, remaining bigint)
RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    merged boolean;
BEGIN
    EXECUTE format('SELECT tracker_merged($1, g.code, r.code) FROM tracker_%s g, tracker_%1$s r '
        'WHERE g.id = $2 AND r.id = $3', kind) INTO merged USING kind, gone, remaining;
    RETURN coalesce(merged, false);
END $$;
