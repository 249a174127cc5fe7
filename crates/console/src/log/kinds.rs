//! The kinds of activities, as the log is narrowed to them.

use std::fmt;

use parlor_domain::activity::ActivityKind;

/// Kinds that are chosen together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// A dialogue or flow was shown.
    Shown,
    /// The first act on a prompt.
    Engaged,
    /// A goal was reached.
    Goals,
    /// A document was opened or downloaded.
    Documents,
    /// Something became known about the person.
    Given,
    /// A conversation came to its end, or to none.
    Finished,
    /// Everything else.
    Other,
}

impl Group {
    /// Every group, in the order of a visit.
    pub(crate) const ALL: [Self; 7] =
        [Self::Shown, Self::Engaged, Self::Goals, Self::Documents, Self::Given, Self::Finished, Self::Other];

    const fn of(kind: ActivityKind) -> Self {
        match kind {
            ActivityKind::Triggered => Self::Shown,
            ActivityKind::Engaged => Self::Engaged,
            ActivityKind::Goal => Self::Goals,
            ActivityKind::Document => Self::Documents,
            ActivityKind::EmailGiven | ActivityKind::PhoneGiven | ActivityKind::AttributeWritten | ActivityKind::Identified => {
                Self::Given
            }
            ActivityKind::Completed | ActivityKind::Dropped => Self::Finished,
            ActivityKind::Closed | ActivityKind::LinkClicked | ActivityKind::PageViewed | ActivityKind::Action => Self::Other,
        }
    }

    /// The group as people read it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Shown => "Shown",
            Self::Engaged => "Engaged",
            Self::Goals => "Goals",
            Self::Documents => "Documents",
            Self::Given => "Details given",
            Self::Finished => "Finished",
            Self::Other => "Other",
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Engaged => "engaged",
            Self::Goals => "goals",
            Self::Documents => "documents",
            Self::Given => "given",
            Self::Finished => "finished",
            Self::Other => "other",
        }
    }
}

/// Some of the groups. None of them: the log is not narrowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Groups(u8);

impl Groups {
    /// Reads the codes of groups, with commas between. What is no group is passed over.
    pub(crate) fn parse(text: &str) -> Self {
        let named = |code: &str| Group::ALL.into_iter().find(|group| group.code() == code);
        text.split(',').filter_map(named).fold(Self::default(), |groups, group| Self(groups.0 | 1 << group as u8))
    }

    /// Whether there are none.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this one is among them.
    pub(crate) const fn has(self, group: Group) -> bool {
        self.0 & 1 << group as u8 != 0
    }

    /// With this one if it was not among them, else without it.
    pub(crate) const fn toggled(self, group: Group) -> Self {
        Self(self.0 ^ 1 << group as u8)
    }

    /// The codes of their kinds, as the server is asked for them.
    pub(crate) fn kinds(self) -> String {
        let wanted = ActivityKind::ALL.into_iter().filter(|kind| self.has(Group::of(*kind)));
        wanted.map(ActivityKind::code).collect::<Vec<_>>().join(",")
    }
}

/// As they stand in a link.
impl fmt::Display for Groups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<&str> = Group::ALL.into_iter().filter(|group| self.has(*group)).map(Group::code).collect();
        f.write_str(&codes.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_group_is_chosen_and_let_go_by_itself() {
        for group in Group::ALL {
            let one = Groups::default().toggled(group);
            assert_eq!(Groups::parse(&one.to_string()), one);
            assert!(!one.kinds().is_empty(), "{group:?} has no kinds");
            assert!(one.toggled(group).is_empty());
        }
        assert_eq!(Groups::parse("goals,nonsense,,documents").to_string(), "goals,documents");
    }

    #[test]
    fn the_server_is_asked_for_kinds_and_for_all_of_them_by_naming_none() {
        assert_eq!(Groups::default().kinds(), "");
        assert_eq!(Groups::parse("finished,goals").kinds(), "goal,completed,dropped");
        let all = Group::ALL.into_iter().fold(Groups::default(), Groups::toggled);
        assert_eq!(all.kinds().split(',').count(), ActivityKind::ALL.len());
    }
}
