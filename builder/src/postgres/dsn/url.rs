//! URLs: `postgresql://user:password@host:port,host:port/database?name=value`.

use percent_encoding::percent_decode_str;

use crate::postgres::dsn_error::DsnError;
use crate::postgres::hosts;
use crate::postgres::settings::Settings;

/// Reads a URL without its scheme.
pub(super) fn read(url: &str) -> Result<Settings, DsnError> {
    if url.matches('@').count() > 1 {
        return Err(DsnError::SecondAt);
    }
    let (credentials, rest) = url.split_once('@').unwrap_or(("", url));
    // A password may hold a raw '?'. If '=' follows, it may as well be a parameter whose value holds the '@'.
    if credentials.split_once('?').is_some_and(|(_, query)| query.contains('=')) {
        return Err(DsnError::AtInParameter);
    }
    let (head, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = head.split_once('/').unwrap_or((head, ""));
    let mut settings = Settings::default();
    let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
    for (name, value) in [("user", user), ("password", password), ("dbname", database)] {
        if !value.is_empty() {
            settings.give(name, decoded(value))?;
        }
    }
    give_authority(&mut settings, authority)?;
    let unknown = give_query(&mut settings, query)?;
    // A URL without '@' may have a password in the place of a port, and its rest would look like a parameter. A port that
    // is a number shows that this is not so.
    hosts::check(&settings)?;
    unknown.map_or(Ok(settings), Err)
}

fn decoded(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}

/// Takes `host:port,host:port`.
fn give_authority(settings: &mut Settings, authority: &str) -> Result<(), DsnError> {
    let (mut hosts, mut ports) = (Vec::new(), Vec::new());
    for part in authority.split(',') {
        let (host, port) = match part.strip_prefix('[') {
            Some(bracketed) => {
                let (host, rest) = bracketed.split_once(']').ok_or(DsnError::HostName)?;
                (host, if rest.is_empty() { "" } else { rest.strip_prefix(':').ok_or(DsnError::HostName)? })
            }
            None => part.split_once(':').unwrap_or((part, "")),
        };
        hosts.push(decoded(host));
        ports.push(port.as_bytes().to_vec());
    }
    for (name, list) in [("host", hosts.join(&b',')), ("port", ports.join(&b','))] {
        if !list.is_empty() {
            settings.give(name, list)?;
        }
    }
    Ok(())
}

/// Takes `name=value&name=value`. Returns the error of the first unknown name.
fn give_query(settings: &mut Settings, query: &str) -> Result<Option<DsnError>, DsnError> {
    let mut unknown = None;
    let mut has_password = false;
    // SQLAlchemy repeats these, one for every host.
    let mut lists = [("host", Vec::new()), ("hostaddr", Vec::new()), ("port", Vec::new())];
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').ok_or(DsnError::Parameter)?;
        let value = decoded(value);
        if let Some((_, list)) = lists.iter_mut().find(|(list, _)| *list == name) {
            list.extend(value.split(|byte| *byte == b',').map(<[u8]>::to_vec));
            continue;
        }
        // What follows a password may be the rest of it, after a raw '&'.
        let is_secret = has_password || !is_name(name);
        has_password |= name.contains("password");
        if !settings.give(name, value)? {
            let error = || if is_secret { DsnError::Unknown } else { DsnError::UnknownName { name: name.into() } };
            unknown.get_or_insert_with(error);
        }
    }
    let [(_, hosts), (_, addresses), (_, mut ports)] = lists;
    let (hosts, ports_of_hosts): (Vec<_>, Vec<_>) = hosts.iter().map(|host| split_port(host)).unzip();
    if ports_of_hosts.iter().any(Option::is_some) {
        let of_host =
            |(at, port): (usize, &Option<&[u8]>)| port.map_or_else(|| ports.get(at).cloned(), |port| Some(port.into()));
        ports = ports_of_hosts.iter().enumerate().map(|host| of_host(host).unwrap_or_default()).collect();
    }
    for (name, list) in [("host", hosts.join(&b',')), ("hostaddr", addresses.join(&b',')), ("port", ports.join(&b','))]
    {
        if !list.is_empty() {
            settings.give(name, list)?;
        }
    }
    Ok(unknown)
}

/// True for what may be the name of a parameter.
fn is_name(name: &str) -> bool {
    name.len() <= 64 && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// Splits `name:port` and `[address]:port`, as SQLAlchemy writes them into `host`.
fn split_port(host: &[u8]) -> (&[u8], Option<&[u8]>) {
    if let Some(bracketed) = host.strip_prefix(b"[") {
        return match bracketed.iter().position(|byte| *byte == b']').map(|at| bracketed.split_at(at)) {
            Some((address, b"]")) => (address, None),
            Some((address, rest)) if rest.starts_with(b"]:") => (address, Some(&rest[2..])),
            // What else follows is no port. The bracket makes it no host either.
            Some(_) | None => (host, None),
        };
    }
    let mut parts = host.splitn(2, |byte| *byte == b':');
    match (parts.next(), parts.next()) {
        (Some(name), Some(port)) if !host.starts_with(b"/") && port.iter().all(u8::is_ascii_digit) => {
            (name, Some(port))
        }
        _ => (host, None),
    }
}
