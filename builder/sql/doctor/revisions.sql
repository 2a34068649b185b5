-- Revisions that Alembic's next migration can follow. Used only if their table exists and is readable.
SELECT version_num::text FROM alembic_version ORDER BY 1
