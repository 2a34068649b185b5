-- Whether lines of code are kept beside the code.
SELECT class.oid::regclass::text AS table_name,
       format('%I.%I', nspname, relname) AS qualified,
       class.relkind IN ('r', 'p') AS is_table,
       line_count.attnum IS NOT NULL AS is_there,
       coalesce(line_count.attgenerated = 's', false) AS is_generated,
       code.attnum IS NOT NULL AS has_code,
       pg_total_relation_size(class.oid)::int8 AS bytes
FROM pg_class AS class
JOIN pg_namespace AS namespace ON namespace.oid = relnamespace
LEFT JOIN pg_attribute AS line_count
       ON line_count.attrelid = class.oid AND line_count.attname = 'line_count' AND NOT line_count.attisdropped
LEFT JOIN pg_attribute AS code
       ON code.attrelid = class.oid AND code.attname = 'code' AND NOT code.attisdropped
WHERE class.oid = to_regclass('impls')
