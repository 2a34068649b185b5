//! Building a snapshot from the records of another, with URLs that follow templates or that hold something of their own.

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use anyhow::{Result, ensure};
use catalog_edge::model::Impl;
use catalog_edge::snapshot;
use serde_json::{Value, json};

/// Seconds, and the most memory that this process held. With `has_own_urls`, every two images have a number in their URLs
/// that no other has: such templates are many and save nothing.
pub(crate) fn time(path: &str, has_own_urls: bool) -> Result<Value> {
    let mut records = catalog_edge::http::served_records(&snapshot::open(&fs::read(path)?)?.catalog)?;
    if has_own_urls {
        for (image, row) in records.impls.iter_mut().zip(0..) {
            urls(image)
                .into_iter()
                .flatten()
                .for_each(|url| *url = url.replacen("/plots/", &format!("/plots/{}/", row / 2), 1));
        }
    }
    let begun = Instant::now();
    let bytes = black_box(snapshot::build(&records, None)?);
    let seconds = begun.elapsed().as_secs_f64();
    let peak = peak_mb();
    ensure!(!has_own_urls || bytes.len() > fs::read(path)?.len() * 2, "the URLs still follow templates");
    Ok(json!({ "seconds": seconds, "peak_mb": peak }))
}

fn urls(image: &mut Impl) -> [Option<&mut String>; 4] {
    let Impl { url_light, url_dark, html_light, html_dark, .. } = image;
    [url_light, url_dark, html_light, html_dark].map(Option::as_mut)
}

/// As far as the system tells.
fn peak_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}
