//! Environment variables, password files and lists of hosts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]

use std::os::unix::fs::PermissionsExt;

use super::*;

fn resolve(text: &str, variables: &[(&str, &str)]) -> Result<Target, DsnError> {
    Target::resolve(text, &|name| {
        let found = variables.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, value)| OsString::from(value))
    })
}

#[test]
fn connection_string_counts_before_the_environment() {
    for (text, variables, address, user) in [
        ("", &[("PGHOST", "h"), ("PGUSER", "u")][..], "h:5432", "u"),
        ("", &[("PGHOST", "a,b"), ("PGPORT", "1,2"), ("PGUSER", "u")], "a:1, b:2", "u"),
        ("", &[("PGHOST", "/run/postgresql"), ("PGPORT", "6000"), ("PGUSER", "u")], "/run/postgresql:6000", "u"),
        ("", &[("PGHOSTADDR", "10.0.0.1"), ("PGUSER", "u")], "10.0.0.1:5432", "u"),
        ("dbname=d", &[("PGHOST", "h"), ("PGUSER", "u")], "h:5432, database 'd'", "u"),
        ("postgresql:///d", &[("PGHOST", "h"), ("PGUSER", "u")], "h:5432, database 'd'", "u"),
        ("postgresql://v@h", &[("PGDATABASE", "d"), ("PGUSER", "u")], "h:5432, database 'd'", "v"),
        ("postgresql://v@h:1/e", &[("PGPORT", "2"), ("PGDATABASE", "d"), ("PGHOST", "i")], "h:1, database 'e'", "v"),
        ("host=h user=v", &[("PGPORT", "2"), ("PGUSER", "")], "h:2", "v"),
        ("postgresql://v@a,b", &[("PGPORT", "2")], "a:5432, b:5432", "v"),
    ] {
        let target = resolve(text, variables).unwrap_or_else(|error| panic!("{text} {variables:?}: {error}"));
        assert_eq!((&*target.to_string(), target.user()), (address, user), "{text} {variables:?}");
    }
    for variables in [&[][..], &[("PGHOST", "")], &[("PGDATABASE", "d"), ("PGUSER", "u")]] {
        assert!(matches!(resolve("", variables), Err(DsnError::Empty)), "{variables:?}");
    }
}

#[test]
fn every_variable_has_its_effect() {
    let target = |variables: &[(&str, &str)]| resolve("postgresql://u@h/d", variables).unwrap();
    assert_eq!(target(&[("PGPASSWORD", "s3cret")]).config.get_password(), Some(&b"s3cret"[..]));
    assert_eq!(target(&[("PGSSLMODE", "require")]).tls, TlsPolicy::Require);
    let verified = target(&[("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", "/ca.pem")]);
    assert_eq!(verified.tls, TlsPolicy::VerifyFull(Roots::File("/ca.pem".into())));
    assert_eq!(target(&[("PGSSLROOTCERT", "system")]).tls, TlsPolicy::VerifyFull(Roots::System));
    assert_eq!(target(&[("PGAPPNAME", "x")]).config.get_application_name(), Some("x"));
    assert_eq!(target(&[("PGOPTIONS", "-cx=1")]).config.get_options(), Some("-cx=1"));
    assert_eq!(target(&[("PGTARGETSESSIONATTRS", "prefer-standby")]).session_kind, SessionKind::PreferStandby);
    assert!(target(&[("PGLOADBALANCEHOSTS", "random")]).is_shuffled);
    for (seconds, limit) in [("7", Some(Duration::from_secs(7))), ("0", None), ("-1", None)] {
        assert_eq!(target(&[("PGCONNECT_TIMEOUT", seconds)]).host_timeout, limit, "{seconds}");
    }
    assert_eq!(target(&[("PGCHANNELBINDING", "require")]).config.get_channel_binding(), ChannelBinding::Require);
    let direct = target(&[("PGSSLNEGOTIATION", "direct"), ("PGSSLMODE", "require")]);
    assert_eq!(direct.config.get_ssl_negotiation(), SslNegotiation::Direct);
    let local = resolve("host=/run u=x", &[]).unwrap_err().to_string();
    assert!(local.contains("unknown parameter"), "{local}");
    let local = resolve("host=/run user=u", &[("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", "/ca.pem")]).unwrap();
    assert_eq!(local.tls, TlsPolicy::Disable);
}

