//! Takes a connection string apart into what tokio-postgres reads and what is for this crate.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::DsnError;

/// Parameters that tokio-postgres understands.
const KNOWN: [&str; 18] = [
    "user",
    "password",
    "dbname",
    "host",
    "hostaddr",
    "port",
    "options",
    "application_name",
    "connect_timeout",
    "tcp_user_timeout",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "target_session_attrs",
    "channel_binding",
    "load_balance_hosts",
    "sslnegotiation",
];
pub(super) const KNOWN_LIST: &str = "user, password, dbname, host, hostaddr, port, options, application_name, connect_timeout, \
    tcp_user_timeout, keepalives[_idle|_interval|_retries], target_session_attrs, channel_binding, \
    load_balance_hosts, sslnegotiation, sslmode and sslrootcert";

/// Parameters of libpq that nothing here honours. Only these are named in an error: an unknown word may be the rest
/// of a password with an unquoted space.
const UNSUPPORTED: [&str; 14] = [
    "service",
    "passfile",
    "require_auth",
    "client_encoding",
    "keepalives_count",
    "sslcert",
    "sslkey",
    "sslpassword",
    "sslcrl",
    "sslcrldir",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "gssencmode",
    "krbsrvname",
];

/// A connection string without its TLS policy.
pub(super) struct Parts {
    pub(super) rest: String,
    pub(super) sslmode: Option<String>,
    pub(super) sslrootcert: Option<String>,
}

impl Parts {
    /// Takes the parameter if it is about TLS; says whether it is for tokio-postgres instead.
    fn take(&mut self, name: &str, value: Cow<'_, str>) -> Result<bool, DsnError> {
        match name {
            // asyncpg's URLs say `ssl` where libpq's say `sslmode`, with the same values.
            "sslmode" | "ssl" => self.sslmode = Some(value.into_owned()),
            "sslrootcert" => self.sslrootcert = Some(value.into_owned()),
            _ if KNOWN.contains(&name) => return Ok(true),
            _ => {
                let unsupported = UNSUPPORTED.into_iter().find(|known| *known == name);
                return Err(unsupported.map_or(DsnError::Unknown, DsnError::Unsupported));
            }
        }
        Ok(false)
    }
}

/// The scheme and what follows it; `None` for a keyword/value string, whose values may hold `://` too.
pub(super) fn scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some((scheme, rest))
}

pub(super) fn split_url(url: &str) -> Result<Parts, DsnError> {
    if url.matches('@').count() > 1 {
        return Err(DsnError::SecondAt);
    }
    let authority = url.find('@').map_or(0, |at| at + 1);
    // A password may hold a raw '?', but not what is as well a parameter whose value holds the '@'.
    if url[..authority].split_once('?').is_some_and(|(_, query)| query.contains('=')) {
        return Err(DsnError::AtInParameter);
    }
    let (head, query) = match url[authority..].find('?') {
        Some(at) => (&url[..authority + at], &url[authority + at + 1..]),
        None => (url, ""),
    };
    let mut parts = Parts { rest: format!("postgresql://{head}"), sslmode: None, sslrootcert: None };
    let mut separator = '?';
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').ok_or(DsnError::Parameter)?;
        if parts.take(name, percent_decode_str(value).decode_utf8_lossy())? {
            parts.rest.push(separator);
            parts.rest.push_str(parameter);
            separator = '&';
        }
    }
    Ok(parts)
}

pub(super) fn split_pairs(mut text: &str) -> Result<Parts, DsnError> {
    let mut parts = Parts { rest: String::new(), sslmode: None, sslrootcert: None };
    while !text.is_empty() {
        let (name, after) = text.split_once('=').ok_or(DsnError::Pairs)?;
        let (value, rest) = pair_value(after.trim_start()).ok_or(DsnError::Pairs)?;
        let name = name.trim_end();
        if parts.take(name, Cow::from(&value))? {
            let quoted = value.replace('\\', "\\\\").replace('\'', "\\'");
            parts.rest.push_str(&format!("{name}='{quoted}' "));
        }
        text = rest.trim_start();
    }
    Ok(parts)
}

/// The value at the start of `text`, quoted or up to white space, without its escapes; and what follows.
fn pair_value(text: &str) -> Option<(String, &str)> {
    let quoted = text.strip_prefix('\'');
    let body = quoted.unwrap_or(text);
    let mut value = String::new();
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.push(chars.next()?.1),
            '\'' if quoted.is_some() => return Some((value, &body[at + 1..])),
            c if c.is_whitespace() && quoted.is_none() => return Some((value, &body[at..])),
            c => value.push(c),
        }
    }
    quoted.is_none().then_some((value, ""))
}
