//! The table of connection parameters: libpq's, and those that other drivers and poolers put into the same strings.

/// A parameter of a connection string.
#[derive(Debug)]
pub(super) struct Parameter {
    /// Its name in a connection string; empty if there is only the variable.
    pub(super) name: &'static str,
    /// The environment variable that libpq reads if the connection string lacks the parameter; empty if there is none.
    pub(super) variable: &'static str,
    pub(super) effect: Effect,
}

/// Effect of a parameter on a run.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect {
    /// The same as in libpq.
    Honoured,
    /// None, because it is for somebody else. The text says what to do instead, if anything.
    Ignored(&'static str),
    /// None, and none is needed for these values. Any other value is refused.
    Satisfied(&'static [&'static str]),
    /// The run is refused: without the effect it would do what nobody asked for. The text says what to do instead.
    Refused(&'static str),
}

/// Returns the parameter of this name.
pub(super) fn find(name: &str) -> Option<&'static Parameter> {
    PARAMETERS.iter().find(|parameter| parameter.name == name && !name.is_empty())
}

/// Names of the parameters that are honoured, for people.
pub(super) fn honoured() -> String {
    let honoured = PARAMETERS.iter().filter(|parameter| matches!(parameter.effect, Effect::Honoured));
    honoured.map(|parameter| parameter.name).collect::<Vec<_>>().join(", ")
}

const fn honoured_by(name: &'static str, variable: &'static str) -> Parameter {
    Parameter { name, variable, effect: Effect::Honoured }
}

const fn ignored(name: &'static str) -> Parameter {
    Parameter { name, variable: "", effect: Effect::Ignored("") }
}

const fn refused(name: &'static str, variable: &'static str, instead: &'static str) -> Parameter {
    Parameter { name, variable, effect: Effect::Refused(instead) }
}

const fn satisfied(name: &'static str, variable: &'static str, values: &'static [&'static str]) -> Parameter {
    Parameter { name, variable, effect: Effect::Satisfied(values) }
}

const ANOTHER_SCHEMA: &str = "to read another schema, add options=-csearch_path%3DNAME";
const NO_CLIENT_CERTIFICATE: &str = "catalog-builder presents no certificate of its own";
const NO_REVOCATIONS: &str = "catalog-builder reads no lists of revoked certificates";

