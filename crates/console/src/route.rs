//! Where in the console one is: the part of the address behind `#`.

use std::borrow::Borrow;
use std::fmt;

use gloo_events::EventListener;
use parlor_domain::ids::{CompanyId, PersonId, VisitorId};
use parlor_domain::text::SiteKey;
use parlor_wire::console::Permission;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use yew::prelude::*;

use crate::log::kinds::Groups;
use crate::log::place::LogPlace;
use crate::people_place::PeoplePlace;
use crate::report::place::ReportPlace;

/// A place in the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// The first page of the first site.
    Home,
    /// Where the one-time link leads, with its token.
    SetUp(String),
    /// Where an invitation's link leads, with its token.
    Invited(String),
    /// The user's own account.
    Account,
    /// What pages are made of.
    Gallery,
    /// A page of a site.
    Site(SiteKey, Section),
    /// An address that leads nowhere.
    Nowhere,
}

/// A page of a site. `skip` is how many entries of its list are passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// The dialogues and flows, or those of them in whose names these words are found.
    Dialogues { search: String },
    /// The library of documents.
    Documents,
    /// The conversations, or those of them in whose names or people these words are found.
    Conversations { search: String, skip: u32 },
    /// The people.
    People(PeoplePlace),
    /// A person and the activity log.
    Person { person: PersonId, log: LogPlace },
    /// The companies, or those of them in whose names or domains this is found.
    Companies { search: String, skip: u32 },
    /// A company, its people and what they did.
    Company { company: CompanyId, log: LogPlace },
    /// The anonymous visitors.
    Visitors { skip: u32 },
    /// A visitor and the activity log.
    Visitor { visitor: VisitorId, log: LogPlace },
    /// What was counted.
    Reports(ReportPlace),
    /// What became of events.
    Delivery,
    /// How the chat gets onto the website.
    Install,
    /// What the chat looks like.
    Look,
    /// How the site is set up.
    Settings,
    /// What can be known of people.
    Attributes,
    /// Who works here, and what they may.
    Users,
    /// What became of mail.
    Mail,
    /// Who has changed what.
    Changes { skip: u32 },
}

impl Section {
    /// All dialogues and flows.
    pub(crate) const fn dialogues() -> Self {
        Self::Dialogues { search: String::new() }
    }

    /// All conversations.
    pub(crate) const fn conversations() -> Self {
        Self::Conversations { search: String::new(), skip: 0 }
    }

    /// All people.
    pub(crate) const fn people() -> Self {
        Self::People(PeoplePlace::ALL)
    }

    /// All companies.
    pub(crate) const fn companies() -> Self {
        Self::Companies { search: String::new(), skip: 0 }
    }

    /// A company's page, at the newest activity.
    pub(crate) fn company(company: CompanyId) -> Self {
        Self::Company { company, log: LogPlace::default() }
    }

    /// A person's page, at the newest activity.
    pub(crate) fn person(person: PersonId) -> Self {
        Self::Person { person, log: LogPlace::default() }
    }

    /// A visitor's page, at the newest activity.
    pub(crate) fn visitor(visitor: VisitorId) -> Self {
        Self::Visitor { visitor, log: LogPlace::default() }
    }

    /// The entry of the rail that this page belongs to.
    pub(crate) const fn top(&self) -> Self {
        match self {
            Self::Dialogues { .. } => Self::dialogues(),
            Self::Documents => Self::Documents,
            Self::Conversations { .. } => Self::conversations(),
            Self::People(_) | Self::Person { .. } => Self::people(),
            Self::Companies { .. } | Self::Company { .. } => Self::companies(),
            Self::Visitors { .. } | Self::Visitor { .. } => Self::Visitors { skip: 0 },
            Self::Reports(_) => Self::Reports(ReportPlace::NEW),
            Self::Delivery => Self::Delivery,
            Self::Install => Self::Install,
            Self::Look => Self::Look,
            Self::Settings => Self::Settings,
            Self::Attributes => Self::Attributes,
            Self::Users => Self::Users,
            Self::Mail => Self::Mail,
            Self::Changes { .. } => Self::Changes { skip: 0 },
        }
    }

