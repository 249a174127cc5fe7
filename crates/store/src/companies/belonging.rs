//! Who belongs to which company: by the domain of the address, or the nearest one above it that a company has.

use parlor_domain::ids::{PersonId, SiteId};
use parlor_domain::text::MailDomain;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

/// Places a person whose address is new.
pub(crate) fn place(connection: &Connection, site: SiteId, person: PersonId) -> Result<()> {
    let query = "-- name: domain_of_person
        SELECT substr(email_folded, instr(email_folded, '@') + 1) FROM person WHERE id = ?1";
    let read = |row: &Row<'_>| row.get(0);
    let domain: Option<String> = connection.prepare_cached(query)?.query_row([person.bytes()], read)?;
    let company = domain.map(|domain| company_of(connection, site, &domain)).transpose()?.flatten();
    let query = "-- name: place_person
        UPDATE person SET company = ?2 WHERE id = ?1 AND company IS NOT ?2";
    connection.prepare_cached(query)?.execute(params![person.bytes(), company]).map(drop)
}

/// Places everybody whose address is of these domains or below.
pub(super) fn place_all(connection: &Connection, site: SiteId, domains: &[MailDomain]) -> Result<()> {
    // The one index has all domains, so that few are looked at more closely.
    let find = "-- name: domains_of_people
        SELECT DISTINCT substr(email_folded, instr(email_folded, '@') + 1) AS domain FROM person INDEXED BY person_by_domain
        WHERE site = ?1 AND email_folded IS NOT NULL";
    let present: Vec<String> =
        connection.prepare_cached(find)?.query_map([site.bytes()], |row| row.get(0))?.collect::<Result<_>>()?;
    let update = "-- name: place_people_of_domain
        UPDATE person SET company = ?3 WHERE site = ?1 AND email_folded IS NOT NULL
            AND substr(email_folded, instr(email_folded, '@') + 1) = ?2 AND company IS NOT ?3";
    for domain in present.iter().filter(|domain| domains.iter().any(|of| is_of(domain, of.as_str()))) {
        let company = company_of(connection, site, domain)?;
        connection.prepare_cached(update)?.execute(params![site.bytes(), domain, company])?;
    }
    Ok(())
}

/// The company that has this domain, or the nearest one above it.
fn company_of(connection: &Connection, site: SiteId, domain: &str) -> Result<Option<[u8; 16]>> {
    let query = "-- name: company_of_domain
        SELECT company FROM company_domain WHERE site = ?1 AND domain = ?2";
    let mut find = connection.prepare_cached(query)?;
    for of in and_above(domain) {
        if let Some(company) = find.query_row(params![site.bytes(), of], |row| row.get(0)).optional()? {
            return Ok(Some(company));
        }
    }
    Ok(None)
}

/// A domain and those above it.
fn and_above(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |of| of.split_once('.').map(|(_, above)| above))
}

fn is_of(domain: &str, of: &str) -> bool {
    and_above(domain).any(|above| above == of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p1_a_domain_is_of_itself_and_of_those_above_it() {
        for (domain, of, expected) in [
            ("example.com", "example.com", true),
            ("mail.example.com", "example.com", true),
            ("badexample.com", "example.com", false),
            ("example.com", "mail.example.com", false),
        ] {
            assert_eq!(is_of(domain, of), expected, "{domain} of {of}");
        }
    }
}
