-- Rows whose time of change has no RFC 3339 form: infinite, before the year 1 or after 9999.
-- {time} is replaced by time.sql.
SELECT table_name, key, {time}
FROM (
    SELECT 'specs' AS table_name, id::text AS key, updated_at FROM specs
    UNION ALL
    SELECT 'impls', spec_id::text || '/' || language_id::text || '/' || library_id::text, updated_at FROM impls
) AS changes
WHERE updated_at::timestamp < timestamp '0001-01-01' OR updated_at::timestamp >= timestamp '10000-01-01'
ORDER BY table_name DESC, key COLLATE "C"
