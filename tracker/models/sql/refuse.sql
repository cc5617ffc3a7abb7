-- Every rule refuses with this: an integrity error that names the rule, the fault and the mend.
CREATE OR REPLACE FUNCTION tracker_refuse(rule text, message text, hint text DEFAULT '')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule,
        MESSAGE = message, HINT = hint;
END $$;

-- The place nearest to `near` where `words` stand in `body` (0-based code points), or NULL.
CREATE OR REPLACE FUNCTION tracker_nearest(body text, words text, near integer)
RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    found integer; at integer := 0; best integer;
BEGIN
    LOOP
        found := position(words IN substr(body, at + 1));
        EXIT WHEN found = 0;
        at := at + found;
        IF best IS NULL OR abs(at - 1 - near) < abs(best - near) THEN best := at - 1; END IF;
    END LOOP;
    RETURN best;
END $$;
