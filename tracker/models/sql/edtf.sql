-- EDTF (ISO 8601-2, levels 0 and 1) to the first and the last day it can mean, for generated
-- columns: NULL is unbounded, NULL on both sides undated. The grammar and the bounds are those of
-- tracker/domain/dates.py, and a test compares the two; change both or neither. All is IMMUTABLE:
-- arithmetic on dates and months, no clock, no time zone, no setting. tracker_edtf_earliest and
-- tracker_edtf_latest, at the end, are the two to call; empty text is undated.

CREATE OR REPLACE FUNCTION tracker_edtf_refuse(value text, why text) RETURNS void
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'edtf',
        MESSAGE = format('''%s'' is not read as a date: %s.', value, why),
        HINT = 'Right are 2015-11-23, 2015-11, 2015-11~ and 2014-08-08/2015-11-23.';
END $$;

-- One date, or one end of an interval; `value` is the whole text, for the refusal.
CREATE OR REPLACE FUNCTION tracker_edtf_date(
    one text, value text, OUT earliest date, OUT latest date
) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
DECLARE
    -- unspecified year | year, season, month, day | qualifier
    part text[] := regexp_match(one, '^(?:([0-9]X{3}|[0-9]{2}XX|[0-9]{3}X)|([0-9]{4})'
        '(?:-(?:(2[1-4])|XX(?:-XX)?|(0[1-9]|1[0-2])(?:-([0-9]{2}|XX))?))?)([?~%]?)$');
    about boolean := part[6] IN ('~', '%');
    first_month integer;  -- counted from January of the year 0
    months integer;
    widen integer := 0;
BEGIN
    IF part IS NULL THEN
        PERFORM tracker_edtf_refuse(value, 'no EDTF date of level 0 or 1 has this form');
    END IF;
    first_month := 12 * replace(coalesce(part[1], part[2]), 'X', '0')::integer;
    CASE
        WHEN part[3] IS NOT NULL THEN  -- 21 is March to May, 24 December to February
            first_month := first_month + 2 + 3 * (part[3]::integer - 21);
            months := 3;
        WHEN part[4] IS NOT NULL THEN
            first_month := first_month + part[4]::integer - 1;
            months := 1;
        ELSE
            months := 12 * (10 ^ (4 - char_length(rtrim(coalesce(part[1], part[2]), 'X'))))::integer;
    END CASE;
    IF about AND coalesce(part[5], 'XX') = 'XX' THEN
        widen := months;
    END IF;
    IF first_month - widen < 12 OR first_month + months + widen > 120000 THEN
        PERFORM tracker_edtf_refuse(value, 'years run from 0001 to 9999');
    END IF;
    earliest := make_date((first_month - widen) / 12, (first_month - widen) % 12 + 1, 1);
    latest := (earliest + make_interval(months => months + 2 * widen))::date - 1;
    IF part[5] <> 'XX' THEN
        IF part[5]::integer NOT BETWEEN 1 AND latest - earliest + 1 THEN
            PERFORM tracker_edtf_refuse(value, 'there is no such day');
        END IF;
        latest := earliest + part[5]::integer - 1 + CASE WHEN about THEN 3 ELSE 0 END;
        earliest := earliest + part[5]::integer - 1 - CASE WHEN about THEN 3 ELSE 0 END;
        IF earliest < '0001-01-01' OR latest > '9999-12-31' THEN
            PERFORM tracker_edtf_refuse(value, 'years run from 0001 to 9999');
        END IF;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION tracker_edtf_bounds(value text, OUT earliest date, OUT latest date)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp AS $$
DECLARE
    ends text[] := string_to_array(value, '/');
BEGIN
    IF cardinality(ends) = 1 THEN
        SELECT d.earliest, d.latest INTO earliest, latest FROM tracker_edtf_date(value, value) d;
        RETURN;
    ELSIF cardinality(ends) > 2 THEN
        PERFORM tracker_edtf_refuse(value, 'an interval has two ends');
    ELSIF ends[1] IN ('', '..') AND ends[2] IN ('', '..') THEN
        PERFORM tracker_edtf_refuse(value,
            'an interval has at least one end; leave the date empty instead');
    ELSIF strpos(value, 'X') > 0 THEN
        PERFORM tracker_edtf_refuse(value,
            'an interval takes no X; write its end shorter: 2015 for 2015-XX');
    END IF;
    IF ends[1] NOT IN ('', '..') THEN
        SELECT d.earliest INTO earliest FROM tracker_edtf_date(ends[1], value) d;
    END IF;
    IF ends[2] NOT IN ('', '..') THEN
        SELECT d.latest INTO latest FROM tracker_edtf_date(ends[2], value) d;
    END IF;
    IF earliest > latest THEN
        PERFORM tracker_edtf_refuse(value, 'it ends before it begins');
    END IF;
END $$;

-- A day that every month has, without `~`: nearly every date is one, and this is inlined and ten
-- times faster than the reading. NULL where it is anything else.
CREATE OR REPLACE FUNCTION tracker_edtf_plain_day(value text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
    WHEN value ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$' AND left(value, 4) <> '0000'
    THEN make_date(left(value, 4)::integer, substr(value, 6, 2)::integer, right(value, 2)::integer)
END;

-- Not STRICT, which would keep them from being inlined; NULL comes out as NULL all the same.
CREATE OR REPLACE FUNCTION tracker_edtf_earliest(value text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN value <> '' THEN
    coalesce(tracker_edtf_plain_day(value), (tracker_edtf_bounds(value)).earliest) END;

CREATE OR REPLACE FUNCTION tracker_edtf_latest(value text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN value <> '' THEN
    coalesce(tracker_edtf_plain_day(value), (tracker_edtf_bounds(value)).latest) END;
