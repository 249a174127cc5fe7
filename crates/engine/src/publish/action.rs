//! Action cards (C7): what may be done, and the form in which the server keeps it.

use parlor_domain::action::{Change, Deed, Part, read_as};
use parlor_domain::attribute::{EMAIL, EXTERNAL_ID, PersonAttribute};
use parlor_domain::draft::{ActionDraft, DeedDraft, Literal, ProgramStatus, SettingDraft};
use parlor_domain::flow::{Block, RichText, Span};
use parlor_domain::limits::{ACTION_DEEDS, MESSAGE_CHARS};
use parlor_domain::text::{Key, Name};
use parlor_domain::value::{Kind, Value};

use super::BadMarkdown;
use super::cards::Of;
use super::conditions::kind_name;
use super::texts::{no_such_card, place_of};
use super::tokens::{Token, find};
use super::world::World;

/// Names of what there is that a message shows.
const SHOWN_NAMES: usize = 8;

/// Attributes that say who a person is, and are given in ways of their own.
const WHO: [&str; 2] = [EMAIL, EXTERNAL_ID];

impl Of<'_> {
    pub(super) fn action(&mut self, action: &ActionDraft) {
        if !(1..=ACTION_DEEDS).contains(&action.deeds.len()) {
            self.error(format!("The action has {} deeds. Give it 1 to {ACTION_DEEDS}.", action.deeds.len()));
        }
        for (deed, nth) in action.deeds.iter().zip(1..) {
            self.deed(deed).into_iter().for_each(|fault| self.error(format!("Deed {nth}: {fault}")));
        }
    }

    /// What is wrong with a deed.
    fn deed(&self, deed: &DeedDraft) -> Vec<String> {
        let library = self.world.library;
        match deed {
            DeedDraft::Set(setting) => self.setting(setting),
            DeedDraft::Clear(key) => self.written(key).err().into_iter().collect(),
            DeedDraft::AddToList(list) | DeedDraft::RemoveFromList(list) if library.list(list.as_str()).is_none() => {
                vec![missing("list", list, library.lists.iter().map(|(_, name)| name))]
            }
            DeedDraft::AddToList(_) | DeedDraft::RemoveFromList(_) => Vec::new(),
            DeedDraft::AddToProgram(status) => self.program(status).into_iter().collect(),
            DeedDraft::CallWebhook(name) if library.webhooks.iter().any(|webhook| webhook.name == *name) => Vec::new(),
            DeedDraft::CallWebhook(name) => vec![missing("webhook", name, library.webhooks.iter().map(|webhook| &webhook.name))],
        }
    }

    /// The attribute that is written to, or why it can't be.
    pub(super) fn written(&self, key: &Key) -> Result<PersonAttribute, String> {
        if WHO.contains(&key.as_str()) {
            return Err(format!("It writes to `{key}`, which says who a person is. No card but a capture can change that."));
        }
        let attribute = self.world.attribute(key).cloned();
        attribute.ok_or_else(|| format!("It writes to `{key}`, which is not an attribute of this site."))
    }

    fn setting(&self, setting: &SettingDraft) -> Vec<String> {
        let key = &setting.attribute;
        let attribute = match self.written(key) {
            Ok(attribute) => attribute,
            Err(fault) => return vec![fault],
        };
        let text = text_of(&setting.value);
        let tokens = find(&text);
        let fault = |token: &Result<Token, String>| match token {
            Ok(token) => self.unknown(&token.of),
            Err(bad) => Some(bad.clone()),
        };
        let found = tokens.iter().filter_map(|(_, token)| fault(token));
        let mut faults: Vec<String> = found.map(|fault| format!("The value for `{key}` can't be used: {fault}.")).collect();
        if !tokens.is_empty() && !attribute.visitor_may_set {
            // What stands in a token's place comes from the visitor's browser.
            faults.push(format!("It writes a token to `{key}`, which visitors may not set. Only a fixed value can be written."));
        }
        if text.chars().count() > MESSAGE_CHARS {
            faults.push(format!("The value for `{key}` is longer than {MESSAGE_CHARS} characters."));
        }
        if tokens.is_empty() && !fits(&setting.value, attribute.kind) {
            let holds = kind_name(attribute.kind);
            faults.push(format!("The value `{text}` doesn't fit the attribute `{key}`, which holds {holds}."));
        }
        faults
    }

    fn program(&self, status: &ProgramStatus) -> Option<String> {
        let ProgramStatus { program, status } = status;
        let library = self.world.library;
        match library.program(program.as_str()) {
            None => Some(missing("program", program, library.programs.iter().map(|(_, program)| &program.name))),
            Some((_, of)) if !of.statuses.contains(status) => {
                Some(format!("The program \"{program}\" has no status \"{status}\"; it has {}.", names(of.statuses.iter())))
            }
            Some(_) => None,
        }
    }
}

/// That something isn't there, and what is.
fn missing<'a>(what: &str, name: &Name, there_are: impl Iterator<Item = &'a Name>) -> String {
    let there_are = names(there_are);
    let advice =
        if there_are.is_empty() { format!("Add it to the {what}s of the file") } else { format!("The site has {there_are}") };
    format!("\"{name}\" is not a {what} of this site. {advice}.")
}

/// The first names, in quotes.
fn names<'a>(of: impl Iterator<Item = &'a Name>) -> String {
    let mut names: Vec<String> = of.take(SHOWN_NAMES + 1).map(|name| format!("\"{name}\"")).collect();
    if names.len() > SHOWN_NAMES {
        names[SHOWN_NAMES] = "others".to_owned();
    }
    names.join(", ")
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
