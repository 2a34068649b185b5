-- Everything of the implementations but their code, spec by spec in the order of the specs' numbers.
SELECT {columns},
       library_name,
       library_language
FROM impls
JOIN (SELECT id AS library, name::text AS library_name, language_id::text AS library_language FROM libraries) AS owner
  ON owner.library = impls.library_id
ORDER BY spec_id::text COLLATE "C", language_id::text COLLATE "C", library_id::text COLLATE "C"