    /// What one must be allowed to see it.
    pub(crate) const fn needs(&self) -> Permission {
        match self {
            Self::Dialogues { .. } => Permission::ReadDialogues,
            Self::Documents => Permission::ReadDocuments,
            Self::People(_) | Self::Person { .. } | Self::Companies { .. } | Self::Company { .. } => Permission::ReadPeople,
            Self::Conversations { .. } => Permission::ReadPeople,
            Self::Visitors { .. } | Self::Visitor { .. } => Permission::ReadPeople,
            Self::Reports(_) | Self::Delivery => Permission::ReadReports,
            Self::Install | Self::Look | Self::Settings | Self::Attributes => Permission::ReadSettings,
            Self::Users => Permission::ManageUsers,
            Self::Mail => Permission::ManageMail,
            Self::Changes { .. } => Permission::ReadChanges,
        }
    }

    /// How many entries of the list are passed over.
    pub(crate) const fn skip(&self) -> u32 {
        match self {
            Self::People(place) => place.skip,
            Self::Conversations { skip, .. }
            | Self::Companies { skip, .. }
            | Self::Visitors { skip }
            | Self::Changes { skip } => *skip,
            Self::Person { log, .. } | Self::Company { log, .. } | Self::Visitor { log, .. } => log.skip,
            _ => 0,
        }
    }

    /// The same list, passing over this many.
    pub(crate) fn skipping(&self, skip: u32) -> Self {
        match self {
            Self::People(place) => Self::People(PeoplePlace { skip, ..place.clone() }),
            Self::Conversations { search, .. } => Self::Conversations { search: search.clone(), skip },
            Self::Companies { search, .. } => Self::Companies { search: search.clone(), skip },
            Self::Visitors { .. } => Self::Visitors { skip },
            Self::Changes { .. } => Self::Changes { skip },
            Self::Person { person, log } => Self::Person { person: *person, log: log.skipping(skip) },
            Self::Company { company, log } => Self::Company { company: *company, log: log.skipping(skip) },
            Self::Visitor { visitor, log } => Self::Visitor { visitor: *visitor, log: log.skipping(skip) },
            _ => self.clone(),
        }
    }

    /// The same page, elsewhere in its log.
    pub(crate) fn at(&self, log: LogPlace) -> Self {
        match self {
            Self::Person { person, .. } => Self::Person { person: *person, log },
            Self::Company { company, .. } => Self::Company { company: *company, log },
            Self::Visitor { visitor, .. } => Self::Visitor { visitor: *visitor, log },
            _ => self.clone(),
        }
    }

    /// Where one arrives: somewhere else in a log is still the same page, and so are other people who are searched for, and
    /// other figures.
    pub(crate) fn arrival(&self) -> Self {
        match self {
            Self::Dialogues { .. } => Self::dialogues(),
            Self::People(place) => Self::people().skipping(place.skip),
            Self::Conversations { skip, .. } => Self::conversations().skipping(*skip),
            Self::Companies { skip, .. } => Self::companies().skipping(*skip),
            Self::Reports(_) => Self::Reports(ReportPlace::NEW),
            other => other.at(LogPlace::default()),
        }
    }

    fn parse(parts: &[&str], query: &str) -> Option<Self> {
        let skip = value(query, "skip").and_then(|skip| skip.parse().ok()).unwrap_or(0);
        let log = LogPlace {
            skip,
            groups: Groups::parse(value(query, "kinds").unwrap_or_default()),
            conversation: value(query, "conversation").and_then(|id| id.parse().ok()),
        };
        match *parts {
            ["dialogues"] => Some(Self::Dialogues { search: decoded(value(query, "search").unwrap_or_default()) }),
            ["documents"] => Some(Self::Documents),
            ["conversations"] => Some(Self::Conversations { search: decoded(value(query, "search").unwrap_or_default()), skip }),
            ["people"] => Some(Self::People(PeoplePlace::parse(skip, |name| decoded(value(query, name).unwrap_or_default())))),
            ["people", id] => id.parse().ok().map(|person| Self::Person { person, log }),
            ["companies"] => Some(Self::Companies { search: decoded(value(query, "search").unwrap_or_default()), skip }),
            ["companies", id] => id.parse().ok().map(|company| Self::Company { company, log }),
            ["visitors"] => Some(Self::Visitors { skip }),
            ["visitors", id] => id.parse().ok().map(|visitor| Self::Visitor { visitor, log }),
            ["reports"] => Some(Self::Reports(ReportPlace::parse(|name| decoded(value(query, name).unwrap_or_default())))),
            ["delivery"] => Some(Self::Delivery),
            ["install"] => Some(Self::Install),
            ["look"] => Some(Self::Look),
            ["settings"] => Some(Self::Settings),
            ["attributes"] => Some(Self::Attributes),
            ["users"] => Some(Self::Users),
            ["mail"] => Some(Self::Mail),
            ["changes"] => Some(Self::Changes { skip }),
            _ => None,
        }
    }

