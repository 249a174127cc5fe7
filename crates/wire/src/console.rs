//! What the console and the server say to each other, in JSON.

mod install;
mod paths;
mod settings;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use parlor_domain::access::{GivenRole, Invitation, OwnRole, Permission, Role, SiteUser, UserSession};
pub use parlor_domain::attribute::PersonAttribute;
pub use parlor_domain::change::{Change, ChangeKind, FieldChange};
pub use parlor_domain::company::{Company, CompanyAttribute, CompanyFacts, CompanyOf, Owner};
pub use parlor_domain::delivery::{Counts, DayOfDelivery, Delivery, Impressions, Refused, RefusedEvent};
use parlor_domain::draft::Source;
use parlor_domain::finding::Finding;
pub use parlor_domain::flow::{Document, Place};
use parlor_domain::ids::{DialogueId, PersonId, UserId};
pub use parlor_domain::mail::{KeptMail, MailState, Outbox};
pub use parlor_domain::people::{
    Activity, AttributeUses, AttributeValue, Conversation, ConversationExport, ConversationInList, LinkedVisitor, Merged,
    PAGE_ENTRIES, PEOPLE_COLUMNS, Page, PeopleOrder, Person, PersonExport, PersonPage, SiteAttribute, Visitor, VisitorPage,
    Within,
};
pub use parlor_domain::report::{
    DayOfReport, DialogueInReport, DocumentInReport, Figure, Figures, GoalInReport, PageInReport, REPORT_DAYS, Report, Visitors,
};
use parlor_domain::site::Interface;
use parlor_domain::text::{Email, Key, Name, SiteKey};
use parlor_domain::time::Date;

pub use install::{CHECK_MARK, CheckInstall, Heard, InstallChecked};
pub use paths::*;
pub use settings::{ChangeAttribute, ChangeSettings, LanguageWords, LookPart, NewSite, Preview, SiteSettings};

/// What it takes to ask for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing but a page of the console's.
    Nothing,
    /// A session.
    Session,
    /// A session of an administrator of every site.
    Everywhere,
    /// A permission on the site that the path names.
    Permission(Permission),
}

/// Fills the `{names}` of a path in order.
pub fn fill(path: &str, parts: &[&dyn std::fmt::Display]) -> String {
    let mut filled = String::new();
    let mut parts = parts.iter();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        if let Some(part) = parts.next() {
            filled.push_str(&part.to_string());
        }
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    filled + rest
}

/// Where the console takes an invitation, behind its origin.
pub fn invitation_link(token: &str) -> String {
    format!("{CONSOLE}#/invited?token={token}")
}

/// Makes the first user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The token of the one-time link.
    pub token: String,
    /// The user's address.
    pub email: String,
    /// At least `PASSWORD_CHARS` characters.
    pub password: String,
}

/// Fewest characters of a password.
pub const PASSWORD_CHARS: usize = 10;

/// Signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The user's address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The user.
    pub id: UserId,
    /// The user's address.
    pub email: Email,
    /// Whether the user is an administrator of every site.
    pub everywhere: bool,
}

/// Another password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The one that there is.
    pub present: String,
    /// The one that there is to be; at least [`PASSWORD_CHARS`] characters.
    pub new: String,
}

/// The users of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Users {
    /// Those who have a role on it, and administrators of every site.
    pub users: Vec<SiteUser>,
    /// Invitations that nobody has taken yet.
    pub invitations: Vec<Invitation>,
    /// The roles that the site has made itself, by their names.
    pub own_roles: Vec<OwnRole>,
    /// The roles that whoever asks may give and take.
    pub may_give: Vec<GivenRole>,
}

/// The roles of a user on a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// All of them.
    pub roles: Vec<GivenRole>,
}

/// A role of the site's own that is made, or allows something else from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepRole {
    /// What it allowed when it was looked at; none: it is to be a new one.
    pub former: Option<Vec<Permission>>,
    /// What it allows from now on.
    pub role: OwnRole,
}

/// Invites somebody to a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// The address to sign in with.
    pub email: String,
    /// The roles; at least one.
    pub roles: Vec<GivenRole>,
}

/// A fresh invitation's link, which is told this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationLink {
    /// Where it leads to the console.
    pub link: String,
    /// Whether it is sent by mail, too.
    pub mailed: bool,
}

/// The token of an invitation's link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvitationToken {
    /// The token.
    pub token: String,
}

/// To what an invitation's link invites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Whom.
    pub email: Email,
    /// To which site.
    pub site: Name,
    /// Whether that address is a user's already, whose password is asked for then.
    pub is_user: bool,
}

/// Takes an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// The token.
    pub token: String,
    /// The password that the user has, or else is to have.
    pub password: String,
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Its public key.
    pub key: SiteKey,
    /// Its name.
    pub name: Name,
    /// Domains that may show the chat, if whoever asks may see how the site is set up; an empty list: every domain.
    pub allowed_domains: Option<Vec<String>>,
    /// The script tag to paste.
    pub tag: String,
    /// What whoever asks may do there.
    pub permissions: Vec<Permission>,
}

