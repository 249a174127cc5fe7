//! The mail that brings an invitation's link (O11).

use parlor_domain::mail::Mail;
use parlor_domain::text::{Email, Name};
use parlor_store::INVITATION_DAYS;

/// Invites somebody to a site.
pub(crate) fn mail(to: Email, by: &Email, site: &Name, link: &str) -> Mail {
    let text = format!(
        "{by} invites you to {site}, where Parlor chats with visitors.\n\n\
         To take the invitation, open this link:\n{link}\n\n\
         It works once, for {INVITATION_DAYS} days. Whoever has the link can take the invitation, so keep it to yourself.\n\
         If you don't know {by}, do nothing.\n"
    );
    Mail { to, subject: format!("Invitation to {site}"), text }
}
