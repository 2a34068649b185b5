-- Names that begin like those of the indexes that are proposed. An index has its name from the schema of its table.
SELECT nspname::text AS schema,
       relname::text AS name
FROM pg_class
JOIN pg_namespace AS namespace ON namespace.oid = relnamespace
WHERE starts_with(relname::text, 'ix_')
