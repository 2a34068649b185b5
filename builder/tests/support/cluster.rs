//! One PostgreSQL cluster per test binary, on a private socket and a free port of 127.0.0.1, gone with the process.

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use xtask::programs;

use super::Certificates;

/// A running cluster.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    pub port: u16,
    pub certificates: Certificates,
    /// Holds the pipe whose end tells the watchdog that this process is no more.
    _watchdog: Child,
}

const HBA: &str = "\
local   all  all                       trust
local   replication  all               trust
host    all  scram     127.0.0.1/32    scram-sha-256
hostssl all  tls_only  127.0.0.1/32    trust
host    all  tls_only  127.0.0.1/32    reject
host    all  nobody    127.0.0.1/32    reject
host    all  all       127.0.0.1/32    trust
";

impl Cluster {
    /// The cluster of this test binary, started at the first call.
    pub fn shared() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(Self::start)
    }

    /// Folder of its Unix socket.
    pub fn socket_folder(&self) -> &Path {
        &self.folder
    }

    /// The URL of a database by Unix socket, as the superuser.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql://postgres@/{database}?host={}&port={}", self.folder.display(), self.port)
    }

    /// Stops it as `pg_ctl stop -m` does.
    pub fn stop(&self, mode: &str) {
        let bin = programs::postgres().unwrap();
        succeed(as_owner(&bin.join("pg_ctl")).args(["stop", "-w", "-m", mode, "-D"]).arg(self.folder.join("data")));
    }

    /// One of its own, for a test that does to it what others would not bear.
    pub fn start() -> Self {
        Self::start_with(HBA, |folder| Certificates::make(folder, &["localhost"]))
    }

    /// One with this `pg_hba.conf`, and certificates that `certify` writes to a folder.
    pub fn start_with(hba: &str, certify: fn(&Path) -> Certificates) -> Self {
        let (bin, folder, watchdog) = prepared();
        let data = folder.join("data");
        succeed(
            as_owner(&bin.join("initdb"))
                .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"])
                .arg("-D")
                .arg(&data),
        );
        fs::write(data.join("pg_hba.conf"), hba).unwrap();
        let certificates = certify(&folder);
        succeed(as_owner(Path::new("cp")).arg(folder.join("server.pem")).arg(data.join("server.pem")));
        succeed(as_owner(Path::new("cp")).arg(&certificates.authority).arg(data.join("authority.pem")));
        // A key must belong to the server's user and be closed to others.
        fs::copy(folder.join("server.key"), data.join("server.key")).unwrap();
        succeed(Command::new("chmod").arg("600").arg(data.join("server.key")));
        if is_root() {
            succeed(Command::new("chown").arg("postgres").arg(data.join("server.key")));
        }
        let port = start_somewhere(&bin, &folder);
        Self { folder, port, certificates, _watchdog: watchdog }
    }

    /// A standby of this one.
    pub fn standby(&self) -> Self {
        let (bin, folder, watchdog) = prepared();
        succeed(
            as_owner(&bin.join("pg_basebackup"))
                .args(["-R", "-X", "stream", "-c", "fast", "--no-sync", "-U", "postgres", "-p", &self.port.to_string()])
                .arg("-h")
                .arg(&self.folder)
                .arg("-D")
                .arg(folder.join("data")),
        );
        let port = start_somewhere(&bin, &folder);
        Self { folder, port, certificates: self.certificates.clone(), _watchdog: watchdog }
    }
}

/// The server's programs, a folder for a cluster, and its watchdog.
fn prepared() -> (PathBuf, PathBuf, Child) {
    // A database's behaviour is not tested without the database.
    let bin = programs::postgres().unwrap_or_else(|| {
        panic!("no PostgreSQL server found (initdb, pg_ctl, postgres): install it or put its folder on PATH")
    });
    let folder = tempfile::Builder::new().prefix("pg-").tempdir().unwrap().keep();
    if is_root() {
        succeed(Command::new("chown").arg("postgres").arg(&folder));
    }
    let watchdog = watchdog(&bin, &folder);
    (bin, folder, watchdog)
}

fn start_somewhere(bin: &Path, folder: &Path) -> u16 {
    (0..5).find_map(|_| start_on_free_port(bin, folder, &folder.join("data"))).unwrap_or_else(|| {
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL does not start: {log}")
    })
}

fn start_on_free_port(bin: &Path, folder: &Path, data: &Path) -> Option<u16> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let options = format!(
        "-c fsync=off -c full_page_writes=off -c listen_addresses=127.0.0.1 -p {port} -k '{}' -c ssl=on \
         -c ssl_cert_file=server.pem -c ssl_key_file=server.key -c ssl_ca_file=authority.pem \
         -c shared_buffers=32MB -c max_connections=50",
        folder.display()
    );
    let started = as_owner(&bin.join("pg_ctl"))
        .args(["start", "-w", "-t", "60", "-o", &options])
        .arg("-l")
        .arg(folder.join("log"))
        .arg("-D")
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    started.success().then_some(port)
}

/// A process that waits for the end of this one, however it ends, then stops the cluster and removes its folder. It
/// runs before the cluster does, in a process group of its own, so that no Ctrl-C takes it along.
fn watchdog(bin: &Path, folder: &Path) -> Child {
    let script = r#"
        trap '' INT TERM HUP
        cat >/dev/null
        if [ "$(id -u)" = 0 ]; then as_owner='runuser -u postgres --'; fi
        $as_owner "$1/pg_ctl" stop -m immediate -w -D "$2/data"
        rm -rf "$2"
    "#;
    Command::new("sh")
        .args(["-c", script, "watchdog"])
        .args([bin, folder])
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap()
}

/// `program` as the user who may run a server: root may not.
fn as_owner(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}

/// Returns true if this process is root's.
fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.trim_ascii() == b"0"
}

fn succeed(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
