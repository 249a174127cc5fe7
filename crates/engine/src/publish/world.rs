//! What a draft may refer to.

use parlor_domain::attribute::PersonAttribute;
use parlor_domain::draft::{Draft, FlowDraft, Source};
use parlor_domain::flow::Document;
use parlor_domain::ids::DialogueId;
use parlor_domain::library::{Library, Staff};
use parlor_domain::text::{Key, Name};

use super::overlap::Reach;

/// What a draft may refer to. The default is a site that has nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct World<'a> {
    /// The site's person attributes, built-in ones included.
    pub attributes: &'a [PersonAttribute],
    /// The site's goals.
    pub goals: &'a [Name],
    /// The site's documents.
    pub documents: &'a [Document],
    /// The site's dialogues and conversational flows, unpublished ones and the one at hand included.
    pub works: &'a [Work],
    /// The site's lists, programs and webhooks.
    pub library: &'a Library,
    /// Who takes meetings and chats; `None` where that isn't known.
    pub staff: Option<&'a Staff>,
}

/// A dialogue or conversational flow of the site.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Which one.
    pub id: DialogueId,
    /// What it is called; unique in its site.
    pub name: Name,
    /// Which of the two it is.
    pub source: Source,
    /// The number and the flow of its newest published version; `None` while it is not published.
    pub latest: Option<(u32, FlowDraft)>,
    /// Of a published dialogue, its priority and the pages on which it may appear.
    pub competes: Option<(u16, Reach)>,
}

impl Work {
    /// A dialogue or flow as it is drafted, and of which this version is published; `None`: none is.
    pub fn of(id: DialogueId, draft: &Draft, published: Option<(u32, &Draft)>) -> Self {
        let competes = published.and_then(|(_, draft)| match draft {
            Draft::Dialogue(dialogue) => Some((dialogue.priority, Reach::of(&dialogue.pages))),
            Draft::Flow(_) => None,
        });
        let latest = published.map(|(version, draft)| (version, draft.flow().clone()));
        Self { id, name: draft.name().clone(), source: draft.source(), latest, competes }
    }
}

impl<'a> World<'a> {
    pub(super) fn attribute(&self, key: &Key) -> Option<&'a PersonAttribute> {
        self.attributes.iter().find(|attribute| attribute.key == *key)
    }

    pub(super) fn document(&self, name: &str) -> Option<&'a Document> {
        self.documents.iter().find(|document| document.name.as_str() == name)
    }

    pub(super) fn work(&self, name: &str) -> Option<&'a Work> {
        self.works.iter().find(|work| work.name.as_str() == name)
    }
}
