//! What people are found by (P4): of each one folded text, which has what the words of a search are looked for in.

use parlor_domain::attribute::COMPANY;
use parlor_domain::ids::PersonId;
use parlor_domain::value::Value;
use rusqlite::{Connection, Result, Row, params};

use crate::rows;

/// The attributes whose values are looked at, besides address and external id.
const KEYS: [&str; 4] = ["first_name", "last_name", COMPANY, "phone"];
/// Words of a search that are told apart; what is behind them counts as one with the last.
pub(crate) const WORDS: usize = 4;

/// Whether a person is found by values of this attribute.
pub(crate) fn is_found_by(key: &str) -> bool {
    KEYS.contains(&key)
}

/// Makes a person's text anew.
pub(crate) fn refresh(connection: &Connection, person: PersonId) -> Result<()> {
    let query = "-- name: names_of_person
        SELECT email, external_id FROM person WHERE id = ?1 UNION SELECT email, external_id FROM merged WHERE person = ?1";
    let read = |row: &Row<'_>| Ok([row.get(0)?, row.get(1)?]);
    let names: Vec<[Option<String>; 2]> =
        connection.prepare_cached(query)?.query_map([person.bytes()], read)?.collect::<Result<_>>()?;
    let values = KEYS.iter().map(|key| value(connection, person, key)).collect::<Result<Vec<_>>>()?;
    let known: Vec<String> = values.into_iter().chain(names.into_iter().flatten()).flatten().collect();
    let query = "-- name: put_search
        UPDATE person SET search = ?2 WHERE id = ?1";
    // First and last name stand side by side, as people type them.
    connection.prepare_cached(query)?.execute(params![person.bytes(), fold(&known.join(" "))]).map(drop)
}

/// Makes the texts that lack: those of people who are older than this program.
pub(crate) fn fill(connection: &Connection) -> Result<()> {
    let query = "-- name: people_without_search
        SELECT id FROM person WHERE search IS NULL";
    let read = |row: &Row<'_>| row.get(0).map(PersonId::from_bytes);
    let people: Vec<PersonId> = connection.prepare(query)?.query_map([], read)?.collect::<Result<_>>()?;
    if people.is_empty() {
        return Ok(());
    }
    let transaction = connection.unchecked_transaction()?;
    people.into_iter().try_for_each(|person| refresh(&transaction, person))?;
    transaction.commit()
}

/// The words of a search. An empty one is found everywhere.
pub(crate) fn words(text: &str) -> [String; WORDS] {
    let folded = fold(text);
    let mut words = folded.split_whitespace();
    let mut found: [String; WORDS] = std::array::from_fn(|_| words.next().unwrap_or_default().to_owned());
    let rest: Vec<&str> = words.collect();
    if let Some(last) = found.last_mut().filter(|_| !rest.is_empty()) {
        *last = format!("{last} {}", rest.join(" "));
    }
    found
}

fn value(connection: &Connection, person: PersonId, key: &str) -> Result<Option<String>> {
    let query = "-- name: found_by_value
        SELECT value_json FROM person_value WHERE person = ?1 AND key = ?2";
    let mut statement = connection.prepare_cached(query)?;
    let mut found = statement.query_map(params![person.bytes(), key], |row| rows::json::<Value>(row, 0))?;
    Ok(found.next().transpose()?.map(|value| value.to_string()))
}

fn fold(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p4_a_search_is_words_in_any_case() {
        assert_eq!(words("  Ada  LOVE"), ["ada", "love", "", ""]);
        assert_eq!(words("a b c Ö e f"), ["a", "b", "c", "ö e f"]);
        assert_eq!(words(" "), ["", "", "", ""]);
    }
}
