//! Making users, for the set-up link and the command line alike.

use parlor_domain::ids::Moment;
use parlor_domain::text::Email;
use parlor_store::NewUser;
use parlor_wire::console::PASSWORD_CHARS;
use sha2::{Digest, Sha256};

/// Longest password, so that nobody keeps the hash busy with megabytes.
const MOST_PASSWORD_CHARS: usize = 1_000;

/// What is wrong with a password, if anything.
pub(crate) fn password_fault(password: &str) -> Option<String> {
    let count = password.chars().count();
    if count < PASSWORD_CHARS {
        return Some(format!("The password must have at least {PASSWORD_CHARS} characters."));
    }
    (count > MOST_PASSWORD_CHARS).then(|| format!("The password can have {MOST_PASSWORD_CHARS} characters at the most."))
}

/// A user who is made now; `everywhere`: an administrator of every site.
pub(crate) fn new_user(email: Email, password_hash: String, everywhere: bool, moment: Moment) -> NewUser {
    NewUser { id: moment.ids().make(), email, password_hash, everywhere, created: moment.now }
}

/// What is kept of a token. A token is all chance, so that a plain hash will do.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
