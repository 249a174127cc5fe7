//! `parlor erase-person` (O8).

use clap::Args;
use parlor_domain::change::By;
use parlor_domain::text::{Email, SiteKey};
use parlor_engine::drop_off::passings;
use parlor_store::{Erased, Store, ToErase};

use super::{Data, Done, Refused, site_key};
use crate::clock;

#[derive(Args)]
pub(super) struct ErasePerson {
    /// The person's address
    #[arg(value_parser = email)]
    email: Email,
    /// Only from the site of this key, and not from all
    #[arg(long, value_parser = site_key)]
    site: Option<SiteKey>,
    /// There is no way back
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    data: Data,
}

impl ErasePerson {
    pub(super) async fn run(self) -> Done {
        let Self { email, site, yes, data } = self;
        if !yes {
            let what = format!("Everything that is known of {email} goes, and there is no way back. Say --yes if you mean it.");
            return Err(Refused(what));
        }
        data.with(async |store| erase(store, site, &email).await).await
    }
}

async fn erase(store: &Store, site: Option<SiteKey>, email: &Email) -> Done {
    let sites = match site {
        Some(site) => vec![site],
        None => store.sites().await?,
    };
    // What is counted stays so (R15).
    store.count_passings(passings, usize::MAX).await?;
    for site in sites {
        let erased =
            store.erase_person(&site, ToErase::Address(email.clone()), By::command(clock::now()), clock::chance()).await?;
        println!("{site}: {}", told(erased.ok_or_else(|| Refused(format!("there is no site {site}")))?));
    }
    Ok(())
}

fn told(erased: Erased) -> String {
    let Erased { person, visitors, transcripts, mentions } = erased;
    if !person && transcripts + mentions == 0 {
        return "nothing was known".to_owned();
    }
    let person = if person { "the person" } else { "no person" };
    format!("erased {person}, {visitors} browsers, {transcripts} mentions in conversations, {mentions} elsewhere")
}

fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).map_err(|error| error.to_string())
}
