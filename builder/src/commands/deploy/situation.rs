//! Finds out what is live: by Cloudflare, and by the live address.

use std::path::Path;
use std::thread;
use std::time::Duration;

use catalog_edge::shrinkage::Counts;

use super::plan::{Address, Elsewhere, Situation};
use super::refusal::{Loss, Refusal};
use crate::cloudflare::error::ApiError;
use crate::cloudflare::worker::{Deployment, Version};
use crate::commands::target::Target;
use crate::failure::with_causes;
use crate::records::compare::compare;
use crate::records::normalized::Normalized;
use crate::service::answer::AnswerError;
use crate::service::health::{Health, HealthError};
use crate::storage::snapshot_file::{FileError, SnapshotFile};

/// Number of requests until an address counts as broken: a single one may meet a fault of the network.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(300);

/// Reads what is live, and compares it with the new snapshot.
pub(crate) fn situation(target: &Target, new: &SnapshotFile) -> Result<Situation, ApiError> {
    let mut situation = live(target)?;
    if let Some(digest) = live_snapshot(&situation)
        && let Some(old) = target.deployed_snapshots().find(&digest)
    {
        match losses(&old, new) {
            Ok((counts, losses)) => (situation.kept, situation.losses) = (Some(counts), losses),
            // One of an earlier format, for instance.
            Err(_) => target.terminal.note("The kept snapshot cannot be read: comparing counts"),
        }
    }
    Ok(situation)
}

/// Reads what is live.
pub(crate) fn live(target: &Target) -> Result<Situation, ApiError> {
    let worker = target.worker();
    let deployments = worker.deployments()?.unwrap_or_default();
    let version = deployments.first().and_then(largest).map(|id| worker.version(id)).transpose()?.flatten();
    let said = version.as_ref().and_then(Version::identity);
    let address = address(target, &deployments)?;
    Ok(Situation { deployments, said, address, losses: Vec::new(), kept: None })
}

/// Fails if the live address is not proven to be that of the worker, or if the worker does not exist.
pub(crate) fn prove(situation: &Situation) -> Result<(), Refusal> {
    match &situation.address {
        _ if situation.deployments.is_empty() => Err(Refusal::NoWorker),
        Address::Foreign(reason) => Err(Refusal::Foreign(reason.clone())),
        Address::Broken { reason, elsewhere: Elsewhere::Works } => Err(Refusal::Elsewhere(reason.clone())),
        // What does not answer is a reason to roll back.
        Address::Broken { .. } | Address::Proven(_) => Ok(()),
    }
}

/// Returns the digest of the live snapshot.
pub(crate) fn live_snapshot(situation: &Situation) -> Option<String> {
    match &situation.address {
        Address::Proven(health) => Some(health.snapshot.clone()),
        _ => situation.said.as_ref().map(|said| said.snapshot.clone()),
    }
}

fn largest(deployment: &Deployment) -> Option<&str> {
    let shares = deployment.shares.iter();
    shares.max_by(|a, b| a.percentage.total_cmp(&b.percentage)).map(|share| &*share.version)
}

/// Asks the live address, and proves that it is the worker's: only a version of this worker knows the id of one.
fn address(target: &Target, deployments: &[Deployment]) -> Result<Address, ApiError> {
    let worker = target.worker();
    let health = match ask(target) {
        Ok(health) => health,
        Err(error) if error.is_absence() => {
            let elsewhere = elsewhere(target, deployments)?;
            return Ok(Address::Broken { reason: with_causes(&error), elsewhere });
        }
        Err(error) => return Ok(Address::Foreign(with_causes(&error))),
    };
    let Some(version) = &health.version else {
        let reason = format!("{} does not tell its version", target.url);
        return Ok(Address::Broken { reason, elsewhere: Elsewhere::Unknown });
    };
    let (url, name) = (&target.url, target.configuration.name());
    let is_deployed = deployments.iter().flat_map(Deployment::versions).any(|known| known == version);
    if is_deployed && !is_preview(url, version) {
        return Ok(Address::Proven(health));
    }
    let reason = if is_deployed || worker.version(version)?.is_some() {
        format!("{url} is the address of a preview")
    } else {
        format!("version {version} answers {url}, which is none of the worker '{name}'")
    };
    Ok(Address::Foreign(reason))
}

/// True if the host begins as that of the preview of `version`.
fn is_preview(url: &str, version: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    let begin = version.get(..8).unwrap_or(version);
    !begin.is_empty() && host.strip_prefix(begin).is_some_and(|rest| rest.starts_with('-'))
}

fn ask(target: &Target) -> Result<Health, HealthError> {
    let mut tries = 1;
    loop {
        match Health::ask(&target.client, &target.url, &[]) {
            Err(error) if error.is_absence() && tries < TRIES => thread::sleep(PAUSE),
            answer => return answer,
        }
        tries += 1;
    }
}

/// Asks the live version at its preview.
fn elsewhere(target: &Target, deployments: &[Deployment]) -> Result<Elsewhere, ApiError> {
    let Some(version) = deployments.first().and_then(largest) else { return Ok(Elsewhere::Unknown) };
    let Some(preview) = target.worker().preview_url(version)? else { return Ok(Elsewhere::Unknown) };
    Ok(match Health::ask(&target.client, &preview, &[]) {
        Ok(_) => Elsewhere::Works,
        Err(HealthError::Answer(AnswerError::Status { status, .. })) if status >= 500 => Elsewhere::Broken,
        Err(_) => Elsewhere::Unknown,
    })
}

/// Returns the counts of the old snapshot, and the rows that the new one lacks.
fn losses(old: &Path, new: &SnapshotFile) -> Result<(Counts, Vec<Loss>), FileError> {
    let old = SnapshotFile::read(old)?;
    let (old_snapshot, new_snapshot) = (old.open()?, new.open()?);
    let rows = |file: &SnapshotFile, catalog| Normalized::of_snapshot(catalog).map_err(|error| file.unsound(error));
    let changes = compare(&rows(&old, &old_snapshot.catalog)?, &rows(new, &new_snapshot.catalog)?);
    let losses = changes.iter().map(|changes| {
        let removed = changes.removed.len();
        // The rows of both together, without those that only the new one has.
        Loss { table: changes.table, rows: (changes.rows - changes.added.len()) as u64, removed: removed as u64 }
    });
    Ok((Counts::of(&old_snapshot.catalog), losses.collect()))
}
