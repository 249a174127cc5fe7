//! Who may do what in the console (O11).

mod given;

use serde::{Deserialize, Serialize};

pub use given::{GivenRole, OWN_ROLES, OwnRole, is_taken};

use crate::ids::{InvitationId, UserId};
use crate::text::{Email, SiteKey};
use crate::time::Instant;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $code:literal $may:literal)*) => {
        /// Something that a user may do on a site.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {$(
            $(#[$doc])*
            #[serde(rename = $code)]
            $name,
        )*}

        impl Permission {
            /// Every permission.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name on the wire and in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// What one may who has it.
            pub const fn may(self) -> &'static str {
                match self { $(Self::$name => $may),* }
            }
        }

        /// The permissions as types, so that what asks for one names it in its signature.
        pub mod need {
            use super::Permission;

            /// A permission as a type.
            pub trait Need: 'static {
                /// Which one.
                const PERMISSION: Permission;
            }

            $(
                $(#[$doc])*
                pub struct $name;

                impl Need for $name {
                    const PERMISSION: Permission = Permission::$name;
                }
            )*
        }
    };
}

permissions! {
    /// Sees dialogues and flows.
    ReadDialogues = "dialogues.read" "see dialogues and flows"
    /// Decides which of them visitors get.
    PublishDialogues = "dialogues.publish" "publish and unpublish dialogues and flows"
    /// Sees the library of documents.
    ReadDocuments = "documents.read" "see documents"
    /// Adds, changes and removes documents.
    ChangeDocuments = "documents.change" "add, change and remove documents"
    /// Sees people and visitors, what they did and what was said.
    ReadPeople = "people.read" "see people and visitors, what they did and what was said"
    /// Takes all that is known of a person along.
    ExportPeople = "people.export" "export what is known of a person"
    /// Says that two people are one.
    MergePeople = "people.merge" "merge people who are one"
    /// Adds, changes and removes companies.
    ChangeCompanies = "companies.change" "add, change and delete companies"
    /// Erases people.
    ErasePeople = "people.erase" "erase everything that is known of a person"
    /// Sees figures.
    ReadReports = "reports.read" "see reports and what became of events"
    /// Sees how the site is set up.
    ReadSettings = "settings.read" "see how the site is set up"
    /// Sets the site up: domains, look, texts, how long what is kept.
    ChangeSettings = "settings.change" "change the site's settings and look"
    /// Invites users and gives roles.
    ManageUsers = "users.manage" "invite users and give roles"
    /// Sees which mail was sent and which was not, and has it sent again.
    ManageMail = "mail.manage" "see what became of mail, and have it sent again"
    /// Sees who has changed what.
    ReadChanges = "changes.read" "see who has changed what"
}

use Permission::{
    ChangeCompanies, ChangeDocuments, ChangeSettings, ErasePeople, ExportPeople, ManageMail, ManageUsers, MergePeople,
    PublishDialogues, ReadChanges, ReadDialogues, ReadDocuments, ReadPeople, ReadReports, ReadSettings,
};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $code:literal $title:literal $about:literal [$($permission:ident),*])*) => {
        /// A role that every site has (O11).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Role {$(
            $(#[$doc])*
            #[serde(rename = $code)]
            $name,
        )*}

        impl Role {
            /// Every role, the one that may most first.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name on the wire and in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// Its name as people read it.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }

            /// Whom it is for.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about),* }
            }

            /// What it allows.
            pub const fn permissions(self) -> &'static [Permission] {
                match self { $(Self::$name => &[$($permission),*]),* }
            }
        }
    };
}

