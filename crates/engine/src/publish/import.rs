//! Reading a site file that an author wrote: everything that is wrong is said at once, and where.

use std::fmt;

use parlor_domain::draft::SiteDraft;
use parlor_domain::limits::{ALLOWED_DOMAINS, RESPONSE_DELAY_MS, SESSION_MINUTES, SITE_DIALOGUES};
use parlor_domain::site::Settings;

use super::parse_pattern;

/// Attributes that Parlor keeps itself, and visitors never write (I2).
const RESERVED: [&str; 3] = ["created", "updated", "owner"];

/// Why a file was refused: one line for each fault, with its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFile(pub Vec<String>);

impl fmt::Display for BadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// Reads a file. Drafts in it may be unfinished; patterns and settings must be well formed (T8).
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
    if draft.dialogues.len() > SITE_DIALOGUES {
        faults.push(format!("dialogues: there are {}, the most is {SITE_DIALOGUES}", draft.dialogues.len()));
    }
    for (at, dialogue) in draft.dialogues.iter().enumerate() {
        if draft.dialogues[..at].iter().any(|other| other.name == dialogue.name) {
            faults.push(format!("dialogues[{at}].name: \"{}\" stands twice", dialogue.name));
        }
        for (list, patterns) in [("include", &dialogue.pages.include), ("exclude", &dialogue.pages.exclude)] {
            for (place, pattern) in patterns.iter().enumerate() {
                if let Err(bad) = parse_pattern(pattern) {
                    faults.push(format!("dialogues[{at}].pages.{list}[{place}]: `{pattern}` can't be read: {bad}"));
                }
            }
        }
    }
    for (at, attribute) in draft.attributes.iter().enumerate() {
        if RESERVED.contains(&attribute.key.as_str()) {
            faults.push(format!("attributes[{at}].key: `{}` is kept by Parlor itself; choose another key", attribute.key));
        }
        let is_built_in = parlor_domain::attribute::built_in().any(|other| other.key == attribute.key);
        if is_built_in || draft.attributes[..at].iter().any(|other| other.key == attribute.key) {
            faults.push(format!("attributes[{at}].key: `{}` is there already", attribute.key));
        }
    }
    faults
}

fn setting_faults(settings: &Settings, faults: &mut Vec<String>) {
    let (least, _, most) = SESSION_MINUTES;
    if !(least..=most).contains(&settings.session_minutes) {
        faults.push(format!("site.session_minutes: choose {least} to {most}"));
    }
    if settings.response_delay_ms > RESPONSE_DELAY_MS {
        faults.push(format!("site.response_delay_ms: the most is {RESPONSE_DELAY_MS}"));
    }
    if settings.allowed_domains.len() > ALLOWED_DOMAINS {
        faults.push(format!("site.allowed_domains: the most is {ALLOWED_DOMAINS}"));
    }
    for (at, domain) in settings.allowed_domains.iter().enumerate() {
        let is_host_alone = !domain.contains(['/', '#', '?']) && domain != "*";
        if !is_host_alone || parse_pattern(domain).is_err() {
            faults.push(format!("site.allowed_domains[{at}]: `{domain}` is not a domain like example.com or *.example.com"));
        }
    }
}
