#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation ends the test")]

use super::*;

fn target(text: &str) -> Target {
    Target::resolve(text, &|_| None).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> String {
    Target::resolve(text, &|_| None).unwrap_err().to_string()
}

#[test]
fn all_schemes_of_postgres_are_read() {
    for scheme in ["postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg", "postgres+asyncpg"] {
        let target = target(&format!("{scheme}://reader:s%40cret@db.example:6000/plots"));
        assert_eq!(target.to_string(), "db.example:6000, database 'plots'");
        assert_eq!(target.config.get_user(), Some("reader"));
        assert_eq!(target.config.get_password(), Some(&b"s@cret"[..]));
        assert_eq!(target.tls, TlsPolicy::Prefer);
    }
}

#[test]
fn keyword_value_strings_are_read() {
    let target = target(r"host = db.example port=6000 user=reader password='it\'s a \\ secret' dbname=plots");
    assert_eq!(target.to_string(), "db.example:6000, database 'plots'");
    assert_eq!(target.config.get_password(), Some(&br"it's a \ secret"[..]));
}

#[test]
fn url_inside_a_keyword_value_string_is_no_scheme() {
    assert_eq!(target("host=h password=a://b").config.get_password(), Some(&b"a://b"[..]));
}

#[test]
fn question_mark_in_a_password_is_not_the_query() {
    let target = target("postgresql://u:se?cret@h/d?sslmode=require");
    assert_eq!(target.config.get_password(), Some(&b"se?cret"[..]));
    assert_eq!(target.tls, TlsPolicy::Require);
}

#[test]
fn unix_socket_is_found_in_url_and_pairs_and_has_no_tls() {
    for text in [
        "postgresql://u:p@/plots?host=/cloudsql/project:region:instance&sslmode=require",
        "postgresql+asyncpg://u:p@/plots?host=/cloudsql/project:region:instance",
        "host=/cloudsql/project:region:instance user=u dbname=plots sslmode=require",
        "postgresql://u@%2Fcloudsql%2Fproject%3Aregion%3Ainstance/plots",
    ] {
        let target = target(text);
        assert_eq!(target.to_string(), "/cloudsql/project:region:instance:5432, database 'plots'", "{text}");
        assert_eq!(target.tls, TlsPolicy::Disable);
    }
}

#[test]
fn verify_full_and_its_roots_are_read() {
    let system = TlsPolicy::VerifyFull(Roots::System);
    assert_eq!(target("postgresql://h/d?sslmode=verify-full").tls, system);
    assert_eq!(target("postgresql://h/d?sslmode=verify-full&sslrootcert=system").tls, system);
    let file = TlsPolicy::VerifyFull(Roots::File("/etc/ca dir/ca.pem".into()));
    assert_eq!(target("postgresql://h/d?sslmode=verify-full&sslrootcert=%2Fetc%2Fca%20dir/ca.pem").tls, file);
    let pairs = target("host=h sslrootcert='/etc/ca dir/ca.pem' sslmode=verify-full dbname=d");
    assert_eq!(pairs.tls, file);
    assert_eq!(pairs.config.get_dbname(), Some("d"));
}

#[test]
fn asyncpg_spelling_of_sslmode_is_read() {
    assert_eq!(target("postgresql+asyncpg://h/d?ssl=require").tls, TlsPolicy::Require);
}

#[test]
fn other_parameters_reach_the_driver() {
    let target = target("postgresql://h/d?application_name=nightly&sslmode=disable&connect_timeout=3");
    assert_eq!(target.config.get_application_name(), Some("nightly"));
    assert_eq!(target.host_timeout, Some(Duration::from_secs(3)));
    assert_eq!(target.tls, TlsPolicy::Disable);
}

#[test]
fn several_hosts_are_all_named() {
    assert_eq!(target("postgresql://a:1,b:2/d").to_string(), "a:1, b:2, database 'd'");
    assert_eq!(target("hostaddr=127.0.0.1 dbname=d").to_string(), "127.0.0.1:5432, database 'd'");
    assert_eq!(target("postgresql://[::1]:6000/d").to_string(), "[::1]:6000, database 'd'");
}

#[test]
fn every_refusal_says_what_to_do() {
    for (text, remedy) in [
        ("", "set DATABASE_URL"),
        ("   ", "set DATABASE_URL"),
        ("mysql://u:s3cret@h/d", "use postgresql://"),
        ("mysql+aiomysql://u:s3cret@h/d", "use postgresql://"),
        ("plots", "name=value"),
        ("password='s3cret", "name=value"),
        ("host=h password=s3cret rest", "name=value"),
        ("host=h password=first s3cret=second", "quote values that hold spaces"),
        ("postgresql://u:s3cret@h/d?sslmode", "?name=value"),
        ("postgresql://u:s3cret@h/d?sslmode=on", "use disable, prefer, require or verify-full"),
        ("postgresql://u:s3cret@h/d?sslmode=verify-ca", "use verify-full"),
        ("postgresql://u:s3cret@h/d?sslrootcert=ca.pem", "add sslmode=verify-full"),
        ("postgresql://u:s3cret@h/d?sslmode=require&sslrootcert=ca.pem", "add sslmode=verify-full"),
        ("postgresql://u:s3cret@h/d?sslcert=me.pem", "'sslcert' is not supported: remove it"),
        ("postgresql://u:p@s3cret@h/d", "%40"),
        ("postgresql:///d", "add one"),
        ("dbname=d password=s3cret", "add one"),
        ("postgresql://u:s3cret@h:port/d", "write postgresql://"),
        ("hostaddr=10.0.0.1 sslmode=verify-full", "give host beside hostaddr"),
    ] {
        let message = refusal(text);
        assert!(message.contains(remedy), "{text}: {message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
}

#[test]
fn debug_form_hides_the_password() {
    assert!(!format!("{:?}", target("postgresql://u:s3cret@h/d")).contains("s3cret"));
}

/// All text that may be shown of `text`: the target's name, or the refusal with its causes.
fn told(text: &str) -> String {
    match Target::resolve(text, &|_| None) {
        Ok(target) => format!("{target} {target:?}")
            .replace(&format!("user: Some({:?})", target.config.get_user().unwrap_or_default()), ""),
        Err(error) => {
            let errors = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
            errors.map(|error| format!("{error} {error:?}\n")).collect()
        }
    }
}

#[test]
fn no_part_of_a_password_is_told() {
    // The parts of the password are "Alpha" and "Beta".
    for text in [
        // Characters that end a password too early.
        "postgresql://u:Alpha@Beta/@h/d",
        "postgresql://u:Alpha@/Beta@h/d",
        "postgresql://u:Alpha@Beta/Beta@h/d",
        "postgresql://u:Alpha@Beta,Beta@h/d",
        "postgresql://u:Alpha@,Beta@h/d",
        "postgresql://u:Alpha@?Beta@h/d",
        "postgresql://u:Alpha@Beta?Beta=Beta@h/d",
        "postgresql://u:Alpha@Beta?user=Beta@h/d",
        "postgresql://u:Alpha@Beta?sslmode=Beta@h/d",
        "postgresql://u:Alpha@Beta:5432/Beta@h/d",
        "postgresql://u:Alpha@[Beta]/Beta@h/d",
        "postgresql://u:Alpha@#Beta@h/d",
        "postgresql://u:Alpha@Beta&Beta@h/d",
        "postgresql://u:@Alpha/Beta@h/d",
        "postgresql://u:@@Alpha/Beta@h/d",
        "postgresql://@Alpha:Beta@h/d",
        "postgresql://u:Alpha/Beta@h/d",
        "postgresql://u:Alpha,Beta@h/d",
        "postgresql://u:Alpha?Beta@h/d",
        "postgresql://u:Alpha?Beta=Beta@h/d?sslmode=Beta",
        "postgresql://u:Alpha#Beta@h/d",
        "postgresql://u:Alpha:Beta@h/d",
        "postgresql://u:Alpha%Beta@h/d",
        "postgresql://u:Alpha%ff%Beta@h/d",
        "postgresql://u:Alpha Beta@h/d",
        "postgresql://u:Alpha://Beta@h/d",
        "postgresql://u:Alpha@Beta://Beta@h/d",
        "postgresql+asyncpg://u:Alpha@Beta/Beta@h/d",
        "mysql://u:Alpha@Beta/Beta@h/d",
        // Percent-encoded.
        "postgresql://u:Alpha%40Beta%2F@h/d",
        "postgresql://u%3AAlpha%2FBeta@h/d",
        "postgresql://u%3AAlpha%40Beta@h:0/d?sslmode=Beta",
        "postgresql://u:Alpha%40Beta@h,h2:port/d",
        // In the place of the user, or of a parameter.
        "postgresql://Alpha@h/d",
        "postgresql://Alpha:Beta@/d",
        "postgresql://h/d?user=u@x&password=Alpha",
        "postgresql://h/d?password=Alpha@Beta",
        "postgresql://h/d?password=Alpha&sslmode=Beta",
        "postgresql://u@h/d?password=Alpha&port=Beta",
        "postgresql://h?password=Alpha&passfile=Beta",
        // Several hosts, each with a user.
        "postgresql://u:Alpha@h1,u:Beta@h2/d",
        "postgresql://u:Alpha@h1:1,h2:2/d@Beta",
        "postgresql://u:Alpha,Beta@h1,h2/d",
        // Keywords and values.
        "host=h password=Alpha@Beta",
        "host=h password=Alpha Beta",
        "host=h password=Alpha Beta=Beta",
        "host=h password='Alpha Beta",
        "host=h password='Alpha'Beta",
        "host=h password='Alpha' Beta user=u",
        "host=h password = 'Alpha\\'Beta' port=x",
        "host=u:Alpha@h dbname=d",
        "host=u:Alpha dbname=d",
        "host=h,u:Alpha@Beta dbname=d",
        "host=h dbname=postgresql://u:Alpha@Beta/d",
        "host=h user=u:Alpha dbname=d",
        "password=Alpha@Beta",
        // Not even that.
        "postgresql:u:Alpha@Beta",
        "postgresql//u:Alpha@h/d",
        "\"postgresql://u:Alpha@Beta/d\"",
        "DATABASE_URL=postgresql://u:Alpha@Beta/d",
        "jdbc:postgresql://h/d?user=u&password=Alpha",
        "Alpha",
    ] {
        let told = told(text);
        assert!(!told.contains("Alpha") && !told.contains("Beta"), "{text}: {told}");
    }
}

#[test]
fn url_with_a_second_at_is_refused() {
    for text in ["postgresql://u:p@w/x@h/d", "postgresql://u:p@h/d@b", "postgresql://u:p@h/d?application_name=a@b"] {
        assert!(refusal(text).contains("write all but the one before the host as %40"), "{text}");
    }
    let target = target("postgresql://u%40x:p%40w@h/d%40b?application_name=a%40b");
    assert_eq!(target.to_string(), "h:5432, database 'd@b'");
    assert_eq!((target.config.get_user(), target.config.get_application_name()), (Some("u@x"), Some("a@b")));
}

#[test]
fn at_in_a_parameter_is_not_the_end_of_the_credentials() {
    for text in
        ["postgresql://h/d?user=a@b", "postgresql://h?application_name=x&password=p@w", "postgresql://u:p?w=x@h/d"]
    {
        assert!(refusal(text).contains("write '@' in a parameter as %40"), "{text}");
    }
    assert_eq!(target("postgresql://h/d?user=a%40b").config.get_user(), Some("a@b"));
}

#[test]
fn hosts_are_names_or_addresses() {
    for host in ["db.example", "db_1", "10.0.0.1", "[::1]", "bücher.example", "[fe80::1%25eth0]", "%2Frun%2Fa b"] {
        target(&format!("postgresql://u@{host}/d"));
    }
    for host in ["a=b", "a&b", "a%40b", "a%2Fb", "a%3A1", "a b", "[a:b]", "a!", "a%25b"] {
        assert!(refusal(&format!("postgresql://u@{host}/d")).contains("no host name has"), "{host}");
    }
}

#[test]
fn only_plain_users_may_be_named() {
    for (user, is_plain) in [
        ("reader", true),
        ("app-1.x_$", true),
        ("u%40server", true),
        ("größe", true),
        ("u%3Ap", false),
        ("a%2Fb", false),
        ("a%20b", false),
    ] {
        assert_eq!(target(&format!("postgresql://{user}@h/d")).has_plain_user(), is_plain, "{user}");
    }
}

#[test]
fn rest_of_a_password_in_the_place_of_a_port_is_no_parameter() {
    for text in ["postgresql://u:s3?cret=x", "postgresql://u:s3?cret=x&y=z"] {
        assert!(matches!(Target::resolve(text, &|_| None), Err(DsnError::Port)), "{text}");
    }
}