roles! {
    /// May everything.
    Administrator = "administrator" "Administrator" "Runs the site: everything, users too."
        [ReadDialogues, PublishDialogues, ReadDocuments, ChangeDocuments, ReadPeople, ExportPeople, MergePeople, ChangeCompanies, ErasePeople, ReadReports,
            ReadSettings, ChangeSettings, ManageUsers, ManageMail, ReadChanges]
    /// Everything of marketing, and who does it.
    MarketingAdministrator = "marketing_administrator" "Marketing administrator" "Leads marketing: what marketers may, and who they are."
        [ReadDialogues, PublishDialogues, ReadDocuments, ChangeDocuments, ReadPeople, ExportPeople, MergePeople, ChangeCompanies, ErasePeople, ReadReports,
            ReadSettings, ChangeSettings, ManageUsers, ManageMail]
    /// Writes and publishes.
    Marketer = "marketer" "Marketer" "Writes dialogues and flows, publishes them and sees what comes of it."
        [ReadDialogues, PublishDialogues, ReadDocuments, ChangeDocuments, ReadPeople, ReadReports, ReadSettings]
    /// Who sells, and to whom.
    SalesAdministrator = "sales_administrator" "Sales administrator" "Leads sales: people, conversations and reports."
        [ReadDialogues, ReadDocuments, ReadPeople, ExportPeople, ChangeCompanies, ReadReports]
    /// Chats with visitors.
    LiveAgent = "live_agent" "Live agent" "Chats with visitors, and sees who they are."
        [ReadDocuments, ReadPeople]
    /// Takes meetings.
    CalendarAgent = "calendar_agent" "Calendar agent" "Takes meetings, and sees with whom."
        [ReadPeople]
    /// Reads.
    Analyst = "analyst" "Analyst" "Reads everything, changes nothing."
        [ReadDialogues, ReadDocuments, ReadPeople, ReadReports, ReadSettings]
}

impl Role {
    /// The role with this name on the wire.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }

    /// Whether it allows this.
    pub fn allows(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

/// What a user may, on which sites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Whether the user is an administrator of every site, also of those to come.
    pub everywhere: bool,
    /// The roles, each on a site.
    pub roles: Vec<SiteRole>,
}

/// A role on a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRole {
    /// The site.
    pub site: SiteKey,
    /// The role.
    pub role: GivenRole,
    /// What it allows.
    pub permissions: Vec<Permission>,
}

impl Access {
    /// What the user may on a site, in the order of [`Permission::ALL`]. Nothing: to this user there is no such site.
    pub fn permissions(&self, site: &SiteKey) -> Vec<Permission> {
        Permission::ALL.iter().copied().filter(|permission| self.may(site, *permission)).collect()
    }

    /// Whether the user may do this on a site.
    pub fn may(&self, site: &SiteKey, permission: Permission) -> bool {
        self.everywhere || self.roles_on(site).any(|at| at.permissions.contains(&permission))
    }

    /// Whether the user has any role on a site.
    pub fn knows(&self, site: &SiteKey) -> bool {
        self.everywhere || self.roles_on(site).next().is_some()
    }

    /// Whether the user may give or take what a role on a site allows: nobody gives what they haven't.
    pub fn may_give(&self, site: &SiteKey, permissions: &[Permission]) -> bool {
        self.may(site, ManageUsers) && permissions.iter().all(|permission| self.may(site, *permission))
    }

    /// Whether the user may leave another user of a site, which has these roles of its own, with other roles there.
    pub fn may_change(&self, site: &SiteKey, own: &[OwnRole], from: &[GivenRole], to: &[GivenRole]) -> bool {
        let changed = from.iter().chain(to).filter(|role| from.contains(role) != to.contains(role));
        changed.into_iter().all(|role| role.permissions(own).is_some_and(|permissions| self.may_give(site, permissions)))
    }

    /// Whether the user has this role on a site.
    pub fn has(&self, site: &SiteKey, role: &GivenRole) -> bool {
        self.roles_on(site).any(|at| at.role == *role)
    }

    fn roles_on<'a>(&'a self, site: &'a SiteKey) -> impl Iterator<Item = &'a SiteRole> + 'a {
        self.roles.iter().filter(move |at| at.site == *site)
    }
}

/// A user of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteUser {
    /// Who.
    pub id: UserId,
    /// The address to sign in with.
    pub email: Email,
    /// Whether an administrator of every site.
    pub everywhere: bool,
    /// The roles on this site, the one that may most first.
    pub roles: Vec<GivenRole>,
    /// The last use of a session, to five minutes; none goes on that was used before.
    pub last_seen: Option<Instant>,
}

