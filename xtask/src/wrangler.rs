//! Cloudflare's command line tool, as the npm packages have it.

use std::ffi::OsStr;
use std::process::Command;

use crate::run::command;

/// `wrangler` with `arguments`: no questions, no usage statistics, and run by the Node it needs.
pub fn wrangler<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut wrangler = command("node_modules/.bin/node", ["node_modules/wrangler/bin/wrangler.js"]);
    wrangler.args(arguments).envs([("CI", "1"), ("WRANGLER_SEND_METRICS", "false")]);
    wrangler
}
