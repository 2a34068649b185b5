//! Rule: a parameter has its effect, or is named with the remedy, or is warned about; no value is ever shown.

use crate::support::{Builder, Cluster, Database, PASSWORD, Run, Target};

fn export(url: &str) -> Run {
    Builder::export(url, &Target::new().path()).run()
}

#[test]
fn parameters_of_poolers_and_drivers_are_accepted_with_a_warning() {
    let database = Database::new();
    for name in [
        "pgbouncer=true",
        "schema=public",
        "connection_limit=5",
        "pool_timeout=0",
        "statement_cache_size=0",
        "prepared_statement_cache_size=0",
        "prepareThreshold=0",
        "sslsni=0",
        "pool_size=5",
        "client_encoding=utf8",
        "currentSchema=public",
        "default_query_exec_mode=exec",
    ] {
        let key = name.split('=').next().unwrap();
        let words = format!("warning: connection parameter '{key}' has no effect here");
        let run = export(&database.tcp_url(&format!("scram:{PASSWORD}"), name)).succeeded();
        assert!(run.err.contains(&words), "{name}: {run:?}");
        let pairs =
            format!("host=127.0.0.1 port={} dbname={} user=reader {name}", Cluster::shared().port, database.name);
        let run = Builder::new(&["doctor"]).env("DATABASE_URL", &pairs).run();
        assert!(run.err.contains(&words), "{name}: {run:?}");
    }
}

#[test]
fn parameters_that_are_not_supported_are_named_with_the_remedy() {
    for (parameter, words) in [
        ("service=x", "connection parameter 'service' is not supported: remove it"),
        ("sslcert=x", "connection parameter 'sslcert' is not supported: remove it"),
        ("sslkey=x", "connection parameter 'sslkey' is not supported: remove it"),
        ("sslcrl=x", "connection parameter 'sslcrl' is not supported: remove it"),
        ("require_auth=x", "connection parameter 'require_auth' is not supported: remove it"),
        ("gssencmode=require", "connection parameter 'gssencmode' has an unsupported value: use disable, prefer"),
        ("replication=database", "connection parameter 'replication' is not supported: remove it"),
        (
            "search_path=x",
            "'search_path' is not supported: remove it; to read another schema, add options=-csearch_path",
        ),
        ("sslmode=allow", "use disable, prefer, require or verify-full"),
        ("ssl=maybe", "use disable, prefer, require or verify-full"),
        ("port=x", "the port is not a number"),
        ("port=0", "the port is not a number"),
        ("connect_timeout=soon", "connection parameter 'connect_timeout' is no number"),
        ("target_session_attrs=leader", "the target_session_attrs is unknown: use any, read-write, read-only"),
        ("channel_binding=x", "the channel_binding is unknown: use disable, prefer, require"),
        ("sslnegotiation=direct", "sslnegotiation=direct needs TLS"),
        ("hostaddr=name", "hostaddr is no IP address"),
        ("host=a,b&port=1,2,3", "differ in length"),
    ] {
        for text in [
            format!("postgresql://u:{PASSWORD}@h/d?{parameter}"),
            format!("host=h password={PASSWORD} {}", parameter.replace('&', " ")),
        ] {
            export(&text).failed(2, &[words]);
        }
    }
    let url = |parameter: &str| format!("postgresql://u:{PASSWORD}@h/d?{parameter}");
    export(&url("sslmod=require")).failed(2, &["connection parameter 'sslmod' is unknown: remove it", "sslmode"]);
    export(&url("jit=off&x=y")).failed(2, &["connection parameter 'jit' is unknown: remove it"]);
    // It may be the rest of a password.
    for text in [
        format!("host=h password=first {PASSWORD}=second"),
        format!("postgresql://h/d?password=first&{PASSWORD}=second"),
        format!("postgresql://u@h/d?a{PASSWORD}%26=second"),
    ] {
        export(&text).failed(2, &["the connection string has an unknown parameter: those known are host"]);
    }
}
