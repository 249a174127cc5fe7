//! `parlor import`.

use std::path::PathBuf;

use clap::Args;
use parlor_connect::Outside;
use parlor_domain::change::By;
use parlor_domain::draft::{CardDraft, Draft, SiteDraft, Source};
use parlor_domain::ids::DialogueId;
use parlor_domain::text::Name;
use parlor_store::{Brought, Change, Imported, ImportedDialogue, SiteRecord, Store};

use super::files::{read_beside, read_draft};
use super::{Data, Done, Reach, Refused};
use crate::clock;
use crate::publishing::{NotPublished, Published, publish_changed, refresh};

#[derive(Args)]
pub(super) struct Import {
    /// The file; what it names lies beside it
    file: PathBuf,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    reach: Reach,
    /// Publish every dialogue and flow that has no errors
    #[arg(long)]
    publish: bool,
}

impl Import {
    pub(super) async fn run(self) -> Done {
        let mut draft = read_draft(&self.file)?;
        let brought = read_beside(&self.file, &mut draft)?;
        let outside = self.publish.then(|| self.reach.outside());
        let taken = self.data.with_new(async |store| take_in(store, outside.as_ref(), draft, brought).await).await?;
        println!("site {}: {}", taken.imported.key, word(taken.imported.site));
        for line in &taken.lines {
            println!("{line}");
        }
        match taken.refused {
            0 => Ok(()),
            count => Err(format!("The file is taken in, but {count} of its dialogues and flows could not be published.").into()),
        }
    }
}

/// What an import did.
pub(super) struct Taken {
    imported: Imported,
    /// What there is to tell of each dialogue and flow.
    lines: Vec<String>,
    /// How many have errors in their drafts, and so could not be published.
    refused: usize,
}

impl Taken {
    /// What was taken in, if all of it could be published.
    pub(super) fn whole(self) -> Result<Imported, Refused> {
        if self.refused == 0 { Ok(self.imported) } else { Err(Refused(self.lines.join("\n"))) }
    }
}

/// Imports, publishes if there is a way to, and makes the site's file anew.
pub(super) async fn take_in(
    store: &Store,
    outside: Option<&Outside>,
    draft: SiteDraft,
    brought: Brought,
) -> Result<Taken, Refused> {
    let imported = store.import(draft, brought, clock::site_key(), clock::moment()).await?;
    let site = store.site(&imported.key).await?.ok_or_else(|| Refused("the site is gone again".to_owned()))?;
    let (mut lines, mut refused) = (Vec::new(), 0);
    for work in in_order(&imported, &site) {
        let source = if work.source == Source::Flow { "flow" } else { "dialogue" };
        let mut line = format!("{source} \"{}\": {}", work.name, word(work.change));
        if let Some(outside) = outside {
            match publish_one(store, outside, &imported, work.id).await? {
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

/// Flows before dialogues, and flows that stand in others before those: what is published takes what it needs as it is then.
fn in_order<'a>(imported: &'a Imported, site: &SiteRecord) -> Vec<&'a ImportedDialogue> {
    let (flows, dialogues): (Vec<_>, Vec<_>) = imported.dialogues.iter().partition(|work| work.source == Source::Flow);
    let mut order = Vec::new();
    for flow in &flows {
        put_before(&flow.name, &flows, site, &mut Vec::new(), &mut order);
    }
    order.into_iter().chain(dialogues).collect()
}

/// Puts a flow into the order, behind those that stand in it. Flows that contain each other come as they come: the check
/// refuses them.
fn put_before<'a>(
    name: &Name,
    flows: &[&'a ImportedDialogue],
    site: &SiteRecord,
    around: &mut Vec<Name>,
    order: &mut Vec<&'a ImportedDialogue>,
) {
    let Some(flow) = flows.iter().copied().find(|flow| flow.name == *name) else { return };
    if around.contains(name) || order.iter().any(|other| other.id == flow.id) {
        return;
    }
    around.push(name.clone());
    let draft = site.dialogues.iter().find(|record| record.id == flow.id).map(|record| &record.draft);
    for within in draft.into_iter().flat_map(contained) {
        put_before(within, flows, site, around, order);
    }
    around.pop();
    order.push(flow);
}

/// The flows that stand in a draft.
fn contained(draft: &Draft) -> impl Iterator<Item = &Name> {
    draft.flow().cards.0.iter().filter_map(|(_, card)| match card {
        CardDraft::Flow(card) => Some(&card.flow),
        _ => None,
    })
}

/// What is published as it is stays what it is: importing a file twice makes no version.
/// The inner error holds what is wrong with the draft, a reason a line.
async fn publish_one(
    store: &Store,
    outside: &Outside,
    imported: &Imported,
    id: DialogueId,
) -> Result<Result<String, String>, Refused> {
    match publish_changed(store, outside, &imported.key, id, By::command(clock::now())).await {
        Ok(Published::As(number)) => Ok(Ok(format!(", published as version {number}"))),
        Ok(Published::Already(number)) => Ok(Ok(format!(", published already as version {number}"))),
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
