-- Time limits of new sessions of this user in this database, and limits of connections.
-- reset_val is read, because this transaction has limits of its own.
SELECT (SELECT reset_val::int8 FROM pg_settings WHERE name = 'statement_timeout') AS statement_timeout,
       (SELECT reset_val::int8 FROM pg_settings WHERE name = 'lock_timeout') AS lock_timeout,
       (SELECT reset_val::int8 FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout')
           AS idle_in_transaction_session_timeout,
       quote_ident(current_user::text) AS "user",
       current_setting('max_connections')::int8 AS max_connections,
       current_setting('superuser_reserved_connections')::int8
           + coalesce(current_setting('reserved_connections', true), '0')::int8 AS reserved,
       (SELECT rolconnlimit::int8 FROM pg_roles WHERE rolname = current_user) AS user_limit,
       (SELECT datconnlimit::int8 FROM pg_database WHERE datname = current_database()) AS database_limit,
       (SELECT count(*)::int8 FROM pg_stat_activity WHERE backend_type = 'client backend') AS in_use
