//! Where the console asks for what.
//!
//! Names in square brackets are the forms of bodies and answers.

#[allow(unused_imports, reason = "comments name them")]
use super::*;

/// The header that every change carries. A page of another origin can't send it without being asked for.
pub const CONSOLE_HEADER: &str = "parlor-console";

/// The console itself.
pub const CONSOLE: &str = "/console/";
/// POST [`SetUp`] → [`Me`]: the first user is made with the one-time link, and signed in.
pub const SET_UP: &str = "/api/set-up";
/// POST [`SignIn`] → [`Me`].
pub const SIGN_IN: &str = "/api/sign-in";
/// POST: ends this session.
pub const SIGN_OUT: &str = "/api/sign-out";
/// POST: ends every session of the user.
pub const SIGN_OUT_EVERYWHERE: &str = "/api/sign-out-everywhere";
/// GET → [`Me`].
pub const ME: &str = "/api/me";
/// GET → `Vec<`[`UserSession`]`>`: where the user is signed in.
pub const MY_SESSIONS: &str = "/api/me/sessions";
/// DELETE: that session ends.
pub const MY_SESSION: &str = "/api/me/sessions/{session}";
/// POST [`NewPassword`]: the user has another password, and all other sessions end.
pub const MY_PASSWORD: &str = "/api/me/password";
/// GET → `Vec<Site>`. POST [`NewSite`] → [`Site`]: administrators of every site make another one.
pub const SITES: &str = "/api/sites";
/// GET → `Vec<Dialogue>`.
pub const DIALOGUES: &str = "/api/sites/{site}/dialogues";
/// POST [`Publish`] → [`Dialogue`].
pub const PUBLISH: &str = "/api/sites/{site}/dialogues/{dialogue}/publish";
/// POST → [`Dialogue`].
pub const UNPUBLISH: &str = "/api/sites/{site}/dialogues/{dialogue}/unpublish";
/// GET, query [`PeopleQuery`] → [`Page`] of [`Person`].
pub const PEOPLE: &str = "/api/sites/{site}/people";
/// GET, query [`VisitorsQuery`] → [`Page`] of [`Visitor`]: those not linked to a person.
pub const VISITORS: &str = "/api/sites/{site}/visitors";
/// GET → [`PersonPage`]. DELETE: everything that is known of the person is erased (P6).
pub const PERSON: &str = "/api/sites/{site}/people/{person}";
/// GET → [`PersonExport`], as a file.
pub const PERSON_EXPORT: &str = "/api/sites/{site}/people/{person}/export";
/// POST [`MergePeople`]: another person goes into this one (I5).
pub const PERSON_MERGE: &str = "/api/sites/{site}/people/{person}/merge";
/// GET, query [`SearchQuery`] → the people that are found, with all that is known of each, as CSV.
pub const PEOPLE_TABLE: &str = "/api/sites/{site}/people.csv";
/// GET, query [`SearchQuery`] → [`Page`] of [`ConversationInList`], the newest first.
pub const CONVERSATIONS: &str = "/api/sites/{site}/conversations";
/// GET, query [`SearchQuery`] → [`Page`] of [`Company`], by their names. POST [`CompanyFacts`] → [`CompanyPage`]: another one.
pub const COMPANIES: &str = "/api/sites/{site}/companies";
/// GET → [`CompanyPage`]. POST [`ChangeCompany`] → [`CompanyPage`]. DELETE: its people belong to none.
pub const COMPANY: &str = "/api/sites/{site}/companies/{company}";
/// GET → `Vec<`[`CompanyAttribute`]`>` (P1). POST [`KeepCompanyAttribute`] → the same.
pub const COMPANY_ATTRIBUTES: &str = "/api/sites/{site}/company-attributes";
/// DELETE: one of which no company has a value → as [`COMPANY_ATTRIBUTES`].
pub const COMPANY_ATTRIBUTE: &str = "/api/sites/{site}/company-attributes/{key}";
/// GET, query [`PageQuery`] → [`Page`] of [`Person`], who was seen last first.
pub const COMPANY_PEOPLE: &str = "/api/sites/{site}/companies/{company}/people";
/// GET, query [`LogQuery`] → [`Page`] of [`Activity`], newest first.
pub const COMPANY_ACTIVITIES: &str = "/api/sites/{site}/companies/{company}/activities";
/// GET → [`VisitorPage`].
pub const VISITOR: &str = "/api/sites/{site}/visitors/{visitor}";
/// GET, query [`LogQuery`] → [`Page`] of [`Activity`], newest first.
pub const PERSON_ACTIVITIES: &str = "/api/sites/{site}/people/{person}/activities";
/// GET, query [`LogQuery`] → [`Page`] of [`Activity`], newest first.
pub const VISITOR_ACTIVITIES: &str = "/api/sites/{site}/visitors/{visitor}/activities";
/// GET → [`Conversation`].
pub const CONVERSATION: &str = "/api/sites/{site}/conversations/{conversation}";

