//! Result of a comparison of the database, the snapshot and what is live.

use serde::Serialize;

use crate::cloudflare::worker::{Deployment, Share};
use crate::commands::deploy::plan::{Address, Situation};
use crate::commands::preview::TableChanges;
use crate::failure::{ExitCode, Failure};
use crate::release::identity::{Identity, NamedCounts, reported};
use crate::release::note::Note;
use crate::terminal::report::Report;

/// All that is known.
#[derive(Debug, Serialize)]
pub(super) struct Status {
    pub(super) worker: String,
    pub(super) live: Live,
    /// Deployments, the newest first.
    pub(super) deployments: Vec<Made>,
    pub(super) file: Option<File>,
    pub(super) database: Option<Database>,
    /// Effect that a deployment of the file would have.
    pub(super) would: Option<Would>,
}

/// Reply of the live address.
#[derive(Debug, Default, Serialize)]
pub(super) struct Live {
    pub(super) version: Option<String>,
    pub(super) snapshot: Option<String>,
    pub(super) worker: Option<String>,
    /// Time of the newest change of a record.
    pub(super) changed: Option<String>,
    pub(super) counts: Option<NamedCounts>,
    /// Reason that it is not known.
    pub(super) problem: Option<String>,
}

/// A deployment.
#[derive(Debug, Serialize)]
pub(super) struct Made {
    pub(super) when: String,
    pub(super) by: Option<String>,
    pub(super) shares: Vec<Share>,
    /// Reason, if catalog-builder made it.
    pub(super) note: Option<Note>,
}

/// The exported snapshot, with the worker that would be deployed.
#[derive(Debug, Serialize)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) changed: Option<String>,
    pub(super) age_seconds: Option<u64>,
    #[serde(flatten, serialize_with = "reported")]
    pub(super) identity: Identity,
}

/// The database, compared with the file.
#[derive(Debug, Serialize)]
pub(super) struct Database {
    pub(super) name: String,
    pub(super) changed: Option<String>,
    pub(super) tables: Vec<TableChanges>,
}

/// Effect of a deployment.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Would {
    Create,
    Replace,
    ChangeNothing,
    Refuse(String),
}

/// The parts differ.
#[derive(Debug, thiserror::Error)]
#[error("database, snapshot and what is live are not the same: export, or deploy")]
struct Different;

impl From<Different> for Failure {
    fn from(error: Different) -> Self {
        Self::new(ExitCode::Finding, error)
    }
}

impl Report for Status {
    /// Adds `same`: true if the database, the file and what is live are the same, as far as they were compared.
    fn json(&self) -> serde_json::Result<String> {
        let mut value = serde_json::to_value(self)?;
        value["same"] = self.is_same().into();
        serde_json::to_string(&value)
    }

    fn verdict(&self) -> Result<(), Failure> {
        if self.is_same() { Ok(()) } else { Err(Different.into()) }
    }
}

impl Status {
    pub(super) fn new(worker: &str, live: Live, deployments: Vec<Made>) -> Self {
        let worker = worker.to_owned();
        Self { worker, live, deployments, file: None, database: None, would: None }
    }

    pub(super) fn is_same(&self) -> bool {
        let is_exported = |database: &Database| !database.tables.iter().any(TableChanges::is_any);
        matches!(self.would, Some(Would::ChangeNothing)) && self.database.as_ref().is_none_or(is_exported)
    }
}

impl Live {
    pub(super) fn of(situation: &Situation) -> Self {
        let health = match &situation.address {
            Address::Proven(health) => health.clone(),
            Address::Broken { reason, .. } | Address::Foreign(reason) => {
                return Self { problem: Some(reason.clone()), ..Self::default() };
            }
        };
        Self {
            version: health.version,
            snapshot: Some(health.snapshot),
            worker: health.worker,
            changed: health.changed,
            counts: Some(NamedCounts(health.counts)),
            problem: None,
        }
    }
}

impl Made {
    pub(super) fn all(situation: &Situation) -> Vec<Self> {
        let made = |deployment: &Deployment| Self {
            when: deployment.created_on.clone(),
            by: deployment.author_email.clone(),
            shares: deployment.shares.clone(),
            note: deployment.note(),
        };
        situation.deployments.iter().map(made).collect()
    }
}
