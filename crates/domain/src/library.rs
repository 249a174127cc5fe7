//! What a site's flows and audiences refer to by name, besides its attributes, goals, documents, dialogues and flows.

use crate::draft::{ProgramDraft, SiteDraft, WebhookDraft};
use crate::ids::LibraryId;
use crate::text::{Email, Name};

/// Lists, programs, webhooks and answers of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// The lists of people. Browsers know them by their ids alone (T14).
    pub lists: Vec<(LibraryId, Name)>,
    /// The programs; browsers know them likewise.
    pub programs: Vec<(LibraryId, ProgramDraft)>,
    /// The webhooks.
    pub webhooks: Vec<WebhookDraft>,
    /// How many questions have an approved answer.
    pub answers: usize,
}

impl Library {
    /// What a file brings along. The ids are made up: nobody keeps them. No list has the id of a program: to conditions both are memberships.
    pub fn of(draft: &SiteDraft) -> Self {
        let mut ids = (1u128..).map(|number| LibraryId::from_bytes(number.to_be_bytes()));
        Self {
            lists: draft.lists.iter().cloned().map_while(|list| Some((ids.next()?, list))).collect(),
            programs: draft.programs.iter().cloned().map_while(|program| Some((ids.next()?, program))).collect(),
            webhooks: draft.webhooks.clone(),
            answers: 0,
        }
    }

    /// The id of the list of this name.
    pub fn list(&self, name: &str) -> Option<LibraryId> {
        self.lists.iter().find(|(_, list)| list.as_str() == name).map(|(id, _)| *id)
    }

    /// The program of this name.
    pub fn program(&self, name: &str) -> Option<&(LibraryId, ProgramDraft)> {
        self.programs.iter().find(|(_, program)| program.name.as_str() == name)
    }
}

static NOTHING: Library = Library { lists: Vec::new(), programs: Vec::new(), webhooks: Vec::new(), answers: 0 };

impl Default for &Library {
    fn default() -> Self {
        &NOTHING
    }
}

/// How conditions and facts call a program with one of its statuses, by the status's place.
pub fn with_status(program: LibraryId, place: usize) -> String {
    format!("{program}:{place}")
}

/// Who takes meetings and chats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// The agents.
    pub agents: Vec<Agent>,
    /// The teams.
    pub teams: Vec<Team>,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The address.
    pub email: Email,
    /// Whether there is an hour at which the agent takes meetings.
    pub meets: bool,
    /// Whether there is an hour at which the agent chats.
    pub chats: bool,
}

/// A set of agents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// What it is called.
    pub name: Name,
    /// Its agents.
    pub agents: Vec<Email>,
}
