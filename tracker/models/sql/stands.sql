-- Where words stand in a text: the places are code points, counted from 0.

-- A text in pieces of 250 characters, so that words far behind its beginning are found at once:
-- substr() counts its way through all that stands before them.
CREATE OR REPLACE FUNCTION tracker_pieces(body text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp
RETURN ARRAY(SELECT found[1] FROM regexp_matches(body, '.{1,250}', 'g') found);

-- Whether the words stand at that place in these pieces; of nothing at hand they do not.
CREATE OR REPLACE FUNCTION tracker_stands_in(pieces text[], words text, start integer)
RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    here text := '';
    piece integer := start / 250 + 1;
BEGIN
    WHILE char_length(here) < start % 250 + char_length(words) AND pieces[piece] IS NOT NULL LOOP
        here := here || pieces[piece];
        piece := piece + 1;
    END LOOP;
    RETURN coalesce(substr(here, start % 250 + 1, char_length(words)) = words, false);
END $$;

-- Refuse a quote whose words do not stand in the text of its source where it says, and say why.
CREATE OR REPLACE FUNCTION tracker_quote_stands(origin tracker_source, quote tracker_quote)
RETURNS void LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    body text := origin.text;
    near integer;
BEGIN
    IF body IS NULL THEN
        IF quote."end" > origin.text_characters THEN
            PERFORM tracker_refuse('quote_lock',
                format('%s: %s–%s lies behind the end of the text, which has %s characters.',
                    origin.code, quote.start, quote."end", origin.text_characters),
                'Count code points from 0, as in the text that was hashed.');
        END IF;
        RETURN;
    END IF;
    IF quote.start IS NULL THEN
        PERFORM tracker_refuse('quote_lock',
            format('%s: the text is held, so a quote says where in it.', origin.code),
            'Give start and end (0-based code points, end exclusive).');
    END IF;
    IF quote.start < 0 OR quote.start >= origin.text_characters
            OR quote."end" - quote.start <> char_length(quote.exact)
            OR substr(body, quote.start + 1, char_length(quote.exact)) <> quote.exact THEN
        near := tracker_nearest(body, quote.exact, quote.start);
        PERFORM tracker_refuse('quote_lock',
            format('%s: these words do not stand at %s–%s: %s',
                origin.code, quote.start, quote."end", quote.exact),
            CASE WHEN near IS NULL
                THEN 'They stand nowhere in the text: copy them to the character.'
                ELSE format('The nearest place where they stand is %s–%s.',
                    near, near + char_length(quote.exact)) END);
    END IF;
    IF quote.prefix <> ''
            AND right(left(body, quote.start), char_length(quote.prefix)) <> quote.prefix
            OR quote.suffix <> ''
            AND substr(body, quote."end" + 1, char_length(quote.suffix)) <> quote.suffix THEN
        PERFORM tracker_refuse('quote_lock',
            format('%s: prefix or suffix do not stand beside %s–%s.',
                origin.code, quote.start, quote."end"),
            'Copy them from just before and just after the quote, or leave them empty.');
    END IF;
END $$;
