-- Bounds of this transaction, and who answers.
-- row_security off makes a policy that would hide rows an error: a filtered catalogue must not pass for the whole one.
-- time zone UTC: columns without a zone are UTC, columns with one are converted.
SELECT set_config('statement_timeout', $1, true),
       set_config('lock_timeout', $2, true),
       set_config('idle_in_transaction_session_timeout', $3, true),
       set_config('row_security', 'off', true),
       set_config('timezone', 'UTC', true),
       current_setting('server_version') AS version,
       current_database()::text AS database,
       current_user::text AS "user"
