//! Forms: values as bytes that a browser or a database may hold for a long time.
//!
//! The first byte is the form's version. What a browser once wrote stays readable by every later
//! widget and server. Enums only ever get variants at their end, which old bytes don't notice. A form
//! that browsers keep only ever gets fields at the end of its outermost struct, which are zero bytes
//! when empty: with a new version, and [`Form::GREW`] says how many. Golden files in `tests/golden`
//! pin the bytes.

use std::borrow::Cow;
use std::fmt;

use crate::event::Event;
use crate::flow::Flow;
use crate::memory::Memory;
use crate::pack::{Packed, Writer, unpacked};
use crate::site::SiteFile;

/// A type that travels as bytes.
pub trait Form: Packed {
    /// The version that is written today.
    const VERSION: u8;
    /// Older versions that are read, and how many fields each lacks at its end.
    const GREW: &[(u8, usize)] = &[];

    /// The value as bytes.
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::behind(vec![Self::VERSION]);
        self.write(&mut writer);
        writer.into_bytes()
    }

    /// The value in these bytes.
    fn from_bytes(bytes: &[u8]) -> Result<Self, BadForm> {
        unpacked(&of_today(bytes, Self::VERSION, Self::GREW)?).ok_or(BadForm::Malformed)
    }
}

/// A form without its version, and with the fields that it lacked.
fn of_today<'a>(bytes: &'a [u8], today: u8, grew: &[(u8, usize)]) -> Result<Cow<'a, [u8]>, BadForm> {
    let (&version, rest) = bytes.split_first().ok_or(BadForm::Malformed)?;
    if version == today {
        return Ok(Cow::Borrowed(rest));
    }
    match grew.iter().find(|(older, _)| *older == version) {
        Some((_, fields)) => Ok(Cow::Owned([rest, &vec![0; *fields]].concat())),
        None => Err(BadForm::UnknownVersion(version)),
    }
}

impl Form for SiteFile {
    const VERSION: u8 = 6;
}

impl Form for Flow {
    const VERSION: u8 = 1;
}

impl Form for Memory {
    const VERSION: u8 = 2;
    const GREW: &[(u8, usize)] = &[(1, 5)];
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
