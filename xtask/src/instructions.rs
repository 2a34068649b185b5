//! `npm run instructions`: how many instructions opening and answering take, compared with the record, and whether the
//! costliest requests that are known stay within a budget.
//!
//! A guard against getting slower that no busy machine disturbs: counts repeat to within a few in a million on one
//! machine, and to within the versions of compiler and C library on others.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::run::{cargo, command, read, run};
use crate::terminal::say;
use crate::{path, setup, snapshot};

const RECORD: &str = "tests/bench/instructions.json";
/// In the record, what is no request.
const OPEN: &str = "open";
/// Values that the default snapshot has: frequent and rare ones of every kind of facet, and lists.
const REQUESTS: [&str; 9] = [
    "/plots/filter?limit=36",
    "/plots/filter?lib=seaborn&limit=36",
    "/plots/filter?tech=annotations&limit=36",
    "/plots/filter?plot=line&data=numeric&dep=scipy&limit=36",
    "/plots/filter?lang=python,javascript&pat=data-generation&feat=basic,annotated&limit=36",
    "/plots/filter?plot=line,bar&data=numeric&dom=general,science&lib=altair,pygal&style=alpha-blending&prep=binning\
     &limit=36",
    "/plots/filter?lib=seaborn&limit=36&omit=globalCounts,specTitles",
    "/plots/filter?spec=area-layered,bar-categorical",
    "/plots/filter?lang=python",
];

/// The costliest requests to the default snapshot, by name.
const HOSTILE: &str = "tests/bench/instructions/hostile.json";
/// Most instructions of a request beyond those for its bytes: about 10 ms.
const BUDGET: u64 = 30_000_000;
/// Instructions that a byte of a body may take, because it must be made and copied.
const OF_BYTE: u64 = 2;

/// Counts, shows the change against the record, and keeps the new counts if `record` is set.
///
/// # Errors
///
/// If callgrind is missing or fails, if the record can be neither read nor written, if a count is more than
/// `tolerance` per cent above its record, or if a request is beyond its budget.
pub fn compare(record: bool, tolerance: Option<f64>) -> Result<()> {
    setup::valgrind()?;
    run(&mut cargo(["build", "--release", "--package", "instructions"]))?;
    let program = target_folder()?.join("release/instructions");
    let (kept, default) = (path(RECORD), snapshot::default()?);
    let before: BTreeMap<String, u64> = match fs::read_to_string(&kept) {
        Ok(text) => serde_json::from_str(&text).with_context(|| format!("cannot read {RECORD}: record it anew"))?,
        Err(_) => BTreeMap::new(),
    };
    let mut now = BTreeMap::new();
    let mut grown = Vec::new();
    say(format_args!("{:>12} {:>12} {:>8}", "recorded", "now", "change"));
    for name in [OPEN].into_iter().chain(REQUESTS) {
        let (count, _) = count(&program, &default, Some(name).filter(|name| *name != OPEN))?;
        let (recorded, change) = match before.get(name) {
            Some(&before) => {
                // Counts are far below 2^53.
                let change = (count as f64 / before as f64 - 1.0) * 100.0;
                if tolerance.is_some_and(|tolerance| change > tolerance) {
                    grown.push(name);
                }
                (before.to_string(), format!("{change:+.2} %"))
            }
            None => ("-".to_owned(), "-".to_owned()),
        };
        say(format_args!("{recorded:>12} {count:>12} {change:>8}  {name}"));
        now.insert(name, count);
    }
    if record {
        fs::write(&kept, serde_json::to_string_pretty(&now)? + "\n")
            .with_context(|| format!("cannot write {RECORD}"))?;
    }
    let beyond = hostile(&program, &default)?;
    ensure!(
        beyond.is_empty(),
        "beyond the budget of a request: {}. Some loop depends on the length of a URL",
        beyond.join(", ")
    );
    ensure!(
        grown.is_empty(),
        "more instructions than the record and its tolerance allow: {}. Find out why. If it is meant, record the new \
         counts with `npm run instructions -- --record`",
        grown.join(", ")
    );
    Ok(())
}

/// Counts the costliest requests and returns the names of those beyond their budget.
fn hostile(program: &Path, snapshot: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(path(HOSTILE)).with_context(|| format!("cannot read {HOSTILE}"))?;
    let requests: Vec<(String, String)> =
        serde_json::from_str(&text).with_context(|| format!("cannot read {HOSTILE}"))?;
    say(format_args!("\n{:>12} {:>12} {:>12}", "bytes", "budget", "now"));
    let mut beyond = Vec::new();
    for (name, request) in requests {
        let (count, printed) = count(program, snapshot, Some(&request))?;
        let bytes: u64 = printed.trim().parse().context("the program prints no length")?;
        let budget = BUDGET + OF_BYTE * bytes;
        say(format_args!("{bytes:>12} {budget:>12} {count:>12}  {name}"));
        if count > budget {
            beyond.push(name);
        }
    }
    Ok(beyond)
}

/// Instructions of opening `snapshot`, or of answering `request` from it, and what the program printed.
fn count(program: &Path, snapshot: &Path, request: Option<&str>) -> Result<(u64, String)> {
    let folder = tempfile::tempdir()?;
    let profile = folder.path().join("profile");
    let counted = if request.is_some() { "*counted_answer*" } else { "*counted_open*" };
    let mut callgrind = command("valgrind", ["--tool=callgrind", "--quiet"]);
    callgrind.arg(format!("--toggle-collect={counted}")).arg(format!("--callgrind-out-file={}", profile.display()));
    let printed = read(callgrind.arg(program).arg(snapshot).args(request))?;
    let profile = fs::read_to_string(&profile)?;
    let total = profile.lines().find_map(|line| line.strip_prefix("totals: "));
    let total = total.context("callgrind's profile has no totals")?.trim();
    Ok((total.parse().context("callgrind counts other things too")?, printed))
}

fn target_folder() -> Result<std::path::PathBuf> {
    let metadata = read(&mut cargo(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    metadata["target_directory"].as_str().map(Into::into).context("cargo names no target folder")
}
