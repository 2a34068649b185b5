//! Values on both sides of each boundary, and the messages of refusals.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]

use super::*;

fn target(text: &str) -> Target {
    Target::resolve(text, &|_| None).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> DsnError {
    match Target::resolve(text, &|_| None) {
        Ok(target) => panic!("{text}: {target}"),
        Err(error) => error,
    }
}

#[test]
fn lists_have_one_length_or_one_port_for_all() {
    for text in [
        "host=a,b port=1,2,3",
        "host=a,b,c port=1,2",
        "host=a port=1,2",
        "hostaddr=10.0.0.1 port=1,2",
        "host=a,b hostaddr=10.0.0.1",
        "host=a hostaddr=10.0.0.1,10.0.0.2",
    ] {
        assert!(matches!(refusal(text), DsnError::ListLength), "{text}");
    }
    assert!(matches!(refusal("port=1,2 dbname=d"), DsnError::NoHost));
    for (text, address) in [
        ("hostaddr=10.0.0.1,10.0.0.2 port=1", "10.0.0.1:1, 10.0.0.2:1"),
        ("hostaddr=10.0.0.1,10.0.0.2 port=1,2", "10.0.0.1:1, 10.0.0.2:2"),
        ("host='a , b' port='1 , 2'", "a:1, b:2"),
    ] {
        assert_eq!(target(text).to_string(), address, "{text}");
    }
}

#[test]
fn ports_and_addresses_are_checked() {
    assert_eq!(target("host=h port=1").hosts[0].port, 1);
    assert_eq!(target("host=h port=65535").hosts[0].port, 65_535);
    for text in ["host=h port=0", "host=h port=65536", "host=h port=x"] {
        assert!(matches!(refusal(text), DsnError::Port), "{text}");
    }
    for text in ["host=/run hostaddr=10.0.0.1", "postgresql://u@10.0.0.1%25a!b/d", "postgresql://u@/d?host=[::1]x"] {
        assert!(matches!(refusal(text), DsnError::HostName), "{text}");
    }
    for text in ["postgresql://u@/d?host=[::1", "postgresql://u@[::1/d", "postgresql://u@[::1]x/d"] {
        assert!(matches!(refusal(text), DsnError::HostName), "{text}");
    }
    assert!(matches!(refusal("hostaddr=h"), DsnError::HostAddress));
    assert_eq!(target("postgresql://u@/d?host=[::1]").to_string(), "[::1]:5432, database 'd'");
    assert_eq!(target("postgresql://u@/d?host=/run/a:1").to_string(), "/run/a:1:5432, database 'd'");
}

#[test]
fn names_are_shown_only_if_they_can_be_names() {
    let (longest, longer) = ("x".repeat(64), "x".repeat(65));
    for (query, shown) in [
        ("a-b_c.1=v", Some("a-b_c.1")),
        (&*format!("{longest}=v"), Some(&*longest)),
        (&*format!("{longer}=v"), None),
        ("a!=v", None),
        ("&a=v&&b=v&", Some("a")),
        ("password=s3cret&a=v", None),
        ("password=s3cret&password=s3cret&a=v", None),
        ("user=u&a=v", Some("a")),
    ] {
        match refusal(&format!("postgresql://h/d?{query}")) {
            DsnError::UnknownName { name } => assert_eq!(Some(&*name), shown, "{query}"),
            error => assert!(matches!(error, DsnError::Unknown) && shown.is_none(), "{query}: {error}"),
        }
    }
}

#[test]
fn values_that_cannot_be_used_are_refused_by_whole_messages() {
    for (text, message) in [
        ("postgresql://h/d?user=a%00b", "the connection string holds a NUL character: remove it"),
        ("postgresql://h/d?user=%ff", "connection parameter 'user' is not UTF-8: correct it"),
        ("host=h connect_timeout=soon", "connection parameter 'connect_timeout' is no number: give one"),
        ("host=h load_balance_hosts=yes", "the load_balance_hosts is unknown: use disable, random"),
        ("host=h channel_binding=on", "the channel_binding is unknown: use disable, prefer, require"),
        ("host=h sslcompression=1", "connection parameter 'sslcompression' has an unsupported value: use 0"),
        ("host=h dbname=x://y", "the name of the database is itself a URL: give that URL alone"),
        ("host=h sslnegotiation=direct", "sslnegotiation=direct needs TLS: add sslmode=require or verify-full"),
        ("host=h requiressl=1", "connection parameter 'requiressl' is not supported: remove it; use sslmode=require"),
        (
            "a_b+c://h",
            "the connection string is not of the form name=value name=value: quote values that hold spaces \
          ('...'), or write a URL, postgresql://user@host/database",
        ),
    ] {
        assert_eq!(refusal(text).to_string(), message, "{text}");
    }
    let variable = |name: &str| (name == "PGREQUIRESSL").then(|| "1".into());
    let refused = Target::resolve("host=h", &variable).unwrap_err().to_string();
    assert_eq!(refused, "environment variable PGREQUIRESSL is not supported: unset it; use sslmode=require");
}

#[test]
fn parameters_without_effect_are_named() {
    for (text, warning) in [
        ("host=h pool=1", "connection parameter 'pool' has no effect here"),
        (
            "host=h schema=s",
            "connection parameter 'schema' has no effect here; to read another schema, add \
             options=-csearch_path%3DNAME",
        ),
    ] {
        assert_eq!(target(text).warnings, [warning], "{text}");
    }
}

#[test]
fn numbers_reach_the_driver_if_they_are_more_than_nothing() {
    let config = |pair: &str| target(&format!("host=h {pair}")).config;
    let usual = config("");
    for (value, is_alive) in [("0", false), ("1", true), ("2", true)] {
        assert_eq!(config(&format!("keepalives={value}")).get_keepalives(), is_alive, "{value}");
    }
    for (value, number) in [("0", None), ("1", Some(1)), ("9", Some(9))] {
        let seconds = number.map(Duration::from_secs);
        let idle = config(&format!("keepalives_idle={value}")).get_keepalives_idle();
        assert_eq!(idle, seconds.unwrap_or(usual.get_keepalives_idle()), "{value}");
        assert_eq!(config(&format!("keepalives_interval={value}")).get_keepalives_interval(), seconds, "{value}");
        let retries = number.map(|number| number as u32);
        assert_eq!(config(&format!("keepalives_count={value}")).get_keepalives_retries(), retries, "{value}");
        assert_eq!(config(&format!("keepalives_retries={value}")).get_keepalives_retries(), retries, "{value}");
        let limit = number.map(Duration::from_millis);
        assert_eq!(config(&format!("tcp_user_timeout={value}")).get_tcp_user_timeout(), limit.as_ref(), "{value}");
    }
}

#[test]
fn socket_beside_a_server_needs_no_name_to_verify() {
    let system = TlsPolicy::VerifyFull(Roots::System);
    assert_eq!(target("host=/run,h sslmode=verify-full").tls, system);
    assert_eq!(target("host=/run,h sslrootcert=system").tls, system);
}

#[test]
fn password_file_is_in_the_home_of_the_user_if_none_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(".pgpass");
    std::fs::write(&path, "*:*:*:*:word\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let found = |text: &str, home: &str| {
        let environment = |name: &str| (name == "HOME").then(|| home.into());
        let target = Target::resolve(text, &environment).unwrap();
        assert_eq!(target.warnings, [""; 0], "{text}");
        target.config_of(&target.hosts[0]).1.map(Path::to_owned)
    };
    let home = home.path().to_str().unwrap();
    assert_eq!(found("host=h user=u", home).as_ref(), Some(&path));
    assert_eq!(found("host=h user=u password=p", home), None);
    assert_eq!(found("host=h user=u", "/nowhere"), None);
    assert_eq!(found("host=h user=u", ""), None);
}

#[test]
fn quotes_within_a_value_are_part_of_it() {
    let name = |text: &str| target(text).config.get_application_name().map(str::to_owned);
    for (text, expected) in [
        ("host=h application_name=it's port=1", "it's"),
        ("host=h application_name='it\\'s' port=1", "it's"),
        ("host=h application_name='two words'", "two words"),
        ("host=h application_name=a\\'b", "a'b"),
    ] {
        assert_eq!(name(text).as_deref(), Some(expected), "{text}");
    }
}
