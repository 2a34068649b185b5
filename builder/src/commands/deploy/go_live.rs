//! Sends traffic to a version, tries it live, and takes the traffic back if it fails.

use std::time::{Duration, Instant};

use super::error::DeployError;
use super::plan::{Address, Situation};
use crate::cloudflare::worker::{Deployment, Share, shares as shown};
use crate::commands::target::Target;
use crate::failure::with_causes;
use crate::interrupt;
use crate::release::identity::Identity;
use crate::release::note::Note;
use crate::service::smoke::{Before, Expected};
use crate::service::watch::{Patience, Watch, WatchError};

/// A version that is to go live.
#[derive(Debug)]
pub(crate) struct Candidate<'c> {
    pub(crate) version: &'c str,
    pub(crate) identity: &'c Identity,
    /// Part of the traffic, if not all.
    pub(crate) percent: Option<u8>,
}

/// Sends traffic to the candidate and tries it. Returns the seconds until it showed.
pub(crate) fn go_live(target: &Target, situation: &Situation, candidate: &Candidate<'_>) -> Result<f64, DeployError> {
    // A deployment that was begun is finished or taken back, also if a signal comes.
    interrupt::deferred(|| deploy(target, situation, candidate))
}

/// Tries the release that is live already, and takes it back if it fails and this tool deployed it.
pub(crate) fn check_live(target: &Target, situation: &Situation, identity: &Identity) -> Result<f64, DeployError> {
    let Some((top, below)) = situation.deployments.split_first() else { return Err(DeployError::NothingLive) };
    let expected = expected(target, top.versions().map(str::to_owned).collect(), vec![identity.snapshot.clone()]);
    let expected = Expected { before: before(situation, top), ..expected };
    let seconds = watch(target, &[], Patience::Never).wait(&expected);
    let error = match seconds {
        Ok(time) => return Ok(time.as_secs_f64()),
        Err(error) => error,
    };
    let is_release = matches!(top.note(), Some(Note::Release { .. }));
    match below.iter().find(|below| below.shares != top.shares).filter(|_| is_release) {
        Some(below) => interrupt::deferred(|| {
            let key = identity.key();
            Err(take_back(target, Failed { error: &error, key: &key, deployment: &top.id }, below, None))
        }),
        None => Err(DeployError::Broken(error)),
    }
}

fn deploy(target: &Target, situation: &Situation, candidate: &Candidate<'_>) -> Result<f64, DeployError> {
    let Candidate { version, identity, percent } = *candidate;
    let worker = target.worker();
    let planned = situation.deployments.first().ok_or(DeployError::NothingLive)?;
    let live = worker.deployments().map_err(DeployError::Unread)?.into_iter().flatten().next();
    let live = live.filter(|live| live.id == planned.id).ok_or_else(|| DeployError::Overtaken(None))?;
    let (shares, note) = shares(&live, version, &identity.key(), percent)?;
    target.terminal.note(format_args!("Sending {}% of the traffic to version {version}", percent.unwrap_or(100)));
    let deployment = worker.deploy(&shares, &note, Some(&live.id))?;
    let below = undisturbed(target, &deployment, live)?;

    let named = format!("{}=\"{version}\"", target.configuration.name());
    let headers = [("cloudflare-workers-version-overrides", &*named)];
    let headers = if percent.is_some() { &headers[..] } else { &[] };
    let is_broken = matches!(situation.address, Address::Broken { .. });
    let patience = if is_broken { Patience::Always } else { Patience::Never };
    let expected = Expected {
        before: before(situation, &below),
        ..expected(target, vec![version.to_owned()], vec![identity.snapshot.clone()])
    };
    let error = match watch(target, headers, patience).wait(&expected) {
        Ok(time) => return is_still_ours(target, &deployment).map(|()| time.as_secs_f64()),
        Err(error) => error,
    };
    let snapshot = snapshot_of(situation, &below);
    let key = identity.key();
    Err(take_back(target, Failed { error: &error, key: &key, deployment: &deployment }, &below, snapshot))
}

/// Returns the shares of a deployment of `version`, and its note.
fn shares(live: &Deployment, version: &str, key: &str, percent: Option<u8>) -> Result<(Vec<Share>, Note), DeployError> {
    let share = |version: &str, percentage: u8| Share { version: version.into(), percentage: percentage.into() };
    let key = key.to_owned();
    let Some(percent) = percent.filter(|percent| *percent < 100) else {
        return Ok((vec![share(version, 100)], Note::Release { key }));
    };
    let old = live.only_version().ok_or(DeployError::NothingLive)?;
    Ok((vec![share(version, percent), share(old, 100 - percent)], Note::Share { key, percent }))
}

