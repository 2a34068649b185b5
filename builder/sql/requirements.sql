-- Every column the export reads ($1: with documents), and whether it is there and readable. Tables are looked up along the search path,
-- as the reading statements find them; views serve as well as tables.
WITH needed (table_name, column_name) AS (
    VALUES ('languages', 'id'),
           ('languages', 'name'),
           ('languages', 'file_extension'),
           ('languages', 'runtime_version'),
           ('languages', 'documentation_url'),
           ('languages', 'description'),
           ('libraries', 'id'),
           ('libraries', 'name'),
           ('libraries', 'language_id'),
           ('libraries', 'framework'),
           ('libraries', 'version'),
           ('libraries', 'documentation_url'),
           ('libraries', 'description'),
           ('specs', 'id'),
           ('specs', 'title'),
           ('specs', 'tags'),
           ('specs', 'updated_at'),
           ('impls', 'spec_id'),
           ('impls', 'language_id'),
           ('impls', 'library_id'),
           ('impls', 'quality_score'),
           ('impls', 'preview_url_light'),
           ('impls', 'preview_url_dark'),
           ('impls', 'preview_html_light'),
           ('impls', 'preview_html_dark'),
           ('impls', 'impl_tags'),
           ('impls', 'updated_at'),
           -- Lines of code come from either.
           ('impls', 'line_count'),
           ('impls', 'code')
    UNION ALL
    SELECT table_name, column_name
    FROM (VALUES ('specs', 'description'),
                 ('specs', 'applications'),
                 ('specs', 'data'),
                 ('specs', 'notes'),
                 ('specs', 'issue'),
                 ('specs', 'suggested'),
                 ('specs', 'created'),
                 ('specs', 'updated'),
                 ('impls', 'generated_at'),
                 ('impls', 'updated'),
                 ('impls', 'generated_by'),
                 ('impls', 'python_version'),
                 ('impls', 'language_version'),
                 ('impls', 'library_version'),
                 ('impls', 'review_strengths'),
                 ('impls', 'review_weaknesses'),
                 ('impls', 'review_image_description'),
                 ('impls', 'review_criteria_checklist'),
                 ('impls', 'review_verdict')) AS of_documents (table_name, column_name)
    WHERE $1
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