#[test]
fn password_of_each_host_is_its_own() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, b"a:1:*:*:first\nb:*:d:u:second\n").unwrap();
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o600)).unwrap();
    let variables = [("PGPASSFILE", file.path().to_str().unwrap())];
    let target = resolve("postgresql://u@a:1,b:2,c:3/d", &variables).unwrap();
    let passwords: Vec<_> =
        target.hosts.iter().map(|host| target.config_of(host).0.get_password().map(<[u8]>::to_vec)).collect();
    assert_eq!(passwords, [Some(b"first".to_vec()), Some(b"second".to_vec()), None]);
    let given = resolve("postgresql://u:own@a:1/d", &variables).unwrap();
    assert_eq!(given.config_of(&given.hosts[0]).0.get_password(), Some(&b"own"[..]));
}

#[test]
fn hosts_are_read_as_other_drivers_write_them() {
    for (text, address) in [
        ("postgresql://u@/d?host=a:1&host=b:2", "a:1, b:2"),
        ("postgresql+psycopg://u@/d?host=a:1&host=b:2&host=c", "a:1, b:2, c:5432"),
        ("postgresql://u@/d?host=a&port=1&host=b&port=2", "a:1, b:2"),
        ("postgresql://u@/d?host=a&host=b&port=6000", "a:6000, b:6000"),
        ("postgresql://u@/d?host=a,b&port=1,2", "a:1, b:2"),
        ("postgresql://u@/d?host=[::1]:1&host=10.0.0.1:2", "[::1]:1, 10.0.0.1:2"),
        ("postgresql://u@/d?host=::1", "[::1]:5432"),
        ("postgresql+asyncpg://u@/d?host=/cloudsql/p:r:i/.s.PGSQL.5432", "/cloudsql/p:r:i:5432"),
        ("postgresql://u@/d?host=/run/.s.PGSQL.6000", "/run:6000"),
        ("postgresql://u@%2Frun%2F.s.PGSQL.6000/d", "/run:6000"),
        ("host=/run/.s.PGSQL.6000 port=1 user=u dbname=d", "/run:6000"),
        ("postgresql://u@a:1,b:2/d", "a:1, b:2"),
        ("postgresql://u@a,b:2/d", "a:5432, b:2"),
        ("host=a,b port=,2 user=u dbname=d", "a:5432, b:2"),
        ("postgresql://u@a/d?host=b", "b:5432"),
        ("postgresql://u@a:1/d?host=b", "b:1"),
        ("host=a host=b user=u dbname=d", "b:5432"),
        ("host=a,/run user=u dbname=d", "a:5432, /run:5432"),
        ("hostaddr=10.0.0.1,10.0.0.2 host=a,b user=u dbname=d", "a:5432, b:5432"),
    ] {
        let target = resolve(text, &[]).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(target.to_string(), format!("{address}, database 'd'"), "{text}");
    }
    for text in ["host=a:1 user=u", "host=u:12345 dbname=d", "postgresql://u@/d?host=a:b", "host=[::1] user=u"] {
        assert!(matches!(resolve(text, &[]), Err(DsnError::HostName)), "{text}");
    }
    for (value, tls) in [
        ("true", TlsPolicy::Require),
        ("1", TlsPolicy::Require),
        ("require", TlsPolicy::Require),
        ("false", TlsPolicy::Disable),
        ("0", TlsPolicy::Disable),
        ("prefer", TlsPolicy::Prefer),
    ] {
        assert_eq!(resolve(&format!("postgresql://u@h/d?ssl={value}"), &[]).unwrap().tls, tls, "{value}");
    }
}
