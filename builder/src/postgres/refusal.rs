//! Refusals of a server or pooler, before it lets a user in.
//!
//! PostgreSQL's messages are translated, so its codes and the fields that name its source decide. A pooler has neither
//! those fields nor translations, so its words decide.

use tokio_postgres::error::DbError;

use super::connect_problem::ConnectProblem;
use super::tls::TlsPolicy;

/// Returns the reason that a server or pooler gives, of a connection by `tls` or by a Unix socket.
pub(super) fn problem(error: &DbError, tls: &TlsPolicy, is_socket: bool) -> ConnectProblem {
    let routine = error.routine();
    match error.code().code() {
        "28P01" => ConnectProblem::WrongPassword,
        "28000" if routine.is_some() => not_authorized(error, tls, is_socket),
        "3D000" => ConnectProblem::UnknownDatabase,
        "53300" => ConnectProblem::TooMany,
        "57P01" | "57P02" | "57P03" => ConnectProblem::NotReady,
        "55000" => ConnectProblem::ClosedDatabase,
        "42501" if routine.is_none_or(|routine| routine == "CheckMyDatabase") => ConnectProblem::NoPermission,
        // A setting among the options that does not exist, has another form, or is not for this user.
        "42704" | "22023" | "42601" | "55P02" | "42501" => ConnectProblem::Options,
        code if routine.is_none() => of_pooler(error.message(), code, tls, is_socket),
        _ => ConnectProblem::Refused,
    }
}

/// SQLSTATE 28000 of PostgreSQL, which has many reasons.
fn not_authorized(error: &DbError, tls: &TlsPolicy, is_socket: bool) -> ConnectProblem {
    let text = error.message();
    match error.routine() {
        // One routine for both, so only words can tell them apart.
        Some("InitializeSessionUserId") if text.contains("does not exist") => ConnectProblem::NoSuchRole,
        Some("InitializeSessionUserId") if text.contains("not permitted to log in") => ConnectProblem::NoLogin,
        Some("InitializeSessionUserId") => ConnectProblem::UnusableRole,
        Some("auth_failed") => of_method(text, is_socket),
        _ if text.contains("client certificate") => ConnectProblem::ClientCertificate,
        _ => not_admitted(tls, is_socket),
    }
}

/// Failure of the method that the server's `pg_hba.conf` names. Its name is the same in most languages.
fn of_method(text: &str, is_socket: bool) -> ConnectProblem {
    // The user is quoted, in whichever way the language quotes, and may have the name of a method.
    let unquoted = text.split(['"', '»', '«', '“', '”', '„', '「', '」']).step_by(2);
    let words: Vec<_> = unquoted.flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric())).collect();
    let has = |names: &[&str]| words.iter().any(|word| names.iter().any(|name| word.eq_ignore_ascii_case(name)));
    if has(&["PAM", "LDAP", "RADIUS", "BSD"]) {
        ConnectProblem::WrongPassword
    } else if has(&["GSSAPI", "SSPI", "OAuth"]) {
        ConnectProblem::Method
    } else if is_socket {
        ConnectProblem::Peer
    } else if has(&["ident"]) {
        ConnectProblem::Ident
    } else if has(&["certificate"]) {
        ConnectProblem::ClientCertificate
    } else {
        ConnectProblem::Authentication
    }
}

fn not_admitted(tls: &TlsPolicy, is_socket: bool) -> ConnectProblem {
    match tls {
        _ if is_socket => ConnectProblem::NotAdmittedBySocket,
        TlsPolicy::Disable => ConnectProblem::NotAdmittedWithoutTls,
        _ => ConnectProblem::NotAdmitted,
    }
}

/// Words of PgBouncer and, for other poolers, the code.
fn of_pooler(text: &str, code: &str, tls: &TlsPolicy, is_socket: bool) -> ConnectProblem {
    let has = |words: &[&str]| words.iter().any(|words| text.contains(words));
    if has(&["unsupported startup parameter", "unsupported options startup parameter"]) && text.contains("options") {
        ConnectProblem::PoolerOptions
    } else if has(&["no such database", "is disabled", "No pool configured"]) {
        ConnectProblem::UnknownDatabase
    } else if has(&["no such user", "user not found", "\"trust\" authentication failed"]) {
        ConnectProblem::PoolerUser
    } else if has(&["password authentication failed", "SASL authentication failed", "empty password"]) {
        ConnectProblem::WrongPassword
    } else if has(&["no more connections allowed", "client connections exceeded", "max clients reached"]) {
        ConnectProblem::TooMany
    } else if has(&["shutting down"]) {
        ConnectProblem::NotReady
    } else if has(&["SSL required"]) {
        not_admitted(&TlsPolicy::Disable, is_socket)
    } else if has(&["server_login_retry", "server down", "cannot connect", "connect failed", "query_wait_timeout"]) {
        ConnectProblem::PoolerServer
    } else if has(&["does not exist"]) && code == "28000" {
        ConnectProblem::NoSuchRole
    } else if has(&["login rejected"]) || code == "28000" {
        not_admitted(tls, is_socket)
    } else if has(&["authentication failed"]) {
        ConnectProblem::Authentication
    } else {
        ConnectProblem::Refused
    }
}
