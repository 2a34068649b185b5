//! The decision: what a deployment does, by what is live, what is new, and the options. It asks nobody.

use catalog_edge::shrinkage::{Counts, Percentage};

use super::refusal::{Loss, Refusal};
use crate::cloudflare::worker::Deployment;
use crate::release::identity::Identity;
use crate::release::note::Note;
use crate::service::health::Health;

/// Facts that are known before anything is changed.
#[derive(Clone, Debug)]
pub(crate) struct Situation {
    /// Deployments of the worker, the newest first. Without any, there is no such worker, or it was never deployed.
    pub(crate) deployments: Vec<Deployment>,
    /// Identity of the live version by its message. Of a split, that of the larger share.
    pub(crate) said: Option<Identity>,
    /// Reply of the live address.
    pub(crate) address: Address,
    /// Rows that the live snapshot has and the new one has not, if the live one was kept.
    pub(crate) losses: Vec<Loss>,
    /// Counts of the live snapshot, if it was kept.
    pub(crate) kept: Option<Counts>,
}

/// Reply of the live address.
#[derive(Clone, Debug)]
pub(crate) enum Address {
    /// A version of the worker answers.
    Proven(Health),
    /// Nothing answers, or an error does.
    Broken { reason: String, elsewhere: Elsewhere },
    /// Something else answers.
    Foreign(String),
}

/// Reply of the live version at its own address, its preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Elsewhere {
    /// It works, so the fault is the live address.
    Works,
    /// It is broken as well.
    Broken,
    /// It has no address of its own, or there is no version.
    Unknown,
}

/// Wishes of the operator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) is_first: bool,
    pub(crate) over_split: bool,
    pub(crate) over_broken: bool,
    pub(crate) retries_failed: bool,
    pub(crate) percent: Option<u8>,
    pub(crate) max_shrink: Percentage,
}

/// Decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Make the worker.
    Create,
    /// Put a new version in the place of what is live.
    Replace,
    /// The release is live already: try it.
    Check,
}

/// Decides.
pub(crate) fn plan(situation: &Situation, new: &Identity, options: &Options) -> Result<Plan, Refusal> {
    let Situation { deployments, address, .. } = situation;
    let Some(live) = deployments.first() else { return plan_first(address, options) };
    if options.is_first {
        return Err(Refusal::NotFirst);
    }
    match address {
        Address::Proven(_) => {}
        Address::Foreign(reason) => return Err(Refusal::Foreign(reason.clone())),
        Address::Broken { reason, elsewhere: Elsewhere::Works } => return Err(Refusal::Elsewhere(reason.clone())),
        Address::Broken { elsewhere: Elsewhere::Broken, .. } => {}
        Address::Broken { reason, elsewhere: Elsewhere::Unknown } if !options.over_broken => {
            return Err(Refusal::Unproven(reason.clone()));
        }
        Address::Broken { elsewhere: Elsewhere::Unknown, .. } => {}
    }
    let is_split = live.only_version().is_none();
    if is_split && options.percent.is_some() {
        return Err(Refusal::TwoSplits);
    }
    if is_split && !options.over_split {
        return Err(match live.note() {
            Some(Note::Share { percent, .. }) => Refusal::OwnSplit { percent, deployment: live.clone() },
            _ => Refusal::Split(live.clone()),
        });
    }
    if !is_split && is_live(situation, live, new) {
        return Ok(Plan::Check);
    }
    if let Some(left) = left_before(deployments, new).filter(|_| !options.retries_failed) {
        return Err(left);
    }
    check_shrinkage(situation, live, new, options)?;
    Ok(Plan::Replace)
}

fn plan_first(address: &Address, options: &Options) -> Result<Plan, Refusal> {
    match address {
        _ if !options.is_first => Err(Refusal::NoWorker),
        Address::Broken { .. } => Ok(Plan::Create),
        Address::Proven(_) => Err(Refusal::Taken("a catalogue".into())),
        Address::Foreign(reason) => Err(Refusal::Taken(reason.clone())),
    }
}

/// Returns the health of the live version. A location that has not heard of the last deployment answers from another.
fn live_health<'s>(situation: &'s Situation, live: &Deployment) -> Option<&'s Health> {
    let Address::Proven(health) = &situation.address else { return None };
    let version = health.version.as_deref()?;
    live.versions().any(|live| live == version).then_some(health)
}

/// True if the release is live.
fn is_live(situation: &Situation, live: &Deployment, new: &Identity) -> bool {
    let said = situation.said.as_ref();
    // Versions that were uploaded by hand do not say with which settings.
    let has_settings = said.is_none_or(|said| said.settings == new.settings);
    match (live_health(situation, live), said) {
        (Some(health), _) => {
            health.snapshot == new.snapshot && health.worker.as_deref() == Some(&new.worker) && has_settings
        }
        (None, Some(said)) => said.key() == new.key(),
        (None, None) => false,
    }
}

/// Returns the reason not to repeat the release, if it was live before and did not stay: it failed, or somebody deployed
/// another version by hand.
fn left_before(deployments: &[Deployment], new: &Identity) -> Option<Refusal> {
    let new = new.key();
    let mut follower: Option<&Deployment> = None;
    for deployment in deployments {
        let when = deployment.created_on.clone();
        match deployment.note() {
            Some(Note::Failed { key, reason }) if key == new => return Some(Refusal::FailedBefore { when, reason }),
            Some(Note::Release { key } | Note::Share { key, .. }) if key == new => {
                let by_hand = follower.filter(|next| matches!(next.note(), None | Some(Note::Rollback)));
                return by_hand.map(|next| Refusal::ReplacedByHand {
                    when: next.created_on.clone(),
                    by: next.author_email.clone().unwrap_or_else(|| "somebody".into()),
                });
            }
            _ => follower = Some(deployment),
        }
    }
    None
}

fn check_shrinkage(situation: &Situation, live: &Deployment, new: &Identity, options: &Options) -> Result<(), Refusal> {
    let health = live_health(situation, live).map(|health| health.counts);
    let Some(old) = health.or(situation.kept).or(situation.said.as_ref().map(|said| said.counts)) else {
        return if options.over_broken { Ok(()) } else { Err(Refusal::Unjudged) };
    };
    let limit = options.max_shrink;
    let shrunk = new.counts.shrunk_from(&old, limit);
    if !shrunk.is_empty() {
        return Err(Refusal::Shrunk(shrunk));
    }
    let lost = situation.losses.iter().filter(|loss| limit.is_exceeded(loss.rows, loss.rows - loss.removed));
    let lost: Vec<_> = lost.cloned().collect();
    if lost.is_empty() { Ok(()) } else { Err(Refusal::Lost { lost, limit }) }
}

#[cfg(test)]
mod tests;
