-- Whether Alembic keeps its revision here, where this user may read it.
SELECT coalesce(has_table_privilege(to_regclass('alembic_version'), 'SELECT'), false) AS is_readable
