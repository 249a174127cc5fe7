//! Where in a log one is: the part of the address that a reload keeps.

use parlor_domain::ids::ConversationId;

use super::kinds::Groups;

/// Where in a log one is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LogPlace {
    /// How many entries are passed over.
    pub(crate) skip: u32,
    /// Which kinds of entries are wanted.
    pub(crate) groups: Groups,
    /// Which conversation was chosen to be read beside the log.
    pub(crate) conversation: Option<ConversationId>,
}

impl LogPlace {
    /// The newest entries of these kinds. A chosen conversation may not be among them, so none is.
    pub(crate) const fn narrowed_to(self, groups: Groups) -> Self {
        Self { skip: 0, groups, conversation: None }
    }

    /// The entries after so many; none is chosen, as above.
    pub(crate) const fn skipping(self, skip: u32) -> Self {
        Self { skip, conversation: None, ..self }
    }

    /// With this conversation beside it, or none in particular.
    pub(crate) const fn beside(self, conversation: Option<ConversationId>) -> Self {
        Self { conversation, ..self }
    }
}
