//! `parlor lint`.

use std::path::PathBuf;

use clap::Args;
use parlor_domain::attribute::built_in;
use parlor_domain::finding::Severity;
use parlor_engine::publish::{World, check};

use super::{Done, Refused, read_draft};
use crate::publishing::line;

#[derive(Args)]
pub(super) struct Lint {
    /// The file
    file: PathBuf,
}

impl Lint {
    pub(super) fn run(self) -> Done {
        let draft = read_draft(&self.file)?;
        let attributes: Vec<_> = built_in().chain(draft.attributes).collect();
        let world = World { attributes: &attributes, goals: &draft.goals };
        let mut errors = 0;
        for dialogue in &draft.dialogues {
            let findings = check(dialogue, &world);
            println!("{}: {}", dialogue.name, if findings.is_empty() { "sound" } else { "look at" });
            for finding in findings {
                let weight = if finding.severity == Severity::Error { "error" } else { "warning" };
                errors += usize::from(finding.severity == Severity::Error);
                println!("  {weight}: {}", line(&finding));
            }
        }
        match errors {
            0 => Ok(()),
            1 => Err(Refused("1 error".to_owned())),
            count => Err(Refused(format!("{count} errors"))),
        }
    }
}
