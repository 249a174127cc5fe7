//! `parlor site`.

use clap::Subcommand;
use parlor_domain::draft::SiteDraft;
use parlor_domain::text::{Name, SiteKey};
use parlor_store::{Brought, Store, StoreError};

use super::{Data, Done, Refused, name, site_key};
use crate::clock;
use crate::publishing::refresh;

#[derive(Subcommand)]
pub(super) enum Site {
    /// List the sites
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Add a site
    Add {
        /// What it is called
        #[arg(value_parser = name)]
        name: Name,
        #[command(flatten)]
        data: Data,
    },
    /// Remove a site with everything of it: dialogues, people, log, keys
    Remove {
        /// Its key
        #[arg(value_parser = site_key)]
        key: SiteKey,
        /// Really remove it; there is no way back
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        data: Data,
    },
}

impl Site {
    pub(super) async fn run(self) -> Done {
        match self {
            Self::List { data } => data.with(list).await,
            Self::Add { name, data } => data.with_new(async |store| add(store, name).await).await,
            Self::Remove { key, yes, data } => data.with(async |store| remove(store, key, yes).await).await,
        }
    }
}

async fn list(store: &Store) -> Done {
    for (key, name) in names(store).await? {
        println!("{key}  {name}");
    }
    Ok(())
}

async fn names(store: &Store) -> Result<Vec<(SiteKey, Name)>, StoreError> {
    let mut names = Vec::new();
    for key in store.sites().await? {
        names.extend(store.front(&key).await?.map(|front| (key, front.settings.name)));
    }
    Ok(names)
}

async fn add(store: &Store, name: Name) -> Done {
    if let Some((key, _)) = names(store).await?.into_iter().find(|(_, other)| *other == name) {
        return Err(Refused(format!("there is a site of that name already: {key}")));
    }
    let draft: SiteDraft = serde_json::from_value(serde_json::json!({ "parlor": 1, "site": { "name": name } }))?;
    let added = store.import(draft, Brought::default(), clock::site_key(), clock::moment()).await?;
    refresh(store, &added.key).await?;
    println!("{}  {name}", added.key);
    Ok(())
}

async fn remove(store: &Store, key: SiteKey, yes: bool) -> Done {
    let site = store.site(&key).await?.ok_or_else(|| Refused(format!("there is no site {key}")))?;
    if !yes {
        let (people, name) = (store.people(&key, "", 0).await?.total, site.settings.name);
        let (works, documents) = (site.dialogues.len(), site.documents.len());
        return Err(Refused(format!(
            "This removes the site \"{name}\" for good, with {works} dialogues and flows, {documents} documents, {people} people and \
             all that visitors did. Keep a copy of everything with parlor backup FILE (parlor export keeps dialogues and documents alone), then say --yes."
        )));
    }
    store.remove_site(&key).await?;
    println!("{key} is removed");
    Ok(())
}
