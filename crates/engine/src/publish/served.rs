//! The flow check of cards whose part agents or the library play: meeting, live chat, answers (C5, C8, C14).

use parlor_domain::draft::{AnswersDraft, LiveChatDraft, MeetingDraft, RoutingDraft};
use parlor_domain::library::{Agent, Staff};
use parlor_domain::text::Key;
use parlor_domain::value::Kind;

use super::cards::Of;

impl Of<'_> {
    pub(super) fn meeting(&mut self, meeting: &MeetingDraft) {
        self.text(&meeting.text);
        for key in [&meeting.agent_name, &meeting.agent_email].into_iter().flatten() {
            self.text_attribute(key);
        }
        self.routing(&meeting.routing, |agent| agent.meets, "takes meetings", "not booked");
    }

    pub(super) fn live_chat(&mut self, chat: &LiveChatDraft) {
        self.text(&chat.text);
        self.routing(&chat.routing, |agent| agent.chats, "chats", "not connected");
    }

    pub(super) fn answers(&mut self, answers: &AnswersDraft) {
        self.text(&answers.text);
        if self.world.library.answers == 0 {
            self.warning("The site has no approved answers, so every question goes on with *no match*.");
        }
    }

    fn text_attribute(&mut self, key: &Key) {
        match self.written(key) {
            Err(fault) => self.error(fault),
            Ok(attribute) if attribute.kind != Kind::Text => {
                self.error(format!("The agent's name or address doesn't fit the attribute `{key}`."));
            }
            Ok(_) => {}
        }
    }

    /// Whether there is somebody, and at some hour.
    fn routing(&mut self, routing: &RoutingDraft, covers: fn(&Agent) -> bool, what: &str, branch: &str) {
        let Some(staff) = self.world.staff else { return };
        match asked(routing, staff) {
            Err(fault) => self.error(fault),
            Ok(agents) if !agents.iter().any(|agent| covers(agent)) => {
                self.warning(format!("No agent whom it may ask {what} at any hour, so it always goes on with *{branch}*."));
            }
            Ok(_) => {}
        }
    }
}

/// The agents whom a routing may ask.
fn asked<'a>(routing: &RoutingDraft, staff: &'a Staff) -> Result<Vec<&'a Agent>, String> {
    let agents = || staff.agents.iter();
    match routing {
        RoutingDraft::RoundRobin | RoutingDraft::Rules => Ok(agents().collect()),
        RoutingDraft::Agent(email) => {
            let found = agents().find(|agent| agent.email == *email);
            found.map(|agent| vec![agent]).ok_or_else(|| format!("`{}` is not an agent of this site.", email.as_str()))
        }
        RoutingDraft::Team(name) => {
            let team = staff.teams.iter().find(|team| team.name == *name);
            let team = team.ok_or_else(|| format!("\"{name}\" is not a team of this site."))?;
            Ok(agents().filter(|agent| team.agents.contains(&agent.email)).collect())
        }
    }
}
