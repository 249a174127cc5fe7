//! What is found, in the order in which it stands.

use parlor_wire::console::{Company, ConversationInList, Dialogue, Document, Permission, Person, Site};

use crate::pages::conversations;
use crate::pages::people::called;
use crate::parts::search::has_words;
use crate::rail::pages;
use crate::route::Section;
use crate::settings::table::{BOT, COLOURS, DOMAINS, Field, LANGUAGES, LAUNCHER, MANNER, PRIVACY, SITE, TYPEFACE, VISITS};

/// Most of each kind.
const OF_EACH: usize = 6;

/// Something that is found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// What it is called.
    pub(super) title: String,
    /// What it is, or where.
    pub(super) about: String,
    /// Where it leads.
    pub(super) section: Section,
}

/// What is searched.
pub(super) struct Sources<'a> {
    pub(super) site: &'a Site,
    pub(super) dialogues: &'a [Dialogue],
    pub(super) documents: &'a [Document],
    /// Those in whom the words were found already.
    pub(super) people: &'a [Person],
    /// Those in whose names or domains the words were found already.
    pub(super) companies: &'a [Company],
    /// Those in whose names or people the words were found already.
    pub(super) conversations: &'a [ConversationInList],
}

/// What has all words: pages first, then what is on them. Without words: the pages.
pub(super) fn found(sources: &Sources<'_>, words: &str) -> Vec<Entry> {
    let has = |entry: &Entry| has_words(&entry.title, words);
    let of_pages = pages(sources.site).map(|(heading, title, section)| entry(title, heading, section)).filter(has);
    if words.trim().is_empty() {
        return of_pages.collect();
    }
    let dialogues = sources.dialogues.iter().map(|dialogue| {
        let section = Section::Dialogues { search: dialogue.name.to_string() };
        entry(dialogue.name.as_str(), if dialogue.priority.is_some() { "Dialogue" } else { "Flow" }, section)
    });
    let documents = sources.documents.iter().map(|document| entry(document.name.as_str(), "Document", Section::Documents));
    let people = sources.people.iter().map(|person| {
        let address = person.email.as_ref().map_or("Person", |email| email.as_str());
        entry(&called(person), address, Section::person(person.id))
    });
    let companies =
        sources.companies.iter().map(|company| entry(company.facts.name.as_str(), "Company", Section::company(company.id)));
    let conversations = sources.conversations.iter().map(|conversation| {
        let (title, about, section) = conversations::found(conversation);
        Entry { title, about, section }
    });
    of_pages
        .take(OF_EACH)
        .chain(dialogues.filter(has).take(OF_EACH))
        .chain(documents.filter(has).take(OF_EACH))
        .chain(settings(sources.site).filter(has).take(OF_EACH))
        // They come later than the others: what is chosen meanwhile stays where it is.
        .chain(people.take(OF_EACH))
        .chain(companies.take(OF_EACH))
        .chain(conversations.take(OF_EACH))
        .collect()
}

fn settings(site: &Site) -> impl Iterator<Item = Entry> {
    let may = site.permissions.contains(&Permission::ReadSettings);
    let of = |fields: [&'static [Field]; 5], place: &'static str, section: Section| {
        let entry = move |field: &'static Field| entry(field.name, place, section.clone());
        fields.into_iter().flatten().map(entry)
    };
    let of_look = of([BOT, COLOURS, LAUNCHER, MANNER, TYPEFACE], "Look", Section::Look);
    let others = of([SITE, DOMAINS, VISITS, PRIVACY, LANGUAGES], "Settings", Section::Settings);
    others.chain(of_look).filter(move |_| may)
}

fn entry(title: &str, about: &str, section: Section) -> Entry {
    Entry { title: title.to_owned(), about: about.to_owned(), section }
}

#[cfg(test)]
mod tests {
    use parlor_domain::text::{Name, SiteKey};

    use super::*;

    fn site(permissions: &[Permission]) -> Site {
        Site {
            key: SiteKey::parse("demo").expect("a key"),
            name: Name::parse("Demo").expect("a name"),
            allowed_domains: None,
            tag: String::new(),
            permissions: permissions.to_vec(),
        }
    }

    fn titles(permissions: &[Permission], words: &str) -> Vec<String> {
        let sources =
            Sources { site: &site(permissions), dialogues: &[], documents: &[], people: &[], companies: &[], conversations: &[] };
        found(&sources, words).into_iter().map(|entry| format!("{} ({})", entry.title, entry.about)).collect()
    }

    #[test]
    fn pages_and_settings_are_found_by_those_who_may_see_them() {
        let all = Permission::ALL;
        assert_eq!(
            titles(&[Permission::ReadPeople], ""),
            ["People (People)", "Companies (People)", "Visitors (People)", "Conversations (People)"]
        );
        assert_eq!(titles(all, "domains"), ["Allowed domains (Settings)"]);
        assert_eq!(titles(all, "teas phone"), ["Teaser on phones (Look)"]);
        assert_eq!(titles(&[Permission::ReadPeople], "domains"), [""; 0]);
        assert_eq!(titles(all, "nothing of the kind"), [""; 0]);
    }
}
