//! Reading a site file that an author wrote: everything that is wrong is said at once, and where.

use std::fmt;

use parlor_domain::draft::{DocumentDraft, PagesDraft, ProgramDraft, SiteDraft};
use parlor_domain::flow::Place;
use parlor_domain::limits::{
    ALLOWED_DOMAINS, EXCLUDED_NETWORKS, PROGRAM_STATUSES, RESPONSE_DELAY_MS, SESSION_MINUTES, SITE_DIALOGUES, SITE_DOCUMENTS,
    SITE_FLOWS, SITE_LISTS,
};
use parlor_domain::retention::Retention;
use parlor_domain::site::Settings;
use parlor_domain::text::{Key, Name};
use serde_json::Value;

use super::look::look_faults;
use super::words::language_faults;
use super::{fold_text, parse_pattern};

/// Attributes that Parlor keeps itself, and visitors never write (I2).
const RESERVED: [&str; 3] = ["created", "updated", "owner"];

/// Whether Parlor keeps an attribute of this key itself, so that no site has one of its own.
pub fn is_reserved(key: &Key) -> bool {
    RESERVED.contains(&key.as_str())
}

/// Why a file was refused: one line for each fault, with its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFile(pub Vec<String>);

impl fmt::Display for BadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// Reads a file. Drafts in it may be unfinished; patterns, settings and documents must be well formed (T8).
pub fn read_file(json: &str) -> Result<SiteDraft, BadFile> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let draft: SiteDraft = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let (path, cause) = (error.path().to_string(), error.inner().to_string());
        BadFile(vec![if path == "." { cause } else { format!("{path}: {cause}") }])
    })?;
    reader.end().map_err(|error| BadFile(vec![error.to_string()]))?;
    let faults = faults(&draft);
    if faults.is_empty() { Ok(draft) } else { Err(BadFile(faults)) }
}

fn faults(draft: &SiteDraft) -> Vec<String> {
    let mut faults = Vec::new();
    if draft.parlor != 1 {
        faults.push(format!("parlor: this program reads form 1, and the file says {}", draft.parlor));
    }
    setting_faults(&draft.site, &mut faults);
    count_faults(draft, &mut faults);
    name_faults(draft, &mut faults);
    for (at, dialogue) in draft.dialogues.iter().enumerate() {
        page_faults(&format!("dialogues[{at}].pages"), &dialogue.pages, &mut faults);
    }
    for (at, flow) in draft.flows.iter().enumerate() {
        page_faults(&format!("flows[{at}].on_load"), &flow.on_load, &mut faults);
    }
    for (at, document) in draft.documents.iter().enumerate() {
        faults.extend(document_faults(document).into_iter().map(|(field, fault)| format!("documents[{at}]{field}: {fault}")));
    }
    library_faults(draft, &mut faults);
    attribute_faults(draft, &mut faults);
    faults
}

fn library_faults(draft: &SiteDraft, faults: &mut Vec<String>) {
    for (at, ProgramDraft { name, statuses }) in draft.programs.iter().enumerate() {
        let count = statuses.len();
        if !(1..=PROGRAM_STATUSES).contains(&count) {
            faults.push(format!("programs[{at}].statuses: \"{name}\" has {count}; give it 1 to {PROGRAM_STATUSES}"));
        }
        let statuses = statuses.iter().enumerate();
        twice_read(
            &statuses.map(|(nth, status)| (format!("programs[{at}].statuses[{nth}]"), status)).collect::<Vec<_>>(),
            faults,
        );
    }
    for (at, webhook) in draft.webhooks.iter().enumerate() {
        let bad = Place::hosted(&webhook.url).err();
        faults.extend(bad.map(|bad| format!("webhooks[{at}].url: {bad}")));
    }
}

fn count_faults(draft: &SiteDraft, faults: &mut Vec<String>) {
    for (list, count, most) in [
        ("dialogues", draft.dialogues.len(), SITE_DIALOGUES),
        ("flows", draft.flows.len(), SITE_FLOWS),
        ("documents", draft.documents.len(), SITE_DOCUMENTS),
        ("lists", draft.lists.len(), SITE_LISTS),
        ("programs", draft.programs.len(), SITE_LISTS),
        ("webhooks", draft.webhooks.len(), SITE_LISTS),
    ] {
        if count > most {
            faults.push(format!("{list}: there are {count}, the most is {most}"));
        }
    }
}

/// Dialogues and flows share their names: either can be started by its name.
fn name_faults(draft: &SiteDraft, faults: &mut Vec<String>) {
    let dialogues = draft.dialogues.iter().enumerate().map(|(at, dialogue)| (format!("dialogues[{at}].name"), &dialogue.name));
    let flows = draft.flows.iter().enumerate().map(|(at, flow)| (format!("flows[{at}].name"), &flow.name));
    let documents = draft.documents.iter().enumerate().map(|(at, document)| (format!("documents[{at}].name"), &document.name));
    let lists = draft.lists.iter().enumerate().map(|(at, name)| (format!("lists[{at}]"), name));
    let programs = draft.programs.iter().enumerate().map(|(at, program)| (format!("programs[{at}].name"), &program.name));
    let webhooks = draft.webhooks.iter().enumerate().map(|(at, webhook)| (format!("webhooks[{at}].name"), &webhook.name));
    for named in [dialogues.chain(flows).collect::<Vec<_>>(), documents.collect()] {
        for (at, (place, name)) in named.iter().enumerate() {
            if named[..at].iter().any(|(_, other)| other == name) {
                faults.push(format!("{place}: \"{name}\" stands twice"));
            }
        }
    }
    for named in [lists.collect::<Vec<_>>(), programs.collect(), webhooks.collect()] {
        twice_read(&named, faults);
    }
}

