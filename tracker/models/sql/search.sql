-- Letters without their marks and case, whatever the server's locale: "Davutoglu" finds "Davutoğlu".
CREATE OR REPLACE FUNCTION tracker_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(
    replace(lower(regexp_replace(normalize(words, NFKD), U&'[\0300-\036F]', '', 'g')), 'ß', 'ss'),
    'ıøØłŁđĐðÐþÞæÆœŒ', 'ioollddddttaaoo');

-- The words of some columns as a search vector; what is sought is folded the same way.
CREATE OR REPLACE FUNCTION tracker_search(VARIADIC texts text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.english'::regconfig, tracker_fold(array_to_string(texts, ' ')));
