//! Does to a database what tests of the program need and only SQL can: `spoil hold FOLDER` locks it until its input ends, `spoil renew
//! FOLDER` makes it a newer program's.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::error::Error;
use std::path::Path;

use parlor_store::DATABASE;
use rusqlite::Connection;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["hold", folder] => hold(&open(folder)?),
        ["renew", folder] => renew(&open(folder)?),
        _ => Err("hold or renew, and a data folder".into()),
    }
}

fn open(folder: &str) -> rusqlite::Result<Connection> {
    Connection::open(Path::new(folder).join(DATABASE))
}

fn hold(connection: &Connection) -> Result<(), Box<dyn Error>> {
    connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")?;
    println!("held");
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(())
}

fn renew(connection: &Connection) -> Result<(), Box<dyn Error>> {
    let query = "-- name: renew
        INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (999, 'later', '', '0')";
    Ok(connection.execute_batch(query)?)
}
