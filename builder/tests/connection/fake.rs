//! A server on the loopback that says what a test tells it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::thread;

/// An error message of PostgreSQL's protocol: severity, code, text, and the routine if it is PostgreSQL that speaks.
pub fn fatal(code: &str, routine: &str, text: &str) -> Vec<u8> {
    let mut fields = format!("SFATAL\0C{code}\0M{text}\0");
    if !routine.is_empty() {
        fields += &format!("VFATAL\0Fx.c\0L1\0R{routine}\0");
    }
    message(b'E', format!("{fields}\0").as_bytes())
}

/// Messages that let a client in and wait for its first statement.
pub fn welcome() -> Vec<u8> {
    [message(b'R', &[0; 4]), message(b'Z', b"I")].concat()
}

/// A request for authentication: its number, and what belongs to it.
pub fn authentication(number: u32, rest: &[u8]) -> Vec<u8> {
    message(b'R', &[&number.to_be_bytes(), rest].concat())
}

/// Answer to `BEGIN`.
pub fn begun() -> Vec<u8> {
    [message(b'C', b"BEGIN\0"), message(b'Z', b"T")].concat()
}

fn message(of_type: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap();
    [&[of_type][..], &length.to_be_bytes(), body].concat()
}

/// Starts a server that answers the n-th message of a client with `replies[n]`, then ends the connection. Returns its
/// port.
pub fn server(replies: Vec<Vec<u8>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().flatten().for_each(|client| answer(client, &replies)));
    port
}

/// The same at port 5432 of a Unix socket in `folder`.
pub fn socket_server(folder: &Path, replies: Vec<Vec<u8>>) {
    let listener = UnixListener::bind(folder.join(".s.PGSQL.5432")).unwrap();
    thread::spawn(move || listener.incoming().flatten().for_each(|client| answer(client, &replies)));
}

fn answer(mut client: impl Read + Write, replies: &[Vec<u8>]) {
    let mut message = [0; 4096];
    for reply in replies {
        let Ok(1..) = client.read(&mut message) else { return };
        // A request for TLS, which the client repeats without it.
        if message.starts_with(&[0, 0, 0, 8]) {
            let _ = client.write_all(b"N");
            let Ok(1..) = client.read(&mut message) else { return };
        }
        let _ = client.write_all(reply);
    }
}
