//! `parlor user`.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use parlor_domain::text::Email;
use parlor_store::Store;

use super::{Data, Done, Refused};
use crate::users::{new_user, password_fault};
use crate::{clock, password};

#[derive(Subcommand)]
pub(super) enum User {
    /// Add a user; without a file, a password is made and printed
    Add {
        /// The e-mail address to sign in with
        #[arg(value_parser = email)]
        email: Email,
        /// A file with nothing but the password
        #[arg(long)]
        password_file: Option<PathBuf>,
        #[command(flatten)]
        data: Data,
    },
    /// List the users
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Remove a user and end all sessions
    Remove {
        /// The e-mail address
        #[arg(value_parser = email)]
        email: Email,
        #[command(flatten)]
        data: Data,
    },
}

fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).map_err(|error| error.to_string())
}

impl User {
    pub(super) async fn run(self) -> Done {
        match self {
            Self::Add { email, password_file, data } => add(email, password_file.as_deref(), &data).await,
            Self::List { data } => list(&data).await,
            Self::Remove { email, data } => remove(email, &data).await,
        }
    }
}

async fn add(email: Email, password_file: Option<&Path>, data: &Data) -> Done {
    let given = password_file.map(read_password).transpose()?;
    let is_given = given.is_some();
    let password = data.with_new(async |store| add_user(store, email.clone(), given).await).await?;
    if is_given {
        println!("{email} may sign in")
    } else {
        println!("{email} may sign in with {password}")
    }
    Ok(())
}

fn read_password(path: &Path) -> Result<String, Refused> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    // The last line's end belongs to the file, not to the password.
    let password = text.trim_end_matches(['\n', '\r']).to_owned();
    password_fault(&password).map_or(Ok(password), |fault| Err(Refused(fault)))
}

/// Adds a user, with a made password if none is given, and returns the password.
pub(super) async fn add_user(store: &Store, email: Email, password: Option<String>) -> Result<String, Refused> {
    let password = password.unwrap_or_else(clock::password);
    let hash = password::hash(&password)?;
    let added = store.add_user(new_user(email.clone(), hash, clock::moment())).await?;
    if added { Ok(password) } else { Err(Refused(format!("{email} is a user already"))) }
}

async fn list(data: &Data) -> Done {
    data.with(async |store| {
        for user in store.users().await? {
            println!("{}  since {}", user.email, user.created);
        }
        Ok(())
    })
    .await
}

async fn remove(email: Email, data: &Data) -> Done {
    data.with(
        async |store| {
            if store.remove_user(&email).await? { Ok(()) } else { Err(Refused(format!("there is no user {email}"))) }
        },
    )
    .await
}