    /// What is said of it behind its path.
    fn query(&self) -> String {
        if let Self::Reports(place) = self {
            let pair = |(name, value): (&str, String)| format!("{name}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC));
            return place.pairs().into_iter().map(pair).collect::<Vec<_>>().join("&");
        }
        let search = match self {
            Self::People(place) => place.search.as_str(),
            Self::Conversations { search, .. } | Self::Companies { search, .. } | Self::Dialogues { search } => search.as_str(),
            _ => "",
        };
        let people = if let Self::People(place) = self { Some(place) } else { None };
        let log = match self {
            Self::Person { log, .. } | Self::Company { log, .. } | Self::Visitor { log, .. } => *log,
            other => LogPlace { skip: other.skip(), ..LogPlace::default() },
        };
        let pairs = [
            (!search.is_empty()).then(|| format!("search={}", utf8_percent_encode(search, NON_ALPHANUMERIC))),
            (log.skip > 0).then(|| format!("skip={}", log.skip)),
            (!log.groups.is_empty()).then(|| format!("kinds={}", log.groups)),
            log.conversation.map(|id| format!("conversation={id}")),
            people.and_then(PeoplePlace::order_pair),
            people.and_then(PeoplePlace::columns_pair),
        ];
        pairs.into_iter().flatten().collect::<Vec<_>>().join("&")
    }
}

impl Route {
    /// Where one arrives: see [`Section::arrival`].
    pub(crate) fn arrival(&self) -> Self {
        match self {
            Self::Site(site, section) => Self::Site(site.clone(), section.arrival()),
            other => other.clone(),
        }
    }

    /// Reads the address behind and with `#`.
    pub(crate) fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Home,
            ["set-up"] => Self::SetUp(value(query, "token").unwrap_or_default().to_owned()),
            ["account"] => Self::Account,
            ["parts"] => Self::Gallery,
            ["invited"] => Self::Invited(value(query, "token").unwrap_or_default().to_owned()),
            [site, rest @ ..] => match (SiteKey::parse(site), Section::parse(rest, query)) {
                (Ok(site), Some(section)) => Self::Site(site, section),
                _ => Self::Nowhere,
            },
        }
    }
}

/// A text as it was before it was put into an address.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The value of a name in a query.
fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dialogues { .. } => f.write_str("dialogues")?,
            Self::Documents => f.write_str("documents")?,
            Self::Conversations { .. } => f.write_str("conversations")?,
            Self::People(_) => f.write_str("people")?,
            Self::Person { person, .. } => write!(f, "people/{person}")?,
            Self::Companies { .. } => f.write_str("companies")?,
            Self::Company { company, .. } => write!(f, "companies/{company}")?,
            Self::Visitors { .. } => f.write_str("visitors")?,
            Self::Visitor { visitor, .. } => write!(f, "visitors/{visitor}")?,
            Self::Reports(_) => f.write_str("reports")?,
            Self::Delivery => f.write_str("delivery")?,
            Self::Install => f.write_str("install")?,
            Self::Look => f.write_str("look")?,
            Self::Settings => f.write_str("settings")?,
            Self::Attributes => f.write_str("attributes")?,
            Self::Users => f.write_str("users")?,
            Self::Mail => f.write_str("mail")?,
            Self::Changes { .. } => f.write_str("changes")?,
        }
        match self.query().as_str() {
            "" => Ok(()),
            query => write!(f, "?{query}"),
        }
    }
}

