-- Letters without their marks and case, whatever the server's locale: "Davutoglu" finds "Davutoğlu".
-- Typographic marks become the plain ones that end a word (or, in what is sought, quote a phrase):
-- in some locales PostgreSQL takes them for letters, and "jets” told" would not be found by "jets".
CREATE OR REPLACE FUNCTION tracker_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(
    replace(lower(regexp_replace(normalize(words, NFKD), U&'[\0300-\036F]', '', 'g')), 'ß', 'ss'),
    'ıøØłŁđĐðÐþÞæÆœŒ' || U&'\2018\2019\201A\201B\2032' || '“”„‟«»' || U&'\2010'
        || U&'\2012\2013\2014\2015' || '‹›¿¡•،؛؟',
    'ioollddddttaaoo' || '''''''''''' || '""""""' || '-' || repeat(' ', 12));

-- The words of two columns as a search vector; what is sought is folded the same way. It is
-- inlined; with array_to_string(), which is only STABLE, it would be called for each row.
CREATE OR REPLACE FUNCTION tracker_search(VARIADIC texts text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.english'::regconfig,
    tracker_fold(coalesce(texts[1] || ' ', '') || coalesce(texts[2], '')));
