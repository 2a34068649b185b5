//! Values of connection parameters, from a connection string and from the environment.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::str::FromStr;

use super::dsn_error::DsnError;
use super::parameters::{self, Effect, PARAMETERS, Parameter};

/// Reads an environment variable.
pub(super) type Environment<'e> = &'e dyn Fn(&str) -> Option<OsString>;

/// Values of parameters that are honoured.
#[derive(Default)]
pub(super) struct Settings {
    values: BTreeMap<&'static str, Vec<u8>>,
    /// Warnings about parameters that have no effect.
    pub(super) warnings: Vec<String>,
}

impl Settings {
    /// Takes a parameter of the connection string. Returns false if nobody knows its name.
    pub(super) fn give(&mut self, name: &str, value: Vec<u8>) -> Result<bool, DsnError> {
        let (name, value) = match (name, &*value) {
            // JDBC, node-postgres and asyncpg say `ssl`, also with the values of `sslmode`.
            ("ssl", b"true" | b"1") => ("sslmode", b"require".to_vec()),
            ("ssl", b"false" | b"0") => ("sslmode", b"disable".to_vec()),
            ("ssl", _) => ("sslmode", value),
            // The Rust driver's name.
            ("keepalives_retries", _) => ("keepalives_count", value),
            (name, _) => (name, value),
        };
        let Some(parameter) = parameters::find(name) else { return Ok(false) };
        self.take(parameter, value, Origin::String)?;
        Ok(true)
    }

    /// Takes libpq's environment variables for the parameters that have no value yet.
    pub(super) fn complete(&mut self, environment: Environment<'_>) -> Result<(), DsnError> {
        for parameter in PARAMETERS {
            if parameter.variable.is_empty() || self.values.contains_key(parameter.name) {
                continue;
            }
            let value = environment(parameter.variable).map(OsString::into_vec).unwrap_or_default();
            if !value.is_empty() {
                self.take(parameter, value, Origin::Environment)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, parameter: &'static Parameter, value: Vec<u8>, origin: Origin) -> Result<(), DsnError> {
        if value.contains(&0) {
            return Err(DsnError::Nul);
        }
        match parameter.effect {
            Effect::Honoured => {
                self.values.insert(parameter.name, value);
            }
            Effect::Ignored(instead) => {
                let separator = if instead.is_empty() { "" } else { "; " };
                self.warnings.push(format!("{} has no effect here{separator}{instead}", origin.name(parameter)));
            }
            Effect::Satisfied(values) => {
                let is_satisfied = values.iter().any(|satisfied| satisfied.as_bytes() == value);
                if !is_satisfied {
                    return Err(DsnError::UnsupportedValue { name: origin.name(parameter), values: values.join(", ") });
                }
            }
            Effect::Refused(instead) => {
                let (name, remove) = (origin.name(parameter), origin.remove());
                return Err(DsnError::Unsupported { name, remove, instead });
            }
        }
        Ok(())
    }

    /// Returns a value that is not empty.
    pub(super) fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.values.get(name).map(Vec::as_slice).filter(|value| !value.is_empty())
    }

    /// Returns a value that is text.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<&str>, DsnError> {
        self.bytes(name).map(|value| str::from_utf8(value).map_err(|_| DsnError::Encoding(name))).transpose()
    }

    /// Returns a value that is a number.
    pub(super) fn number<N: FromStr>(&self, name: &'static str) -> Result<Option<N>, DsnError> {
        let text = self.text(name)?;
        text.map(|text| text.trim().parse().map_err(|_| DsnError::Number(name))).transpose()
    }

    /// Returns the choice whose name is the value.
    pub(super) fn choice<T: Copy>(
        &self,
        name: &'static str,
        values: &[(&'static str, T)],
    ) -> Result<Option<T>, DsnError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let found = values.iter().find(|(value, _)| *value == text);
        let names = || values.iter().map(|(value, _)| *value).collect::<Vec<_>>().join(", ");
        found.map(|(_, choice)| Some(*choice)).ok_or_else(|| DsnError::Choice { name, values: names() })
    }
}

/// Source of a value.
#[derive(Clone, Copy)]
enum Origin {
    String,
    Environment,
}

impl Origin {
    /// The name of the parameter there.
    fn name(self, parameter: &Parameter) -> String {
        match self {
            Self::String => format!("connection parameter '{}'", parameter.name),
            Self::Environment => format!("environment variable {}", parameter.variable),
        }
    }

    fn remove(self) -> &'static str {
        match self {
            Self::String => "remove it",
            Self::Environment => "unset it",
        }
    }
}