/// As it stands in a link.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home | Self::Nowhere => f.write_str("#/"),
            Self::SetUp(token) => write!(f, "#/set-up?token={token}"),
            Self::Account => f.write_str("#/account"),
            Self::Gallery => f.write_str("#/parts"),
            Self::Invited(token) => write!(f, "#/invited?token={token}"),
            Self::Site(site, section) => write!(f, "#/{site}/{section}"),
        }
    }
}

/// The link to a page of a site.
pub(crate) fn link(site: &SiteKey, section: impl Borrow<Section>) -> String {
    Route::Site(site.clone(), section.borrow().clone()).to_string()
}

/// Goes there; *back* leads to where one was.
pub(crate) fn go(route: &Route) {
    // A browser refuses only addresses that it can't read, and ours are all readable.
    let _ = gloo_utils::window().location().set_hash(&route.to_string());
}

/// Goes there in the place of the present entry of the history, so that *back* doesn't lead here again.
pub(crate) fn go_instead(route: &Route) {
    // As in `go`.
    let _ = gloo_utils::window().location().replace(&route.to_string());
}

fn present() -> Route {
    Route::parse(&gloo_utils::window().location().hash().unwrap_or_default())
}

/// Where one is, kept up to date.
#[hook]
pub(crate) fn use_route() -> Route {
    let route = use_state_eq(present);
    let setter = route.setter();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&gloo_utils::window(), "hashchange", move |_| setter.set(present()));
        move || drop(listener)
    });
    (*route).clone()
}

#[cfg(test)]
mod tests {
    use parlor_domain::ids::ConversationId;
    use parlor_wire::console::PeopleOrder;

    use super::*;

    #[test]
    fn every_place_reads_back_from_its_link() {
        let site = SiteKey::parse("demo").expect("a site key");
        let person = PersonId::from_bytes([7; 16]);
        let visitor = VisitorId::from_bytes([8; 16]);
        let conversation = Some(ConversationId::from_bytes([9; 16]));
        let log = LogPlace { skip: 100, groups: Groups::parse("goals,other"), conversation };
        let sections = [
            Section::dialogues(),
            Section::Dialogues { search: "Welcome?".to_owned() },
            Section::Documents,
            Section::Conversations { search: "Ada".to_owned(), skip: 50 },
            Section::people().skipping(50),
            Section::People(PeoplePlace { search: "Ada & Özlem=50% #1?".to_owned(), ..PeoplePlace::ALL }),
            Section::People(PeoplePlace {
                order: PeopleOrder::Name,
                columns: vec!["phone".to_owned(), "country".to_owned()],
                ..PeoplePlace::ALL
            }),
            Section::person(person),
            Section::Companies { search: "skerry".to_owned(), skip: 50 },
            Section::Company { company: CompanyId::from_bytes([6; 16]), log },
            Section::Visitors { skip: 0 },
            Section::Visitor { visitor, log },
            Section::Visitor { visitor, log: log.beside(None) },
            Section::Reports(ReportPlace::NEW),
            Section::Reports(ReportPlace::parse(|name| {
                let given = [
                    ("from", "2026-11-01"),
                    ("to", "2026-11-23"),
                    ("kind", "flow"),
                    ("dialogue", "08080808-0808-0808-0808-080808080808"),
                    ("visitors", "known"),
                    ("page", "https://example.com/a&b"),
                    ("figure", "goal"),
                ];
                given.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).unwrap_or_default()
            })),
            Section::Delivery,
            Section::Install,
            Section::Look,
            Section::Settings,
            Section::Attributes,
            Section::Users,
            Section::Mail,
            Section::Changes { skip: 50 },
        ];
        for section in sections {
            let route = Route::Site(site.clone(), section);
            assert_eq!(Route::parse(&route.to_string()), route);
        }
        for door in [Route::SetUp("a-b_C=".to_owned()), Route::Invited("a-b_C=".to_owned()), Route::Account, Route::Gallery] {
            assert_eq!(Route::parse(&door.to_string()), door);
        }
    }

    #[test]
    fn what_is_no_place_leads_nowhere() {
        for hash in ["", "#", "#/"] {
            assert_eq!(Route::parse(hash), Route::Home);
        }
        for hash in ["#/demo", "#/demo/nonsense", "#/demo/people/1", "#/../people", "#/demo/people/x/y"] {
            assert_eq!(Route::parse(hash), Route::Nowhere, "{hash}");
        }
    }
}
