-- Columns of specs and impls whose values may be stored out of line, and that this user may read.
SELECT class.oid::regclass::text AS table_name,
       attname::text AS column_name,
       quote_ident(attname) AS quoted_name
FROM pg_class AS class
JOIN pg_attribute AS attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped
WHERE class.oid IN (to_regclass('specs'), to_regclass('impls'))
  AND relkind IN ('r', 'p')
  AND attlen = -1
  AND attstorage <> 'p'
  AND has_column_privilege(class.oid, attnum, 'SELECT')
ORDER BY 1, attnum
