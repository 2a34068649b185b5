INSERT INTO languages (id, name, file_extension, runtime_version) VALUES
    ('python', 'Python', '.py', '3.14'),
    ('r', 'R', '.R', NULL);
INSERT INTO libraries (id, name, language_id) VALUES
    ('altair', 'Altair', 'python'),
    ('lattice', 'Lattice', 'r'),
    ('pygal', 'Pygal', 'python');
INSERT INTO specs (id, title, tags) VALUES
    ('bar', 'Bar of “Größe”', '{"plot_type": ["bar"], "data_type": ["categorical"], "domain": ["general"], "features": ["basic"]}'),
    ('pie', 'Pie', '{"plot_type": ["pie"], "data_type": ["categorical"], "domain": ["general"], "features": ["basic", "share"]}');
INSERT INTO impls (spec_id, language_id, library_id, code, quality_score, preview_url_light, impl_tags)
SELECT spec_id, language_id, library_id, E'one\ntwo\nthree', score,
       format('https://images.example/%s/%s/%s/plot-light.png', spec_id, language_id, library_id),
       '{"dependencies": [], "techniques": ["facets"], "patterns": ["wrapper"], "dataprep": ["binning"], "styling": ["minimal"]}'
FROM (VALUES ('bar', 'python', 'altair', 84), ('bar', 'r', 'lattice', 91.5), ('bar', 'python', 'pygal', NULL),
             ('pie', 'python', 'altair', 77)) AS rows (spec_id, language_id, library_id, score);
