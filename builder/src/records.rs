//! Facts about records and snapshots, independent of their source.

pub(crate) mod compare;
pub(crate) mod doubts;
pub(crate) mod edge_reply;
pub(crate) mod facet_counts;
pub(crate) mod figures;
pub(crate) mod gzip;
pub(crate) mod losses;
pub(crate) mod newest;
pub(crate) mod normalized;
pub(crate) mod preview_urls;
pub(crate) mod reach;
pub(crate) mod refusals;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod table;
pub(crate) mod tables;
