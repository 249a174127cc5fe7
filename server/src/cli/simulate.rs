//! `parlor simulate`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use parlor_engine::publish::BadFile;
use serde_json::Value;

use super::files::{faults, read_draft};
use super::{Done, Refused};

#[derive(Args)]
pub(super) struct Simulate {
    /// The story: a site, or the path of its file beside this one, and what happens step by step
    file: PathBuf,
}

impl Simulate {
    pub(super) fn run(self) -> Done {
        let story = whole(&self.file)?;
        let played = parlor_engine::simulate::simulate(&story).map_err(|BadFile(lines)| faults(&self.file, lines))?;
        let told = serde_json::to_string_pretty(&played).map_err(io::Error::from)?;
        match writeln!(io::stdout(), "{told}") {
            // Who reads on only so far, like `head`, has got what they wanted.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => played.stopped.map_or(Ok(()), |problem| Err(faults(&self.file, [problem]))),
        }
    }
}

/// The story with its site in it, where the file names another one.
fn whole(file: &Path) -> Result<String, Refused> {
    let text = read(file)?;
    let Ok(Value::Object(mut story)) = serde_json::from_str(&text) else { return Ok(text) };
    let Some(Value::String(path)) = story.get("site") else { return Ok(text) };
    let beside = file.parent().unwrap_or(Path::new("")).join(path);
    // As it is written, too: what stands twice in it is seen in the file alone.
    read_draft(&beside)?;
    let site: Value = serde_json::from_str(&read(&beside)?).map_err(|error| faults(&beside, [error]))?;
    story.insert("site".to_owned(), site);
    Ok(Value::Object(story).to_string())
}

fn read(file: &Path) -> Result<String, Refused> {
    std::fs::read_to_string(file).map_err(|error| faults(file, [error]))
}
