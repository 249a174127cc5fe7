//! Action cards (C7): what may be done, and the form in which the server keeps it.

use parlor_domain::action::{Change, Deed, Part, read_as};
use parlor_domain::attribute::{EMAIL, EXTERNAL_ID, PersonAttribute};
use parlor_domain::draft::{ActionDraft, DeedDraft, Literal, ProgramStatus, SettingDraft};
use parlor_domain::flow::{Block, RichText, Span};
use parlor_domain::limits::{ACTION_DEEDS, MESSAGE_CHARS};
use parlor_domain::text::Key;
use parlor_domain::value::{Kind, Value};

use super::BadMarkdown;
use super::cards::Of;
use super::conditions::kind_name;
use super::texts::{no_such_card, place_of};
use super::tokens::find;
use super::world::World;

/// Attributes that say who a person is, and are given in ways of their own.
const WHO: [&str; 2] = [EMAIL, EXTERNAL_ID];

impl Of<'_> {
    pub(super) fn action(&mut self, action: &ActionDraft) {
        if !(1..=ACTION_DEEDS).contains(&action.deeds.len()) {
            self.error(format!("The action has {} deeds. Give it 1 to {ACTION_DEEDS}.", action.deeds.len()));
        }
        for deed in &action.deeds {
            match deed {
                DeedDraft::Set(setting) => self.setting(setting),
                DeedDraft::Clear(key) => {
                    self.written(key);
                }
                DeedDraft::AddToList(list) | DeedDraft::RemoveFromList(list) => {
                    if self.world.library.list(list.as_str()).is_none() {
                        self.error(format!("\"{list}\" is not a list of this site."));
                    }
                }
                DeedDraft::AddToProgram(status) => self.program(status),
                DeedDraft::CallWebhook(name) => {
                    if self.world.library.webhooks.iter().all(|webhook| webhook.name != *name) {
                        self.error(format!("\"{name}\" is not a webhook of this site."));
                    }
                }
            }
        }
    }

    /// The attribute that is written to, if it may be.
    pub(super) fn written(&mut self, key: &Key) -> Option<PersonAttribute> {
        if WHO.contains(&key.as_str()) {
            self.error(format!("It writes to `{key}`, which says who a person is. No action can change that."));
            return None;
        }
        let attribute = self.world.attribute(key).cloned();
        if attribute.is_none() {
            self.error(format!("It writes to `{key}`, which is not an attribute of this site."));
        }
        attribute
    }

    fn setting(&mut self, setting: &SettingDraft) {
        let key = &setting.attribute;
        let Some(attribute) = self.written(key) else { return };
        let text = text_of(&setting.value);
        let tokens = find(&text);
        for (_, token) in &tokens {
            let fault = token.as_ref().map_or_else(|bad| Some(bad.clone()), |token| self.unknown(&token.of));
            fault.into_iter().for_each(|fault| self.error(format!("The value for `{key}` can't be used: {fault}.")));
        }
        if !tokens.is_empty() && !attribute.visitor_may_set {
            // What stands in a token's place comes from the visitor's browser.
            self.error(format!("It writes a token to `{key}`, which visitors may not set. Only a fixed value can be written."));
        }
        if text.chars().count() > MESSAGE_CHARS {
            self.error(format!("The value for `{key}` is longer than {MESSAGE_CHARS} characters."));
        }
        if tokens.is_empty() && !fits(&setting.value, attribute.kind) {
            let holds = kind_name(attribute.kind);
            self.error(format!("The value `{text}` doesn't fit the attribute `{key}`, which holds {holds}."));
        }
    }

    fn program(&mut self, status: &ProgramStatus) {
        let ProgramStatus { program, status } = status;
        match self.world.library.program(program.as_str()) {
            None => self.error(format!("\"{program}\" is not a program of this site.")),
            Some((_, of)) if !of.statuses.contains(status) => {
                self.error(format!("The program \"{program}\" has no status \"{status}\"."));
            }
            Some(_) => {}
        }
    }
}

/// Whether a value without tokens is one of an attribute's.
fn fits(value: &Literal, kind: Kind) -> bool {
    match value {
        Literal::YesNo(_) => kind == Kind::YesNo,
        Literal::Number(number) => Value::Number(*number).is_a(kind),
        Literal::Text(text) => read_as(kind, text.trim()).is_some(),
    }
}

fn text_of(value: &Literal) -> String {
    match value {
        Literal::YesNo(yes) => Value::YesNo(*yes).text(),
        Literal::Number(number) => Value::Number(*number).text(),
        Literal::Text(text) => text.clone(),
    }
}

fn settings(action: &ActionDraft) -> impl Iterator<Item = &SettingDraft> {
    action.deeds.iter().filter_map(|deed| if let DeedDraft::Set(setting) = deed { Some(setting) } else { None })
}

/// The tokens of an action as browsers fill them: nothing else of it is theirs to know (W5).
pub(super) fn asks(action: &ActionDraft, place: impl Fn(&Key) -> Option<usize>) -> Result<RichText, BadMarkdown> {
    let mut spans = Vec::new();
    for setting in settings(action) {
        for (_, token) in find(&text_of(&setting.value)) {
            let token = token.map_err(BadMarkdown::Token)?;
            let answer = place_of(&token.of, &place).map_err(no_such_card)?;
            spans.push(Span { text: token.published(answer), ..Span::default() });
        }
    }
    Ok(RichText(if spans.is_empty() { Vec::new() } else { vec![Block::Paragraph(spans)] }))
}

/// What an action does, as the server keeps it.
pub(super) fn deeds(action: &ActionDraft, world: &World<'_>) -> Vec<Deed> {
    let deed = |deed: &DeedDraft| match deed {
        DeedDraft::Set(setting) => {
            let kind = world.attribute(&setting.attribute).map_or(Kind::Text, |attribute| attribute.kind);
            Deed::Set { attribute: setting.attribute.clone(), kind, value: parts(&text_of(&setting.value)) }
        }
        DeedDraft::Clear(key) => Deed::Change(Change::Clear(key.clone())),
        DeedDraft::AddToList(list) => Deed::Change(Change::Join(list.clone())),
        DeedDraft::RemoveFromList(list) => Deed::Change(Change::Leave(list.clone())),
        DeedDraft::AddToProgram(status) => Deed::Change(Change::Program(status.clone())),
        DeedDraft::CallWebhook(name) => Deed::Webhook(name.clone()),
    };
    action.deeds.iter().map(deed).collect()
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (range, _) in find(text) {
        parts.extend((from < range.start).then(|| Part::Text(text[from..range.start].to_owned())));
        parts.push(Part::Token);
        from = range.end;
    }
    parts.extend((from < text.len()).then(|| Part::Text(text[from..].to_owned())));
    parts
}
