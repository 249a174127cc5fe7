//! `parlor webhook`: who is called by a site's actions, and which calls nobody has taken (P16).

use clap::{Args, Subcommand};
use parlor_domain::text::SiteKey;
use parlor_store::{CallsRecord, Store};

use super::{Data, Done, Refused, site_key};
use crate::clock;
use crate::webhooks::secret_text;

#[derive(Subcommand)]
pub(super) enum Webhook {
    /// List a site's webhooks with their secrets, and the calls that nobody has taken
    List(Of),
    /// Make the calls again that failed or were given up
    Retry(Of),
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

impl Webhook {
    pub(super) async fn run(self) -> Done {
        match self {
            Self::List(Of { site, data }) => data.with(async |store| list(store, &site).await).await,
            Self::Retry(Of { site, data }) => data.with(async |store| retry(store, &site).await).await,
        }
    }
}

async fn list(store: &Store, site: &SiteKey) -> Done {
    for webhook in store.webhooks(site).await?.ok_or_else(|| no_site(site))? {
        println!("{}  {}  {}", webhook.name, webhook.url, secret_text(&webhook.secret));
        for calls in &webhook.calls {
            println!("  {}", told(calls));
        }
    }
    Ok(())
}

/// `3 waiting since 2027-03-14T09:30:00.000Z, next try 2027-03-14T09:35:00.000Z: the address answers with status 500`
fn told(calls: &CallsRecord) -> String {
    let CallsRecord { count, given_up, failure, since, next } = calls;
    let fate =
        if *given_up { format!("given up, made since {since}") } else { format!("waiting since {since}, next try {next}") };
    let why = failure.iter().map(|why| format!(": {why}")).collect::<String>();
    format!("{count} {fate}{why}")
}

async fn retry(store: &Store, site: &SiteKey) -> Done {
    let count = store.retry_calls(site, clock::now()).await?.ok_or_else(|| no_site(site))?;
    println!("due again: {count}");
    Ok(())
}

fn no_site(site: &SiteKey) -> Refused {
    Refused(format!("there is no site {site}"))
}
