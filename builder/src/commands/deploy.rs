//! `catalog-builder deploy`: an exported snapshot becomes what the world sees, or all stays as it was.
//!
//! Check the snapshot, put the bundle together, find out what is live, decide, upload, try the preview, send the traffic
//! there, try the live address, else take the traffic back. Until the traffic is sent, nothing changes for anybody.

pub(crate) mod error;
pub(crate) mod go_live;
pub(crate) mod plan;
pub(crate) mod refusal;
pub(crate) mod report;
pub(crate) mod situation;

use std::path::PathBuf;

use catalog_edge::shrinkage::{Counts, Percentage};
use clap::Args;

use crate::cloudflare::worker::Version;
use crate::cloudflare::wrangler::Uploaded;
use crate::commands::examples::examples;
use crate::commands::path_argument::path_argument;
use crate::commands::target::{Target, TargetArgs};
use crate::commands::verify;
use crate::failure::Failure;
use crate::numbers::whole;
use crate::release::age;
use crate::release::bundle::bundle;
use crate::release::identity::Identity;
use crate::service::watch::{Patience, Watch};
use crate::storage::snapshot_file::SnapshotFile;
use crate::terminal::Terminal;
use error::DeployError;
use go_live::{Candidate, PREVIEW, check_live, expected, go_live, watch};
use plan::{Options, Plan, plan};
use report::{Deployed, Outcome};

/// Options of `deploy`.
#[derive(Args, Debug)]
#[command(after_help = examples([
    ("Create the worker", "catalog-builder deploy --url https://plots.example.workers.dev --first"),
    ("Deploy after a sync", "catalog-builder deploy --url https://plots.example.workers.dev"),
    (
        "Send a tenth of the traffic to the new version",
        "catalog-builder deploy --url https://plots.example.workers.dev --percent 10",
    ),
]))]
pub(crate) struct DeployArgs {
    /// Refuse if any count, or any table's rows, fall by more than this share, 0% to 100%
    #[arg(long, value_name = "SHARE", default_value = "10%", allow_hyphen_values = true)]
    max_shrink: Percentage,
    /// Create the worker, which Cloudflare must not know yet
    #[arg(long)]
    first: bool,
    /// Send only this share of the traffic, 1 to 99, to the new version, for `promote` or `rollback` to end
    #[arg(long, value_name = "PERCENT", value_parser = whole::<u8>(1..=99), allow_hyphen_values = true)]
    percent: Option<u8>,
    /// End a split that somebody made: send all traffic to the new version
    #[arg(long)]
    over_split: bool,
    /// Deploy although the live address proves nothing, or nothing tells if the catalogue shrank
    #[arg(long)]
    over_broken: bool,
    /// Upload a release again that failed before, or deploy it again although somebody replaced it by hand
    #[arg(long)]
    retry_failed: bool,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    pub(crate) release: ReleaseArgs,
}

/// Parts of a release.
#[derive(Args, Debug)]
#[command(next_help_heading = "Release")]
pub(crate) struct ReleaseArgs {
    /// The snapshot. Its documents lie beside it
    #[arg(long, value_name = "FILE", default_value = "snapshots/catalog.snap", value_parser = path_argument())]
    pub(crate) snapshot: PathBuf,
    /// Folder of a released worker, by default that of the npm package. Without one, the worker that lies where
    /// wrangler.toml says
    #[arg(long, env = "CATALOG_BUILDER_WORKER", value_name = "FOLDER", value_parser = path_argument())]
    pub(crate) worker: Option<PathBuf>,
    /// Warn if the snapshot was written longer ago than this number of hours, 0 to 87600
    #[arg(
        long,
        value_name = "HOURS",
        default_value = "24",
        value_parser = whole::<u64>(0..=87_600),
        allow_hyphen_values = true
    )]
    max_age: u64,
}

impl ReleaseArgs {
    /// Reads the snapshot, and warns if it is old.
    pub(crate) fn read_snapshot(&self, terminal: Terminal) -> Result<SnapshotFile, Failure> {
        if let Some(warning) = age::warning(&self.snapshot, self.max_age) {
            terminal.warn(&warning);
        }
        Ok(SnapshotFile::read(&self.snapshot)?)
    }
}

