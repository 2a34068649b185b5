-- Everything of the specs that have implementations, in the order of their numbers.
SELECT {columns}
FROM specs
WHERE EXISTS (SELECT FROM impls WHERE impls.spec_id = specs.id)
ORDER BY id::text COLLATE "C"
