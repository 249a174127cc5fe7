//! Forms: values as bytes that a browser or a database may hold for a long time.
//!
//! The first byte is the form's version. What a browser once wrote stays readable by every later
//! widget and server: a new layout gets a new version, and the old one stays beside it.
//! Golden files in `tests/golden` pin the bytes.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::event::Event;
use crate::flow::Flow;
use crate::memory::Memory;
use crate::site::SiteFile;

/// A type that travels as bytes.
pub trait Form: Serialize + DeserializeOwned {
    /// The version that is written today.
    const VERSION: u8;

    /// The value as bytes.
    fn to_bytes(&self) -> Vec<u8> {
        postcard::to_extend(self, vec![Self::VERSION]).unwrap_or_else(|_| unreachable!("a growing buffer takes every value"))
    }

    /// The value in these bytes.
    fn from_bytes(bytes: &[u8]) -> Result<Self, BadForm> {
        match bytes.split_first() {
            Some((&version, rest)) if version == Self::VERSION => {
                let (value, rest) = postcard::take_from_bytes(rest).map_err(|_| BadForm::Malformed)?;
                if rest.is_empty() { Ok(value) } else { Err(BadForm::Malformed) }
            }
            Some((&version, _)) => Err(BadForm::UnknownVersion(version)),
            None => Err(BadForm::Malformed),
        }
    }
}

impl Form for SiteFile {
    const VERSION: u8 = 1;
}

impl Form for Flow {
    const VERSION: u8 = 1;
}

impl Form for Memory {
    const VERSION: u8 = 1;
}

impl Form for Event {
    const VERSION: u8 = 1;
}

/// Why bytes are not the form that was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadForm {
    /// Written by a program that is newer than this one, or something else altogether.
    UnknownVersion(u8),
    /// Cut, mixed up or too long.
    Malformed,
}

impl fmt::Display for BadForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVersion(version) => write!(f, "the form's version {version} is not known"),
            Self::Malformed => f.write_str("the bytes are malformed"),
        }
    }
}