/// Names that people would read as the same.
fn twice_read(named: &[(String, &Name)], faults: &mut Vec<String>) {
    for (at, (place, name)) in named.iter().enumerate() {
        let same = named[..at].iter().find(|(_, other)| fold_text(other.as_str()) == fold_text(name.as_str()));
        faults.extend(same.map(|(first, other)| format!("{place}: \"{name}\" stands twice; {first} is \"{other}\"")));
    }
}

fn page_faults(place: &str, pages: &PagesDraft, faults: &mut Vec<String>) {
    for (list, patterns) in [("include", &pages.include), ("exclude", &pages.exclude)] {
        for (at, pattern) in patterns.iter().enumerate() {
            if let Err(bad) = parse_pattern(pattern) {
                faults.push(format!("{place}.{list}[{at}]: `{pattern}` can't be read: {bad}"));
            }
        }
    }
}

/// What is wrong with a document, each with the field it is about.
fn document_faults(document: &DocumentDraft) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if document.file.is_some() == document.url.is_some() {
        faults.push(("", format!("\"{}\" needs a file or a url, one of the two", document.name)));
    }
    for (field, path) in [(".file", &document.file), (".cover", &document.cover)] {
        faults.extend(path.as_deref().and_then(path_fault).map(|fault| (field, fault)));
    }
    let address = document.url.as_deref().map(Place::hosted);
    faults.extend(address.and_then(Result::err).map(|bad| (".url", bad.to_string())));
    faults
}

/// What is wrong with the path of something that lies beside the file.
pub(super) fn path_fault(path: &str) -> Option<String> {
    let fault = || format!("`{path}` is not a path beside this file; write one like documents/prices.pdf");
    (!is_beside(path)).then(fault)
}

/// Whether a path stays in the folder of the file that names it, on every system.
fn is_beside(path: &str) -> bool {
    let is_plain = !path.contains(['\\', ':']) && !path.chars().any(char::is_control);
    is_plain && path.split('/').all(|part| !part.is_empty() && part != "..")
}

fn attribute_faults(draft: &SiteDraft, faults: &mut Vec<String>) {
    for (at, attribute) in draft.attributes.iter().enumerate() {
        if is_reserved(&attribute.key) {
            faults.push(format!("attributes[{at}].key: `{}` is kept by Parlor itself; choose another key", attribute.key));
        }
        let is_built_in = parlor_domain::attribute::built_in().any(|other| other.key == attribute.key);
        if is_built_in || draft.attributes[..at].iter().any(|other| other.key == attribute.key) {
            faults.push(format!("attributes[{at}].key: `{}` is there already", attribute.key));
        }
    }
}

/// Reads settings as they stand in a file.
pub fn read_settings(json: Value) -> Result<Settings, (String, String)> {
    serde_path_to_error::deserialize(json).map_err(|error| (error.path().to_string(), error.inner().to_string()))
}

/// What is wrong with settings: where, as in a file behind `site.`, and what to do.
pub fn check_settings(settings: &Settings) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    setting_faults(settings, &mut faults);
    let placed = |fault: String| {
        let (place, what) = fault.split_once(": ").unwrap_or(("", &fault));
        (place.trim_start_matches("site.").to_owned(), what.to_owned())
    };
    faults.into_iter().map(placed).collect()
}

fn setting_faults(settings: &Settings, faults: &mut Vec<String>) {
    let (least, _, most) = SESSION_MINUTES;
    if !(least..=most).contains(&settings.session_minutes) {
        faults.push(format!("site.session_minutes: choose {least} to {most}"));
    }
    let (least, most) = Retention::DAYS;
    let bad = settings.retention.named().into_iter().filter(|(_, days)| !(least..=most).contains(days));
    faults.extend(bad.map(|(name, _)| format!("site.retention.{name}: choose {least} to {most}")));
    if !is_like_a_zone(&settings.zone) {
        faults.push(format!("site.zone: `{}` is not the name of a zone like Europe/Berlin", settings.zone));
    }
    if settings.response_delay_ms > RESPONSE_DELAY_MS {
        faults.push(format!("site.response_delay_ms: the most is {RESPONSE_DELAY_MS}"));
    }
    if settings.allowed_domains.len() > ALLOWED_DOMAINS {
        faults.push(format!("site.allowed_domains: the most is {ALLOWED_DOMAINS}"));
    }
    if settings.excluded_networks.len() > EXCLUDED_NETWORKS {
        faults.push(format!("site.excluded_networks: the most is {EXCLUDED_NETWORKS}"));
    }
    for (at, domain) in settings.allowed_domains.iter().enumerate() {
        let is_host_alone = !domain.contains(['/', '#', '?']) && domain != "*";
        if !is_host_alone || parse_pattern(domain).is_err() {
            faults.push(format!("site.allowed_domains[{at}]: `{domain}` is not a domain like example.com or *.example.com"));
        }
    }
    language_faults(settings, faults);
    look_faults(&settings.look, faults);
}

/// Whether a text has the form of an IANA zone's name. Whether there is such a zone, the engine doesn't know.
fn is_like_a_zone(name: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte));
    name.len() <= 64 && name.split('/').all(is_part)
}
