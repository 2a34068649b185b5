-- Names that begin like those of proposed indexes. The name of an index belongs to the schema of its table.
SELECT nspname::text AS schema,
       relname::text AS name
FROM pg_class
JOIN pg_namespace AS namespace ON namespace.oid = relnamespace
WHERE starts_with(relname::text, 'ix_')
