//! What `cargo xtask bench ingest` compares Parlor's intake with: the rows that it has stored, put by nothing but rusqlite into an empty
//! database of the same schema, so many events in each transaction. It is what the storage itself takes.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use parlor_store::{DATABASE, Store};
use rusqlite::types::Value;
use rusqlite::{Connection, Statement, params_from_iter};

/// Events whose rows go into one transaction.
const GROUP: usize = 500;
/// The tables that intake fills.
const FILLED: [&str; 6] = ["visitor", "session", "conversation", "event", "tab", "activity"];

fn main() -> Result<(), Box<dyn Error>> {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [from, to] = &folders[..] else { return Err("two folders: of the database with the rows, and of the empty one".into()) };
    Store::open(to)?.close();
    let connection = open(&to.join(DATABASE))?;
    copy_the_rest(&connection, &from.join(DATABASE))?;
    let tables = FILLED.map(|table| rows(&connection, table));
    let tables = tables.into_iter().collect::<Result<Vec<_>, _>>()?;
    let events = tables[3].len();
    let began = Instant::now();
    insert(&connection, &tables, events.div_ceil(GROUP))?;
    println!("{{\"events\": {events}, \"seconds\": {}}}", began.elapsed().as_secs_f64());
    Ok(())
}

/// As the writer of a [`Store`] has it, but for references, which nobody checks here.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    Ok(connection)
}

/// Copies what intake refers to and doesn't fill.
fn copy_the_rest(connection: &Connection, from: &Path) -> rusqlite::Result<()> {
    connection.execute("ATTACH ?1 AS source", [from.to_string_lossy()])?;
    for table in ["site", "attribute", "goal", "dialogue", "version"] {
        connection.execute(&format!("INSERT INTO main.{table} SELECT * FROM source.{table}"), [])?;
    }
    Ok(())
}

type Row = Vec<Value>;

fn rows(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare(&format!("SELECT * FROM source.{table}"))?;
    let columns = statement.column_count();
    let read = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    statement.query_map([], read)?.collect()
}

/// Each transaction gets its part of every table.
fn insert(connection: &Connection, tables: &[Vec<Row>], groups: usize) -> rusqlite::Result<()> {
    let statements = FILLED.iter().zip(tables).map(|(table, rows)| statement(connection, table, rows));
    let mut statements = statements.collect::<rusqlite::Result<Vec<_>>>()?;
    for group in 0..groups {
        connection.execute("BEGIN IMMEDIATE", [])?;
        for (statement, rows) in statements.iter_mut().zip(tables) {
            let part = rows.len() * group / groups..rows.len() * (group + 1) / groups;
            for row in &rows[part] {
                statement.execute(params_from_iter(row))?;
            }
        }
        connection.execute("COMMIT", [])?;
    }
    Ok(())
}

fn statement<'a>(connection: &'a Connection, table: &str, rows: &[Row]) -> rusqlite::Result<Statement<'a>> {
    let marks = vec!["?"; rows.first().map_or(0, Vec::len)].join(", ");
    connection.prepare(&format!("INSERT INTO {table} VALUES ({marks})"))
}
