-- Columns ($2) of tables ($1) whose values may be stored out of line, and that this user may read.
SELECT class.oid::regclass::text AS table_name,
       attname::text AS column_name,
       quote_ident(attname) AS quoted_name
FROM unnest($1::text[], $2::text[]) AS detail (table_name, column_name)
JOIN pg_class AS class ON class.oid = to_regclass(quote_ident(detail.table_name))
JOIN pg_attribute AS attribute
  ON attrelid = class.oid AND attname = detail.column_name AND attnum > 0 AND NOT attisdropped
WHERE relkind IN ('r', 'p')
  AND attlen = -1
  AND attstorage <> 'p'
  AND has_column_privilege(class.oid, attnum, 'SELECT')
ORDER BY 1, attnum
