//! `parlor import`.

use std::path::PathBuf;

use clap::Args;
use parlor_domain::draft::SiteDraft;
use parlor_domain::ids::DialogueId;
use parlor_store::{Change, Imported, Store};

use super::{Data, Done, Refused, read_draft};
use crate::clock;
use crate::publishing::{NotPublished, publish, refresh};

#[derive(Args)]
pub(super) struct Import {
    /// The file
    file: PathBuf,
    #[command(flatten)]
    data: Data,
    /// Publish every dialogue that has no errors
    #[arg(long)]
    publish: bool,
}

impl Import {
    pub(super) async fn run(self) -> Done {
        let draft = read_draft(&self.file)?;
        let store = Store::open(&self.data.data)?;
        let taken = take_in(&store, draft, self.publish).await;
        store.close();
        let taken = taken?;
        println!("site {}: {}", taken.imported.key, word(taken.imported.site));
        for line in &taken.lines {
            println!("{line}");
        }
        match taken.refused {
            0 => Ok(()),
            count => Err(format!("The file is taken in, but {count} of its dialogues could not be published.").into()),
        }
    }
}

/// What an import did.
pub(super) struct Taken {
    pub(super) imported: Imported,
    /// What there is to tell of each dialogue.
    lines: Vec<String>,
    /// How many dialogues have errors in their drafts, and so could not be published.
    refused: usize,
}

/// Imports, publishes if wished, and makes the site's file anew.
pub(super) async fn take_in(store: &Store, draft: SiteDraft, publishing: bool) -> Result<Taken, Refused> {
    let imported = store.import(draft, clock::site_key(), clock::moment()).await?;
    let (mut lines, mut refused) = (Vec::new(), 0);
    for dialogue in &imported.dialogues {
        let mut line = format!("dialogue \"{}\": {}", dialogue.name, word(dialogue.change));
        if publishing {
            match publish_one(store, &imported, dialogue.id).await? {
                Ok(told) => line.push_str(&told),
                Err(reasons) => {
                    refused += 1;
                    line.push_str(
                        &reasons.lines().fold(", not published:".to_owned(), |text, reason| format!("{text}\n  {reason}")),
                    );
                }
            }
        }
        lines.push(line);
    }
    refresh(store, &imported.key).await?;
    Ok(Taken { imported, lines, refused })
}

/// A dialogue that is published as it is stays what it is: importing a file twice makes no version.
/// The inner error holds what is wrong with the draft, a reason a line.
async fn publish_one(store: &Store, imported: &Imported, id: DialogueId) -> Result<Result<String, String>, Refused> {
    let site = store.site(&imported.key).await?;
    let record = site.iter().flat_map(|site| &site.dialogues).find(|record| record.id == id && record.published);
    let latest = record.and_then(|record| record.latest.as_ref().filter(|latest| latest.draft == record.draft));
    if let Some(latest) = latest {
        return Ok(Ok(format!(", published already as version {}", latest.number)));
    }
    match publish(store, &imported.key, id, false, clock::now()).await {
        Ok(number) => Ok(Ok(format!(", published as version {number}"))),
        Err(NotPublished::Store(error)) => Err(error.into()),
        Err(refused) => Ok(Err(refused.to_string())),
    }
}

const fn word(change: Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Changed => "changed",
        Change::Same => "the same",
    }
}
