//! Who a visitor is, and what may be written about whom (I1, I2).

use crate::ids::PersonId;

/// What giving an e-mail address does to a visitor's link (I1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// A person is created and linked.
    Create,
    /// The visitor was anonymous and is linked to this person; what the visitor did before joins that person's log.
    Join(PersonId),
    /// The visitor was linked to this very person.
    Keep(PersonId),
    /// The visitor is moved to this person from now on; the former keeps what was done.
    MoveTo(PersonId),
    /// A person is created and the visitor is moved to it; the former keeps what was done.
    MoveToNew,
}

/// The table of I1: to whom the visitor is linked now, and whose the given address is.
pub fn link(now: Option<PersonId>, owner: Option<PersonId>) -> Link {
    match (now, owner) {
        (None, None) => Link::Create,
        (None, Some(owner)) => Link::Join(owner),
        (Some(now), Some(owner)) if now == owner => Link::Keep(owner),
        (Some(_), Some(owner)) => Link::MoveTo(owner),
        (Some(_), None) => Link::MoveToNew,
    }
}

/// What becomes of a value that a visitor, verified or not, gave for a person (I2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    /// It is stored.
    Store,
    /// It is kept beside the stored value, where the console shows it.
    Claim,
    /// It is not written: visitors may not set this attribute.
    Refuse,
}

/// What a value's fate depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteCase {
    /// Whether the attribute is marked *visitor may set*.
    pub visitor_may_set: bool,
    /// Whether something else is stored already.
    pub filled: bool,
    /// Whether the address that this visitor typed made the person, and nothing about them came from elsewhere.
    pub made_by_visitor: bool,
    /// Whether the visitor's link to the person is verified (I3).
    pub verified: bool,
    /// The site's setting *overwrite at once*.
    pub overwrite_at_once: bool,
}

/// What becomes of a value that a visitor, verified or not, gave for a person (I2).
pub fn write(case: WriteCase) -> Write {
    match case {
        WriteCase { visitor_may_set: false, .. } => Write::Refuse,
        WriteCase { filled: false, .. }
        | WriteCase { made_by_visitor: true, .. }
        | WriteCase { verified: true, .. }
        | WriteCase { overwrite_at_once: true, .. } => Write::Store,
        _ => Write::Claim,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: PersonId = PersonId::from_bytes([1; 16]);
    const Q: PersonId = PersonId::from_bytes([2; 16]);

    #[test]
    fn i1_the_whole_table() {
        for (now, owner, expected) in [
            (None, None, Link::Create),
            (None, Some(P), Link::Join(P)),
            (Some(P), Some(P), Link::Keep(P)),
            (Some(P), Some(Q), Link::MoveTo(Q)),
            (Some(P), None, Link::MoveToNew),
        ] {
            assert_eq!(link(now, owner), expected);
        }
    }

    #[test]
    fn i2_stored_values_of_others_are_not_overwritten_by_what_is_typed() {
        let case =
            WriteCase { visitor_may_set: true, filled: true, made_by_visitor: false, verified: false, overwrite_at_once: false };
        assert_eq!(write(case), Write::Claim);
        assert_eq!(write(WriteCase { filled: false, ..case }), Write::Store);
        assert_eq!(write(WriteCase { made_by_visitor: true, ..case }), Write::Store);
        assert_eq!(write(WriteCase { overwrite_at_once: true, ..case }), Write::Store);
        assert_eq!(write(WriteCase { verified: true, ..case }), Write::Store);
        assert_eq!(write(WriteCase { visitor_may_set: false, filled: false, ..case }), Write::Refuse);
    }
}
