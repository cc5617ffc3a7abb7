-- Every rule refuses with this: an integrity error that names the rule, the fault and the mend.
CREATE OR REPLACE FUNCTION tracker_refuse(rule text, message text, hint text DEFAULT '')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule,
        MESSAGE = message, HINT = hint;
END $$;

-- The place nearest to `near` where `words` stand in `body` (0-based code points), or NULL: the
-- first at or behind it, or the last before it. Two searches, however often they stand.
CREATE OR REPLACE FUNCTION tracker_nearest(body text, words text, near integer)
RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    at integer := least(greatest(near, 0), char_length(body));
    head text := left(body, at + char_length(words) - 1);
    behind integer := position(words IN substr(body, at + 1));
    before integer := position(reverse(words) IN reverse(head));
BEGIN
    behind := CASE WHEN behind > 0 THEN at + behind - 1 END;
    before := CASE WHEN before > 0
        THEN char_length(head) - before + 1 - char_length(words) END;
    RETURN CASE WHEN behind - at < at - before OR before IS NULL THEN behind ELSE before END;
END $$;
