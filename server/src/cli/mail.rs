//! How mail is sent, as whoever runs a server sets it (M20).

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use parlor_connect::mail::{MailServer, NoPostOffice, PostOffice};

use super::Refused;

/// The variable that holds the password: what stands among a program's options, others on the machine can read.
const PASSWORD: &str = "PARLOR_SMTP_PASSWORD";

/// How mail is sent.
#[derive(Args)]
pub(super) struct Mail {
    /// The mail server: smtps://user@host, smtp://user@host with STARTTLS, or smtp-plain://host [default: no mail is sent]
    #[arg(long, env = "PARLOR_SMTP", value_name = "URL", requires = "mail_from")]
    smtp: Option<String>,
    /// A file with the mail server's password; it may also stand in PARLOR_SMTP_PASSWORD
    #[arg(long, env = "PARLOR_SMTP_PASSWORD_FILE", value_name = "FILE", requires = "smtp")]
    smtp_password_file: Option<PathBuf>,
    /// Whom mail is from, like "Parlor <parlor@example.com>"
    #[arg(long, env = "PARLOR_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
}

impl Mail {
    /// Who sends mail, if somebody is to.
    pub(super) fn office(&self) -> Result<Option<PostOffice>, Refused> {
        let Some((url, sender)) = self.smtp.as_ref().zip(self.mail_from.as_ref()) else { return Ok(None) };
        let password = match &self.smtp_password_file {
            Some(file) => Some(password_in(file)?),
            None => std::env::var(PASSWORD).ok().filter(|password| !password.is_empty()),
        };
        let server = MailServer::parse(url, password).map_err(|error| Refused(format!("--smtp: {error}")))?;
        PostOffice::new(&server, sender).map(Some).map_err(|error| match error {
            NoPostOffice::Sender => Refused(format!("--mail-from: {error}")),
            NoPostOffice::Roots => Refused(error.to_string()),
        })
    }
}

fn password_in(file: &Path) -> Result<String, Refused> {
    let text = fs::read_to_string(file).map_err(|error| Refused(format!("{}: {error}", file.display())))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
