//! Policy of a deployment: the sites whose pages may read, the service that answers other requests, and whether clients may
//! have the snapshot itself.

use std::time::Duration;

use thiserror::Error;

use super::{cors::Cors, message::Forward};

/// The variables of a deployment, as text. Empty is the same as absent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Variables<'v> {
    /// `CORS_ORIGINS`: origins that may read, with commas between.
    pub cors_origins: Option<&'v str>,
    /// `CORS_LOCALHOST`: `on` or `off` (default). If `on`, `http://localhost:<port>` may also read.
    pub cors_localhost: Option<&'v str>,
    /// `ORIGIN`: scheme and host of the service that answers the requests not answered here.
    pub origin: Option<&'v str>,
    /// `ORIGIN_TIMEOUT`: seconds to wait for the head of its reply; 30 if absent.
    pub origin_timeout: Option<&'v str>,
    /// `BROWSER`: `on` (default) or `off`. If `on`, clients may have the snapshot, to answer from it themselves.
    pub browser: Option<&'v str>,
}

/// Policy of a deployment.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    pub(super) cors: Cors,
    origin: Option<Origin>,
    withholds_snapshot: bool,
}

/// The service that answers the requests not answered here.
#[derive(Clone, Debug)]
struct Origin {
    /// Scheme and authority, without a slash at the end.
    base: String,
    timeout: Duration,
}

/// Error of a variable with an invalid value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name} is '{value}': {remedy}")]
pub struct PolicyError {
    name: &'static str,
    value: String,
    remedy: &'static str,
}

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

impl Policy {
    /// Reads the variables.
    ///
    /// # Errors
    /// [`PolicyError`] names the first invalid variable, and the remedy.
    #[inline(never)]
    pub fn parse(variables: &Variables<'_>) -> Result<Self, PolicyError> {
        let fault = |name, value: &str, remedy| Err(PolicyError { name, value: value.to_owned(), remedy });

        let listed = variables.cors_origins.unwrap_or_default().split(',').map(str::trim);
        let origins: Vec<String> = listed.filter(|origin| !origin.is_empty()).map(str::to_owned).collect();
        if let Some(origin) = origins.iter().find(|origin| !is_origin(origin)) {
            return fault(
                "CORS_ORIGINS",
                origin,
                "list origins as browsers send them, scheme and host in lower case without a path, \
                 for instance https://anyplot.ai, https://www.anyplot.ai",
            );
        }
        let switch = |name, variable, default| match given(variable) {
            None => Ok(default),
            Some("on") => Ok(true),
            Some("off") => Ok(false),
            Some(other) => Err(PolicyError { name, value: other.to_owned(), remedy: "say on or off" }),
        };
        let localhost = switch("CORS_LOCALHOST", variables.cors_localhost, false)?;
        let withholds_snapshot = !switch("BROWSER", variables.browser, true)?;
        let timeout = match given(variables.origin_timeout) {
            None => DEFAULT_TIMEOUT,
            Some(text) => match text.parse() {
                Ok(seconds @ 1..=300) => Duration::from_secs(seconds),
                _ => return fault("ORIGIN_TIMEOUT", text, "give a whole number of seconds from 1 to 300"),
            },
        };
        let origin = match given(variables.origin) {
            None => None,
            Some(url) => {
                let base = url.strip_suffix('/').unwrap_or(url);
                if !is_origin(base) {
                    let remedy = "give scheme and host in lower case without a path, for instance https://api.example";
                    return fault("ORIGIN", url, remedy);
                }
                Some(Origin { base: base.to_owned(), timeout })
            }
        };
        Ok(Self { cors: Cors { origins, localhost }, origin, withholds_snapshot })
    }

    /// Returns true if there is a service behind this one.
    pub(super) fn has_origin(&self) -> bool {
        self.origin.is_some()
    }

    /// Returns true if clients may have the snapshot.
    pub(super) fn gives_snapshot(&self) -> bool {
        !self.withholds_snapshot
    }

