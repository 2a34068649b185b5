-- Everything of the implementations but their code, spec by spec in the order of the specs' numbers.
-- {time:x} is replaced by time.sql, of column x.
SELECT spec_id::text,
       language_id::text,
       library_id::text,
       library_name,
       library_language,
       preview_url_light::text,
       preview_url_dark::text,
       preview_html_light::text,
       preview_html_dark::text,
       quality_score::float8,
       {time:generated_at},
       {time:updated},
       generated_by::text,
       python_version::text,
       coalesce(nullif(language_version::text, ''), python_version::text) AS language_version,
       library_version::text,
       review_strengths::text[],
       review_weaknesses::text[],
       review_image_description::text,
       review_criteria_checklist::jsonb::text,
       review_verdict::text,
       impl_tags::jsonb::text
FROM impls
JOIN (SELECT id AS library, name::text AS library_name, language_id::text AS library_language FROM libraries) AS owner
  ON owner.library = impls.library_id
ORDER BY spec_id::text COLLATE "C", language_id::text COLLATE "C", library_id::text COLLATE "C"
