//! Tickets: what a frame document carries to prove that it was served for its site, a short while ago (O9).
//!
//! Pure: the key and the time are inputs.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use parlor_domain::text::SiteKey;
use parlor_domain::time::{DAY, Instant, MINUTE};
use sha2::{Digest, Sha256};

/// How long a ticket lasts.
const LIFE: i64 = 15 * MINUTE;
/// The age from which a ticket is renewed.
const RENEWED_FROM: i64 = 5 * MINUTE;
/// How long a ticket is renewed, counted from the first.
const RENEWED_FOR: i64 = DAY;
/// How far the clocks of two servers may be apart.
const SKEW: i64 = MINUTE;
/// Set apart from whatever else may be signed with the same key one day.
const PURPOSE: &[u8] = b"parlor ticket 1\0";
/// First and present issue, hash of the domains, signature.
const BYTES: usize = 8 + 8 + 16 + 32;

/// What signs tickets.
#[derive(Clone)]
pub(crate) struct TicketKey([u8; 32]);

/// Why a ticket is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadTicket {
    /// Past its time, or the domains have changed: the frame must be loaded anew.
    Expired,
    /// Not ours, or another site's.
    Wrong,
}

impl TicketKey {
    pub(crate) const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// A ticket for a frame document that is served now.
    pub(crate) fn issue(&self, site: &SiteKey, domains: &[String], now: Instant) -> String {
        self.write(site, domains, now, now)
    }

    /// Checks a ticket. Gives a fresh one if it is time for it.
    pub(crate) fn check(
        &self,
        ticket: &str,
        site: &SiteKey,
        domains: &[String],
        now: Instant,
    ) -> Result<Option<String>, BadTicket> {
        let bytes = URL_SAFE_NO_PAD.decode(ticket).map_err(|_| BadTicket::Wrong)?;
        let bytes: [u8; BYTES] = bytes.try_into().map_err(|_| BadTicket::Wrong)?;
        let (claim, signature) = bytes.split_at(BYTES - 32);
        self.mac(site, claim).verify_slice(signature).map_err(|_| BadTicket::Wrong)?;
        let (first, issued) = (instant(&claim[..8]), instant(&claim[8..16]));
        let age = now.since(issued);
        if !(-SKEW..LIFE).contains(&age) || claim[16..] != hash(domains) {
            return Err(BadTicket::Expired);
        }
        let is_due = age >= RENEWED_FROM && now.since(first) < RENEWED_FOR;
        Ok(is_due.then(|| self.write(site, domains, first, now)))
    }

    fn write(&self, site: &SiteKey, domains: &[String], first: Instant, issued: Instant) -> String {
        let mut bytes = Vec::with_capacity(BYTES);
        bytes.extend(first.0.to_be_bytes());
        bytes.extend(issued.0.to_be_bytes());
        bytes.extend(hash(domains));
        let signature = self.mac(site, &bytes).finalize().into_bytes();
        bytes.extend(signature);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn mac(&self, site: &SiteKey, claim: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).unwrap_or_else(|_| unreachable!("a key of any length will do"));
        // The claim's length is fixed, so that nothing can move between site and claim.
        for part in [PURPOSE, site.as_str().as_bytes(), claim] {
            mac.update(part);
        }
        mac
    }
}

fn instant(bytes: &[u8]) -> Instant {
    Instant(bytes.iter().fold(0, |number, byte| (number << 8) | i64::from(*byte)))
}

fn hash(domains: &[String]) -> [u8; 16] {
    let mut digest = Sha256::new();
    for domain in domains {
        digest.update(domain.as_bytes());
        digest.update(b"\0");
    }
    let mut short = [0; 16];
    short.copy_from_slice(&digest.finalize()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: TicketKey = TicketKey::new([7; 32]);
    const START: Instant = Instant(1_800_000_000_000);

    fn site(key: &str) -> SiteKey {
        SiteKey::parse(key).expect("a site key")
    }

    fn domains(list: &[&str]) -> Vec<String> {
        list.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn o9_a_ticket_lasts_a_quarter_of_an_hour() {
        let ticket = KEY.issue(&site("demo"), &[], START);
        for (minutes, expected) in [
            (-2, Err(BadTicket::Expired)),
            (0, Ok(false)),
            (4, Ok(false)),
            (5, Ok(true)),
            (14, Ok(true)),
            (15, Err(BadTicket::Expired)),
            (10_000, Err(BadTicket::Expired)),
        ] {
            let checked = KEY.check(&ticket, &site("demo"), &[], START.plus(minutes * MINUTE));
            assert_eq!(checked.map(|fresh| fresh.is_some()), expected, "after {minutes} minutes");
        }
    }

    #[test]
    fn o9_a_ticket_is_renewed_for_a_day() {
        let mut ticket = KEY.issue(&site("demo"), &[], START);
        let mut now = START;
        while now.since(START) < DAY {
            ticket = KEY.check(&ticket, &site("demo"), &[], now).expect("a valid ticket").unwrap_or(ticket);
            now = now.plus(6 * MINUTE);
        }
        assert_eq!(KEY.check(&ticket, &site("demo"), &[], now), Ok(None));
        assert_eq!(KEY.check(&ticket, &site("demo"), &[], now.plus(LIFE)), Err(BadTicket::Expired));
    }

    #[test]
    fn o9_a_ticket_is_for_one_site_and_one_list() {
        let list = domains(&["example.com", "*.example.org"]);
        let ticket = KEY.issue(&site("demo"), &list, START);
        assert_eq!(KEY.check(&ticket, &site("demo"), &list, START), Ok(None));
        for (key, list, expected) in [
            ("other", &list, BadTicket::Wrong),
            ("demo", &domains(&[]), BadTicket::Expired),
            ("demo", &domains(&["example.com"]), BadTicket::Expired),
            ("demo", &domains(&["example.com*.example.org"]), BadTicket::Expired),
        ] {
            assert_eq!(KEY.check(&ticket, &site(key), list, START), Err(expected), "{key} {list:?}");
        }
    }

    #[test]
    fn o9_nobody_else_makes_a_ticket() {
        let ticket = KEY.issue(&site("demo"), &[], START);
        let foreign = TicketKey::new([8; 32]).issue(&site("demo"), &[], START);
        let mut bent = URL_SAFE_NO_PAD.decode(&ticket).expect("base64");
        bent[15] ^= 1;
        for wrong in ["", "nonsense", &ticket[1..], &foreign, &URL_SAFE_NO_PAD.encode(bent)] {
            assert_eq!(KEY.check(wrong, &site("demo"), &[], START), Err(BadTicket::Wrong), "{wrong}");
        }
    }
}
