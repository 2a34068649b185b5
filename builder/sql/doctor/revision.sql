-- The revision that Alembic's next migration follows. Only asked for where its table is there and readable.
SELECT version_num::text FROM alembic_version
