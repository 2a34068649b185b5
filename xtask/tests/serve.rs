//! `npm start`: the addresses that it names, and a port that another program has.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};

use xtask::bound::Bound;
use xtask::http;

fn serve(port: u16) -> Command {
    let mut serve = Command::new(env!("CARGO_BIN_EXE_xtask"));
    serve.args(["serve", "--port", &port.to_string()]);
    serve
}

#[test]
fn every_address_that_is_named_answers() {
    let mut process = Bound::start(&serve(0), Stdio::piped(), Stdio::inherit()).unwrap();
    let lines = BufReader::new(process.stdout().unwrap()).lines().map(Result::unwrap);
    let addresses: Vec<String> = lines.filter(|line| line.starts_with("http://")).take(3).collect();
    assert_eq!(addresses.len(), 3, "{addresses:?}");
    for (address, path) in addresses.iter().zip(["/explore", "/docs", "/plots/filter?lib="]) {
        assert!(address.contains(path), "{address}");
        assert_eq!(http::get(address).unwrap().status(), 200, "{address}");
    }
}

#[test]
fn port_of_another_program_is_refused() {
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = other.local_addr().unwrap().port();
    let refused = serve(port).output().unwrap();
    let message = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{message}");
    assert!(
        message
            .starts_with(&format!("error: port {port} cannot be used: choose another one with npm start -- --port "))
    );
    assert!(refused.stdout.is_empty());
}