/// Every known parameter.
pub(super) const PARAMETERS: &[Parameter] = &[
    honoured_by("host", "PGHOST"),
    honoured_by("hostaddr", "PGHOSTADDR"),
    honoured_by("port", "PGPORT"),
    honoured_by("dbname", "PGDATABASE"),
    honoured_by("user", "PGUSER"),
    honoured_by("password", "PGPASSWORD"),
    honoured_by("passfile", "PGPASSFILE"),
    honoured_by("sslmode", "PGSSLMODE"),
    honoured_by("sslrootcert", "PGSSLROOTCERT"),
    honoured_by("sslnegotiation", "PGSSLNEGOTIATION"),
    honoured_by("channel_binding", "PGCHANNELBINDING"),
    honoured_by("target_session_attrs", "PGTARGETSESSIONATTRS"),
    honoured_by("load_balance_hosts", "PGLOADBALANCEHOSTS"),
    honoured_by("connect_timeout", "PGCONNECT_TIMEOUT"),
    honoured_by("options", "PGOPTIONS"),
    honoured_by("application_name", "PGAPPNAME"),
    honoured_by("fallback_application_name", ""),
    honoured_by("keepalives", ""),
    honoured_by("keepalives_idle", ""),
    honoured_by("keepalives_interval", ""),
    honoured_by("keepalives_count", ""),
    honoured_by("tcp_user_timeout", ""),
    // libpq's, without the effect.
    refused("service", "PGSERVICE", "write the service's parameters here"),
    refused("servicefile", "", "write the service's parameters here"),
    refused("require_auth", "PGREQUIREAUTH", "set the method in the server's pg_hba.conf"),
    refused("requirepeer", "PGREQUIREPEER", "protect the folder of the socket"),
    refused("requiressl", "PGREQUIRESSL", "use sslmode=require"),
    refused("sslcert", "PGSSLCERT", NO_CLIENT_CERTIFICATE),
    refused("sslkey", "PGSSLKEY", NO_CLIENT_CERTIFICATE),
    refused("sslpassword", "", NO_CLIENT_CERTIFICATE),
    satisfied("sslcertmode", "PGSSLCERTMODE", &["disable", "allow"]),
    refused("sslcrl", "PGSSLCRL", NO_REVOCATIONS),
    refused("sslcrldir", "PGSSLCRLDIR", NO_REVOCATIONS),
    satisfied("sslcompression", "PGSSLCOMPRESSION", &["0"]),
    satisfied("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION", &["TLSv1", "TLSv1.1", "TLSv1.2"]),
    satisfied("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION", &["TLSv1.3"]),
    satisfied("gssencmode", "PGGSSENCMODE", &["disable", "prefer"]),
    Parameter { name: "client_encoding", variable: "PGCLIENTENCODING", effect: Effect::Ignored("") },
    satisfied("min_protocol_version", "PGMINPROTOCOLVERSION", &["3.0", "latest"]),
    satisfied("max_protocol_version", "PGMAXPROTOCOLVERSION", &["3.0", "3.2", "latest"]),
    refused("replication", "", "an export needs an ordinary connection"),
    refused("scram_client_key", "", "give the password"),
    refused("scram_server_key", "", "give the password"),
    refused("oauth_issuer", "", "use a password"),
    refused("oauth_client_id", "", "use a password"),
    refused("oauth_client_secret", "", "use a password"),
    refused("oauth_scope", "", "use a password"),
    Parameter { name: "sslsni", variable: "PGSSLSNI", effect: Effect::Ignored("") },
    Parameter { name: "krbsrvname", variable: "PGKRBSRVNAME", effect: Effect::Ignored("") },
    Parameter { name: "gsslib", variable: "PGGSSLIB", effect: Effect::Ignored("") },
    Parameter { name: "gssdelegation", variable: "PGGSSDELEGATION", effect: Effect::Ignored("") },
    ignored("sslkeylogfile"),
    Parameter { name: "", variable: "PGDATESTYLE", effect: Effect::Ignored("") },
    Parameter { name: "", variable: "PGTZ", effect: Effect::Ignored("") },
    Parameter { name: "", variable: "PGGEQO", effect: Effect::Ignored("") },
    // Settings of a session, which some drivers take from the string.
    Parameter { name: "schema", variable: "", effect: Effect::Ignored(ANOTHER_SCHEMA) },
    Parameter { name: "currentSchema", variable: "", effect: Effect::Ignored(ANOTHER_SCHEMA) },
    refused("search_path", "", ANOTHER_SCHEMA),
    refused("role", "", "add options=-crole%3DNAME"),
    // Poolers and drivers: Prisma, SQLAlchemy, asyncpg, psycopg, JDBC, node-postgres, pgx, lib/pq, Npgsql, Rails.
    ignored("pgbouncer"),
    ignored("connection_limit"),
    ignored("pool_timeout"),
    ignored("socket_timeout"),
    ignored("statement_cache_size"),
    ignored("prepared_statement_cache_size"),
    ignored("prepared_statement_name_func"),
    ignored("prepared_statements"),
    ignored("prepare_threshold"),
    ignored("prepareThreshold"),
    ignored("preparedStatementCacheQueries"),
    ignored("preparedStatementCacheSizeMiB"),
    ignored("preferQueryMode"),
    ignored("binaryTransfer"),
    ignored("binary_parameters"),
    ignored("disable_prepared_binary_result"),
    ignored("default_query_exec_mode"),
    ignored("statement_cache_capacity"),
    ignored("statement-cache-capacity"),
    ignored("statement_cache_mode"),
    ignored("description_cache_capacity"),
    ignored("max_cached_statement_lifetime"),
    ignored("max_cacheable_statement_size"),
    ignored("command_timeout"),
    ignored("pool"),
    ignored("pool_size"),
    ignored("pool_mode"),
    ignored("max_overflow"),
    ignored("pool_recycle"),
    ignored("pool_pre_ping"),
    ignored("pool_max_conns"),
    ignored("pool_min_conns"),
    ignored("pool_max_conn_lifetime"),
    ignored("pool_max_conn_lifetime_jitter"),
    ignored("pool_max_conn_idle_time"),
    ignored("pool_health_check_period"),
    ignored("min_size"),
    ignored("max_size"),
    ignored("max_idle_connection_lifetime"),
    ignored("max_connections"),
    ignored("min_connections"),
    ignored("idle_timeout"),
    ignored("idleTimeoutMillis"),
    ignored("connectionTimeoutMillis"),
    ignored("query_timeout"),
    ignored("keepAlive"),
    ignored("tcpKeepAlive"),
    ignored("loginTimeout"),
    ignored("connectTimeout"),
    ignored("socketTimeout"),
    ignored("cancelSignalTimeout"),
    ignored("reWriteBatchedInserts"),
    ignored("defaultRowFetchSize"),
    ignored("ApplicationName"),
    ignored("stringtype"),
    ignored("autosave"),
    ignored("readOnly"),
    ignored("assumeMinServerVersion"),
    ignored("logUnclosedConnections"),
    ignored("async_fallback"),
    ignored("native_json"),
    ignored("json_serializer"),
    ignored("uselibpqcompat"),
    ignored("encoding"),
    ignored("charset"),
    ignored("unicode"),
    ignored("reconnect"),
    ignored("reaping_frequency"),
    ignored("checkout_timeout"),
    ignored("variables"),
];
