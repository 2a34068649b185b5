-- True if a generation expression counts lines. It is tested with codes for which other expressions differ.
SELECT bool_and(coalesce((({expression})::{type})::int8, 0) = coalesce({computed}, 0)) AS agrees
FROM (
    SELECT (jsonb_populate_record(NULL::{table}, jsonb_build_object('code', code))).*
    FROM unnest(ARRAY[NULL, '', 'x', E'\n', E'a\nb', E'a\r\nb\rc\n\n', repeat(E'code\n', 5000)]) AS code
    OFFSET 0
) AS probes