/// A dialogue in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dialogue {
    /// Its id.
    pub id: DialogueId,
    /// Its name.
    pub name: Name,
    /// Whether targeting shows it, or an action starts it.
    pub source: Source,
    /// 1 (highest) to 1000; `None` for a flow, which does not compete.
    pub priority: Option<u16>,
    /// The page patterns that it may appear on, or whose load starts it.
    pub pages: Vec<String>,
    /// How it is shown.
    pub interface: Interface,
    /// The newest version; `None` if it was never published.
    pub version: Option<u32>,
    /// Whether that version is what visitors get.
    pub published: bool,
    /// Whether the draft says something else than the newest version.
    pub changed: bool,
    /// What the check says about the draft.
    pub findings: Vec<Finding>,
}

/// Publishes a dialogue's draft as a new version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Publish {
    /// Whether those who completed it are asked again (T28).
    pub ask_again: bool,
}

/// Which part of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageQuery {
    /// How many entries to pass over.
    pub skip: u32,
}

/// Which part of a list that is searched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    /// How many entries to pass over.
    pub skip: u32,
    /// Words that all have to be found, in part and in any case: of people in name, address, company, telephone number or external id.
    pub search: String,
}

/// Which people, and what of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PeopleQuery {
    /// How many entries to pass over.
    pub skip: u32,
    /// As in [`SearchQuery`].
    pub search: String,
    /// In which order.
    pub order: PeopleOrder,
    /// The keys of further attributes that are wanted, with commas between; at most [`PEOPLE_COLUMNS`].
    pub columns: String,
}

/// Which part of the visitors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VisitorsQuery {
    /// How many entries to pass over.
    pub skip: u32,
    /// Whether those are wanted of whom nothing is counted: bots, and who comes from excluded networks (A15).
    pub apart: bool,
}

/// Of how many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DaysQuery {
    /// The last so many days, today included.
    pub days: u16,
}

impl Default for DaysQuery {
    fn default() -> Self {
        Self { days: 30 }
    }
}

/// Which days of which figures (R13). What isn't said narrows nothing down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportQuery {
    /// The last so many days, today included, where no dates are given; 28 without.
    pub days: Option<u16>,
    /// The first day, in the site's zone.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Dialogues or flows alone.
    pub kind: Option<Source>,
    /// One of them.
    pub dialogue: Option<DialogueId>,
    /// Visitors who were known when a conversation began, or who were not.
    pub visitors: Option<Visitors>,
    /// A page, by its address without what follows its path.
    pub page: Option<String>,
}

/// The days of a report where none are asked for.
pub const REPORT_DAYS_PRESET: u16 = 28;

/// A table of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportTable {
    /// Day by day.
    Days,
    /// By dialogue and flow.
    Dialogues,
    /// By page.
    Pages,
    /// Goals.
    Goals,
    /// Documents.
    Documents,
    /// Cards that ask.
    Cards,
}

impl ReportTable {
    /// Every table.
    pub const ALL: [Self; 6] = [Self::Days, Self::Dialogues, Self::Pages, Self::Goals, Self::Documents, Self::Cards];

    /// The table as code, as it stands in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Dialogues => "dialogues",
            Self::Pages => "pages",
            Self::Goals => "goals",
            Self::Documents => "documents",
            Self::Cards => "cards",
        }
    }

    /// The table of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.code() == code)
    }
}

/// What is known of a company from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeCompany {
    /// What was known of it when it was looked at.
    pub former: CompanyFacts,
    /// What is from now on.
    pub facts: CompanyFacts,
}

/// An attribute of companies that is added, or called otherwise from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepCompanyAttribute {
    /// What it was when it was looked at; none: it is to be a new one.
    pub former: Option<CompanyAttribute>,
    /// What it is from now on.
    pub attribute: CompanyAttribute,
}

/// A company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyPage {
    /// The company.
    pub company: Company,
    /// The site's own attributes of companies.
    pub attributes: Vec<CompanyAttribute>,
    /// What the attributes of its people are called.
    pub labels: BTreeMap<Key, Name>,
    /// The users of the site, for those who may change the company.
    pub owners: Vec<Owner>,
}

/// Another person, who is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergePeople {
    /// Who goes.
    pub other: PersonId,
}

/// Which part of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogQuery {
    /// How many entries to pass over.
    pub skip: u32,
    /// The kinds of entries that are wanted, by their codes, with commas between; empty: all.
    pub kinds: String,
    /// Whether that is wanted which is stored apart and not counted (A15).
    pub apart: bool,
}

/// A document that is added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDocument {
    /// What it is called.
    pub name: Name,
    /// Where it is hosted; without it the request's body is the PDF.
    #[serde(default)]
    pub url: Option<String>,
}

/// A document by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentName {
    /// What it is called.
    pub name: Name,
}
