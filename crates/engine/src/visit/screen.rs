//! What the shell may draw of a visit.

use parlor_domain::flow::RichText;
use parlor_domain::ids::ConversationId;
use parlor_domain::site::LauncherMode;

use super::Visit;
use crate::resolve::{Choice, is_over, memory_of};
use crate::view::{Prompt, View, first_words, prompt, view};

/// What is on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen<'a> {
    /// Whether the launcher is there.
    pub launcher: bool,
    /// Messages that wait to be read and are shown nowhere else; told by the launcher.
    pub unread: u8,
    /// The first message beside the launcher.
    pub teaser: Option<Teaser<'a>>,
    /// The panel, when it is open.
    pub panel: Option<Option<Chat<'a>>>,
}

/// The first message beside the launcher.
#[derive(Clone, Debug, PartialEq)]
pub struct Teaser<'a> {
    /// What it says.
    pub text: &'a RichText,
}

/// A conversation in the panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Chat<'a> {
    /// Which conversation.
    pub id: ConversationId,
    /// What to draw of it.
    pub view: View<'a>,
}

impl Visit {
    /// Whether there is nothing to talk about: nothing was resolved, and nothing is on its way.
    pub fn is_idle(&self) -> bool {
        self.choice == Choice::Nothing || matches!(self.choice, Choice::Wait(_))
    }

    /// What waits for the visitor in the conversation on screen.
    pub fn prompt(&self) -> Option<Prompt<'_>> {
        let conversation = self.shown()?;
        prompt(self.flow(conversation.flow)?, &conversation.state)
    }

    /// What is on screen now.
    pub fn screen(&self) -> Screen<'_> {
        let shown = self.shown().and_then(|conversation| Some((conversation, self.flow(conversation.flow)?)));
        let waiting = shown.filter(|(conversation, _)| !self.open && !self.was_opened && !is_over(&conversation.state.phase));
        let teaser = waiting.filter(|(conversation, _)| {
            let dismissed = memory_of(&self.memory, conversation.dialogue).dismissed;
            let has_room = self.site.look.teaser_on_phones || !self.page.narrow;
            self.site.look.teaser && has_room && conversation.engaged_in.is_none() && dismissed != Some(self.memory.session.id)
        });
        Screen {
            launcher: !self.site.off && (self.site.look.launcher == LauncherMode::Always || shown.is_some() || self.open),
            unread: u8::from(waiting.is_some() && teaser.is_none()),
            teaser: teaser.and_then(|(_, flow)| first_words(flow)).map(|text| Teaser { text }),
            panel: self
                .open
                .then(|| shown.map(|(conversation, flow)| Chat { id: conversation.id, view: view(flow, &conversation.state) })),
        }
    }
}
