-- The tables the export reads, with the columns it needs and some that it must leave alone. Without the constraints
-- that would keep the irregular rows of these tests out.
CREATE TABLE languages (
    id text, name text, file_extension text, runtime_version text, documentation_url text, description text,
    created timestamp DEFAULT now()
);
CREATE TABLE libraries (
    id text, name text, language_id text, framework text DEFAULT 'none', version text, documentation_url text,
    description text
);
CREATE TABLE specs (
    id text, title text, tags jsonb, updated_at timestamp DEFAULT '2026-05-04 03:02:01.987', description text,
    applications varchar[], data varchar[], notes varchar[], issue integer, suggested varchar, created timestamp,
    updated timestamp
);
CREATE TABLE impls (
    spec_id text, language_id text, library_id text, code text, quality_score float8, preview_url_light text,
    preview_url_dark text, preview_html_light text, preview_html_dark text, impl_tags jsonb,
    updated_at timestamp DEFAULT '2026-05-04 03:02:01.987', generated_at timestamp, updated timestamp,
    generated_by varchar, python_version varchar, language_version varchar, library_version varchar,
    review_strengths varchar[], review_weaknesses varchar[], review_image_description text,
    review_criteria_checklist jsonb, review_verdict varchar(20)
);