/// GET, query [`DaysQuery`] → [`Delivery`]: what became of events (A16).
pub const DELIVERY: &str = "/api/sites/{site}/delivery";

/// GET, query [`ReportQuery`] → [`Report`] (R1 to R9).
pub const REPORT: &str = "/api/sites/{site}/report";
/// GET, query [`ReportQuery`] → one of a report's tables as CSV, by a [`ReportTable`]'s code.
pub const REPORT_TABLE: &str = "/api/sites/{site}/report/{table}";

/// GET → `Vec<`[`Document`]`>`. POST, query [`NewDocument`], body the PDF or nothing: a document is added, or changed if
/// there is one of that name → [`Document`]. DELETE, query [`DocumentName`]: it is taken out.
pub const DOCUMENTS: &str = "/api/sites/{site}/documents";
/// POST, query [`DocumentName`], body a picture, or nothing to do without one: the document's cover → [`Document`].
pub const DOCUMENT_COVER: &str = "/api/sites/{site}/documents/cover";

/// GET → [`SiteSettings`]. POST [`ChangeSettings`] → [`SiteSettings`]; faults are lines `place: what to do` of the detail.
pub const SETTINGS: &str = "/api/sites/{site}/settings";
/// POST, body a file: the look's picture or typeface, by a [`LookPart`]'s code → [`SiteSettings`]. DELETE: it goes → the same.
pub const LOOK_PART: &str = "/api/sites/{site}/look/{part}";
/// POST settings → [`Preview`]: the chat as it would look with them.
pub const PREVIEWS: &str = "/api/sites/{site}/previews";
/// GET: the page that shows a preview, by its key.
pub const PREVIEW: &str = "/console/preview/{key}";

/// GET → `Vec<`[`SiteAttribute`]`>` (P2). POST [`PersonAttribute`]: another one → the same.
pub const ATTRIBUTES: &str = "/api/sites/{site}/attributes";
/// GET → map of [`AttributeUses`] by the attribute's key; it may take a moment (P2).
pub const ATTRIBUTE_USES: &str = "/api/sites/{site}/attribute-uses";
/// POST [`ChangeAttribute`] → as above. DELETE: an attribute that nothing uses is gone → as above.
pub const ATTRIBUTE: &str = "/api/sites/{site}/attributes/{key}";
/// POST [`CheckInstall`] → [`InstallChecked`].
pub const CHECKS: &str = "/api/sites/{site}/checks";

/// GET → [`Users`].
pub const USERS: &str = "/api/sites/{site}/users";
/// POST [`KeepRole`] → [`Users`]: a role of the site's own.
pub const OWN_ROLES: &str = "/api/sites/{site}/roles";
/// DELETE → [`Users`]: a role of the site's own that nobody has is gone.
pub const OWN_ROLE: &str = "/api/sites/{site}/roles/{role}";
/// POST [`Roles`] → [`Users`]: the user has these roles on the site and no others; without any it is none of its users.
pub const USER_ROLES: &str = "/api/sites/{site}/users/{user}/roles";
/// POST [`Invite`] → [`InvitationLink`].
pub const INVITATIONS: &str = "/api/sites/{site}/invitations";
/// DELETE: the invitation's link no longer works.
pub const INVITATION: &str = "/api/sites/{site}/invitations/{invitation}";
/// POST [`InvitationToken`] → [`Invited`].
pub const INVITED: &str = "/api/invited";
/// POST [`Accept`] → [`Me`]: the invitation is taken, and its user signed in.
pub const ACCEPT: &str = "/api/invited/accept";

/// GET → [`Outbox`]: what became of mail (M20).
pub const MAILS: &str = "/api/sites/{site}/mails";
/// POST: a mail that was not sent is sent again, at once → [`Outbox`].
pub const MAIL_AGAIN: &str = "/api/sites/{site}/mails/{mail}/again";

/// GET, query [`PageQuery`] → [`Page`] of [`Change`], newest first.
pub const CHANGES: &str = "/api/sites/{site}/changes";
