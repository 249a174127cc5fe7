//! The flow check of single cards (C25).

use parlor_domain::audience::Audience;
use parlor_domain::draft::{
    BranchDraft, CardDraft, ConditionDraft, DocumentCardDraft, FlowDraft, GoalDraft, SplitDraft, WaitDraft,
};
use parlor_domain::limits::{CONDITION_BRANCHES, HIGHEST_SCORE, MESSAGE_CHARS, SPLIT_BRANCHES, WAIT_MS};
use parlor_domain::text::Key;

use super::check::Findings;
use super::conditions::{Asker, answer_kind, faults};
use super::contradiction::{contradiction, told};
use super::texts::Shielded;
use super::tokens::{Of as TokenOf, find, shown};
use super::world::World;

/// From this many characters on, a text is long to read in a chat.
const LONG_TEXT: usize = 400;

/// Checks a card of the flow by itself; where it leads, and the flow that it runs, are checked with the whole.
pub(super) fn check_card(flow: &FlowDraft, key: &Key, card: &CardDraft, world: &World<'_>, findings: &mut Findings) {
    let mut of = Of { key, flow, world, findings };
    match card {
        CardDraft::Message(message) => of.text(&message.text),
        CardDraft::Question(question) => of.question(question),
        CardDraft::Capture(capture) => of.capture(capture),
        CardDraft::Goal(goal) => of.goal(goal),
        CardDraft::Document(document) => of.document(document),
        CardDraft::Condition(condition) => of.condition(condition),
        CardDraft::Split(split) => of.split(split),
        CardDraft::Wait(wait) => of.wait(wait),
        CardDraft::Action(action) => of.action(action),
        CardDraft::Meeting(meeting) => of.meeting(meeting),
        CardDraft::LiveChat(chat) => of.live_chat(chat),
        CardDraft::Answers(answers) => of.answers(answers),
        CardDraft::Jump(_) | CardDraft::Flow(_) => {}
    }
}

/// What is found of one card.
pub(super) struct Of<'a> {
    key: &'a Key,
    pub(super) flow: &'a FlowDraft,
    pub(super) world: &'a World<'a>,
    findings: &'a mut Findings,
}

impl Of<'_> {
    pub(super) fn error(&mut self, message: impl Into<String>) {
        self.findings.error(Some(self.key), message);
    }

    pub(super) fn warning(&mut self, message: impl Into<String>) {
        self.findings.warning(Some(self.key), message);
    }

    pub(super) fn text(&mut self, text: &str) {
        let length = text.chars().count();
        if text.trim().is_empty() {
            self.error("The text is empty.");
        } else if length > MESSAGE_CHARS {
            self.error(format!("The text has {length} characters. The most is {MESSAGE_CHARS}."));
        } else if length > LONG_TEXT {
            self.warning(format!("The text has {length} characters. Over {LONG_TEXT} are seldom read."));
        }
        let shielded = Shielded::of(text);
        for token in shielded.tokens() {
            let fault = token.as_ref().map_or_else(|bad| Some(bad.clone()), |token| self.unknown(&token.of));
            fault.into_iter().for_each(|fault| self.error(format!("The text can't be used: {fault}.")));
        }
        if let Err(bad) = shielded.parse() {
            self.error(format!("The text can't be used: {bad}."));
        }
    }

    /// A token of something that is not there.
    pub(super) fn unknown(&self, token: &TokenOf) -> Option<String> {
        match token {
            TokenOf::Person(key) if self.world.attribute(key).is_none() => {
                Some(format!("it has a token of `person.{key}`, which is not an attribute of this site"))
            }
            TokenOf::Answer(key) if answer_kind(self.flow, key).is_none() => {
                let reason = "but this flow has no question or information capture of that key";
                Some(format!("it has a token of `answer.{key}`, {reason}"))
            }
            _ => None,
        }
    }

    /// Where tokens can't be used.
    pub(super) fn no_token(&mut self, what: &str, text: &str) {
        for (range, _) in find(text) {
            let token = shown(&text[range]);
            self.error(format!("The {what} holds the token `{token}`. Tokens can be used in texts only."));
        }
    }

    fn goal(&mut self, goal: &GoalDraft) {
        if !self.world.goals.contains(&goal.goal) {
            self.error(format!("The goal \"{}\" is not in the site's library.", goal.goal));
        }
        if goal.score.is_some_and(|score| score > HIGHEST_SCORE) {
            self.error(format!("The score is above {HIGHEST_SCORE}."));
        }
    }

    fn document(&mut self, card: &DocumentCardDraft) {
        self.text(&card.text);
        if self.world.document(card.document.as_str()).is_none() {
            self.error(format!("The document \"{}\" is not in the site's library.", card.document));
        }
    }

    fn condition(&mut self, condition: &ConditionDraft) {
        let branches = &condition.branches;
        if !(1..=CONDITION_BRANCHES).contains(&branches.len()) {
            self.error(format!("The condition has {} branches. Give it 1 to {CONDITION_BRANCHES}.", branches.len()));
        }
        for (at, branch) in branches.iter().enumerate() {
            let name = format!("Branch {}", at + 1);
            let asker = Asker { name: &name, flow: Some(self.flow), world: self.world };
            faults(&branch.when, &asker).into_iter().for_each(|fault| self.error(fault));
            if let Some(attribute) = contradiction(&branch.when) {
                self.warning(format!("{name} is never taken: {}.", told(attribute.as_ref())));
            }
        }
        match branches.iter().position(always_holds) {
            None if condition.otherwise.is_none() => {
                self.warning("There is no otherwise: when no branch holds, the conversation ends here. Say where it goes on.")
            }
            Some(at) if at + 1 < branches.len() => {
                let what = "has no condition, so it is always taken, and the branches after it are never taken";
                self.warning(format!("Branch {} {what}.", at + 1));
            }
            _ => {}
        }
    }

    fn split(&mut self, split: &SplitDraft) {
        let (fewest, most) = SPLIT_BRANCHES;
        if !(fewest..=most).contains(&split.branches.len()) {
            self.error(format!("The split has {} branches. Give it {fewest} to {most}.", split.branches.len()));
        }
        for (at, _) in split.branches.iter().enumerate().filter(|(_, branch)| branch.weight == 0) {
            self.error(format!("Branch {} has the weight 0, so it is never taken. Give it 1 or more, or remove it.", at + 1));
        }
    }

    fn wait(&mut self, wait: &WaitDraft) {
        let (shortest, longest) = WAIT_MS;
        if !(shortest..=longest).contains(&wait.ms) {
            self.error(format!("The wait is {} milliseconds. Choose {shortest} to {longest}.", wait.ms));
        }
    }
}

/// All of nothing, and none of nothing, holds; any of nothing does not.
fn always_holds(branch: &BranchDraft) -> bool {
    matches!(&branch.when, Audience::All(terms) | Audience::None(terms) if terms.is_empty())
}
