//! What was changed in the console or by command, by whom (O16).

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::time::Instant;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal $done:literal)*) => {
        /// What kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum ChangeKind {$(
            $(#[$doc])*
            #[serde(rename = $code)]
            $name,
        )*}

        impl ChangeKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name on the wire and in the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// What was done, in front of what it was done to.
            pub const fn done(self) -> &'static str {
                match self { $(Self::$name => $done),* }
            }
        }
    };
}

kinds! {
    /// A dialogue or flow got a new version.
    Published = "published" "published"
    /// A dialogue or flow was taken off the site.
    Unpublished = "unpublished" "unpublished"
    /// A document came into the library.
    DocumentAdded = "document_added" "added the document"
    /// A document in the library became another one.
    DocumentChanged = "document_changed" "changed the document"
    /// A document left the library.
    DocumentRemoved = "document_removed" "deleted the document"
    /// A site was made.
    SiteAdded = "site_added" "made the site"
    /// A site was set up otherwise.
    SettingsChanged = "settings_changed" "changed the settings of"
    /// People can have another attribute.
    AttributeAdded = "attribute_added" "added the attribute"
    /// An attribute is called otherwise, or visitors may set it or not.
    AttributeChanged = "attribute_changed" "changed the attribute"
    /// An attribute that nothing used is gone.
    AttributeRemoved = "attribute_removed" "deleted the attribute"
    /// Somebody was invited.
    Invited = "invited" "invited"
    /// An invitation was taken back.
    InvitationWithdrawn = "invitation_withdrawn" "withdrew the invitation of"
    /// Somebody took an invitation.
    InvitationTaken = "invitation_taken" "took the invitation of"
    /// A user got other roles, or lost all.
    RolesChanged = "roles_changed" "changed the roles of"
    /// A site got a role of its own.
    RoleAdded = "role_added" "made the role"
    /// A role of a site allows something else.
    RoleChanged = "role_changed" "changed the role"
    /// A role of a site that nobody had is gone.
    RoleRemoved = "role_removed" "deleted the role"
    /// A mail that was not sent was to be sent again.
    MailRetried = "mail_retried" "had mail sent again to"
    /// A company was made.
    CompanyAdded = "company_added" "added the company"
    /// Something else is known of a company.
    CompanyChanged = "company_changed" "changed the company"
    /// A company is gone.
    CompanyRemoved = "company_removed" "deleted the company"
    /// Companies can have another attribute.
    CompanyAttributeAdded = "company_attribute_added" "added the attribute of companies"
    /// An attribute of companies is called otherwise.
    CompanyAttributeChanged = "company_attribute_changed" "changed the attribute of companies"
    /// An attribute of which no company had a value is gone.
    CompanyAttributeRemoved = "company_attribute_removed" "deleted the attribute of companies"
    /// Two people turned out to be one.
    PeopleMerged = "people_merged" "merged another person into"
    /// Everything that was known of a person was erased.
    PersonErased = "person_erased" "erased the person"
    /// A site came from a file, or changed by one.
    Imported = "imported" "imported"
}

impl ChangeKind {
    /// The kind with this name on the wire.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// Who changes something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// Which user; none: a command on the server.
    pub user: Option<UserId>,
    /// When.
    pub at: Instant,
}

impl By {
    /// A command on the server.
    pub const fn command(at: Instant) -> Self {
        Self { user: None, at }
    }
}

/// A field that has another value than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field, as people read it.
    pub field: String,
    /// What it was; none: nothing.
    pub before: Option<String>,
    /// What it is now; none: nothing.
    pub after: Option<String>,
}

impl FieldChange {
    /// The change of a field, if it is one.
    pub fn of(field: &str, before: Option<String>, after: Option<String>) -> Option<Self> {
        (before != after).then(|| Self { field: field.to_owned(), before, after })
    }
}

/// A change, as the console tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// When.
    pub at: Instant,
    /// By whom: the user's address, also of one who is gone; none: by a command on the server.
    pub by: Option<String>,
    /// What kind of change.
    pub kind: ChangeKind,
    /// What it was done to, by the name that it had.
    pub about: String,
    /// What is different.
    pub fields: Vec<FieldChange>,
}
