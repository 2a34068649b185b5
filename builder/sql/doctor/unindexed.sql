-- Foreign keys of the catalogue's schemas, and columns that the catalogue service filters by, that lead no usable
-- index. An index serves a set of columns when they come first in it, in whatever order: uq_impl (spec_id,
-- language_id, library_id) serves spec_id and no other of the three alone. An index that is partial, or was left
-- invalid by a failed concurrent build, serves nothing.
WITH filtered (table_name, column_name) AS (
    VALUES ('impls', 'spec_id'),
           ('impls', 'library_id'),
           ('impls', 'language_id'),
           ('libraries', 'language_id'),
           ('feedback', 'spec_id')
),
schemas AS (
    SELECT DISTINCT relnamespace
    FROM unnest(ARRAY['languages', 'libraries', 'specs', 'impls', 'feedback']) AS name
    JOIN pg_class ON pg_class.oid = to_regclass(quote_ident(name))
),
wanted (relation, columns, foreign_key, referenced) AS (
    SELECT conrelid, conkey, conname, confrelid::regclass::text
    FROM pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND connamespace IN (SELECT relnamespace FROM schemas)
    UNION ALL
    SELECT attrelid, ARRAY[attnum], NULL, NULL
    FROM filtered
    JOIN pg_attribute ON attrelid = to_regclass(quote_ident(table_name)) AND attname = column_name
                     AND NOT attisdropped
),
judged AS (
    SELECT wanted.*,
           bool_or(serving.is_usable) AS is_served,
           min(serving.name) FILTER (WHERE NOT serving.is_valid) AS invalid_index
    FROM wanted
    LEFT JOIN LATERAL (
        SELECT indisvalid AND indisready AND indpred IS NULL AS is_usable,
               indisvalid AS is_valid,
               indexrelid::regclass::text AS name
        FROM pg_index
        WHERE indrelid = wanted.relation
          AND (indkey::int2[])[0:cardinality(wanted.columns) - 1] @> wanted.columns
    ) AS serving ON true
    GROUP BY wanted.relation, wanted.columns, wanted.foreign_key, wanted.referenced
),
named AS (
    SELECT judged.*,
           (SELECT array_agg(attname::text ORDER BY place)
            FROM unnest(judged.columns) WITH ORDINALITY AS keys (attnum, place)
            JOIN pg_attribute USING (attnum)
            WHERE attrelid = judged.relation) AS names
    FROM judged
    WHERE is_served IS NOT TRUE
)
SELECT DISTINCT ON (class.oid, named.columns)
       class.oid::regclass::text AS table_name,
       array_to_string(names, ', ') AS column_names,
       (SELECT string_agg(quote_ident(name), ', ') FROM unnest(names) AS name) AS index_columns,
       foreign_key::text,
       referenced,
       invalid_index,
       index_name,
       CASE WHEN pg_table_is_visible(class.oid) THEN '' ELSE quote_ident(nspname) || '.' END || index_name
           AS qualified_index_name,
       greatest(reltuples, 0)::int8 AS rows,
       pg_stat_get_numscans(class.oid)::int8 AS scans,
       pg_stat_get_tuples_returned(class.oid)::int8 AS rows_by_scans
FROM named
JOIN pg_class AS class ON class.oid = named.relation AND class.relkind IN ('r', 'p')
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
CROSS JOIN LATERAL (
    SELECT quote_ident(left('ix_' || relname || '_' || array_to_string(names, '_'), 63)) AS index_name
) AS index
-- A foreign key says more than that its column is filtered by.
ORDER BY class.oid, named.columns, foreign_key NULLS LAST
