//! Passwords: Argon2id, away from the threads that answer, and only a few at a time (O10, O14).

use actix_web::web;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::clock;
use crate::failure::Failure;

/// KiB, rounds and lanes, as OWASP recommends.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// How many are worked out at a time; each takes 19 MiB.
const AT_A_TIME: usize = 2;

/// Works out and compares hashes.
pub(crate) struct Passwords {
    turns: Semaphore,
    /// Compared with when there is no such user, so that the time tells nothing.
    nobody: String,
}

impl Passwords {
    pub(crate) fn new() -> Result<Self, argon2::password_hash::Error> {
        Ok(Self { turns: Semaphore::new(AT_A_TIME), nobody: hash(&clock::token())? })
    }

    /// The hash of a new password.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Failure> {
        let _turn = self.turns.acquire().await.map_err(Failure::internal)?;
        web::block(move || hash(&password)).await.map_err(Failure::internal)?.map_err(Failure::internal)
    }

    /// Whether this is the password. Takes as long when there is no hash to compare with.
    pub(crate) async fn verify(&self, password: String, kept: Option<String>) -> Result<bool, Failure> {
        let _turn = self.turns.acquire().await.map_err(Failure::internal)?;
        let is_known = kept.is_some();
        let kept = kept.unwrap_or_else(|| self.nobody.clone());
        let is_right = web::block(move || verify(&password, &kept)).await.map_err(Failure::internal)?;
        Ok(is_right && is_known)
    }
}

fn argon2() -> Result<Argon2<'static>, argon2::Error> {
    let (memory, rounds, lanes) = COST;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(memory, rounds, lanes, None)?))
}

/// The hash of a password, with a fresh salt, in the form of PHC strings.
pub(crate) fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    let argon2 = argon2().map_err(|_| argon2::password_hash::Error::Internal)?;
    let hash: PasswordHash = argon2.hash_password_with_salt(password.as_bytes(), &clock::chance::<16>())?;
    Ok(hash.to_string())
}

fn verify(password: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o10_a_password_is_kept_as_argon2id() {
        let kept = hash("correct horse").expect("a hash");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("correct horse", &kept) && !verify("wrong horse", &kept) && !verify("", "nonsense"));
    }
}
