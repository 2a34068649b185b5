-- {has_code} is replaced by has_code.sql, or by false where no code is wanted.
-- {line_count} is replaced by line_count_stored.sql, line_count_computed.sql or both: the first that is not NULL counts.
SELECT spec_id::text,
       language_id::text,
       library_id::text,
       quality_score::float8,
       preview_url_light::text,
       preview_url_dark::text,
       preview_html_light::text,
       preview_html_dark::text,
       impl_tags::text,
       coalesce({line_count}) AS line_count,
       {has_code} AS has_code
FROM impls
