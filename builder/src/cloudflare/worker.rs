//! A worker at Cloudflare: its deployments and versions.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::api::Api;
use super::error::ApiError;
use crate::release::identity::Identity;
use crate::release::note::Note;

/// A worker of the account, by name.
#[derive(Clone, Copy)]
pub(crate) struct Worker<'a> {
    pub(super) api: &'a Api,
    pub(super) name: &'a str,
}

/// Version that gets a part of the traffic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Share {
    #[serde(rename = "version_id")]
    pub(crate) version: String,
    pub(crate) percentage: f64,
}

/// Deployment: which versions get the traffic since when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Deployment {
    pub(crate) id: String,
    pub(crate) created_on: String,
    pub(crate) author_email: Option<String>,
    #[serde(default)]
    annotations: Annotations,
    #[serde(rename = "versions")]
    pub(crate) shares: Vec<Share>,
}

/// Version of the worker.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Version {
    pub(crate) id: String,
    #[serde(default)]
    annotations: Annotations,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Annotations {
    #[serde(rename = "workers/message")]
    message: Option<String>,
}

impl<'a> Worker<'a> {
    pub(crate) fn new(api: &'a Api, name: &'a str) -> Self {
        Self { api, name }
    }

    /// Returns the newest deployments, the newest first, or none if there is no such worker.
    pub(crate) fn deployments(self) -> Result<Option<Vec<Deployment>>, ApiError> {
        let path = self.path("deployments");
        let Some(result) = self.api.get(&path)? else { return Ok(None) };
        read(&path, result["deployments"].clone()).map(Some)
    }

    /// Returns a version, or none if this worker has no such version.
    pub(crate) fn version(self, id: &str) -> Result<Option<Version>, ApiError> {
        // An id comes from the network: it must not lead elsewhere.
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Ok(None);
        }
        let path = self.path(&format!("versions/{id}"));
        self.api.get(&path)?.map(|result| read(&path, result)).transpose()
    }

    /// Returns the newest versions, the newest first.
    pub(crate) fn versions(self) -> Result<Vec<Version>, ApiError> {
        let path = self.path("versions");
        let Some(result) = self.api.get(&path)? else { return Ok(Vec::new()) };
        read(&path, result["items"].clone())
    }

    /// Returns the address of the preview of a version, if the worker has previews.
    pub(crate) fn preview_url(self, version: &str) -> Result<Option<String>, ApiError> {
        let Some(worker) = self.api.get(&format!("/workers/workers/{}", self.name))? else { return Ok(None) };
        let subdomain = &worker["subdomain"];
        let suffix = subdomain["preview_url_suffix"].as_str().filter(|_| subdomain["previews_enabled"] == true);
        Ok(suffix.zip(version.get(..8)).map(|(suffix, begin)| format!("https://{begin}{suffix}")))
    }

    pub(super) fn path(self, part: &str) -> String {
        format!("/workers/scripts/{}/{part}", self.name)
    }
}

impl Deployment {
    /// Returns the version that gets all traffic, if one does.
    pub(crate) fn only_version(&self) -> Option<&str> {
        match &*self.shares {
            [share] => Some(&share.version),
            _ => None,
        }
    }

    /// Returns the versions that get traffic.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &str> {
        self.shares.iter().map(|share| &*share.version)
    }

    /// Returns the reason, if this tool made it.
    pub(crate) fn note(&self) -> Option<Note> {
        Note::parse(self.annotations.message.as_deref()?)
    }

    pub(super) fn message(&self) -> Option<&str> {
        self.annotations.message.as_deref()
    }
}

impl Version {
    /// Returns the identity of the release, if this tool uploaded it.
    pub(crate) fn identity(&self) -> Option<Identity> {
        Identity::parse(self.annotations.message.as_deref()?)
    }
}

fn read<T: for<'de> Deserialize<'de>>(call: &str, value: Value) -> Result<T, ApiError> {
    serde_json::from_value(value)
        .map_err(|error| ApiError::Unexpected { call: format!("GET {call}"), what: error.to_string() })
}

/// `90% of version 0123..., 10% of version 4567...`
pub(crate) fn shares(deployment: &Deployment) -> String {
    let share = |share: &Share| format!("{}% of version {}", share.percentage, share.version);
    deployment.shares.iter().map(share).collect::<Vec<_>>().join(", ")
}
