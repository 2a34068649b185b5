-- Reads of tables ($1) since statistics began.
SELECT relid::regclass::text AS table_name,
       coalesce(seq_scan, 0)::int8 AS sequential_scans,
       coalesce(seq_tup_read, 0)::int8 AS sequential_rows,
       coalesce(idx_scan, 0)::int8 AS index_scans,
       coalesce(n_live_tup, 0)::int8 AS rows,
       pg_table_size(relid)::int8 AS bytes
FROM pg_stat_user_tables
WHERE relid IN (SELECT to_regclass(quote_ident(name)) FROM unnest($1::text[]) AS name)
ORDER BY relid::regclass::text