/// Deploys the release, or leaves what is live.
pub(crate) fn run(args: &DeployArgs, terminal: Terminal) -> Result<(), Failure> {
    let target = Target::open(&args.target, terminal)?;
    let (file, identity) = prepare(&target, &args.release)?;
    let situation = situation::situation(&target, &file)?;
    let options = Options {
        is_first: args.first,
        over_split: args.over_split,
        over_broken: args.over_broken,
        retries_failed: args.retry_failed,
        percent: args.percent,
        max_shrink: args.max_shrink,
    };
    let plan = plan(&situation, &identity, &options)?;
    if args.percent.is_some() {
        terminal.warn(
            "while the traffic is split, a visitor may see both snapshots, unless each of his requests has the \
             same Cloudflare-Workers-Version-Key: add it with a transform rule of the zone",
        );
    }
    let (outcome, version, preview, seconds) = match plan {
        Plan::Create => {
            let Uploaded { version, preview_url } = target.wrangler.deploy(&identity)?;
            let expected = expected(&target, vec![version.clone()], vec![identity.snapshot.clone()]);
            let seen = watch(&target, &[], Patience::Always).wait(&expected).map_err(DeployError::Broken)?;
            (Outcome::Created, version, preview_url, seen.as_secs_f64())
        }
        Plan::Replace => {
            let Uploaded { version, preview_url } = uploaded(&target, &identity, args.retry_failed)?;
            match &preview_url {
                Some(url) => try_preview(&target, &version, url, &identity.snapshot)?,
                None => terminal.note("The worker has no previews: the version is tried at the live address only"),
            }
            let candidate = Candidate { version: &version, identity: &identity, percent: args.percent };
            let seconds = go_live(&target, &situation, &candidate)?;
            (Outcome::Deployed, version, preview_url, seconds)
        }
        Plan::Check => {
            terminal.note("Unchanged: nothing to deploy");
            let seconds = check_live(&target, &situation, &identity)?;
            let version = situation.deployments.first().and_then(|live| live.only_version()).unwrap_or_default();
            (Outcome::Unchanged, version.to_owned(), None, seconds)
        }
    };
    target.deployed_snapshots().add(&identity.snapshot, file.bytes())?;
    let percent = args.percent.filter(|_| plan == Plan::Replace).unwrap_or(100);
    terminal.show(&Deployed { outcome, url: target.url.clone(), version, percent, preview, identity, seconds })
}

/// Checks the snapshot and puts the bundle together.
pub(crate) fn prepare(target: &Target, args: &ReleaseArgs) -> Result<(SnapshotFile, Identity), Failure> {
    let file = args.read_snapshot(target.terminal)?;
    verify::require_sound(&file, target.terminal)?;
    let worker = bundle(&target.configuration, args.worker.as_deref(), &file)?;
    let snapshot = file.open()?;
    let identity = Identity {
        snapshot: snapshot.digest.to_string(),
        worker,
        settings: target.configuration.settings().to_string(),
        counts: Counts::of(&snapshot.catalog),
    };
    target.terminal.note(format_args!("New: snapshot {}, worker {}", identity.snapshot, identity.worker));
    Ok((file, identity))
}

/// Returns a version of the release: one that was uploaded before, unless it must be uploaded `anew`, else a new one.
pub(crate) fn uploaded(target: &Target, identity: &Identity, anew: bool) -> Result<Uploaded, Failure> {
    let worker = target.worker();
    let versions = if anew { Vec::new() } else { worker.versions()? };
    let is_same = |version: &Version| version.identity().is_some_and(|said| said.key() == identity.key());
    if let Some(Version { id, .. }) = versions.into_iter().find(is_same) {
        target.terminal.note(format_args!("Version {id} of this release was uploaded before: trying it again"));
        return Ok(Uploaded { preview_url: worker.preview_url(&id)?, version: id });
    }
    let uploaded = target.wrangler.upload(identity)?;
    target.terminal.note(format_args!("Uploaded version {}", uploaded.version));
    Ok(uploaded)
}

/// Tries a version at its preview.
pub(crate) fn try_preview(target: &Target, version: &str, url: &str, snapshot: &str) -> Result<(), DeployError> {
    let expected = expected(target, vec![version.to_owned()], vec![snapshot.to_owned()]);
    let watch = Watch { client: &target.client, url, headers: &[], within: PREVIEW, patience: Patience::Absence };
    let preview = |source| DeployError::Preview { version: version.to_owned(), source };
    watch.wait(&expected).map(drop).map_err(preview)
}
