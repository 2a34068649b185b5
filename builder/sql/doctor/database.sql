-- Identity of the database, and if this user may read Alembic's revision.
SELECT format('%s %s %s', current_database(), (SELECT oid FROM pg_database WHERE datname = current_database()),
              to_regclass(quote_ident($1))::oid) AS identity,
       coalesce(has_table_privilege(to_regclass('alembic_version'), 'SELECT'), false) AS is_readable
