//! Building a snapshot from the records of another, with URLs that follow templates or that hold something of their own.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use catalog_edge::catalog::{CatalogBuilder, CompactImpls};
use catalog_edge::http::served_one_by_one;
use catalog_edge::model::{Impl, Records};
use catalog_edge::snapshot;
use serde_json::{Value, json};

/// Seconds, and the most memory that this process held. With `has_own_urls`, every two images have a number in their URLs
/// that no other has: such templates are many and save nothing.
pub(crate) fn time(path: &str, has_own_urls: bool) -> Result<Value> {
    let file = fs::read(path)?;
    let opened = snapshot::open(&file)?;
    let Records { languages, libraries, specs, impls, changed, source } = served_one_by_one(&opened.catalog)?;
    let (mut compact, mut seconds) = (CompactImpls::default(), Duration::ZERO);
    for (image, row) in impls.zip(0..) {
        let mut image = image?;
        if has_own_urls {
            urls(&mut image)
                .into_iter()
                .flatten()
                .for_each(|url| *url = url.replacen("/plots/", &format!("/plots/{}/", row / 2), 1));
        }
        let begun = Instant::now();
        compact.add(&image);
        seconds += begun.elapsed();
    }
    let records = Records { languages, libraries, specs, impls: compact, changed, source };
    let begun = Instant::now();
    let bytes = black_box(snapshot::write(CatalogBuilder::new(records)?, None)?);
    seconds += begun.elapsed();
    let peak = peak_mb();
    ensure!(!has_own_urls || bytes.len() > file.len() * 2, "the URLs still follow templates");
    Ok(json!({ "seconds": seconds.as_secs_f64(), "peak_mb": peak }))
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
