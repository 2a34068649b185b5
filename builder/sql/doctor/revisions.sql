-- The revisions that Alembic's next migration can follow. Only asked for if their table is there and readable.
SELECT version_num::text FROM alembic_version ORDER BY 1
