//! `parlor key`: what the owner of a site signs identities with (I3).

use clap::{Args, Subcommand};
use parlor_domain::text::{Name, SiteKey};
use parlor_store::{IDENTITY_KEYS, KeyAdded, Store};

use super::{Data, Done, Refused, name, site_key};
use crate::clock;

#[derive(Subcommand)]
pub(super) enum Key {
    /// List a site's identity keys
    List(Of),
    /// Add an identity key and print its secret, once
    Add {
        /// What it is called
        #[arg(value_parser = name)]
        name: Name,
        #[command(flatten)]
        of: Of,
    },
    /// Remove an identity key: what it signed is refused from now on
    Remove {
        /// What it is called
        #[arg(value_parser = name)]
        name: Name,
        #[command(flatten)]
        of: Of,
    },
}

/// Of which site, and where that is.
#[derive(Args)]
pub(super) struct Of {
    /// The key of the site
    #[arg(long, value_parser = site_key)]
    site: SiteKey,
    #[command(flatten)]
    data: Data,
}

impl Key {
    pub(super) async fn run(self) -> Done {
        match self {
            Self::List(Of { site, data }) => data.with(async |store| list(store, &site).await).await,
            Self::Add { name, of: Of { site, data } } => data.with(async |store| add(store, &site, name).await).await,
            Self::Remove { name, of: Of { site, data } } => data.with(async |store| remove(store, &site, name).await).await,
        }
    }
}

async fn list(store: &Store, site: &SiteKey) -> Done {
    let keys = store.identity_keys(site).await?.ok_or_else(|| no_site(site))?;
    for key in keys {
        println!("{}  since {}", key.name, key.created);
    }
    Ok(())
}

async fn add(store: &Store, site: &SiteKey, name: Name) -> Done {
    let secret = make(store, site, name.clone()).await?;
    println!("The secret of \"{name}\". Sign with HS256 and this very text; it is not shown again:");
    println!("{secret}");
    Ok(())
}

/// Adds an identity key and returns its secret. The secret is the text itself: no library has to decode it first.
pub(super) async fn make(store: &Store, site: &SiteKey, name: Name) -> Result<String, Refused> {
    let secret = clock::token();
    match store.add_identity_key(site, name.clone(), secret.clone().into_bytes(), clock::now()).await? {
        KeyAdded::Added => Ok(secret),
        KeyAdded::NameTaken => Err(Refused(format!("there is a key \"{name}\" already; choose another name"))),
        KeyAdded::TooMany => Err(Refused(format!("a site can have {IDENTITY_KEYS} identity keys; remove one first"))),
        KeyAdded::NoSuchSite => Err(no_site(site)),
    }
}

async fn remove(store: &Store, site: &SiteKey, name: Name) -> Done {
    if store.remove_identity_key(site, name.clone()).await? {
        println!("\"{name}\" is removed");
        Ok(())
    } else {
        Err(Refused(format!("site {site} has no key \"{name}\"")))
    }
}

fn no_site(site: &SiteKey) -> Refused {
    Refused(format!("there is no site {site}"))
}
