//! `parlor import`.

use std::path::PathBuf;

use clap::Args;
use parlor_domain::draft::SiteDraft;
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
        let imported = take_in(&store, draft, self.publish).await;
        store.close();
        let (imported, lines) = imported?;
        println!("site {}: {}", imported.key, word(imported.site));
        for line in lines {
            println!("{line}");
        }
        Ok(())
    }
}

/// Imports, publishes if wished, and makes the site's file anew. Returns what there is to tell of each dialogue.
pub(super) async fn take_in(store: &Store, draft: SiteDraft, publishing: bool) -> Result<(Imported, Vec<String>), Refused> {
    let imported = store.import(draft, clock::site_key(), clock::moment()).await?;
    let mut lines = Vec::new();
    for dialogue in &imported.dialogues {
        let mut line = format!("dialogue \"{}\": {}", dialogue.name, word(dialogue.change));
        if publishing {
            line.push_str(&publish_one(store, &imported, dialogue.id).await?);
        }
        lines.push(line);
    }
    refresh(store, &imported.key).await?;
    Ok((imported, lines))
}

/// A dialogue that is published as it is stays what it is: importing a file twice makes no version.
async fn publish_one(store: &Store, imported: &Imported, id: parlor_domain::ids::DialogueId) -> Result<String, Refused> {
    let site = store.site(&imported.key).await?;
    let record = site.iter().flat_map(|site| &site.dialogues).find(|record| record.id == id && record.published);
    let latest = record.and_then(|record| record.latest.as_ref().filter(|latest| latest.draft == record.draft));
    if let Some(latest) = latest {
        return Ok(format!(", published already as version {}", latest.number));
    }
    match publish(store, &imported.key, id, false, clock::now()).await {
        Ok(number) => Ok(format!(", published as version {number}")),
        Err(NotPublished::Store(error)) => Err(error.into()),
        Err(refused) => {
            let reasons = refused.to_string();
            Ok(reasons.lines().fold(", not published:".to_owned(), |text, reason| format!("{text}\n  {reason}")))
        }
    }
}

const fn word(change: Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Changed => "changed",
        Change::Same => "the same",
    }
}
