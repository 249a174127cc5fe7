//! The flow check of the cards that ask: questions and information captures (C2, C3).

use parlor_domain::attribute::EMAIL;
use parlor_domain::draft::{CaptureDraft, ChoiceDraft, QuestionDraft};
use parlor_domain::limits::{CHOICES, NAME_CHARS};
use parlor_domain::text::Key;
use parlor_domain::value::{InputKind, Kind};

use super::cards::Of;
use super::conditions::kind_name;

/// From this many choices on, a list is long to choose from.
const MANY_CHOICES: usize = 7;

impl Of<'_> {
    pub(super) fn question(&mut self, question: &QuestionDraft) {
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
            self.attribute(attribute, |kind| matches!(kind, Kind::Text | Kind::Choice));
        }
    }

    fn label(&mut self, label: &str) {
        if label.trim().is_empty() {
            self.error("A choice has no label.");
        } else if label.chars().count() > NAME_CHARS {
            self.error(format!("The choice \"{label}\" is longer than {NAME_CHARS} characters."));
        }
        self.no_token("label", label);
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
        self.no_token("stored value", choice.value.as_deref().unwrap_or_default());
        if question.several && choice.next.is_some() {
            self.error(format!(
                "The choice \"{}\" has a branch of its own, but several choices can be picked. Use the card's next.",
                choice.label
            ));
        }
    }

    pub(super) fn capture(&mut self, capture: &CaptureDraft) {
        self.text(&capture.text);
        self.no_token("placeholder", capture.placeholder.as_deref().unwrap_or_default());
        if let InputKind::Choice(choices) = &capture.input {
            if !(1..=CHOICES).contains(&choices.len()) {
                self.error(format!("The choice list has {} entries. Give it 1 to {CHOICES}.", choices.len()));
            }
            choices.iter().for_each(|choice| self.label(choice));
        }
        if let Some(attribute) = &capture.attribute {
            self.attribute(attribute, |kind| capture.input.gives(kind));
            if attribute.as_str() == EMAIL && capture.input != InputKind::Email {
                self.error("The attribute `email` can only be asked for by an e-mail input.");
            }
        }
    }

    fn attribute(&mut self, key: &Key, fits: impl Fn(Kind) -> bool) {
        match self.world.attribute(key) {
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
}
