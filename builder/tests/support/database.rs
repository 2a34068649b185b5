//! One database per test, copied from a template that holds the tables and a small catalogue.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

use super::{Cluster, PASSWORD};

/// A database of its own.
#[derive(Debug)]
pub struct Database {
    pub name: String,
}

impl Database {
    /// One with the small catalogue: two specs, three libraries, four implementations.
    pub fn new() -> Self {
        static TEMPLATE: OnceLock<()> = OnceLock::new();
        TEMPLATE.get_or_init(|| {
            let maintenance = Session::open("postgres");
            maintenance.run(&format!(
                "CREATE ROLE scram LOGIN PASSWORD '{PASSWORD}'; CREATE ROLE tls_only LOGIN; CREATE ROLE reader LOGIN; \
                 CREATE ROLE nobody LOGIN"
            ));
            maintenance.run("CREATE DATABASE small_catalogue");
            let template = Session::open("small_catalogue");
            template.run(include_str!("schema.sql"));
            template.run(include_str!("catalogue.sql"));
            template.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO scram, tls_only");
        });
        Self::copied_from("small_catalogue")
    }

    /// One with nothing in it.
    pub fn empty() -> Self {
        Self::copied_from("template0")
    }

    fn copied_from(template: &str) -> Self {
        static COPYING: Mutex<()> = Mutex::new(());
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let session = Session::open("postgres");
        // A template may have no other reader while it is copied.
        let _only_one = COPYING.lock();
        session.run(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
        Self { name }
    }

    /// Like [`new`](Self::new), with changes.
    pub fn with(sql: &str) -> Self {
        let database = Self::new();
        database.run(sql);
        database
    }

    /// Runs statements in a session that ends with them.
    pub fn run(&self, sql: &str) {
        self.session().run(sql);
    }

    /// A session that stays.
    pub fn session(&self) -> Session {
        Session::open(&self.name)
    }

    /// Its URL by Unix socket, as the superuser.
    pub fn url(&self) -> String {
        let cluster = Cluster::shared();
        format!("postgresql://postgres@/{}?host={}&port={}", self.name, cluster.socket_folder().display(), cluster.port)
    }

    /// Its URL by TCP, as `user` (or `user:password`).
    pub fn tcp_url(&self, user: &str, parameters: &str) -> String {
        format!("postgresql://{user}@127.0.0.1:{}/{}?{parameters}", Cluster::shared().port, self.name)
    }
}

/// A connection; its transaction and locks last as long as it does.
pub struct Session {
    runtime: Runtime,
    client: Client,
}

impl Session {
    fn open(database: &str) -> Self {
        let cluster = Cluster::shared();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut config = tokio_postgres::Config::new();
        config.host_path(cluster.socket_folder()).port(cluster.port).user("postgres").dbname(database);
        let client = runtime.block_on(async {
            let (client, connection) = config.connect(NoTls).await.unwrap();
            tokio::spawn(connection);
            client
        });
        Self { runtime, client }
    }

    /// Runs statements.
    pub fn run(&self, sql: &str) {
        let done = self.runtime.block_on(self.client.batch_execute(sql));
        done.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
}
