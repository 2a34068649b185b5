//! Passwords that this process was given, and texts that do not show them.
//!
//! In a URL, everything from `://` to the last `@` counts as one: a password may stand in the wrong place there, or hold
//! characters that end it too early.

use std::env;

/// Returns `text` without the secrets of the command line and of `DATABASE_URL`.
pub(crate) fn hidden(text: &str) -> String {
    let given = arguments().chain(env::var("DATABASE_URL").ok());
    given.fold(text.to_owned(), |text, given| hidden_of(&given, text))
}

/// True if the command line, which other users of this machine may see, holds a password.
pub(crate) fn are_on_the_command_line() -> bool {
    arguments().any(|argument| has_password(&argument))
}

/// True if `argument` is a connection string with a password.
fn has_password(argument: &str) -> bool {
    let in_url = credentials(argument).and_then(|credentials| credentials.split_once(':'));
    in_url.is_some_and(|(_, password)| !password.is_empty()) || pair(argument).is_some()
}

/// True if `text` looks like a connection string with a secret.
pub(crate) fn is_in(text: &str) -> bool {
    credentials(text).is_some() || pair(text).is_some()
}

fn arguments() -> impl Iterator<Item = String> {
    env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned())
}

/// Returns `text` without the secrets of the connection string `given`.
fn hidden_of(given: &str, mut text: String) -> String {
    if let Some(credentials) = credentials(given) {
        text = text.replace(&format!("{credentials}@"), "***@");
    }
    if let Some(pair) = pair(given) {
        text = text.replace(pair, "password=***");
    }
    text
}

/// The text from `://` to the last `@`.
fn credentials(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://")?;
    let (credentials, _) = rest.rsplit_once('@')?;
    Some(credentials).filter(|credentials| !credentials.is_empty())
}

/// The text from `password=` on, with or without blanks around the sign. Nobody knows the end of an unquoted password.
fn pair(text: &str) -> Option<&str> {
    let pairs = text.match_indices("password").map(|(at, _)| &text[at..]);
    let mut pairs = pairs.filter(|pair| {
        let value = pair["password".len()..].trim_start().strip_prefix('=');
        value.is_some_and(|value| !value.trim_start().is_empty())
    });
    pairs.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connection_strings_are_shown_without_their_secrets() {
        for (given, shown) in [
            ("postgres://u:s3cret@h/d", "postgres://***@h/d"),
            ("--url=postgresql+asyncpg://u:a@b/c,d?e@h/d", "--url=postgresql+asyncpg://***@h/d"),
            ("postgres://s3cret@h/d", "postgres://***@h/d"),
            ("postgres://u:%73@h/d?password=s3cret&x=1", "postgres://***@h/d?password=***"),
            ("postgres://h/d?user=u&password=s3cret", "postgres://h/d?user=u&password=***"),
            ("host=h password=s3cret", "host=h password=***"),
            ("host=h password = 's3 cret' user=u", "host=h password=***"),
            ("host=h sslpassword=s3cret", "host=h sslpassword=***"),
            ("password password=s3cret", "password password=***"),
            ("password=", "password="),
            ("postgres://h/d", "postgres://h/d"),
            ("postgres://@h/d", "postgres://@h/d"),
            ("me@example.org", "me@example.org"),
            ("--out", "--out"),
        ] {
            let text = |given| format!("unexpected argument '{given}' found");
            assert_eq!(hidden_of(given, text(given)), text(shown));
            assert_eq!(is_in(given), given != shown, "{given}");
        }
    }

    #[test]
    fn user_or_empty_password_is_no_password() {
        for (argument, expected) in [
            ("postgres://u:s3cret@h/d", true),
            ("--url=postgres://u@h/d?password=s3cret", true),
            ("host=h password=s3cret", true),
            ("postgres://u@h/d", false),
            ("postgres://u:@h/d", false),
            ("postgres://h:5432/d", false),
            ("host=h user=u", false),
        ] {
            assert_eq!(has_password(argument), expected, "{argument}");
        }
    }
}
