-- Read row by row: together they are far more than all the rest.
SELECT spec_id::text,
       language_id::text,
       library_id::text,
       code::text
FROM impls
WHERE octet_length(code) > 0
