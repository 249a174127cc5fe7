//! `parlor user`.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use parlor_domain::access::{Access, Role};
use parlor_domain::change::By;
use parlor_domain::text::{Email, SiteKey};
use parlor_store::Store;

use super::{Data, Done, Refused, site_key};
use crate::users::{new_user, password_fault};
use crate::{clock, password};

#[derive(Subcommand)]
pub(super) enum User {
    /// Add a user; without a file, a password is made and printed. Without a site, the user is an administrator of every site.
    /// With one, a user who is there already gets one more role
    Add {
        /// The e-mail address to sign in with
        #[arg(value_parser = email)]
        email: Email,
        /// A file with nothing but the password
        #[arg(long)]
        password_file: Option<PathBuf>,
        /// The key of the site that the user is to work on
        #[arg(long, value_parser = site_key)]
        site: Option<SiteKey>,
        /// What the user may do there
        #[arg(long, requires = "site", value_parser = role(), default_value = "administrator", value_name = "ROLE")]
        role: Role,
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

fn role() -> impl TypedValueParser<Value = Role> {
    let codes = PossibleValuesParser::new(Role::ALL.iter().map(|role| PossibleValue::new(role.code()).help(role.about())));
    codes.try_map(|code| Role::from_code(&code).ok_or("no such role"))
}

impl User {
    pub(super) async fn run(self) -> Done {
        match self {
            Self::Add { email, password_file, site, role, data } => {
                let given = password_file.as_deref().map(read_password).transpose()?;
                add(email, given, site.map(|site| (site, role)), &data).await
            }
            Self::List { data } => list(&data).await,
            Self::Remove { email, data } => remove(email, &data).await,
        }
    }
}

async fn add(email: Email, given: Option<String>, on: Option<(SiteKey, Role)>, data: &Data) -> Done {
    let is_given = given.is_some();
    let to = on.clone();
    let password = data.with_new(async |store| add_user(store, email.clone(), given, to).await).await?;
    let what = on.map(|(site, role)| format!(" to the site {site} as {}", role.title().to_lowercase())).unwrap_or_default();
    match password {
        Some(password) if !is_given => println!("{email} may sign in{what} with {password}"),
        Some(_) => println!("{email} may sign in{what}"),
        None => println!("{email} is a user already and may sign in{what}, with the password that there is"),
    }
    Ok(())
}

fn read_password(path: &Path) -> Result<String, Refused> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    // The last line's end belongs to the file, not to the password.
    let password = text.trim_end_matches(['\n', '\r']).to_owned();
    password_fault(&password).map_or(Ok(password), |fault| Err(Refused(fault)))
}

/// Adds a user, with a made password if none is given, and returns the password. Of a user who is there already, it adds the role.
pub(super) async fn add_user(
    store: &Store,
    email: Email,
    password: Option<String>,
    on: Option<(SiteKey, Role)>,
) -> Result<Option<String>, Refused> {
    let present = store.user_by_email(&email).await?;
    if let Some((site, _)) = &on
        && store.site(site).await?.is_none()
    {
        return Err(Refused(format!("there is no site {site}")));
    }
    let (id, password) = match (present, &on) {
        (Some(_), None) => return Err(Refused(format!("{email} is a user already"))),
        (Some(_), Some(_)) if password.is_some() => {
            return Err(Refused(format!("{email} is a user already, and has a password; leave `--password-file` out")));
        }
        (Some(user), Some(_)) => (user.id, None),
        (None, _) => {
            let password = password.unwrap_or_else(clock::password);
            let user = new_user(email.clone(), password::hash(&password)?, on.is_none(), clock::moment());
            let id = user.id;
            if !store.add_user(user).await? {
                return Err(Refused(format!("{email} is a user already")));
            }
            (id, Some(password))
        }
    };
    if let Some((site, role)) = on {
        store.add_role(&site, id, role.into(), By::command(clock::now())).await?;
    }
    Ok(password)
}

async fn list(data: &Data) -> Done {
    data.with(async |store| {
        for user in store.users().await? {
            println!("{}  since {}  {}", user.email, user.created, told(&store.access(user.id).await?));
        }
        Ok(())
    })
    .await
}

fn told(access: &Access) -> String {
    if access.everywhere {
        return "administrator of every site".to_owned();
    }
    let roles: Vec<String> = access.roles.iter().map(|on| format!("{} of {}", on.role, on.site)).collect();
    if roles.is_empty() { "no role".to_owned() } else { roles.join(", ") }
}

async fn remove(email: Email, data: &Data) -> Done {
    data.with(async |store| {
        if store.remove_user(&email, By::command(clock::now())).await? {
            Ok(())
        } else {
            Err(Refused(format!("there is no user {email}")))
        }
    })
    .await
}
