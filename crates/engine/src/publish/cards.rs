//! The flow check of single cards (C25).

use parlor_domain::attribute::EMAIL;
use parlor_domain::draft::{CaptureDraft, CardDraft, ChoiceDraft, GoalDraft, QuestionDraft};
use parlor_domain::limits::{CHOICES, MESSAGE_CHARS, NAME_CHARS};
use parlor_domain::text::Key;
use parlor_domain::value::{InputKind, Kind};

use super::check::{Findings, World, kind_name};
use super::parse_markdown;

/// From this many characters on, a text is long to read in a chat.
const LONG_TEXT: usize = 400;
/// From this many choices on, a list is long to choose from.
const MANY_CHOICES: usize = 7;
/// The highest score of a goal.
const HIGHEST_SCORE: u8 = 3;

pub(super) fn check_card(key: &Key, card: &CardDraft, world: &World<'_>, findings: &mut Findings) {
    let mut of = Of { key, findings };
    match card {
        CardDraft::Message(message) => of.text(&message.text),
        CardDraft::Question(question) => of.question(question, world),
        CardDraft::Capture(capture) => of.capture(capture, world),
        CardDraft::Goal(goal) => of.goal(goal, world),
        CardDraft::Jump(_) => {}
    }
}

struct Of<'a> {
    key: &'a Key,
    findings: &'a mut Findings,
}

impl Of<'_> {
    fn error(&mut self, message: impl Into<String>) {
        self.findings.error(Some(self.key), message);
    }

    fn warning(&mut self, message: impl Into<String>) {
        self.findings.warning(Some(self.key), message);
    }

    fn text(&mut self, text: &str) {
        let length = text.chars().count();
        if text.trim().is_empty() {
            self.error("The text is empty.");
        } else if length > MESSAGE_CHARS {
            self.error(format!("The text has {length} characters. The most is {MESSAGE_CHARS}."));
        } else if length > LONG_TEXT {
            self.warning(format!("The text has {length} characters. Over {LONG_TEXT} are seldom read."));
        }
        if let Err(bad) = parse_markdown(text) {
            self.error(format!("The text can't be used: {bad}."));
        }
        self.tokens(text);
    }

    fn tokens(&mut self, text: &str) {
        for after in text.split("{{").skip(1) {
            let token = after.split("}}").next().unwrap_or_default();
            self.error(format!("The token `{{{{{token}}}}}` is not known."));
        }
    }

    fn label(&mut self, label: &str) {
        if label.trim().is_empty() {
            self.error("A choice has no label.");
        } else if label.chars().count() > NAME_CHARS {
            self.error(format!("The choice \"{label}\" is longer than {NAME_CHARS} characters."));
        }
        self.tokens(label);
    }

    fn question(&mut self, question: &QuestionDraft, world: &World<'_>) {
        self.text(&question.text);
        let count = question.choices.len();
        if !(1..=CHOICES).contains(&count) {
            self.error(format!("The question has {count} choices. Give it 1 to {CHOICES}."));
        } else if count > MANY_CHOICES {
            self.warning(format!("The question has {count} choices. Over {MANY_CHOICES} are hard to choose from."));
        }
        for (at, choice) in question.choices.iter().enumerate() {
            self.choice(question, choice, &question.choices[..at]);
        }
        if let Some(other) = &question.other {
            self.label(&other.label);
            if question.several {
                self.error("A question with several answers can't have a choice with free text.");
            }
        }
        if question.attribute.as_ref().is_some_and(|attribute| attribute.as_str() == EMAIL) {
            self.error("The attribute `email` can only be asked for by an e-mail input.");
        }
        if let Some(attribute) = &question.attribute {
            self.attribute(attribute, world, |kind| matches!(kind, Kind::Text | Kind::Choice));
        }
    }

    fn choice(&mut self, question: &QuestionDraft, choice: &ChoiceDraft, before: &[ChoiceDraft]) {
        self.label(&choice.label);
        if before.iter().any(|other| other.label == choice.label) {
            self.error(format!("The choice \"{}\" stands twice.", choice.label));
        }
        if choice.value.as_ref().is_some_and(|value| value.trim().is_empty() || value.chars().count() > NAME_CHARS) {
            self.error(format!(
                "The stored value of the choice \"{}\" is empty or longer than {NAME_CHARS} characters.",
                choice.label
            ));
        }
        if question.several && choice.next.is_some() {
            self.error(format!(
                "The choice \"{}\" has a branch of its own, but several choices can be picked. Use the card's next.",
                choice.label
            ));
        }
    }

    fn capture(&mut self, capture: &CaptureDraft, world: &World<'_>) {
        self.text(&capture.text);
        if let Some(placeholder) = &capture.placeholder {
            self.tokens(placeholder);
        }
        if let InputKind::Choice(choices) = &capture.input {
            if !(1..=CHOICES).contains(&choices.len()) {
                self.error(format!("The choice list has {} entries. Give it 1 to {CHOICES}.", choices.len()));
            }
            choices.iter().for_each(|choice| self.label(choice));
        }
        if let Some(attribute) = &capture.attribute {
            self.attribute(attribute, world, |kind| capture.input.gives(kind));
            if attribute.as_str() == EMAIL && capture.input != InputKind::Email {
                self.error("The attribute `email` can only be asked for by an e-mail input.");
            }
        }
    }

    fn attribute(&mut self, key: &Key, world: &World<'_>, fits: impl Fn(Kind) -> bool) {
        match world.attribute(key) {
            None => self.error(format!("It writes to `{key}`, which is not an attribute of this site.")),
            Some(attribute) if !attribute.visitor_may_set => {
                self.error(format!("It writes to `{key}`, which visitors may not set."));
            }
            Some(attribute) if !fits(attribute.kind) => {
                self.error(format!("Its answers don't fit the attribute `{key}`, which holds {}.", kind_name(attribute.kind)));
            }
            Some(_) => {}
        }
    }

    fn goal(&mut self, goal: &GoalDraft, world: &World<'_>) {
        if !world.goals.contains(&goal.goal) {
            self.error(format!("The goal \"{}\" is not in the site's library.", goal.goal));
        }
        if goal.score.is_some_and(|score| score > HIGHEST_SCORE) {
            self.error(format!("The score is above {HIGHEST_SCORE}."));
        }
    }
}
