//! `parlor backup` and `parlor restore` (O7).

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use parlor_store::{BackupRecord, DATABASE, Progress, Restored, back_up, restore, verify};

use super::{Data, Done, Refused};
use crate::clock;

/// Characters of a line that tells rows.
const LINE: usize = 100;

#[derive(Args)]
pub(super) struct Backup {
    /// Where to write it; there must be nothing yet
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

#[derive(Args)]
pub(super) struct Restore {
    /// The backup
    file: PathBuf,
    /// Only say whether it is whole and what it holds
    #[arg(long)]
    verify: bool,
    /// Really replace the data that are there; there is no way back
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    data: Data,
}

impl Backup {
    pub(super) fn run(self) -> Done {
        let mut meter = Meter::new();
        let made = back_up(&self.data.data, &self.file, clock::now(), &mut |progress| meter.tell(progress));
        meter.end();
        println!("{}: the data as they were at {}", self.file.display(), told(&made?));
        Ok(())
    }
}

impl Restore {
    pub(super) fn run(self) -> Done {
        let (file, folder) = (&self.file, &self.data.data);
        let mut meter = Meter::new();
        if self.verify {
            let found = verify(file, &mut |progress| meter.tell(progress));
            meter.end();
            println!("{}: sound, the data as they were at {}", file.display(), told(&found?));
            return Ok(());
        }
        if !self.yes && folder.join(DATABASE).exists() {
            return Err(not_asked_for(file, folder));
        }
        let restored = restore(file, folder, &mut |progress| meter.tell(progress));
        meter.end();
        let Restored { record, erased_again } = restored?;
        println!("{}: restored, the data are as they were at {}", folder.display(), told(&record));
        match erased_again {
            Some(0) => {}
            Some(count) => println!("erased again, because they had been since: {count} persons and browsers"),
            None => println!("who was erased since isn't known here; if somebody was, run parlor erase-person again"),
        }
        Ok(())
    }
}

fn not_asked_for(file: &Path, folder: &Path) -> Refused {
    let (file, folder) = (file.display(), folder.display());
    Refused(format!(
        "This replaces the data in {folder} for good by those of {file}. Keep a copy with parlor backup FILE, then say --yes."
    ))
}

/// What a backup holds, in a few lines.
fn told(record: &BackupRecord) -> String {
    let mut lines = format!("{}\nby Parlor {}, schema {}, {} bytes", record.made, record.program, record.schema, record.bytes);
    let mut line = String::from("\nrows:");
    let mut rows = record.rows.iter().filter(|(_, count)| *count > 0).peekable();
    while let Some((name, count)) = rows.next() {
        let part = format!(" {name} {count}{}", if rows.peek().is_some() { "," } else { "" });
        if line.len() + part.len() > LINE {
            lines += &std::mem::replace(&mut line, String::from("\n     "));
        }
        line += &part;
    }
    lines + &line
}

/// Says on a terminal how far the work is, and nothing elsewhere.
struct Meter {
    is_seen: bool,
    told: String,
}

impl Meter {
    fn new() -> Self {
        Self { is_seen: io::stderr().is_terminal(), told: String::new() }
    }

    fn tell(&mut self, progress: Progress) {
        if !self.is_seen {
            return;
        }
        let text = match progress {
            Progress::Counting => "counting the rows".to_owned(),
            Progress::Copying { done, total } => format!("copying: {} %", (done * 100).checked_div(total).unwrap_or(100)),
            Progress::Verifying => "checking the backup".to_owned(),
            Progress::Migrating => "bringing the data up to date".to_owned(),
        };
        if text != self.told {
            self.write(&format!("\r{text:<width$}", width = self.told.len()));
            self.told = text;
        }
    }

    /// Leaves the line empty for what is said in the end.
    fn end(&mut self) {
        if !self.told.is_empty() {
            self.write(&format!("\r{:width$}\r", "", width = self.told.len()));
        }
    }

    fn write(&self, text: &str) {
        let mut terminal = io::stderr();
        // Nobody misses a word about the progress.
        let _ = terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush());
    }
}
