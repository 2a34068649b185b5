-- State of columns ($2) of tables ($1): if they exist, and if this user may read them. Tables are looked up along the search
-- path, as in the statements that read them. Views serve as well.
WITH needed AS (
    SELECT * FROM unnest($1::text[], $2::text[]) AS needed (table_name, column_name)
),
found AS (
    SELECT table_name, column_name, to_regclass(quote_ident(table_name)) AS relation
    FROM needed
)
SELECT found.table_name,
       found.column_name,
       found.relation IS NOT NULL AS table_exists,
       attribute.attnum IS NOT NULL AS column_exists,
       coalesce(has_column_privilege(found.relation, attribute.attnum, 'SELECT'), false) AS readable
FROM found
LEFT JOIN pg_attribute AS attribute
       ON attribute.attrelid = found.relation
      AND attribute.attname = found.column_name
      AND attribute.attnum > 0
      AND NOT attribute.attisdropped
