//! The workflow of a deployment, as its file says it.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;
use xtask::path;

/// The only job of `.github/workflows/deploy.yml`.
#[derive(Debug)]
pub struct Job {
    pub workflow: Value,
    pub job: Value,
}

/// Values of the expressions that a workflow may have, by their text between the braces.
pub type Expressions = BTreeMap<&'static str, String>;

impl Job {
    pub fn read() -> Self {
        let mut node = Command::new(path("node_modules/.bin/node"));
        node.arg(path("tests/workflows/job.mjs")).arg(path(".github/workflows/deploy.yml"));
        let output = node.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut parsed: Value = serde_json::from_slice(&output.stdout).unwrap();
        Self { workflow: parsed["workflow"].take(), job: parsed["job"].take() }
    }

    pub fn steps(&self) -> &[Value] {
        self.job["steps"].as_array().unwrap()
    }

    /// Folder in which scripts run.
    pub fn folder(&self, expressions: &Expressions) -> String {
        evaluate(&self.job["defaults"]["run"]["working-directory"], expressions)
    }
}

/// Returns the text with its expressions replaced. All must be known.
pub fn evaluate(text: &Value, expressions: &Expressions) -> String {
    let text = text.as_str().unwrap_or_else(|| panic!("no text: {text}"));
    let mut parts = text.split("${{");
    let mut evaluated = parts.next().unwrap().to_owned();
    for part in parts {
        let (expression, rest) = part.split_once("}}").unwrap();
        let value = expressions.get(expression.trim());
        evaluated.push_str(value.unwrap_or_else(|| panic!("unknown expression:{expression}")));
        evaluated.push_str(rest);
    }
    evaluated
}
