//! A wire between a run and the server: it counts what passes, and can be cut.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use super::network::fatal;
use crate::support::{Cluster, Database};

/// Bytes that passed: from the run to the server, and back.
#[derive(Debug, Default)]
pub struct Passed {
    pub sent: AtomicU64,
    pub received: AtomicU64,
}

/// Returns the URL of `database` through a wire, and the count of what passes it. If the wire is cut, after so many bytes
/// from the server, whoever connects again is turned away.
pub fn wire(database: &Database, cut_after: u64) -> (String, Arc<Passed>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let passed = Arc::new(Passed::default());
    let counted = passed.clone();
    thread::spawn(move || {
        for (number, client) in listener.incoming().flatten().enumerate() {
            if cut_after < u64::MAX && number > 0 {
                turn_away(client);
                continue;
            }
            let Ok(server) = TcpStream::connect(("127.0.0.1", Cluster::shared().port)) else { return };
            let (client_in, server_in) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            let (up, down) = (counted.clone(), counted.clone());
            thread::spawn(move || carry(client_in, server, &up.sent, u64::MAX));
            thread::spawn(move || carry(server_in, client, &down.received, cut_after));
        }
    });
    (format!("postgresql://reader@127.0.0.1:{port}/{}?sslmode=disable", database.name), passed)
}

/// Answers as a server does that does not let this user in, which nobody tries twice.
fn turn_away(mut client: TcpStream) {
    let _ = client.read(&mut [0; 4096]);
    let _ = client.write_all(&fatal("28P01", "password authentication failed"));
    let _ = client.shutdown(Shutdown::Both);
}

fn carry(mut from: TcpStream, mut to: TcpStream, passed: &AtomicU64, cut_after: u64) {
    let mut buffer = [0; 4096];
    let mut left = cut_after;
    while left > 0
        && let Ok(count @ 1..) = from.read(&mut buffer)
    {
        let count = count.min(usize::try_from(left).unwrap_or(usize::MAX));
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
        left -= count as u64;
        passed.fetch_add(count as u64, Ordering::SeqCst);
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
