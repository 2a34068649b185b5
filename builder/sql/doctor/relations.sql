-- Tables of the lookups ($1), each with its partitions. A table without partitions is its own leaf.
WITH members (root, relation, parent, level) AS (
    SELECT root, relid::oid, CASE WHEN level > 0 THEN parentrelid::oid END, level
    FROM unnest($1) AS root
    CROSS JOIN LATERAL pg_partition_tree(root)
    UNION ALL
    SELECT oid, oid, NULL, 0 FROM pg_class WHERE oid = ANY ($1) AND relkind <> 'p' AND NOT relispartition
)
SELECT root,
       relation,
       parent,
       relkind = 'p' AS is_partitioned,
       relname::text AS name,
       nspname::text AS schema,
       quote_ident(nspname) AS quoted_schema,
       format('%I.%I', nspname, relname) AS qualified,
       pg_relation_size(relation) > 0 AS has_rows,
       greatest(reltuples, 0)::int8 AS rows,
       pg_stat_get_numscans(relation)::int8 AS scans,
       pg_stat_get_tuples_returned(relation)::int8 AS rows_by_scans,
       -- Columns that have the same value in every row, because the partition is for this value.
       ARRAY(
           SELECT attname::text
           FROM pg_partition_ancestors(relation) AS ancestor
           JOIN pg_class AS partition ON partition.oid = ancestor AND partition.relispartition
           JOIN pg_inherits ON inhrelid = ancestor
           JOIN pg_partitioned_table ON partrelid = inhparent AND partstrat = 'l' AND partnatts = 1
           JOIN pg_attribute ON attrelid = inhparent AND attnum = partattrs[0] AND attnum > 0
           WHERE pg_get_expr(partition.relpartbound, ancestor)
                 ~ '^FOR VALUES IN \((E?''([^'']|'''')*''|[^'',]+)\)$'
       ) AS fixed
FROM members
JOIN pg_class AS class ON class.oid = relation
JOIN pg_namespace AS namespace ON namespace.oid = relnamespace
-- Foreign tables have no indexes.
WHERE relkind IN ('r', 'p', 'm')
ORDER BY root, level, relation
