-- Column of line counts in table $1, and the objects that depend on it. The search path is empty, so names have their
-- schemas.
SELECT relkind IN ('r', 'p') AS is_table,
       format('%I.%I', nspname, relname) AS qualified,
       line_count.attnum IS NOT NULL AS is_there,
       coalesce(line_count.attgenerated::text, '') AS generated,
       format_type(line_count.atttypid, line_count.atttypmod) AS type,
       pg_get_expr(adbin, adrelid) AS expression,
       -- Such an expression calls functions that users defined.
       EXISTS (SELECT FROM pg_depend
               WHERE classid = 'pg_attrdef'::regclass AND objid = attrdef.oid AND refclassid <> 'pg_class'::regclass)
           AS calls_others,
       ARRAY(
           SELECT pg_describe_object(classid, objid, objsubid)
           FROM pg_depend
           WHERE refclassid = 'pg_class'::regclass AND refobjid = class.oid AND refobjsubid = line_count.attnum
             AND NOT (classid = 'pg_attrdef'::regclass AND objid = attrdef.oid)
           UNION ALL
           SELECT 'its grants' WHERE line_count.attacl IS NOT NULL
           ORDER BY 1
       ) AS dependents,
       code.attnum IS NOT NULL AS has_code,
       (pg_total_relation_size(class.oid) + coalesce((
           SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree(class.oid) WHERE level > 0
       ), 0))::int8 AS bytes,
       -- Share of the rows that is about 1,000 rows, in percent.
       least(100, 100 * 1000 / greatest(reltuples, 1))::float8 AS percent
FROM pg_class AS class
JOIN pg_namespace AS namespace ON namespace.oid = relnamespace
LEFT JOIN pg_attribute AS line_count
       ON line_count.attrelid = class.oid AND line_count.attname = 'line_count' AND NOT line_count.attisdropped
LEFT JOIN pg_attrdef AS attrdef ON adrelid = class.oid AND adnum = line_count.attnum
LEFT JOIN pg_attribute AS code
       ON code.attrelid = class.oid AND code.attname = 'code' AND NOT code.attisdropped
WHERE class.oid = $1
