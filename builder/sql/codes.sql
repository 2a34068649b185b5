-- Code of the implementations. It is read row by row, because it is far larger than everything else.
SELECT spec_id::text,
       language_id::text,
       library_id::text,
       code::text
FROM impls
WHERE octet_length(code) > 0