/// Returns the deployment that ours has replaced. If it is another than the one that we had seen last, somebody was
/// faster: theirs is put back, unless it is of another run of this tool, which notices.
fn undisturbed(target: &Target, ours: &str, seen: Deployment) -> Result<Deployment, DeployError> {
    let worker = target.worker();
    // If Cloudflare does not tell, the smoke test does.
    let Ok(Some(deployments)) = worker.deployments() else { return Ok(seen) };
    let Some(at) = deployments.iter().position(|deployment| deployment.id == ours) else { return Ok(seen) };
    if at > 0 {
        return Err(DeployError::Overtaken(deployments.into_iter().next().map(Box::new)));
    }
    // A call that was repeated may have taken effect twice.
    let shares = deployments.first().map(|ours| ours.shares.clone()).unwrap_or_default();
    match deployments.into_iter().find(|deployment| deployment.shares != shares) {
        Some(below) if below.id == seen.id || below.note().is_some() => Ok(below),
        Some(theirs) => {
            let restored = worker.deploy(&theirs.shares, &Note::Restore, Some(ours));
            let overtaken = DeployError::Overtaken(Some(Box::new(theirs)));
            Err(match restored {
                Ok(_) => overtaken,
                Err(source) => DeployError::NotRolledBack { reason: overtaken.to_string(), source: Box::new(source) },
            })
        }
        None => Ok(seen),
    }
}

fn is_still_ours(target: &Target, ours: &str) -> Result<(), DeployError> {
    match target.worker().deployments() {
        // A list that does not hold ours yet is an old one.
        Ok(Some(deployments)) if deployments.iter().skip(1).any(|deployment| deployment.id == ours) => {
            Err(DeployError::Overtaken(deployments.into_iter().next().map(Box::new)))
        }
        // The smoke test has seen it.
        _ => Ok(()),
    }
}

/// A release that failed live.
struct Failed<'f> {
    error: &'f WatchError,
    key: &'f str,
    deployment: &'f str,
}

/// Restores the deployment `below`, exactly as it was, unless somebody else has deployed meanwhile.
fn take_back(target: &Target, failed: Failed<'_>, below: &Deployment, snapshot: Option<String>) -> DeployError {
    let seen = Instant::now();
    let reason = with_causes(failed.error);
    if let Err(error) = is_still_ours(target, failed.deployment) {
        return error;
    }
    target.terminal.note(format_args!("error: {reason}"));
    target.terminal.note(format_args!("Rolling back to {}", shown(below)));
    let note = Note::failed(failed.key, &reason);
    if let Err(source) = target.worker().deploy(&below.shares, &note, Some(failed.deployment)) {
        return DeployError::NotRolledBack { reason, source: Box::new(source) };
    }
    let seconds = seen.elapsed().as_secs_f64();
    target.terminal.note(format_args!("The traffic was sent back {seconds:.1} s after the first failing reply"));
    let versions = below.versions().map(str::to_owned).collect();
    let restored = expected(target, versions, snapshot.into_iter().collect());
    match watch(target, &[], Patience::Always).wait(&restored) {
        Ok(_) => DeployError::RolledBack { reason, restored: shown(below) },
        Err(source) => DeployError::StillBroken { reason, source: Box::new(source) },
    }
}

/// Returns the digest of the snapshot of `below`, if it is what we had found live.
fn snapshot_of(situation: &Situation, below: &Deployment) -> Option<String> {
    let version = below.only_version()?;
    situation.deployments.first().filter(|found| found.id == below.id)?;
    match &situation.address {
        Address::Proven(health) if health.version.as_deref() == Some(version) => Some(health.snapshot.clone()),
        _ => situation.said.as_ref().map(|said| said.snapshot.clone()),
    }
}

/// Returns the snapshots and versions that were live until now, and may still answer somewhere.
fn before(situation: &Situation, below: &Deployment) -> Before {
    let older = situation.deployments.iter().flat_map(Deployment::versions);
    let versions = older.chain(below.versions()).map(str::to_owned).collect();
    let said = situation.said.as_ref().map(|said| said.snapshot.clone());
    let seen = match &situation.address {
        Address::Proven(health) => Some(health.snapshot.clone()),
        _ => None,
    };
    Before { versions, snapshots: said.into_iter().chain(seen).collect() }
}

pub(crate) fn expected(target: &Target, versions: Vec<String>, snapshots: Vec<String>) -> Expected {
    Expected { versions, snapshots, before: Before::default(), origin: target.configuration.allowed_origin() }
}

pub(crate) fn watch<'w>(target: &'w Target, headers: &'w [(&'w str, &'w str)], patience: Patience) -> Watch<'w> {
    Watch { client: &target.client, url: &target.url, headers, within: target.within, patience }
}

/// Longest time until a preview must answer.
pub(crate) const PREVIEW: Duration = Duration::from_secs(30);
