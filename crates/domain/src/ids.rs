//! Ids: 16 time-ordered bytes (UUIDv7), one type for each thing that has one.
//!
//! Whoever makes a thing names it, so a write can be sent again without harm. An id is made from
//! a [`Moment`]: time and chance are inputs, never read here.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::lean::hex;
use crate::pack::{Packed, Reader, Writer};
use crate::time::Instant;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(with = "plain")] Uuid);

        impl $name {
            /// The id with these sixteen bytes.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The sixteen bytes, as they stand in the database.
            pub const fn bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The id as it is written.
            pub fn text(&self) -> String {
                let bytes = self.bytes();
                let parts = [&bytes[..4], &bytes[4..6], &bytes[6..8], &bytes[8..10], &bytes[10..]].map(hex);
                parts.each_ref().map(String::as_str).join("-")
            }

            /// How the id, as it is written, compares with a text: what `self.text().cmp(text)` says, without the text.
            pub fn compare_text(&self, text: &str) -> Ordering {
                compare_text(self.bytes(), text.as_bytes())
            }

            /// When the maker's clock said it was made.
            pub fn made_at(&self) -> Instant {
                let ms = self.0.as_bytes()[..6].iter().fold(0i64, |ms, byte| (ms << 8) | i64::from(*byte));
                Instant(ms)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text())
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }

        impl Packed for $name {
            fn write(&self, to: &mut Writer) {
                self.bytes().write(to);
            }

            fn read(from: &mut Reader<'_>) -> Self {
                Self::from_bytes(Packed::read(from))
            }
        }

        impl FromIds for $name {
            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
    )*};
}

ids! {
    /// A site.
    SiteId
    /// One browser on one origin. May be seen by people in the console.
    VisitorId
    /// A visit of a visitor.
    SessionId
    /// One run of a visitor through one flow.
    ConversationId
    /// Something that a browser did and reports.
    EventId
    /// An entry of the activity log.
    ActivityId
    /// A dialogue, over all its versions.
    DialogueId
    /// A list of people or a program.
    LibraryId
    /// A known human.
    PersonId
    /// An account.
    CompanyId
    /// One load of one page in one browser tab.
    TabId
    /// Somebody who may sign in to the console.
    UserId
    /// An invitation to become a user of a site.
    InvitationId
    /// A mail that is sent.
    MailId
}

impl EventId {
    /// The id of the `nth` activity that this event causes, so that browser and server name it alike.
    pub fn activity(&self, nth: u16) -> ActivityId {
        let mut bytes = *self.bytes();
        let last = u16::from_be_bytes([bytes[14], bytes[15]]).wrapping_add(nth);
        bytes[14..].copy_from_slice(&last.to_be_bytes());
        ActivityId::from_bytes(bytes)
    }
}

fn compare_text(id: &[u8; 16], mut text: &[u8]) -> Ordering {
    let mut compare = |written: u8| match text.split_first() {
        Some((first, rest)) => {
            text = rest;
            written.cmp(first)
        }
        None => Ordering::Greater,
    };
    for (at, byte) in id.iter().enumerate() {
        let hyphen = if matches!(at, 4 | 6 | 8 | 10) { compare(b'-') } else { Ordering::Equal };
        let order = hyphen.then_with(|| compare(digit(byte >> 4))).then_with(|| compare(digit(byte & 15)));
        if order.is_ne() {
            return order;
        }
    }
    if text.is_empty() { Ordering::Equal } else { Ordering::Less }
}

fn digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + value - 10 }
}

/// Ids as text for people, and as nothing but their sixteen bytes in forms.
mod plain {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use uuid::Uuid;

    pub(super) fn serialize<S: Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(id) } else { id.as_bytes().serialize(serializer) }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
        if deserializer.is_human_readable() {
            return Uuid::deserialize(deserializer);
        }
        <[u8; 16]>::deserialize(deserializer).map(Uuid::from_bytes)
    }
}

/// A text that is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: expected 32 hexadecimal digits with hyphens")
    }
}

/// What a shell brings along with each input: the clock's reading and ten fresh random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What the clock said.
    pub now: Instant,
    /// Fresh chance.
    pub chance: [u8; 10],
}

impl Moment {
    /// A source of ids for this moment.
    pub fn ids(&self) -> Ids {
        Ids { moment: *self, next: 0 }
    }
}

/// Makes distinct ids out of one [`Moment`], each larger than the one before. Ids are 256 apart,
/// which leaves room for the activities that one event causes ([`EventId::activity`]).
#[derive(Clone, Debug)]
pub struct Ids {
    moment: Moment,
    next: u16,
}

impl Ids {
    /// The next id.
    pub fn make<Id: FromIds>(&mut self) -> Id {
        let mut chance = self.moment.chance;
        chance[7..9].copy_from_slice(&self.next.to_be_bytes());
        chance[9] = 0;
        self.next = self.next.wrapping_add(1);
        let ms = u64::try_from(self.moment.now.0).unwrap_or(0);
        Id::from_uuid(uuid::Builder::from_unix_timestamp_millis(ms, &chance).into_uuid())
    }
}

/// An id type that [`Ids`] can make.
pub trait FromIds {
    /// Wraps a fresh UUIDv7.
    fn from_uuid(uuid: Uuid) -> Self;
}

/// The credential of a visitor: 128 random bits. Whoever holds it may go on with that visitor's
/// conversations. It never stands in an address, export or log, hence no `Display`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct Secret([u8; 16]);

impl Secret {
    /// A secret of sixteen fresh random bytes.
    pub const fn new(chance: [u8; 16]) -> Self {
        Self(chance)
    }

    /// The bytes, to be hashed.
    pub const fn expose(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Moment = Moment { now: Instant(1_800_000_000_000), chance: [255; 10] };

    #[test]
    fn ids_of_one_moment_differ_and_carry_its_time() {
        let mut ids = MOMENT.ids();
        let made: Vec<EventId> = (0..200).map(|_| ids.make()).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id.made_at() == MOMENT.now));
    }

    #[test]
    fn activities_of_neighbouring_events_never_collide() {
        let mut ids = MOMENT.ids();
        let (a, b): (EventId, EventId) = (ids.make(), ids.make());
        let mut all: Vec<ActivityId> = (0..256).flat_map(|n| [a.activity(n), b.activity(n)]).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 512);
    }

    #[test]
    fn an_id_compares_like_its_text() {
        let mut ids = MOMENT.ids();
        let (a, b): (VisitorId, VisitorId) = (ids.make(), ids.make());
        let text = a.text();
        let upper = text.to_uppercase();
        let longer = format!("{text}0");
        for other in [&text, &b.text(), "", "z", &text[..8], &text[..9], &text[..20], &upper, &longer, "goal", "é"] {
            assert_eq!(a.compare_text(other), text.as_str().cmp(other), "{other}");
        }
    }

    #[test]
    fn an_id_reads_back_from_its_text() {
        let id: VisitorId = MOMENT.ids().make();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("nonsense".parse::<VisitorId>(), Err(NotAnId));
    }
}
