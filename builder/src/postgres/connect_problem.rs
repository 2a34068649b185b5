//! Reasons why there is no connection, each with its remedy.

use std::path::PathBuf;

use super::session_kind::SessionKind;

/// Reason why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ConnectProblem {
    #[error("nothing answers there: see that PostgreSQL runs and listens at this host and port")]
    Unreachable,
    #[error("no host has this name: correct it in the database URL, or see that the name server answers")]
    UnknownHost,
    #[error("no answer in time: see that the host is right and no firewall is in between, or raise --connect-timeout")]
    Silent,
    #[error("this process may not use the Unix socket: run it as a user who may, or connect by host name")]
    SocketDenied,
    #[error("the server ended the connection before it was open: see its log")]
    Closed,
    #[error("what answers there is no PostgreSQL server: correct host and port in the database URL")]
    NotPostgres,
    #[error("the user or password is wrong: correct it in the database URL, or in PGUSER and PGPASSWORD")]
    WrongPassword,
    #[error("the user or the password from '{}' is wrong: correct the file, or give the password as PGPASSWORD", .0.display())]
    WrongPasswordInFile(PathBuf),
    #[error("the server asks for a password: add one to the database URL, or set PGPASSWORD")]
    NoPassword,
    #[error("the role does not exist: correct the user in the database URL, or CREATE ROLE ... LOGIN")]
    NoSuchRole,
    #[error("the role may not log in: ALTER ROLE ... LOGIN, or use another user")]
    NoLogin,
    #[error("the role does not exist or may not log in: correct the user in the database URL, or ALTER ROLE ... LOGIN")]
    UnusableRole,
    #[error(
        "the server compares the user with the operating system's user (peer), and they differ: run this as the operating \
         system's user of that name, or use a password (scram-sha-256 in pg_hba.conf)"
    )]
    Peer,
    #[error(
        "the server asks this machine's ident service for the user, and it gives another one or none: use a password \
         (scram-sha-256 in pg_hba.conf)"
    )]
    Ident,
    #[error("the server asks for a client certificate, and catalog-builder has none: use a password for this user")]
    ClientCertificate,
    #[error(
        "the server asks for an authentication that catalog-builder does not know: use a password (scram-sha-256 in \
         pg_hba.conf)"
    )]
    Method,
    #[error("the authentication of this user failed: see the server's log, and the line for it in pg_hba.conf")]
    Authentication,
    #[error("the server did not use channel binding: remove channel_binding=require, or use TLS and scram-sha-256")]
    ChannelBinding,
    #[error(
        "the server's pg_hba.conf admits no such connection: add a line for it there, or use another user or database"
    )]
    NotAdmitted,
    #[error(
        "the server's pg_hba.conf admits no such connection by Unix socket: add a line for it there (local), or connect by \
         host name"
    )]
    NotAdmittedBySocket,
    #[error(
        "the server admits no such connection without TLS: use sslmode=require or verify-full, or add a line for it to \
         pg_hba.conf"
    )]
    NotAdmittedWithoutTls,
    #[error("there is no such database: correct its name in the database URL")]
    UnknownDatabase,
    #[error("the database accepts no connections: use another one, or ALTER DATABASE ... ALLOW_CONNECTIONS true")]
    ClosedDatabase,
    #[error("the user may not connect to this database: GRANT CONNECT on it")]
    NoPermission,
    #[error(
        "the server has no connection left: try again later, or raise max_connections (max_client_conn of a pooler)"
    )]
    TooMany,
    #[error("the server is starting up or shutting down: try again")]
    NotReady,
    #[error("the server refuses the options: correct them in the database URL or in PGOPTIONS")]
    Options,
    #[error(
        "the pooler accepts no options: remove them from the database URL and PGOPTIONS, or connect to the server itself"
    )]
    PoolerOptions,
    #[error("the pooler does not know this user: add it to the pooler, or connect to the server itself")]
    PoolerUser,
    #[error("the pooler cannot connect to its server: see the pooler's log")]
    PoolerServer,
    #[error("the server offers no TLS: turn ssl on there, or use sslmode=disable if the network is trusted")]
    NoTls,
    #[error("the server's certificate is not trusted: give its authority as sslrootcert=FILE")]
    UnknownAuthority,
    #[error("the server's certificate is not trusted: give its authority as sslrootcert; '{}' holds others", .0.display())]
    OtherAuthority(PathBuf),
    #[error(
        "the server's certificate is not trusted for this host: connect by a name that it is made for, or add the host to \
         it (as subjectAltName)"
    )]
    OtherName,
    #[error("the server's certificate is not trusted, because it has expired: renew it on the server")]
    Expired,
    #[error("the server's certificate is not trusted, because it is not valid yet: see the clocks of both machines")]
    NotValidYet,
    #[error("the server's certificate is not trusted, because it is not sound: make a new one")]
    Certificate,
    #[error("no TLS connection can be agreed on: see that the server speaks TLS 1.2 or 1.3")]
    TlsFailed,
    #[error(
        "no server there is what target_session_attrs={0} asks for: add a host that is, or use target_session_attrs=any"
    )]
    OtherSessionKind(SessionKind),
    #[error("the server refused: see its reason below")]
    Refused,
}
