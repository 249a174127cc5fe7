//! `parlor lint`.

use std::path::PathBuf;

use clap::Args;
use parlor_domain::attribute::built_in;
use parlor_domain::draft::{Draft, SiteDraft};
use parlor_domain::finding::{Finding, Severity};
use parlor_domain::ids::DialogueId;
use parlor_domain::library::Library;
use parlor_engine::publish::{Work, World, check, check_look, check_site};

use super::files::{faults, read_beside, read_draft};
use super::{Done, Refused};

#[derive(Args)]
pub(super) struct Lint {
    /// The file
    file: PathBuf,
}

impl Lint {
    pub(super) fn run(self) -> Done {
        let mut draft = read_draft(&self.file)?;
        let brought = read_beside(&self.file, &mut draft)?;
        let documents: Vec<_> = brought.documents.into_iter().map(|document| document.document).collect();
        let attributes: Vec<_> = built_in().chain(draft.attributes.iter().cloned()).collect();
        let library = Library::of(&draft);
        let drafts = drafts(&draft);
        let works = works(&drafts);
        let world = World {
            attributes: &attributes,
            goals: &draft.goals,
            documents: &documents,
            works: &works,
            library: &library,
            staff: None,
        };
        check_site(&drafts.iter().map(|(_, draft)| draft).collect::<Vec<_>>()).map_err(|bad| faults(&self.file, [bad]))?;
        for finding in check_look(&draft.site.look) {
            println!("{}: site.look: warning: {}", self.file.display(), finding.message);
        }
        let mut errors = 0;
        for (place, draft) in &drafts {
            let findings = check(draft, &world);
            errors += findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            let lines = if findings.is_empty() { vec![format!("{place}: sound")] } else { lines(place, &findings) };
            lines.iter().for_each(|line| println!("{}: {line}", self.file.display()));
        }
        match errors {
            0 => Ok(()),
            1 => Err(Refused("1 error".to_owned())),
            count => Err(Refused(format!("{count} errors"))),
        }
    }
}

/// The dialogues and flows of a file, with their places in it.
fn drafts(draft: &SiteDraft) -> Vec<(String, Draft)> {
    let dialogues = draft.dialogues.iter().cloned().map(Draft::Dialogue).enumerate();
    let flows = draft.flows.iter().cloned().map(Draft::Flow).enumerate();
    let dialogues = dialogues.map(|(at, draft)| (format!("dialogues[{at}]"), draft));
    dialogues.chain(flows.map(|(at, draft)| (format!("flows[{at}]"), draft))).collect()
}

/// The site as it would be with everything published.
fn works(drafts: &[(String, Draft)]) -> Vec<Work> {
    let work =
        |((_, draft), at): (&(String, Draft), u128)| Work::of(DialogueId::from_bytes(at.to_be_bytes()), draft, Some((1, draft)));
    drafts.iter().zip(1..).map(work).collect()
}

fn lines(place: &str, findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let weight = if finding.severity == Severity::Error { "error" } else { "warning" };
        let card = finding.card.as_ref().map(|card| format!(".flow.cards.{card}")).unwrap_or_default();
        format!("{place}{card}: {weight}: {}", finding.message)
    };
    findings.iter().map(line).collect()
}
