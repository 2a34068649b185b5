-- Indexes of tables ($1), one row for each of their key columns.
SELECT indrelid AS relation,
       indexrelid AS index,
       class.relname::text AS name,
       format('%I.%I', nspname, class.relname) AS qualified,
       amname::text AS method,
       indisvalid AND indisready AS is_valid,
       indisunique AS is_unique,
       pg_get_expr(indpred, indrelid) AS predicate,
       -- True if it holds only key columns, in the default tablespace.
       indnatts = indnkeyatts AND class.reltablespace = 0 AS is_plain,
       class.relkind = 'I' AS is_over_partitions,
       pg_get_indexdef(indexrelid) AS definition,
       inhparent AS attached_to,
       pg_get_indexdef(indexrelid, place, false) AS key,
       indcollation[place - 1] AS collation,
       opcfamily AS family,
       ARRAY(SELECT amopopr FROM pg_amop WHERE amopfamily = opcfamily AND amoppurpose = 's') AS operators
FROM pg_index
JOIN pg_class AS class ON class.oid = indexrelid
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
JOIN pg_am AS method ON method.oid = class.relam
LEFT JOIN pg_inherits ON inhrelid = indexrelid
CROSS JOIN LATERAL generate_series(1, indnkeyatts::integer) AS place
JOIN pg_opclass ON pg_opclass.oid = indclass[place - 1]
WHERE indrelid = ANY ($1) AND indislive
ORDER BY class.relname, indexrelid, place