    /// Returns the destination of the request for `reference` (path and query as sent). `None` if there is no service
    /// behind this one.
    pub(super) fn forward(&self, reference: &str) -> Option<Forward> {
        self.origin.as_ref().map(|Origin { base, timeout }| Forward {
            // Base and reference are joined as text, so the reference cannot change scheme or host.
            url: format!("{base}{reference}"),
            timeout: *timeout,
        })
    }
}

fn given(variable: Option<&str>) -> Option<&str> {
    variable.map(str::trim).filter(|text| !text.is_empty())
}

/// Returns true if `text` is exactly a scheme and an authority, as browsers write them.
fn is_origin(text: &str) -> bool {
    let Some(authority) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_name = |host: &str| {
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
    };
    let is_address = |host: &str| {
        let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        inner.is_some_and(|inner| inner.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte)))
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok() && port.bytes().all(|byte| byte.is_ascii_digit());
    (is_name(host) || is_address(host)) && port.is_none_or(is_port)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed expectation ends the test")]

    use super::*;

    #[test]
    fn origins_are_scheme_and_host_and_nothing_else() {
        for text in
            ["https://anyplot.ai", "http://127.0.0.1:8000", "http://localhost", "http://[::1]:80", "http://[::1]"]
        {
            assert!(is_origin(text), "{text}");
        }
        for text in [
            "*",
            "anyplot.ai",
            "https://",
            "https://anyplot.ai/",
            "https://ANYPLOT.ai",
            "https://a b",
            "https://u@h",
            "https://h:",
            "https://h:+1",
            "https://h:65536",
            "https://h?x",
            "https://h#x",
            "https://h\\x",
            "https://[h]",
            "https://[::1",
            "https://::1",
            "ftp://h",
        ] {
            assert!(!is_origin(text), "{text}");
        }
    }

    #[test]
    fn variables_that_cannot_be_used_are_named_with_their_remedy() {
        let fault = |variables: Variables<'_>| Policy::parse(&variables).unwrap_err().to_string();
        let none = Variables::default();
        assert!(
            fault(Variables { cors_origins: Some("https://a, *"), ..none }).starts_with("CORS_ORIGINS is '*': list")
        );
        assert_eq!(fault(Variables { cors_localhost: Some("yes"), ..none }), "CORS_LOCALHOST is 'yes': say on or off");
        assert_eq!(fault(Variables { browser: Some("never"), ..none }), "BROWSER is 'never': say on or off");
        assert!(
            fault(Variables { origin: Some("https://h/api"), ..none }).starts_with("ORIGIN is 'https://h/api': give")
        );
        for seconds in ["0", "-1", "1.5", "301", "soon"] {
            assert!(fault(Variables { origin_timeout: Some(seconds), ..none }).starts_with("ORIGIN_TIMEOUT is"));
        }
    }

    #[test]
    fn absent_and_empty_variables_give_the_default() {
        let empty = Some(" ");
        let all_empty = Variables {
            cors_origins: empty,
            cors_localhost: empty,
            origin: empty,
            origin_timeout: empty,
            browser: empty,
        };
        for policy in
            [Policy::default(), Policy::parse(&Variables::default()).unwrap(), Policy::parse(&all_empty).unwrap()]
        {
            assert_eq!(policy.cors, Cors::default());
            assert!(!policy.has_origin() && policy.forward("/x").is_none() && policy.gives_snapshot());
        }
    }

    #[test]
    fn no_reference_leads_to_another_host() {
        let policy =
            Policy::parse(&Variables { origin: Some("https://api.example/"), ..Variables::default() }).unwrap();
        for reference in
            ["/", "//evil.example/x", "/@evil.example", "/\\evil.example", "/..//x?y=https://z", "/.evil.example"]
        {
            let url = policy.forward(reference).unwrap().url;
            assert_eq!(url.strip_prefix("https://api.example"), Some(reference));
        }
    }
}