/// A session of a user: a browser in which the user is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSession {
    /// Its number among all sessions.
    pub number: i64,
    /// What it was opened with, like `Firefox on Linux`; empty: nobody has noted it.
    pub browser: String,
    /// When it was opened.
    pub opened: Instant,
    /// Its last use, to five minutes.
    pub last_use: Instant,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// An invitation that nobody has taken yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Whom it is for.
    pub email: Email,
    /// The roles that it gives.
    pub roles: Vec<GivenRole>,
    /// Since when.
    pub created: Instant,
    /// Until when it can be taken.
    pub expires: Instant,
    /// Who invites; none if that user is gone.
    pub invited_by: Option<Email>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Name;

    fn site(key: &str) -> SiteKey {
        SiteKey::parse(key).expect("a key")
    }

    fn access(roles: &[(&str, Role)]) -> Access {
        let roles = roles
            .iter()
            .map(|(key, role)| SiteRole { site: site(key), role: (*role).into(), permissions: role.permissions().to_vec() })
            .collect();
        Access { everywhere: false, roles }
    }

    #[test]
    fn o11_a_role_counts_on_its_site_alone() {
        let both = access(&[("alpha", Role::Analyst), ("beta", Role::LiveAgent)]);
        assert!(
            both.may(&site("alpha"), ReadReports) && !both.may(&site("beta"), ReadReports) && both.may(&site("beta"), ReadPeople)
        );
        assert!(both.knows(&site("beta")) && !both.knows(&site("gamma")));
        assert_eq!(both.permissions(&site("gamma")), []);
        let everywhere = Access { everywhere: true, roles: Vec::new() };
        assert_eq!(everywhere.permissions(&site("gamma")), Permission::ALL);
    }

    #[test]
    fn o11_roles_add_up() {
        let both = access(&[("alpha", Role::CalendarAgent), ("alpha", Role::SalesAdministrator)]);
        assert_eq!(
            both.permissions(&site("alpha")),
            [ReadDialogues, ReadDocuments, ReadPeople, ExportPeople, ChangeCompanies, ReadReports]
        );
    }

    #[test]
    fn o11_nobody_gives_what_they_have_not() {
        let administrator = access(&[("alpha", Role::Administrator)]);
        assert!(Role::ALL.iter().all(|role| administrator.may_give(&site("alpha"), role.permissions())));
        assert!(Role::ALL.iter().all(|role| !administrator.may_give(&site("beta"), role.permissions())));
        let marketer = access(&[("alpha", Role::Marketer)]);
        assert!(
            Role::ALL.iter().all(|role| !marketer.may_give(&site("alpha"), role.permissions())),
            "who may not manage users gives nothing"
        );
    }

    #[test]
    fn o11_who_may_not_take_a_role_may_not_give_it_either() {
        let name = |text: &str| Name::parse(text).expect("a name");
        let own = [
            OwnRole { name: name("Clerk"), permissions: vec![ReadPeople] },
            OwnRole { name: name("Auditor"), permissions: vec![ReadPeople, ReadChanges] },
        ];
        let given = |text: &str| GivenRole::from_code(text).expect("a role");
        let leader = access(&[("alpha", Role::MarketingAdministrator)]);
        for (from, to, may) in [
            (vec![], vec![given("Clerk")], true),
            (vec![given("Clerk")], vec![given("marketer")], true),
            (vec![given("Clerk")], vec![given("Auditor")], false),
            (vec![given("Auditor")], vec![], false),
            (vec![given("Auditor")], vec![given("Auditor"), given("Clerk")], true),
            (vec![], vec![given("Nobody")], false),
        ] {
            assert_eq!(leader.may_change(&site("alpha"), &own, &from, &to), may, "{from:?} to {to:?}");
        }
    }

    #[test]
    fn o11_an_administrator_may_everything_and_an_analyst_changes_nothing() {
        assert_eq!(Role::Administrator.permissions(), Permission::ALL);
        assert!(Role::Analyst.permissions().iter().all(|permission| permission.code().ends_with(".read")));
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(*role));
            assert!(role.permissions().is_sorted(), "{role:?} is in the order of all");
        }
        assert_eq!(Role::from_code("king"), None);
    }
}
