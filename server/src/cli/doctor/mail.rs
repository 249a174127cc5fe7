//! Whether mail can be sent (M20).

use super::{Finding, ok, problem};
use crate::cli::mail::Mail;

/// Asks the mail server, if there is one.
pub(super) async fn look(mail: &Mail) -> Finding {
    match mail.office() {
        Ok(None) => ok("mail", "none is sent, links of invitations are passed on by hand; --smtp names a mail server"),
        Ok(Some(office)) => match office.look().await {
            Ok(()) => ok("mail", "the mail server lets Parlor in"),
            Err(reason) => problem("mail", format!("{reason}; mail is kept until it can be sent")),
        },
        Err(refused) => problem("mail", format!("{}; the server doesn't start with it", refused.0)),
    }
}
