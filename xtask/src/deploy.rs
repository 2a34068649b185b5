//! `cargo xtask deploy`: an exported snapshot becomes what the world sees, or all stays as it was.
//!
//! `verify -> what is live? -> unchanged, or shrunk too far? -> upload -> smoke test of the preview -> deploy -> smoke
//! test of the live address -> else roll back`. Up to the deploy nothing that anyone sees has changed.

use std::fmt::{self, Debug, Formatter};
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use catalog_edge::shrinkage::Percentage;

use crate::run::{Tool, line, run};
use crate::smoke::{health, smoke};
use crate::terminal::{complain, say};

mod cloudflare;
mod figures;
mod kept;

use cloudflare::Cloudflare;
use figures::Figures;
use kept::Kept;

/// Exit code of `catalog-builder diff` if the new snapshot has too little.
const SHRANK: i32 = 6;

/// A deployment: the snapshot, the address, the conditions.
pub struct Release<'d> {
    /// The exported snapshot.
    pub snapshot: &'d Path,
    /// Address of the live service.
    pub url: &'d str,
    /// Folder of the snapshots deployed last, to compare with.
    pub kept: &'d Path,
    /// Largest fall of any count below that of the live catalogue.
    pub max_shrink: Percentage,
    /// There is nothing live to compare with or to return to.
    pub is_first: bool,
    /// Digest of the bundled worker's code.
    pub worker: &'d str,
    /// Longest time until a deployed version shows.
    pub patience: Duration,
    /// `wrangler`.
    pub wrangler: &'d Tool,
    /// `catalog-builder`.
    pub builder: &'d Tool,
}

impl Debug for Release<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Release").field("snapshot", &self.snapshot).field("url", &self.url).finish_non_exhaustive()
    }
}

/// Outcome of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Worker and snapshot are live.
    Deployed,
    /// They were before.
    Unchanged,
}

impl Release<'_> {
    /// Deploys the snapshot.
    ///
    /// # Errors
    ///
    /// When it is damaged, smaller than allowed, or does not come to answer. What was live before is live then too, or
    /// the message says that it is not.
    pub fn run(&self) -> Result<Outcome> {
        let name = self.snapshot.to_string_lossy();
        let bytes = fs::read(self.snapshot).with_context(|| format!("{name}: export it first"))?;
        let new = Figures::of_snapshot(&bytes).with_context(|| name.to_string())?;
        say(format_args!("New:  {new}"));
        run(&mut (self.builder)(&["verify", &name])).context("the new snapshot is not right")?;
        let kept = Kept(self.kept);
        if self.is_first {
            self.deploy_first(&new)?;
        } else {
            let live = self.live()?;
            say(format_args!("Live: {live}"));
            if live.digest == new.digest && live.worker.as_deref() == Some(self.worker) {
                say("Unchanged: nothing to deploy");
                // The cache that held it may be gone.
                kept.add(&new.digest, &bytes)?;
                return Ok(Outcome::Unchanged);
            }
            if live.digest == new.digest {
                say("The snapshot is the live one, the worker is another");
            }
            self.refuse_shrinkage(&live, &new, kept.find(&live.digest).as_deref())?;
            self.replace(&live, &new)?;
        }
        say(format_args!("Deployed: {} serves {}", self.url, new.digest));
        kept.add(&new.digest, &bytes)?;
        Ok(Outcome::Deployed)
    }

    fn live(&self) -> Result<Figures> {
        health(self.url).and_then(|health| Figures::read(&health)).with_context(|| {
            format!(
                "{} does not say what is live, so nothing tells whether the catalogue shrank: \
                 where nothing is live yet, deploy with --first",
                self.url
            )
        })
    }

    /// Compares with the live snapshot itself where it was kept, else with the counts that the live service tells.
    fn refuse_shrinkage(&self, live: &Figures, new: &Figures, kept: Option<&Path>) -> Result<()> {
        let Some(old) = kept else {
            say("The live snapshot was not kept: comparing the counts it tells");
            return new.refuse_shrinkage(live, self.max_shrink);
        };
        let limit = format!("shrink={}", self.max_shrink);
        let (old, snapshot) = (old.to_string_lossy(), self.snapshot.to_string_lossy());
        let mut diff = (self.builder)(&["diff", &old, &snapshot, "--fail-on", &limit]);
        match diff.status().with_context(|| format!("cannot start {}", line(&diff)))?.code() {
            Some(0) => Ok(()),
            Some(SHRANK) => bail!("the catalogue shrank by more than {}: it is not deployed", self.max_shrink),
            // One of an earlier format, for instance.
            _ => {
                say("The kept snapshot cannot be read: comparing the counts that the live service tells");
                new.refuse_shrinkage(live, self.max_shrink)
            }
        }
    }

    /// Deploys where there is nothing to return to.
    fn deploy_first(&self, new: &Figures) -> Result<()> {
        if let Ok(health) = health(self.url) {
            bail!("{} answers already ({}): deploy without --first", self.url, health["status"]);
        }
        Cloudflare(self.wrangler).deploy()?;
        self.smoke(self.url, new).context("the first version is deployed and does not answer")
    }

    /// Puts the new snapshot in the place of the live one, or leaves that where it is.
    fn replace(&self, live: &Figures, new: &Figures) -> Result<()> {
        let cloudflare = Cloudflare(self.wrangler);
        let previous = cloudflare.live_version()?;
        let version = cloudflare.upload(&format!("Snapshot {}", new.digest))?;
        match &version.preview_url {
            Some(preview) => {
                self.smoke(preview, new).context("the new version does not answer as a preview: it is not deployed")?;
            }
            None => say("The account has no preview URLs: the new version is tried at the live address only"),
        }
        let Err(fault) = cloudflare.deploy_version(&version.id).and_then(|()| self.smoke(self.url, new)) else {
            return Ok(());
        };
        complain(format_args!("error: {fault:#}"));
        complain(format_args!("Rolling back to version {previous}"));
        let rolled_back = cloudflare.roll_back(&previous).and_then(|()| self.smoke(self.url, live));
        match rolled_back {
            Ok(()) => Err(fault.context(format!("rolled back: version {previous} is live again"))),
            Err(second) => Err(second.context(format!(
                "version {} failed ({fault:#}) and version {previous} does not answer again: look at {} now",
                version.id, self.url
            ))),
        }
    }

    fn smoke(&self, url: &str, expected: &Figures) -> Result<()> {
        smoke(url, &expected.digest, self.patience)
    }
}
