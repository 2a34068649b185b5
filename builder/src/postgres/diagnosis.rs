//! Diagnosis of an attempt to connect that failed: from the driver's error to the reason.

use std::error::Error as _;
use std::io::{self, ErrorKind};

use rustls::{CertificateError, Error as TlsFault};
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use super::connect_problem::ConnectProblem;
use super::refusal;
use super::tls::{Roots, TlsPolicy};

/// Returns the reason for `error`, of a connection by `tls` or by a Unix socket.
pub(super) fn problem(error: &Error, tls: &TlsPolicy, is_socket: bool) -> ConnectProblem {
    if let Some(error) = error.as_db_error() {
        return refusal::problem(error, tls, is_socket);
    }
    if error.is_closed() {
        return ConnectProblem::Closed;
    }
    let Some(source) = error.source() else {
        return ConnectProblem::NotPostgres;
    };
    if let Some(io) = source.downcast_ref::<io::Error>() {
        return of_io(io, tls, is_socket);
    }
    // The driver has no types for these; tests hold its words.
    match source.to_string().as_str() {
        "server does not support TLS" => ConnectProblem::NoTls,
        "password missing" => ConnectProblem::NoPassword,
        "unsupported authentication method" | "unsupported SASL mechanism" => ConnectProblem::Method,
        "server did not use channel binding" => ConnectProblem::ChannelBinding,
        _ => ConnectProblem::Refused,
    }
}

fn of_io(error: &io::Error, tls: &TlsPolicy, is_socket: bool) -> ConnectProblem {
    match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(TlsFault::InvalidCertificate(fault)) => return of_certificate(fault, tls),
        Some(_) => return ConnectProblem::TlsFailed,
        None => {}
    }
    match error.kind() {
        ErrorKind::PermissionDenied if is_socket => ConnectProblem::SocketDenied,
        ErrorKind::TimedOut => ConnectProblem::Silent,
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => ConnectProblem::Closed,
        // Bytes that are no message of the protocol.
        ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::Other if error.raw_os_error().is_none() => {
            ConnectProblem::NotPostgres
        }
        _ => ConnectProblem::Unreachable,
    }
}

fn of_certificate(fault: &CertificateError, tls: &TlsPolicy) -> ConnectProblem {
    match (fault, tls) {
        (CertificateError::UnknownIssuer, TlsPolicy::VerifyFull(Roots::File(file))) => {
            ConnectProblem::OtherAuthority(file.clone())
        }
        (CertificateError::UnknownIssuer, _) => ConnectProblem::UnknownAuthority,
        (CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }, _) => {
            ConnectProblem::OtherName
        }
        (CertificateError::Expired | CertificateError::ExpiredContext { .. }, _) => ConnectProblem::Expired,
        (CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }, _) => ConnectProblem::NotValidYet,
        _ => ConnectProblem::Certificate,
    }
}

/// True if libpq tries again without TLS under `sslmode=prefer`.
pub(super) fn may_pass_without_tls(error: &Error) -> bool {
    let problem = problem(error, &TlsPolicy::Prefer, false);
    problem == ConnectProblem::NotAdmitted || (error.code().is_none() && problem == ConnectProblem::TlsFailed)
}

/// True if the same attempt may succeed in a moment.
pub(super) fn is_passing(error: &Error, problem: &ConnectProblem) -> bool {
    if error.code().is_some() {
        let passing = [ConnectProblem::TooMany, ConnectProblem::NotReady, ConnectProblem::PoolerServer];
        return passing.contains(problem) || error.code() == Some(&SqlState::CANNOT_CONNECT_NOW);
    }
    let io = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    // A Unix socket is not there while its server is not.
    let passing = [ErrorKind::ConnectionRefused, ErrorKind::ConnectionReset, ErrorKind::NotFound];
    io.is_some_and(|io| io.get_ref().is_none() && passing.contains(&io.kind()))
}
