//! One database at a time per test, with the tables and a small catalogue.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

use super::{Cluster, PASSWORD};

/// A database of its own.
#[derive(Debug)]
pub struct Database {
    pub name: String,
    is_pooled: bool,
}

/// Databases that no test uses just now: to empty one takes a tenth of the time of creating one.
static FREE: Mutex<Vec<String>> = Mutex::new(Vec::new());

const RESET: &str = "\
DROP SCHEMA IF EXISTS plots CASCADE;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
";

impl Database {
    /// One with the small catalogue: two specs, three libraries, four implementations.
    pub fn new() -> Self {
        let database = Self::empty();
        let session = database.session();
        session.fill();
        session.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO scram, tls_only");
        database
    }

    /// One with nothing in it.
    pub fn empty() -> Self {
        static ROLES: OnceLock<()> = OnceLock::new();
        ROLES.get_or_init(|| {
            Session::open(Cluster::shared(), "postgres").run(&format!(
                "CREATE ROLE scram LOGIN PASSWORD '{PASSWORD}'; CREATE ROLE tls_only LOGIN; CREATE ROLE reader LOGIN; \
                 CREATE ROLE nobody LOGIN"
            ));
        });
        let free = FREE.lock().unwrap().pop();
        let name = free.unwrap_or_else(|| {
            static COUNT: AtomicUsize = AtomicUsize::new(0);
            let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
            Session::open(Cluster::shared(), "postgres").run(&format!("CREATE DATABASE {name} TEMPLATE template0"));
            name
        });
        let database = Self { name, is_pooled: true };
        let name = &database.name;
        database.run(&format!("{RESET} ALTER DATABASE {name} RESET ALL; GRANT CONNECT ON DATABASE {name} TO PUBLIC"));
        database
    }

    /// One that exists.
    pub fn named(name: &str) -> Self {
        Self { name: name.into(), is_pooled: false }
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

    /// Waits until this condition on the sessions of this database, but this one, holds.
    #[track_caller]
    pub fn wait_until(&self, condition: &str) {
        self.session().wait_until(condition);
    }

    /// A session that stays.
    pub fn session(&self) -> Session {
        Session::open(Cluster::shared(), &self.name)
    }

    /// Its URL by Unix socket, as the superuser.
    pub fn url(&self) -> String {
        Cluster::shared().url(&self.name)
    }

    /// Its URL by TCP, as `user` (or `user:password`).
    pub fn tcp_url(&self, user: &str, parameters: &str) -> String {
        format!("postgresql://{user}@127.0.0.1:{}/{}?{parameters}", Cluster::shared().port, self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What a failed test leaves is left for inspection.
        if self.is_pooled && !std::thread::panicking() {
            FREE.lock().unwrap().push(std::mem::take(&mut self.name));
        }
    }
}

/// A connection; its transaction and locks last as long as it does.
pub struct Session {
    runtime: Runtime,
    client: Client,
}

impl Session {
    /// One with `database` of `cluster`.
    pub fn open(cluster: &Cluster, database: &str) -> Self {
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

    /// Makes the tables and the small catalogue in them.
    pub fn fill(&self) {
        self.run(include_str!("schema.sql"));
        self.run(include_str!("catalog.sql"));
    }

    /// As [`Database::wait_until`].
    #[track_caller]
    pub fn wait_until(&self, condition: &str) {
        self.run(&format!(
            "DO $$ BEGIN
                 FOR attempt IN 1..3000 LOOP
                     PERFORM pg_stat_clear_snapshot(), pg_sleep(0.02);
                     IF (WITH sessions AS (SELECT * FROM pg_stat_activity
                                           WHERE datname = current_database() AND pid <> pg_backend_pid())
                         SELECT {condition}) THEN RETURN; END IF;
                 END LOOP;
                 RAISE 'never came: %', $condition${condition}$condition$;
             END $$"
        ));
    }

    /// Runs statements.
    pub fn run(&self, sql: &str) {
        let done = self.runtime.block_on(self.client.batch_execute(sql));
        done.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
}
