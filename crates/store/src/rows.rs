//! Values to columns and back. A column that does not read back is an error of the query.

use parlor_domain::time::Instant;
use rusqlite::types::{Type, ValueRef};
use rusqlite::{Error, Result, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A column that holds an instant.
pub(crate) fn instant(row: &Row<'_>, column: usize) -> Result<Instant> {
    row.get(column).map(Instant)
}

/// A column that may hold an instant.
pub(crate) fn optional_instant(row: &Row<'_>, column: usize) -> Result<Option<Instant>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Instant))
}

/// A column that holds a text with rules.
pub(crate) fn text<T: TryFrom<String>>(row: &Row<'_>, column: usize) -> Result<T>
where
    T::Error: std::fmt::Display,
{
    T::try_from(row.get(column)?).map_err(|error| unreadable(column, &error))
}

/// A column that holds the code of something.
pub(crate) fn code<T>(row: &Row<'_>, column: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let code: String = row.get(column)?;
    read(&code).ok_or_else(|| unreadable(column, &format!("unknown code `{code}`")))
}

/// A column that holds JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(|error| unreadable(column, &place(&error)))
}

/// Where JSON isn't what it should be. What the error says besides may quote what somebody has typed, and goes to the log (O17).
fn place(error: &serde_json::Error) -> String {
    format!("JSON with a {:?} error at line {} column {}", error.classify(), error.line(), error.column())
}

/// A column that may hold JSON.
pub(crate) fn optional_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Option<T>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => json(row, column).map(Some),
    }
}

/// A column that may hold the code of something.
pub(crate) fn optional_code<T>(row: &Row<'_>, column: usize, read: fn(&str) -> Option<T>) -> Result<Option<T>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => code(row, column, read).map(Some),
    }
}

/// A column that may hold a text with rules.
pub(crate) fn optional_text<T: TryFrom<String>>(row: &Row<'_>, column: usize) -> Result<Option<T>>
where
    T::Error: std::fmt::Display,
{
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => text(row, column).map(Some),
    }
}

/// A column that may hold an id.
pub(crate) fn optional_id<T>(row: &Row<'_>, column: usize, read: fn([u8; 16]) -> T) -> Result<Option<T>> {
    Ok(row.get::<_, Option<[u8; 16]>>(column)?.map(read))
}

/// A column that holds a form.
pub(crate) fn form<T: parlor_domain::form::Form>(row: &Row<'_>, column: usize) -> Result<T> {
    T::from_bytes(row.get_ref(column)?.as_blob()?).map_err(|error| unreadable(column, &error))
}

/// A value as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::ToSqlConversionFailure(error.into()))
}

/// That a column's content is not what it should be.
pub(crate) fn unreadable(column: usize, why: &dyn std::fmt::Display) -> Error {
    Error::FromSqlConversionFailure(column, Type::Null, why.to_string().into())
}

#[cfg(test)]
mod tests {
    use parlor_domain::activity::Detail;
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn o17_what_does_not_read_back_is_not_quoted() {
        let database = Connection::open_in_memory().expect("a database");
        let read = |row: &Row<'_>| json::<Detail>(row, 0);
        for stored in [r#"{"email":"ada at home"}"#, r#""ada""#, r#"{"email":"ada"#] {
            let error = database.query_row("SELECT ?1", [stored], read).expect_err("no detail").to_string();
            assert!(error.contains("JSON with a ") && !error.contains("ada"), "{error}");
        }
    }
}
