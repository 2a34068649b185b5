-- The table of implementations ($1), if there is one.
SELECT oid, oid::regclass::text AS table_name, current_setting('search_path') AS search_path
FROM pg_class
WHERE oid = to_regclass(quote_ident($1))
